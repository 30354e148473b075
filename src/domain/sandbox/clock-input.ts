/** What POST /api/sandbox/clock asks for, as an instant of the partner's time. */
import { invalid, type Problem } from '../../errors.ts';
import { DAY_MS, HOUR_MS, momentInstant, readMoment } from '../time.ts';
import { mismatch } from '../../input/sentences.ts';

export type ClockInput = { advance?: string | undefined; now?: string | undefined };

const ADVANCE = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
const UNITS_MS = [DAY_MS, HOUR_MS, 60_000, 1_000];
/** The farthest a clock may be ahead of real time: five years. */
export const MAX_OFFSET_MS = Math.round(5 * 365.25 * DAY_MS);

/** Milliseconds of `7d2h`; null for anything else, also for nothing. */
export function parseAdvance(text: string): number | null {
  const m = text === '' ? null : ADVANCE.exec(text);
  return m === null
    ? null
    : UNITS_MS.reduce((sum, unit, i) => sum + unit * Number(m[i + 1] ?? 0), 0);
}

/**
 * Milliseconds to go from `now`, never negative. `offsetMs`: how far the clock is ahead already.
 */
export function distanceTo(input: ClockInput, now: Date, offsetMs: number, zone: string): number {
  const { advance, now: goal } = input;
  if ((advance === undefined) === (goal === undefined))
    throw invalid([
      {
        field: advance === undefined ? 'advance' : 'now',
        issue: 'expected exactly one of advance and now',
      },
    ]);
  const field = advance === undefined ? 'now' : 'advance';
  const ms = advance === undefined ? distanceOf(goal!, now, zone) : parseAdvance(advance);
  if (ms === null)
    throw invalid([
      {
        field,
        issue: mismatch('days, hours, minutes and seconds such as 7d2h, in this order', advance),
      },
    ]);
  if (ms < 0)
    throw invalid([
      {
        field,
        issue: mismatch(`no earlier than ${now.toISOString()}: the clock only goes forward`, goal),
      },
    ]);
  if (offsetMs + ms > MAX_OFFSET_MS)
    throw invalid([
      {
        field,
        issue: mismatch('at most 5 years ahead of real time', advance ?? goal),
      },
    ]);
  return ms;
}

/** A date is its midnight, a time without offset the partner's. */
function distanceOf(goal: string, now: Date, zone: string): number {
  const problems: Problem[] = [];
  const moment = readMoment(goal, 'now', problems);
  if (moment === null) throw invalid(problems);
  return momentInstant(moment, zone, '00:00').getTime() - now.getTime();
}
