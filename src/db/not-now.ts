/**
 * Which failures of a database, or of the way to one, say "not now": nothing is wrong with the
 * request.
 */
import pg from 'pg';
import { SQLSTATE } from './sqlstate.ts';

/**
 * SQLSTATEs, or the classes they begin with: connection lost (08), read-only server (25006), idle
 * in a transaction (25P03, 25P04), serialization and deadlock (40001, 40P01), out of connections,
 * memory or disk (53), lock not given (55P03), cancelled by a time limit (57014), shutting down or
 * starting (57P), the disk failed (58030).
 */
const STATES = /^(08|25006|25P0[34]|40001|40P01|53|55P03|57014|57P|58030)/;

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
]);

/** What the driver says in words only. */
const WORDS =
  /^(no host takes writes|timeout exceeded when trying to connect|timeout expired|Connection terminated|Query read timeout|Cannot use a pool after calling end)|is not queryable/;

/** A query to which no answer came in time, on the client's own clock. */
export const isReadTimeout = (error: unknown): boolean =>
  error instanceof Error && error.message === 'Query read timeout';

/**
 * The server takes no writes: a standby, or one being demoted. Other connections may lead to the
 * primary by now.
 */
export const isReadOnly = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === SQLSTATE.readOnlyTransaction;

export function isNotNow(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof pg.DatabaseError) return STATES.test(code ?? '');
  if (typeof code === 'string' && NETWORK.has(code)) return true;
  // The socket file of a server that does not run; any other missing file is our own trouble.
  if (code === 'ENOENT' && syscall === 'connect') return true;
  return WORDS.test(error.message);
}
