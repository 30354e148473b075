/**
 * The partner's clock in the demo: it only goes forward, and it is the partner's, not the demo's.
 */
import { must, type Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LIMIT_MS = 5 * 365 * DAY_MS;
/** What one trip needs of the clock. */
const TRIP_MS = 30 * DAY_MS;

export type Clock = { departure: Date; return: Date };

/** A trip in ten days, to the full minute. */
export async function planTrip(stage: Stage): Promise<Clock> {
  const { now, offset_seconds } = await stage.hubby.sandboxClock();
  if (offset_seconds * 1000 > LIMIT_MS - TRIP_MS)
    throw new Error(
      `This partner's clock is ${daysOf(offset_seconds)} days ahead, nearly as far as it goes. npx hubby reset --yes starts anew.`,
    );
  const departure = new Date(Math.ceil((Date.parse(now) + 10 * DAY_MS) / HOUR_MS) * HOUR_MS);
  return { departure, return: new Date(departure.getTime() + 5 * DAY_MS) };
}

/** Returns when everything that came due on the way is done. */
export async function clockTo(stage: Stage, at: Date, why: string): Promise<void> {
  const began = performance.now();
  await stage.hubby.sandboxAdvanceClock({ body: { now: at.toISOString() } });
  stage.screen.done(
    `clock to ${at.toISOString().slice(0, 16).replace('T', ' ')}, ${why} in ${Math.round(performance.now() - began)} ms`,
  );
}

export const before = (at: Date, hours: number): Date => new Date(at.getTime() - hours * HOUR_MS);
export const after = (at: Date, hours: number): Date => before(at, -hours);

export async function tellClock(stage: Stage): Promise<void> {
  const { now, offset_seconds } = await stage.hubby.sandboxClock();
  must(offset_seconds > 0, 'the clock stands where it was');
  stage.screen.item(
    `For this partner it is now ${now.slice(0, 16).replace('T', ' ')} UTC: ${daysOf(offset_seconds)} days ahead, and it does not go back.`,
  );
  stage.screen.item(
    "npx hubby reset --yes   real time again; removes this partner's bookings, eSIMs and events, keeps keys and settings",
  );
}

const daysOf = (seconds: number): number => Math.round(seconds / 8640) / 10;
