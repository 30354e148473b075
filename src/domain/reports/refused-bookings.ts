/**
 * Counts bookings that were refused, for the funnel: a figure, so it never delays an answer or
 * makes one fail. What is refused while a count is being written waits and goes with the next, so
 * that a partner who sends nothing but nonsense takes one connection at most.
 */
import type { Context } from '../../context.ts';
import { partnerNow } from '../partners/now.ts';

/** No time zone's day begins within one. */
const QUARTER_MS = 15 * 60_000;

type Pending = {
  counts: Map<string, { partnerId: string; at: Date; count: number }>;
  isWriting: boolean;
};
const waiting = new WeakMap<Context['db'], Pending>();

/** After the answer is out. */
export function noteRefusal(ctx: Context, partnerId: string): void {
  const pending = waiting.get(ctx.db) ?? { counts: new Map(), isWriting: false };
  waiting.set(ctx.db, pending);
  const at = new Date(
    Math.floor(partnerNow(ctx, { id: partnerId }).getTime() / QUARTER_MS) * QUARTER_MS,
  );
  const key = `${partnerId} ${at.getTime()}`;
  pending.counts.set(key, { partnerId, at, count: (pending.counts.get(key)?.count ?? 0) + 1 });
  if (!pending.isWriting) void write(ctx, pending);
}

async function write(ctx: Context, pending: Pending): Promise<void> {
  pending.isWriting = true;
  for (const [key, { partnerId, at, count }] of pending.counts) {
    pending.counts.delete(key);
    try {
      await ctx.db.partnerTx(partnerId, (tx) =>
        tx.rows(
          `insert into refused_bookings (partner_id, at, count) values ($1, $2, $3)
         on conflict (partner_id, at) do update set count = refused_bookings.count + excluded.count`,
          [partnerId, at, count],
          'note-refusal',
        ),
      );
    } catch (error) {
      ctx.log.warn(
        { message: error instanceof Error ? error.message : String(error), count },
        'refused bookings were not counted',
      );
    }
  }
  pending.isWriting = false;
}
