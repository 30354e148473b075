/**
 * Timers that have come due: departure triggers, what happens to packages by time, messages by
 * schedule. They are taken out in the transaction that acts on their subjects (take-timers.ts), in
 * batches per partner; two workers share them out.
 */
import type { Context, WakeKind } from '../context.ts';
import type { Tx } from '../db/pool.ts';
import { movePackages } from '../domain/esims/replacing/move-packages.ts';
import type { Look } from '../domain/messages/schedules/look.ts';
import { sendScheduled } from '../domain/messages/schedules/send-scheduled.ts';
import { partnerNow } from '../domain/partners/now.ts';
import { fireTriggers } from '../domain/bookings/triggers/fire-triggers.ts';
import {
  BATCH,
  DUE_PARTNERS,
  putBack,
  takeDue,
  takeInOrder,
  type Due,
} from '../domain/timers/take-timers.ts';

/**
 * Runs what is due of all partners, a batch of each in turns, until none has a whole one left; what
 * came due meanwhile of others takes its turns too. Returns how many timers went off.
 */
export async function runDueTimers(
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> {
  let count = 0;
  const failed = new Set<string>();
  for (let isMore = true; isMore && !isStopping();) {
    isMore = false;
    for (const partnerId of await duePartners(ctx)) {
      if (isStopping() || failed.has(partnerId)) continue;
      try {
        const fired = await runPartnerTimers(ctx, partnerId);
        count += fired;
        isMore ||= fired === BATCH;
      } catch (error) {
        // Nothing was taken out; the sweep tries again, and the others need not wait for it.
        failed.add(partnerId);
        ctx.log.error(
          { partner: partnerId, message: error instanceof Error ? error.message : String(error) },
          'timers failed',
        );
      }
    }
  }
  return count;
}

const duePartners = async (ctx: Context): Promise<string[]> =>
  (await ctx.db.rows<{ partner_id: string }>(DUE_PARTNERS, [ctx.clock.now()], 'due-timers')).map(
    (row) => row.partner_id,
  );

/**
 * One batch of what is due now, all looked at now: a worker that was down tells what still matters.
 */
async function runPartnerTimers(ctx: Context, partnerId: string): Promise<number> {
  const now = partnerNow(ctx, { id: partnerId });
  const { count, wakes } = await ctx.db.partnerTx(partnerId, async (tx) =>
    act(tx, partnerId, await takeDue(tx, partnerId, now), now),
  );
  for (const kind of wakes) ctx.wake(kind);
  return count;
}

/**
 * For who moves the clock: one batch of what is due up to `until`, in order, each looked at at its
 * own instant, so that a long leap leaves nothing out. `from` is where the clock stood: what was
 * due before is looked at then, as a worker would. It delivers what they tell itself; messages it
 * leaves to the worker.
 */
export async function runTimersBetween(
  ctx: Context,
  partnerId: string,
  from: Date,
  until: Date,
): Promise<number> {
  const { count, wakes } = await ctx.db.partnerTx(partnerId, async (tx) =>
    act(tx, partnerId, await takeInOrder(tx, partnerId, until), from),
  );
  if (wakes.has('messages')) ctx.wake('messages');
  return count;
}

type Acted = { count: number; wakes: Set<WakeKind> };

/**
 * In order, as far as one touches the other: what time does to packages goes between what is before
 * and after it; triggers and messages of bookings have nothing to do with one another.
 */
async function act(tx: Tx, partnerId: string, due: Due[], from: Date): Promise<Acted> {
  const wakes = new Set<WakeKind>();
  const note = ({ deliver, messages }: { deliver: boolean; messages: number }): void => {
    if (deliver) wakes.add('deliveries');
    if (messages > 0) wakes.add('messages');
  };
  const atOf = (d: Due): Date => (d.due_at > from ? d.due_at : from);
  const look = (d: Due): Look => ({ id: d.subject_id, from: d.due_at, at: atOf(d) });
  due.sort((a, b) => a.due_at.getTime() - b.due_at.getTime() || (a.kind < b.kind ? -1 : 1));
  for (let i = 0; i < due.length;) {
    const isPackage = due[i]!.kind === 'package';
    const end = due.findIndex((d, n) => n > i && (d.kind === 'package') !== isPackage);
    const run = due.slice(i, end === -1 ? undefined : end);
    i += run.length;
    if (isPackage) {
      note(await movePackages(tx, partnerId, run.map(look)));
      continue;
    }
    note({
      deliver: await fireTriggers(tx, partnerId, run.filter((d) => d.kind === 'booking').map(look)),
      messages: 0,
    });
    const messages = run.filter((d) => d.kind === 'message');
    const { done, next, ...sent } = await sendScheduled(tx, partnerId, messages.map(look));
    note({ deliver: false, ...sent });
    if (next !== null && next <= from) wakes.add('timers');
    // One of them has set a timer that comes before the rest.
    const isOvertaken =
      done < messages.length || (i < due.length && next !== null && next < atOf(due[i]!));
    if (!isOvertaken) continue;
    const rest = [...messages.slice(done), ...due.slice(i)];
    await putBack(tx, partnerId, rest);
    return { count: due.length - rest.length, wakes };
  }
  return { count: due.length, wakes };
}
