/** The events that told the partner of a traveler's things, and how each one's delivery went. */
import type { Queryable } from '../../../db/pool.ts';
import type { TravelerFacts } from '../traveler-facts.ts';
import type { OtherFacts } from './others.ts';

export type ToldEvent = {
  event_id: string;
  event: string;
  entity_id: string;
  timestamp: string;
  /** null: it was not to be delivered */
  delivery: { state: string; attempt_count: number } | null;
};
/** `caused_by`: the request of a key that it came of */
export type CausedEvent = ToldEvent & { caused_by: string | null };
type Row = {
  id: string;
  type: string;
  entity_id: string;
  occurred_at: Date;
  caused_by: string | null;
  state: string | null;
  attempts: number | null;
};

const MOST = 500;
const OF_ENTITIES = `select e.id, e.type, e.entity_id, e.occurred_at, e.caused_by, d.state, d.attempts
  from events e
  left join deliveries d on d.partner_id = $1 and d.event_id = e.id
  where e.partner_id = $1 and e.entity_id = any($2) and not e.is_test
  order by e.id desc
  limit ${MOST}`;

export async function readEvents(
  db: Queryable,
  partnerId: string,
  { queues, bookings, esims, packages }: TravelerFacts,
  { purchases }: OtherFacts,
): Promise<CausedEvent[]> {
  const ids = [queues, bookings, esims, packages, purchases].flatMap((list) =>
    list.map(({ id }) => id),
  );
  const rows = await db.rows<Row>(OF_ENTITIES, [partnerId, ids]);
  return rows.map((row) => ({
    event_id: row.id,
    event: row.type,
    entity_id: row.entity_id,
    timestamp: row.occurred_at.toISOString(),
    delivery: row.state === null ? null : { state: row.state, attempt_count: row.attempts! },
    caused_by: row.caused_by,
  }));
}
