/**
 * So many calls in any second, and no more: what is beyond them is refused by eSIM Access. The
 * account's own limit counts what is asked of the provider, and one question may take several
 * calls.
 */
import { ProviderBusy } from '../provider.ts';

const SECOND_MS = 1_000;
/** Nobody waits longer: a caller's lease counts on that. */
const PATIENCE_MS = 2_000;

export type Rate = () => Promise<void>;

export type Clock = { now(): number; sleep(ms: number): Promise<void> };

/** Resolves when a call may leave; throws `ProviderBusy`. `perSecond` null = at once. */
export function makeRate(perSecond: number | null, clock: Clock = REAL): Rate {
  /** when the latest ones leave, the oldest first */
  const leaving: number[] = [];
  return async () => {
    if (perSecond === null) return;
    const now = clock.now();
    const atOnce = Math.max(1, Math.floor(perSecond));
    const oldest = leaving.at(-atOnce);
    // Fewer than one in a second: the pause is longer.
    const pauseMs = Math.max(SECOND_MS, (SECOND_MS * atOnce) / perSecond);
    const at = oldest === undefined ? now : Math.max(now, oldest + pauseMs);
    if (at - now > PATIENCE_MS)
      throw new ProviderBusy('The account has had too many calls.', Math.ceil(at - now));
    leaving.push(at);
    if (leaving.length > atOnce) leaving.shift();
    if (at > now) await clock.sleep(at - now);
  };
}

const REAL: Clock = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((go) => setTimeout(go, ms)),
};
