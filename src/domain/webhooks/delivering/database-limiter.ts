/**
 * Of the delivery engine's statements in this process, so many run at once; partners that wait take
 * turns.
 */
import { Turnstile } from '../../../turns.ts';

/** Thousands of endpoints must not line up for the connections that requests need. */
const AT_ONCE = 6;
const limiter = new Turnstile({ atOnce: AT_ONCE });

export const atDatabase = <T>(partnerId: string, work: () => Promise<T>): Promise<T> =>
  limiter.run(partnerId, work);
