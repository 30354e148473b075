/** When a booking departs and ends, in the partner's zone. */
import type { Problem } from '../../errors.ts';
import type { Partner } from '../partners/key-store.ts';
import {
  DAY_MS,
  dateIn,
  daysBefore,
  endOfDay,
  HOUR_MS,
  instantOf,
  momentInstant,
  parseIso,
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
  isPast: boolean;
  /** when its triggers are due; null = not armed, the departure is already behind */
  triggers: { cutoffAt: Date; aboutToDepartAt: Date } | null;
};

/** In place of a date in the natural key of a booking that named none: it matches whatever the day. */
export const DEFAULTED = 'defaulted';

const EXPECTED = 'expected an ISO 8601 date (2027-07-15) or datetime (2027-07-15T14:30:00+02:00)';

function parse(text: string, field: string, problems: Problem[]): IsoMoment | null {
  const moment = parseIso(text);
  if (moment === null) problems.push({ field, issue: `${EXPECTED}, got "${text.slice(0, 60)}"` });
  return moment;
}

/** The cutoff has the departure's wall-clock time: in its own offset where it names one, else in the partner's zone. */
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

/** Null when the departure cannot be read; every problem is pushed. `isGift`: without a departure it is today. */
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
      : parse(input.departure_date, 'departure_date', problems);
  if (input.departure_date === undefined && !isGift)
    problems.push({ field: 'departure_date', issue: 'required' });
  const back = input.return_date == null ? null : parse(input.return_date, 'return_date', problems);
  if (departure === null) return null;
  const departureAt = momentInstant(departure, zone, default_departure_time);
  // A bare return date lasts to the end of its day.
  const returnAt =
    back === null
      ? null
      : back.time === null
        ? endOfDay(back.date, zone)
        : momentInstant(back, zone, default_departure_time);
  const bothTimed = back !== null && back.time !== null && departure.time !== null;
  if (back !== null && (bothTimed ? returnAt! < departureAt : back.date < departure.date)) {
    problems.push({
      field: 'return_date',
      issue: `expected no earlier than departure_date (${departure.written}), got "${back.written}"`,
    });
  }
  return {
    departure_date: departure.written,
    keyDate: isGift ? DEFAULTED : departure.date,
    day: departure.date,
    isDefaulted: isGift,
    departureAt,
    return_date: back?.written ?? null,
    returnDay: back?.date ?? null,
    endsAt: returnAt ?? departureAt,
    isPast: departure.date < dateIn(zone, now),
    triggers:
      isGift || departureAt <= now ? null : triggerInstants(partner, departure, departureAt),
  };
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
