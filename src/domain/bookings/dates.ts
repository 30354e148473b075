/** When a booking departs and ends, in the partner's zone. */
import type { Problem } from '../../errors.ts';
import type { Partner } from '../partners/partner.ts';
import {
  DAY_MS,
  dateIn,
  daysBefore,
  HOUR_MS,
  instantOf,
  minutesEast,
  momentEnd,
  momentInstant,
  parseIso,
  readMoment,
  type IsoMoment,
} from '../time.ts';

export type BookingDates = {
  /** as sent */
  departure_date: string;
  /** part of the natural key: the calendar date as written, or DEFAULTED */
  keyDate: string;
  /** the calendar date as written */
  day: string;
  /** nobody chose it: a gift, or a top-up */
  isDefaulted: boolean;
  departureAt: Date;
  return_date: string | null;
  returnDay: string | null;
  /** from this instant on the booking is COMPLETED */
  endsAt: Date;
  /** why a new booking may not have this departure: it is over, or too far ahead */
  refusal: Problem | null;
  /** when its triggers are due; null = not armed, the departure is already behind */
  triggers: { cutoffAt: Date; aboutToDepartAt: Date } | null;
};

/**
 * In place of a date in the natural key of a booking that named none: it matches whatever the day.
 */
export const DEFAULTED = 'defaulted';

/** Years that a departure may be ahead. */
const MOST_YEARS = 5;
/**
 * From this offset on a trip over the date line comes back, or arrives, on the calendar day before.
 */
const DATE_LINE_MINUTES = 12 * 60;

/**
 * The cutoff has the departure's wall-clock time: in its own offset where it names one, else in the
 * partner's zone.
 */
function triggerInstants(
  { settings }: Partner,
  departure: IsoMoment,
  departureAt: Date,
): { cutoffAt: Date; aboutToDepartAt: Date } {
  const wallClock = `${daysBefore(departure.date, settings.cutoff_days)}T${departure.time ?? settings.default_departure_time}`;
  return {
    cutoffAt:
      departure.at === null
        ? instantOf(wallClock, settings.time_zone)
        : new Date(departureAt.getTime() - settings.cutoff_days * DAY_MS),
    aboutToDepartAt: new Date(departureAt.getTime() - settings.about_to_depart_hours * HOUR_MS),
  };
}

/**
 * Null when the departure cannot be read; every problem is pushed. `isGift`: without a departure it
 * is today.
 */
export function readDates(
  partner: Partner,
  input: { departure_date?: string | undefined; return_date?: string | null | undefined },
  now: Date,
  problems: Problem[],
  isGift = false,
): BookingDates | null {
  const { time_zone: zone, default_departure_time } = partner.settings;
  const departure =
    input.departure_date === undefined
      ? isGift
        ? parseIso(dateIn(zone, now))
        : null
      : readMoment(input.departure_date, 'departure_date', problems);
  if (input.departure_date === undefined && !isGift)
    problems.push({ field: 'departure_date', issue: 'required' });
  const back =
    input.return_date == null ? null : readMoment(input.return_date, 'return_date', problems);
  if (departure === null) return null;
  const departureAt = momentInstant(departure, zone, default_departure_time);
  const returnAt = back === null ? null : momentEnd(back, zone);
  if (back !== null && isBefore(back, returnAt!, departure, departureAt, zone))
    problems.push({
      field: 'return_date',
      issue: `expected no earlier than departure_date (${departure.written}), got "${back.written}"`,
    });
  return {
    departure_date: departure.written,
    keyDate: isGift ? DEFAULTED : departure.date,
    day: departure.date,
    isDefaulted: isGift,
    departureAt,
    return_date: back?.written ?? null,
    returnDay: back?.date ?? null,
    // Over the date line the return's day may end before the departure.
    endsAt: returnAt === null || returnAt < departureAt ? departureAt : returnAt,
    refusal: refusalOf(departure, dateIn(departure.offset ?? zone, now)),
    triggers:
      isGift || departureAt <= now ? null : triggerInstants(partner, departure, departureAt),
  };
}

/**
 * Whether it comes back before it departs: by instants where both have a time, else by calendar
 * dates.
 */
function isBefore(
  back: IsoMoment,
  returnAt: Date,
  departure: IsoMoment,
  departureAt: Date,
  zone: string,
): boolean {
  if (back.time !== null && departure.time !== null) return returnAt < departureAt;
  const isByDateLine = minutesEast(departure.offset ?? zone, departureAt) >= DATE_LINE_MINUTES;
  return back.date < (isByDateLine ? daysBefore(departure.date, 1) : departure.date);
}

/**
 * `today` where the departure is: at its own offset where it names one, else in the partner's zone.
 */
function refusalOf(departure: IsoMoment, today: string): Problem | null {
  const last = `${Number(today.slice(0, 4)) + MOST_YEARS}${today.slice(4)}`;
  const expected =
    departure.date < today
      ? 'today or later'
      : departure.date > last
        ? `at most ${MOST_YEARS} years ahead (${last})`
        : null;
  return expected === null
    ? null
    : { field: 'departure_date', issue: `expected ${expected}, got "${departure.written}"` };
}

/** The columns of a booking's triggers, and when its timer goes off first. */
export const timersOf = (triggers: BookingDates['triggers']) => ({
  cutoff_at: triggers?.cutoffAt ?? null,
  about_to_depart_at: triggers?.aboutToDepartAt ?? null,
  timer_at:
    triggers === null
      ? null
      : triggers.cutoffAt < triggers.aboutToDepartAt
        ? triggers.cutoffAt
        : triggers.aboutToDepartAt,
});
