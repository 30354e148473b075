/**
 * POST /api/sandbox/clock: moves a partner's time forward and does everything that comes due on the
 * way, in order, before it answers. It goes in slices from one due instant to the next: timers
 * first, each at its own instant, then the deliveries of what they told.
 */
import type { Context } from '../context.ts';
import type { Actor } from '../domain/actor.ts';
import type { Partner } from '../domain/partners/partner.ts';
import { partnerNow } from '../domain/partners/now.ts';
import { DAY_MS } from '../domain/time.ts';
import { sendDueOf } from '../domain/messages/sending/run-due-messages.ts';
import { runTimersBetween } from './run-due-timers.ts';
import { nextTimer } from '../domain/timers/take-timers.ts';
import { deliverDue, nextDelivery } from '../domain/webhooks/delivering/deliver.ts';
import { distanceTo, type ClockInput } from '../domain/sandbox/clock-input.ts';
import { awaitDeliveries, holdClock, type Hold } from '../domain/sandbox/hold-clock.ts';
import { recordTrying } from '../domain/sandbox/record-trying.ts';
import { showClock, type ClockView } from '../domain/sandbox/show-clock.ts';

/**
 * A failed delivery is tried again after a minute less 20 % at the earliest, and must not come
 * after later events.
 */
const SHORTEST_RETRY_MS = 48_000;
/** While nothing waits for a retry, slices grow up to this. */
const LONGEST_SLICE_MS = DAY_MS;
/** A day, its jitter, and what a receiver may ask for. */
const LONGEST_RETRY_MS = 2 * DAY_MS;

export type Fired = { timers: number; deliveries: number };

export const advanceClock = (
  ctx: Context,
  partner: Partner,
  input: ClockInput,
  actor: Actor,
): Promise<ClockView & { fired: Fired }> => {
  // Before the wait too: what is wrong whatever the clock says is said at once.
  distanceTo(input, partnerNow(ctx, partner), 0, partner.settings.time_zone);
  return holdClock(ctx, partner.id, 'advance', async (hold) => {
    await awaitDeliveries(ctx, partner.id);
    const from = new Date(ctx.clock.now().getTime() + hold.offsetMs);
    const distance = distanceTo(input, from, hold.offsetMs, partner.settings.time_zone);
    await recordTrying(ctx.db, actor, partner, {
      action: 'sandbox.clock_moved',
      before: { now: from },
      after: { now: new Date(from.getTime() + distance) },
    });
    const journey: Journey = {
      ctx,
      partnerId: partner.id,
      hold,
      at: from,
      offsetMs: hold.offsetMs,
      fired: { timers: 0, deliveries: 0 },
      isShut: false,
    };
    await travel(journey, new Date(from.getTime() + distance));
    // Real time went on meanwhile and is on top of what was asked for.
    await moveTo(journey, hold.offsetMs + distance);
    await travel(journey, partnerNow(ctx, partner));
    await sendDueOf(ctx, partner.id);
    return { ...showClock(ctx, partner), fired: journey.fired };
  }).finally(() => {
    ctx.wake('timers');
    ctx.wake('deliveries');
  });
};

type Journey = {
  ctx: Context;
  partnerId: string;
  hold: Hold;
  /** everything up to here is done */
  at: Date;
  offsetMs: number;
  fired: Fired;
  /** the endpoint takes nothing now (switched off): its deliveries wait, whatever the time */
  isShut: boolean;
};

async function travel(j: Journey, goal: Date): Promise<void> {
  let length = SHORTEST_RETRY_MS;
  for (let due = await nextDue(j, goal); due !== null; due = await nextDue(j, goal)) {
    const end = new Date(
      Math.min(goal.getTime(), Math.max(due.getTime(), j.at.getTime()) + length),
    );
    await moveTo(j, end.getTime() - j.ctx.clock.now().getTime());
    await runSlice(j, end);
    const waits =
      !j.isShut &&
      (await nextDelivery(j.ctx.db, j.partnerId, new Date(end.getTime() + LONGEST_RETRY_MS))) !==
        null;
    length = waits ? SHORTEST_RETRY_MS : Math.min(length * 2, LONGEST_SLICE_MS);
  }
  j.at = goal;
}

/** The partner's next due instant, null for none up to `goal`. */
async function nextDue({ ctx, partnerId, isShut }: Journey, goal: Date): Promise<Date | null> {
  const timer = await nextTimer(ctx.db, partnerId, goal);
  const delivery = isShut ? null : await nextDelivery(ctx.db, partnerId, timer ?? goal);
  return delivery ?? timer;
}

async function runSlice(j: Journey, end: Date): Promise<void> {
  const { ctx, partnerId } = j;
  let timers = 0;
  while ((await nextTimer(ctx.db, partnerId, end)) !== null)
    timers += await runTimersBetween(ctx, partnerId, j.at, end);
  const deliveries = j.isShut ? 0 : await deliverDue(ctx, partnerId, end);
  j.isShut ||= timers + deliveries === 0 && (await nextDelivery(ctx.db, partnerId, end)) !== null;
  j.fired.timers += timers;
  j.fired.deliveries += deliveries;
  j.at = end;
}

/** Forward only: a slice may end before the real time that the one before it took. */
async function moveTo(j: Journey, offsetMs: number): Promise<void> {
  if (offsetMs <= j.offsetMs) return;
  const tell = await j.hold.write(j.ctx.db, offsetMs);
  tell();
  j.offsetMs = offsetMs;
}
