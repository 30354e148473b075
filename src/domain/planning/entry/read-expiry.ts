import { DAY_MS, momentEnd, readMoment } from '../../time.ts';
import type { EntryInput, EntryKind, EntryProblem } from './entry.ts';

const GRANT_DAYS = 90;

/**
 * When a grant expires: as the entry says, or 90 days on; a bare date lasts to the end of its day.
 * Null for what is no grant.
 */
export function readExpiry(
  entry: EntryInput,
  kind: EntryKind,
  { now, zone }: { now: Date; zone: string },
  problems: EntryProblem[],
): Date | null {
  if (kind !== 'grant') {
    if (entry.expires_at !== undefined)
      problems.push({
        field: 'expires_at',
        issue: 'only classic grants expire; leave it out here',
      });
    return null;
  }
  if (entry.expires_at === undefined) return new Date(now.getTime() + GRANT_DAYS * DAY_MS);
  const moment = readMoment(entry.expires_at, 'expires_at', problems);
  const at = moment === null ? null : momentEnd(moment, zone);
  if (at !== null && at <= now)
    problems.push({
      field: 'expires_at',
      issue: `expected a time ahead, got "${entry.expires_at}"`,
    });
  return at;
}
