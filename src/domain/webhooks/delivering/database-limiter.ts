/** Of the delivery engine's statements in this process, so many run at once, the others in turn. */
import { bulkhead } from 'cockatiel';

/** Thousands of endpoints must not line up for the connections that requests need. */
const AT_ONCE = 6;
const limiter = bulkhead(AT_ONCE, Infinity);

export const atDatabase = <T>(work: () => Promise<T>): Promise<T> => limiter.execute(work);
