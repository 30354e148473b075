/** The feed as it grows, for those who watch: rows of events, each with its place. */
import type { Queryable } from '../../../db/pool.ts';
import { BEHIND, START, type Place } from './feed-cursor.ts';

export type FedEvent = {
  place: Place;
  event: {
    event_id: string;
    event: string;
    timestamp: string;
    entity_id: string;
    is_test: boolean;
  };
};
type Row = {
  id: string;
  type: string;
  occurred_at: Date;
  entity_id: string;
  is_test: boolean;
  tx: string;
};

export const isBehind = (one: Place, other: Place): boolean => {
  const [a, b] = [BigInt(one.tx), BigInt(other.tx)];
  return a === b ? one.id > other.id : a > b;
};

/** In the order of the feed; what is held back by others still writing comes later. */
export async function eventsBehind(
  db: Queryable,
  partnerId: string,
  { tx, id }: Place,
  most: number,
): Promise<FedEvent[]> {
  const rows = await db.rows<Row>(
    `select id, type, occurred_at, entity_id, is_test, events.tx::text as tx
     from events
     where ${BEHIND}
     order by events.tx, id
     limit $4`,
    [partnerId, tx, id, most],
  );
  return rows.map((row) => ({
    place: { tx: row.tx, id: row.id },
    event: {
      event_id: row.id,
      event: row.type,
      timestamp: row.occurred_at.toISOString(),
      entity_id: row.entity_id,
      is_test: row.is_test,
    },
  }));
}

/** Where the feed ends now. */
export const endOfFeed = async (db: Queryable, partnerId: string): Promise<Place> =>
  (await db.one<Place>(
    `select events.tx::text as tx, id
     from events
     where partner_id = $1 and tx < pg_snapshot_xmin(pg_current_snapshot())
     order by events.tx desc, id desc
     limit 1`,
    [partnerId],
  )) ?? START;

/** Handed out before a restore to an earlier state. */
export const isAhead = async (db: Queryable, { tx }: Place): Promise<boolean> =>
  (await db.one<{ ahead: boolean }>(
    'select $1::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as ahead',
    [tx],
  ))!.ahead;
