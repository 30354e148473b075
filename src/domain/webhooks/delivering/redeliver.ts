/** Delivers events again that somebody chose. Whether they are subscribed does not matter. */
import { AppError, MAX_DETAILS } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { lockEnabled, lockEvents, notEnabled, sendAgain } from './send-again.ts';

/** `now`: the partner's time. Throws 404 `event_not_found`. */
export async function redeliver(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  eventId: string,
  now: Date,
): Promise<{ event_id: string; state: 'pending' }> {
  await redeliverAll(ctx, actor, partnerId, [eventId], now);
  return { event_id: eventId, state: 'pending' };
}

/** All of them or none; answers how many. Throws 404 `event_not_found`, naming those missing. */
export async function redeliverMany(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  eventIds: readonly string[],
  now: Date,
): Promise<{ events: number }> {
  return { events: await redeliverAll(ctx, actor, partnerId, eventIds, now) };
}

async function redeliverAll(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  eventIds: readonly string[],
  now: Date,
): Promise<number> {
  const count = await ctx.db.partnerTx(partnerId, async (tx) => {
    const isEnabled = await lockEnabled(tx, partnerId);
    const found = await lockEvents(tx, partnerId, eventIds);
    checkAll(eventIds, found);
    if (!isEnabled) throw notEnabled();
    await sendAgain(tx, partnerId, found, now);
    await recordAct(tx, actor, {
      partnerId,
      action: 'events.redelivered',
      ...(found.length === 1 ? { subject: found[0]! } : {}),
      after: { event_ids: found },
    });
    return found.length;
  });
  ctx.wake('deliveries');
  return count;
}

function checkAll(asked: readonly string[], found: readonly string[]): void {
  const there = new Set(found);
  const details = asked.flatMap((id, n) =>
    there.has(id) ? [] : [{ field: `event_ids.${n}`, issue: 'there is no such event' }],
  );
  if (details.length === 0) return;
  throw asked.length === 1
    ? new AppError('event_not_found', 'There is no such event.')
    : new AppError('event_not_found', 'Some of these events are not there; none was sent.', {
        details: details.slice(0, MAX_DETAILS),
      });
}
