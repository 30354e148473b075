/**
 * How long a caller waits to hear that something is stored. A server that waits for its standby
 * holds a commit for as long as that is away, without a limit of its own; such a commit must not be
 * cancelled, which would show as stored what the standby does not have. So the caller is told, the
 * connection is left to the server, and of these only a few may add up.
 */
import { AppError } from '../errors.ts';

export type Confirmation = {
  /** The outcome of `writing`, or an AppError 503 when it takes longer than 10 s. */
  within<T>(writing: Promise<T>): Promise<T>;
  /** Throws an AppError 503 while too many are unconfirmed: another one would only join them. */
  demandRoom(): void;
  isStuck(): boolean;
};

export const CONFIRM_MS = 10_000;

const unconfirmed = (): AppError =>
  new AppError(
    'overloaded',
    'The database did not answer within 10 seconds. What this was to change may be stored or not: send the same again; a booking_id or an Idempotency-Key makes sure that nothing is done twice.',
    { retryAfter: 5 },
  );

const noRoom = (): AppError =>
  new AppError(
    'overloaded',
    'The database does not confirm what is written at the moment. Nothing of this was stored; try again.',
    { retryAfter: 5 },
  );

/**
 * The outcome of `work`, or the error above when it takes longer than `ms`, of which `onLate` hears
 * first.
 */
export function inTime<T>(work: Promise<T>, onLate: () => void, ms = CONFIRM_MS): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      onLate();
      reject(unconfirmed());
    }, ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export function makeConfirmation(limit: number, ms = CONFIRM_MS): Confirmation {
  let open = 0;
  const isStuck = (): boolean => open >= limit;
  return {
    isStuck,
    demandRoom() {
      if (isStuck()) throw noRoom();
    },
    within(writing) {
      const onLate = (): void => {
        open++;
        const end = (): void => {
          open--;
        };
        writing.then(end, end);
      };
      return inTime(writing, onLate, ms);
    },
  };
}
