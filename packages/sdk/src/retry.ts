/** Whether a failed call is made again, and when. */
import { setTimeout as sleep } from 'node:timers/promises';
import { HubbyConnectionError, HubbyError } from './errors.ts';

const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 8_000;
/** Who is asked to wait longer hears of it instead. */
const MAX_ASKED_MS = 60_000;

/** Failures that may be over at the next try. */
function mayPass(error: unknown): boolean {
  if (error instanceof HubbyConnectionError) return true;
  if (!(error instanceof HubbyError)) return false;
  return error.status >= 500 || error.status === 429 || error.type === 'idempotency_in_progress';
}

/**
 * Milliseconds to wait after the `failures`th failure, null = no further try. `chance` is between
 * 0 and 1, so that clients that failed together do not come back together.
 */
export function waitAfter(error: unknown, failures: number, chance: number): number | null {
  if (!mayPass(error)) return null;
  const backoff = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  const asked = error instanceof HubbyError ? (error.retryAfterMs ?? 0) : 0;
  return asked > MAX_ASKED_MS ? null : Math.max(asked, backoff * (0.5 + chance / 2));
}

/** `retries`: after the first try. Only for what may be done twice. */
export async function withRetries<T>(
  retries: number,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      const wait = failures > retries ? null : waitAfter(error, failures, Math.random());
      if (wait === null) throw error;
      await sleep(wait, undefined, { signal });
    }
  }
}
