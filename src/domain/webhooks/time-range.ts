/** A range of time, by when events happened, as ids of events bound it. */
import { invalid, type Problem } from '../../errors.ts';
import { firstIdAt } from '../../ids.ts';
import { momentEnd, momentInstant, readMoment, readQueryMoment } from '../time.ts';

/** `now`: the partner's time. Dates and times without offset are of `zone`. */
export type PartnerTime = { now: Date; zone: string };
/** Both ends included; null = open. */
export type TimeRange = { from: Date | null; to: Date | null };

/** `reading`: readMoment for what came in a body. Throws `invalid_request`. */
export function readTimeRange(
  input: { from?: string | undefined; to?: string | undefined },
  zone: string,
  reading: typeof readMoment = readQueryMoment,
): TimeRange {
  const problems: Problem[] = [];
  const read = (field: 'from' | 'to') => {
    const text = input[field];
    return text === undefined ? null : reading(text, field, problems);
  };
  const [first, last] = [read('from'), read('to')];
  if (problems.length > 0) throw invalid(problems);
  const range = {
    from: first === null ? null : momentInstant(first, zone, '00:00'),
    to: last === null ? null : momentEnd(last, zone),
  };
  if (range.from !== null && range.to !== null && range.to < range.from)
    throw invalid([{ field: 'to', issue: 'expected an instant not before `from`' }]);
  return range;
}

/** How far the clocks of two processes may be apart. */
const SKEW_MS = 3_600_000;

/**
 * No event that happened at or after `from` has a smaller id. Ids say the real time at which an
 * event was recorded: never before it happened, but for what the partner's clock is ahead, and often
 * after it, for which there is no bound. So they bound a range from below only.
 */
export function firstIdOf({ from }: TimeRange, now: Date): string {
  if (from === null) return '';
  const ahead = Math.max(0, now.getTime() - Date.now());
  return firstIdAt('evt', Math.max(0, from.getTime() - ahead - SKEW_MS));
}
