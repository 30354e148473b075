/**
 * Transactions that run into one another are begun anew: the one that PostgreSQL ended stored
 * nothing, and the other is done by then. There is one order of locks
 * (docs/adr/0012-one-order-of-locks.md), so this is for what no order covers.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { SQLSTATE } from './sqlstate.ts';

const CONFLICTS: ReadonlySet<string> = new Set([SQLSTATE.deadlock, SQLSTATE.serializationFailure]);
const TRIES = 5;
const LONGEST_PAUSE_MS = 50;

/** SQLSTATE of an error of PostgreSQL, also of one that was given up; null for anything else. */
export function sqlState(error: unknown): string | null {
  if (error instanceof AppError && error.cause !== undefined) return sqlState(error.cause);
  return error instanceof pg.DatabaseError && typeof error.code === 'string' ? error.code : null;
}

/** The constraint that an error of PostgreSQL is about; null for any other. */
export function constraintOf(error: unknown): string | null {
  if (error instanceof AppError && error.cause !== undefined) return constraintOf(error.cause);
  return error instanceof pg.DatabaseError ? (error.constraint ?? null) : null;
}

/**
 * `work` must be a whole transaction, and harmless when it is begun again. `also`: further
 * SQLSTATEs to begin anew after. Throws `overloaded` (503) when it failed so after the last of
 * `tries`; any other error as it came.
 */
export async function untilNoConflict<T>(
  work: () => Promise<T>,
  { tries = TRIES, also = [] }: { tries?: number; also?: readonly string[] } = {},
): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await work();
    } catch (error) {
      const state = sqlState(error);
      if (state === null || !(CONFLICTS.has(state) || also.includes(state))) throw error;
      if (n >= tries) throw tooBusy(error);
    }
    // Not all at once again.
    await sleep(Math.random() * LONGEST_PAUSE_MS * n);
  }
}

const tooBusy = (cause: unknown): AppError =>
  new AppError('overloaded', 'Too many requests change the same things right now; try again.', {
    cause,
    retryAfter: 1,
  });
