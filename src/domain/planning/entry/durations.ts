/** How many days an entry's package has to last. */
import type { PackageType } from '../../catalog/types.ts';
import type { PackageStrategy } from '../../settings/package-strategy.ts';
import { daysInclusive } from '../../time.ts';
import type { EntryInput, EntryProblem } from './entry.ts';

const DEFAULT_DURATION = { 'data-limited': 365, starter: 2 } as const;

/** Calendar dates as written; the return where the booking names one. */
export type TripDays = { day: string; returnDay: string | null };

/** Null where nobody says how long the trip is. */
export function wantedDuration(
  entry: EntryInput,
  dates: TripDays | null,
  problems: EntryProblem[],
): number | null {
  const type = entry.package_type ?? 'data-limited';
  if (entry.package_duration !== undefined) return entry.package_duration;
  if (type === 'data-limited' || type === 'starter') return DEFAULT_DURATION[type];
  if (dates === null) return null;
  if (dates.returnDay === null) {
    problems.push({
      field: 'package_duration',
      issue: `${type} needs package_duration, or a return_date on the booking`,
    });
    return null;
  }
  return Math.max(1, daysInclusive(dates.day, dates.returnDay));
}

/**
 * The types a strategy may choose from, with the days each has to last: the entry's type, else
 * those of the setting, else data-limited. Those that last as long as the trip are left out where
 * nobody says how long that is.
 */
export function openTypes(
  entry: EntryInput,
  strategy: PackageStrategy,
  dates: TripDays | null,
  problems: EntryProblem[],
): { type: PackageType; duration: number }[] | null {
  if (entry.package_type !== undefined || strategy.supported_package_types === undefined) {
    const duration = wantedDuration(entry, dates, problems);
    return duration === null ? null : [{ type: entry.package_type ?? 'data-limited', duration }];
  }
  const missing: EntryProblem[] = [];
  const types = strategy.supported_package_types.flatMap((type) => {
    const duration = wantedDuration({ ...entry, package_type: type }, dates, missing);
    return duration === null ? [] : [{ type, duration }];
  });
  if (types.length > 0) return types;
  if (missing[0] !== undefined) problems.push(missing[0]);
  return null;
}
