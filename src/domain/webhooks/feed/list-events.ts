/**
 * The feed: every event of the last 30 days in an order in which none is added behind what was
 * read.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { placeOf, writeCursor, type PageSize, type Paging } from '../../../input/paging.ts';
import { eventTypesOf } from '../event-types.ts';
import { readPlace, writePlace, type Place } from './feed-cursor.ts';

export type Envelope = { event: string; event_id: string; timestamp: string; data: object };
type Row = { type: string; id: string; occurred_at: Date; data: object; tx: string };

export const EVENTS_PAGE: PageSize = { most: 1000, usual: 100 };
const START: Place = { tx: '0', id: '' };

/** Real time, as the housekeeping counts it. */
export const KEPT_DAYS = 30;

/**
 * What is committed but held back by others still writing is waited for a moment: who reads after
 * writing finds it.
 */
const LOOKS = 50;
const LOOK_AGAIN_MS = 20;

/**
 * By transaction, then id, and only what is older than every transaction still running: what
 * commits late comes later in the feed, not behind the cursor. `next_cursor` is null on an empty
 * page only: nothing newer, keep your cursor.
 */
export async function listEvents(
  ctx: Context,
  partnerId: string,
  query: Paging & { type?: string | undefined },
): Promise<{ events: Envelope[]; next_cursor: string | null }> {
  const after = placeOf(query.cursor, readPlace) ?? START;
  const types = query.type === undefined ? null : eventTypesOf('type', query.type.split(','));
  const limit = query.limit ?? EVENTS_PAGE.usual;
  let rows: Row[] = [];
  for (let look = 0; look < LOOKS; look++) {
    let isHeldBack = false;
    if (look > 0) await sleep(LOOK_AGAIN_MS);
    rows = await ctx.db.partnerRead(partnerId, async (db) => {
      const page = await db.rows<Row>(
        `select type, id, occurred_at, data, tx::text as tx from events
         where partner_id = $1 and (tx, id) > ($2::xid8, $3) and tx < pg_snapshot_xmin(pg_current_snapshot()) and recorded_at > now() - interval '${KEPT_DAYS} days'
           and ($4::text[] is null or type = any($4))
         order by events.tx, id limit $5`,
        [partnerId, after.tx, after.id, types, limit],
      );
      if (page.length < limit) isHeldBack = await looksFurther(db, partnerId, after.tx);
      return page;
    });
    if (!isHeldBack) break;
  }
  const last = rows.at(-1);
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

/**
 * Whether something is committed that others still hold back, seen at the page's own moment: what
 * was let go since is neither in the page nor held back any more. A cursor from beyond the server's
 * own numbers was handed out before a restore: numbers will be used anew up to it, and what they
 * carry would be skipped.
 */
async function looksFurther(db: Queryable, partnerId: string, cursor: string): Promise<boolean> {
  const row = await db.one<{ held_back: boolean; ahead: boolean }>(
    `select exists (select 1
       from events
       where partner_id = $1 and tx >= pg_snapshot_xmin(pg_current_snapshot())) as held_back,
       $2::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as ahead`,
    [partnerId, cursor],
  );
  if (row!.ahead)
    throw new AppError(
      'cursor_ahead',
      'This cursor is ahead of the server, which was restored from an earlier state. Read the feed from the start, without a cursor; events you have seen carry the same event_id.',
    );
  return row!.held_back;
}
