/** Whole days that a report is asked for. */
import { invalid, type Problem } from '../../errors.ts';
import { daysBefore, daysInclusive, parseIso } from '../time.ts';

/** `days`: how many up to `to`, where there is no `from`. */
export type DaysQuery = {
  from?: string | undefined;
  to?: string | undefined;
  days?: number | undefined;
};
/** Both included, `YYYY-MM-DD`. */
export type Days = { from: string; to: string };

/** Every one of them. */
export const datesOf = ({ from, to }: Days): string[] =>
  Array.from({ length: daysInclusive(from, to) }, (_, i) => daysBefore(from, -i));

/**
 * Without `to` today, or `from` where that is later; without `from` the `usual` days up to `to`.
 * Throws 400 for what is no date, ends before it begins, or has more than `most` days.
 */
export function readDays(
  query: DaysQuery,
  today: string,
  { usual, most }: { usual: number; most: number },
): Days {
  const problems: Problem[] = [];
  const day = (field: 'from' | 'to'): string | undefined => {
    const text = query[field];
    // Figures are of whole days.
    if (text !== undefined && parseIso(text)?.time !== null)
      problems.push({ field, issue: `expected a date such as 2027-07-15, got "${text}"` });
    return text;
  };
  const [givenFrom, givenTo] = [day('from'), day('to')];
  if (problems.length > 0) throw invalid(problems);
  const to = givenTo ?? (givenFrom !== undefined && givenFrom > today ? givenFrom : today);
  const from = givenFrom ?? daysBefore(to, usual - 1);
  if (from > to)
    throw invalid([{ field: 'from', issue: `expected no later than to (${to}), got "${from}"` }]);
  if (daysInclusive(from, to) > most)
    throw invalid([
      {
        field: 'from',
        issue: `expected at most ${most} days up to ${to}, got ${daysInclusive(from, to)}`,
      },
    ]);
  return { from, to };
}
