/**
 * Nudges the workers after a commit: one keyed job per kind and process, at once, then at most every
 * 20 ms.
 */
import { randomBytes } from 'node:crypto';
import type { Db } from './pool.ts';

const ADD_JOB = 'select 1 from graphile_worker.add_job($1, job_key => $2, max_attempts => 1)';
const DEBOUNCE_MS = 20;
const PROCESS = randomBytes(6).toString('hex');

export function makeWake(db: Db, onError: (error: Error) => void): (kind: string) => void {
  /** nudged just now → whether there was a reason to do so again */
  const recent = new Map<string, boolean>();
  const nudge = (kind: string): void => {
    recent.set(kind, false);
    setTimeout(() => {
      const isDueAgain = recent.get(kind);
      recent.delete(kind);
      if (isDueAgain === true) nudge(kind);
    }, DEBOUNCE_MS);
    // One that is lost costs a second: the sweep finds the rows.
    db.rows(ADD_JOB, [`wake:${kind}`, `wake:${kind}:${PROCESS}`], 'wake').catch(onError);
  };
  return (kind) => {
    if (recent.has(kind)) recent.set(kind, true);
    else nudge(kind);
  };
}
