/** Nudges the workers after a commit: one keyed job per kind and process, at most every 20 ms. */
import { randomBytes } from 'node:crypto';
import type { Db } from './pool.ts';

const DEBOUNCE_MS = 20;
const PROCESS = randomBytes(6).toString('hex');

export function makeWake(db: Db, onError: (error: Error) => void): (kind: string) => void {
  const pending = new Set<string>();
  return (kind) => {
    if (pending.has(kind)) return;
    pending.add(kind);
    setTimeout(() => {
      pending.delete(kind);
      // A nudge that is lost costs a second: the sweep finds the rows.
      db.rows('select 1 from graphile_worker.add_job($1, job_key => $2, max_attempts => 1)', [
        `wake:${kind}`,
        `wake:${kind}:${PROCESS}`,
      ]).catch(onError);
    }, DEBOUNCE_MS);
  };
}
