/**
 * The feed: every event of the last 30 days in an order in which none is added behind what was
 * read.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import {
  placeOf,
  SCANNED,
  writeCursor,
  type PageSize,
  type Paging,
} from '../../../input/paging.ts';
import { eventTypesOf } from '../event-types.ts';
import { BEHIND, readPlace, START, writePlace, type Place } from './feed-cursor.ts';

export type Envelope = { event: string; event_id: string; timestamp: string; data: object };
type Row = { type: string; id: string; occurred_at: Date; data: object; tx: string };

export const EVENTS_PAGE: PageSize = { most: 1000, usual: 100 };

/** Real time, as the housekeeping counts it. */
export const KEPT_DAYS = 30;

/**
 * What is committed but held back by others still writing is waited for a moment: who reads after
 * writing finds it.
 */
const LOOKS = 50;
const LOOK_AGAIN_MS = 20;

const PAGE = `select type, id, occurred_at, data, e.tx::text as tx
  from (select type, id, occurred_at, data, tx, recorded_at
    from events
    where ${BEHIND}
    order by tx, id
    limit ${SCANNED}) e
  where recorded_at > now() - interval '${KEPT_DAYS} days' and ($4::text[] is null or type = any($4))
  order by e.tx, id
  limit $5`;
/**
 * What a page that is not full ends with: the last event it looked at, where there may be more
 * (`tx`, `id`), else null; whether something is committed that others still hold back, seen at the
 * page's own moment, since what was let go since is neither in the page nor held back any more; and
 * whether the cursor is ahead of the server.
 */
const END = `select r.tx::text as tx, r.id,
    exists (select 1
      from events
      where partner_id = $1 and tx >= pg_snapshot_xmin(pg_current_snapshot())) as held_back,
    $2::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as ahead
  from (select 1) one
  left join (select tx, id
    from events
    where ${BEHIND}
    order by tx, id
    offset ${SCANNED - 1}
    limit 1) r on true`;
type End = { tx: string | null; id: string | null; held_back: boolean; ahead: boolean };

/**
 * By transaction, then id, and only what is older than every transaction still running: what
 * commits late comes later in the feed, not behind the cursor. A page of rare types may be short or
 * empty and go on. `next_cursor` is null on an empty page only: nothing newer, keep your cursor.
 */
export async function listEvents(
  ctx: Context,
  partnerId: string,
  query: Paging & { type?: string | undefined },
): Promise<{ events: Envelope[]; next_cursor: string | null }> {
  const after = placeOf(query.cursor, readPlace) ?? START;
  const types = query.type === undefined ? null : eventTypesOf('type', query.type.split(','));
  const limit = query.limit ?? EVENTS_PAGE.usual;
  let looked = await look(ctx, partnerId, after, types, limit);
  for (let again = 1; looked.isHeldBack && again < LOOKS; again++) {
    await sleep(LOOK_AGAIN_MS);
    looked = await look(ctx, partnerId, after, types, limit);
  }
  const { rows, reached } = looked;
  const last = reached ?? rows.at(-1);
  if (last !== undefined) await ctx.feedCeiling.raise(last.tx);
  return {
    events: rows.map((row) => ({
      event: row.type,
      event_id: row.id,
      timestamp: row.occurred_at.toISOString(),
      data: row.data,
    })),
    next_cursor: last === undefined ? null : writeCursor(writePlace(last)),
  };
}

type Looked = { rows: Row[]; reached: Place | null; isHeldBack: boolean };

async function look(
  ctx: Context,
  partnerId: string,
  after: Place,
  types: string[] | null,
  limit: number,
): Promise<Looked> {
  const from = [partnerId, after.tx, after.id];
  return ctx.db.partnerRead(partnerId, async (db) => {
    const rows = await db.rows<Row>(PAGE, [...from, types, limit]);
    if (rows.length === limit) return { rows, reached: null, isHeldBack: false };
    const { tx, id, held_back, ahead } = (await db.one<End>(END, from))!;
    if (ahead) throw cursorAhead();
    if (tx !== null && id !== null) return { rows, reached: { tx, id }, isHeldBack: false };
    return { rows, reached: null, isHeldBack: held_back };
  });
}

/**
 * A cursor from beyond the server's own numbers was handed out before a restore: numbers will be
 * used anew up to it, and what they carry would be skipped.
 */
const cursorAhead = (): AppError =>
  new AppError(
    'cursor_ahead',
    'This cursor is ahead of the server, which was restored from an earlier state. Read the feed from the start, without a cursor; events you have seen carry the same event_id.',
  );
