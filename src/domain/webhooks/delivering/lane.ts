/**
 * The way to one partner's endpoint: takes what is due a little ahead of the free places, posts at
 * most SLOTS at once, and hands the outcomes on. Lanes know nothing of one another, so a receiver
 * that hangs holds up its own lane only. Not db/due-work/work-off.ts: a lane takes more than it has
 * places for, so that hundreds go with one claim, and gives back what is left of it when it stops.
 */
import type { Context } from '../../../context.ts';
import { attempt } from './attempt.ts';
import { claimDue, giveBack, LEASE_S, type Claim, type Claimed } from './claim.ts';
import { atDatabase } from './gate.ts';
import { gatherResults } from './results.ts';

const SLOTS = 8;
/**
 * How much may wait in line here: what takes this long, and never more than MAX_AHEAD. An endpoint
 * not known yet gets none.
 */
const AHEAD_MS = 200;
const MAX_AHEAD = 240;
const MAX_UNWRITTEN = 600;
/** What waited for longer might not end within its lease. */
const STALE_MS = (LEASE_S - 25) * 1000;
/** While a look begins where the last one ended, older ones (retries) are looked for this often. */
const WHOLE_LOOK_MS = 200;

export type Lane = {
  /** something may have come due */ look(): void;
  /** how many were attempted */ done: Promise<number>;
};
type Job = { claimed: Claimed; claim: Claim; takenAt: number };

/**
 * `until` null: what is due at the partner's present time; else all up to then, each dated when it
 * was due.
 */
export function openLane(
  ctx: Context,
  partnerId: string,
  until: Date | null,
  isStopping: () => boolean,
): Lane {
  const results = gatherResults(ctx, partnerId);
  const line: Job[] = [];
  const { promise: done, resolve, reject } = Promise.withResolvers<number>();
  let active = 0;
  let attempts = 0;
  let averageMs = Infinity;
  let isClaiming = false;
  let mayBeMore = true;
  let from: Date | null = null;
  let lastWholeLook = 0;
  let failure: unknown = null;
  let isEnding = false;

  const ahead = (): number => Math.min(MAX_AHEAD, Math.floor((SLOTS * AHEAD_MS) / averageMs));
  const wanted = (): number => SLOTS + ahead() - active - line.length;

  async function claim(): Promise<void> {
    isClaiming = true;
    const now = Date.now();
    if (now - lastWholeLook >= WHOLE_LOOK_MS) from = null;
    if (from === null) lastWholeLook = now;
    const [limit, start] = [wanted(), from];
    try {
      const got = await atDatabase(() => claimDue(ctx, partnerId, limit, until, start));
      for (const claimed of got?.deliveries ?? [])
        line.push({ claimed, claim: got!, takenAt: now });
      const isAll = (got?.deliveries.length ?? 0) < limit;
      // Seen to the end from somewhere in the middle: once more from the start.
      if (isAll && start === null) mayBeMore = false;
      from = isAll ? null : got!.deliveries.at(-1)!.due_at;
    } catch (error) {
      failure = error;
      mayBeMore = false;
    }
    isClaiming = false;
    step();
  }

  async function run({ claimed, claim: { endpoint, offsetMs } }: Job): Promise<void> {
    active++;
    const started = performance.now();
    try {
      results.add(
        await attempt(ctx, partnerId, endpoint, claimed, until === null ? 'now' : 'due', offsetMs),
      );
      attempts++;
    } catch (error) {
      // Not the receiver's doing (a secret that cannot be opened): the lease runs out, and it is
      // tried again.
      failure = error;
      mayBeMore = false;
    }
    const took = performance.now() - started;
    averageMs = averageMs === Infinity ? took : averageMs * 0.8 + took * 0.2;
    active--;
    step();
  }

  function step(): void {
    if (isEnding) return;
    while (active < SLOTS && line.length > 0 && !isStopping() && results.size() < MAX_UNWRITTEN) {
      const job = line.shift()!;
      if (Date.now() - job.takenAt < STALE_MS) void run(job);
    }
    if (
      mayBeMore &&
      !isClaiming &&
      !isStopping() &&
      active + line.length < SLOTS + ahead() / 2 &&
      wanted() > 0
    )
      void claim();
    if (active === 0 && !isClaiming && (line.length === 0 || isStopping())) void end();
    else if (active === 0 && !isClaiming) void results.written().then(step);
  }

  async function end(): Promise<void> {
    isEnding = true;
    try {
      await results.written();
      if (line.length > 0)
        await giveBack(
          ctx.db,
          partnerId,
          line.map((job) => job.claimed),
        );
    } catch (error) {
      failure ??= error;
    }
    if (failure === null) resolve(attempts);
    else reject(failure as Error);
  }
  step();
  return {
    look() {
      if (failure === null) {
        mayBeMore = true;
        from = null;
        step();
      }
    },
    done,
  };
}
