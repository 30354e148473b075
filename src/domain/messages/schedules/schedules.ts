/**
 * When the messages of a schedule are due. Pure. Days are calendar days; a wall-clock time that a
 * DST change skips or repeats is resolved as RFC 5545 does. The zone `traveler` is the offset that
 * the departure was given in, else the partner's zone.
 */
import { Temporal } from 'temporal-polyfill';
import type { Schedule } from '../../settings/schedules.ts';
import type { EffectiveSettings } from '../../settings/settings.ts';
import { dateIn, daysBefore, instantOf, type IsoMoment } from '../../time.ts';

export type Settings = Pick<EffectiveSettings, 'schedules' | 'time_zone'>;

/** What the moments of schedules are; null = there is none, so nothing hangs on it. */
export type Facts = {
  bookedAt: Date | null;
  departureAt: Date | null;
  /** as written, for its offset and its date */
  departure: IsoMoment | null;
  expiresAt: Date | null;
};

const timeIn = (zone: string, at: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: 'millisecond' });

/**
 * The instant of a schedule by booking, departure or expiry; null where it has no moment. Usage has
 * no instant.
 */
export function dueAt(schedule: Schedule, facts: Facts, timeZone: string): Date | null {
  const { moment, days = 0, hour } = schedule;
  const base =
    moment === 'booking'
      ? facts.bookedAt
      : moment === 'departure'
        ? facts.departureAt
        : moment === 'expiry'
          ? facts.expiresAt
          : null;
  if (base === null) return null;
  if (days === 0 && hour === undefined) return base;
  const zone = (schedule.zone === 'traveler' ? facts.departure?.offset : null) ?? timeZone;
  const date = dateIn(zone, base);
  const time = hour ?? timeIn(zone, base);
  const on = (n: number): Date => instantOf(`${daysBefore(date, n)}T${time}`, zone);
  if (moment !== 'booking') return on(days);
  // Booked after the hour: the next day has it too.
  return days === 0 && on(0) < base ? on(-1) : on(-days);
}

/** The first instant of these schedules that is not before `from`. */
export function nextInstant(
  schedules: readonly Schedule[],
  facts: Facts,
  timeZone: string,
  from: Date,
): Date | null {
  const ahead = schedules
    .flatMap((s) => dueAt(s, facts, timeZone) ?? [])
    .filter((at) => at >= from);
  return ahead.length === 0 ? null : new Date(Math.min(...ahead.map(Number)));
}

/** Without delay or condition: the transaction that makes the entries writes it itself. */
export const isPlain = (s: Schedule): boolean =>
  s.kind === 'booking_confirmation' &&
  (s.days ?? 0) === 0 &&
  s.hour === undefined &&
  s.channel === undefined &&
  s.filter === undefined;

/**
 * Whether a booking's transaction writes confirmations, on the channels of its communication
 * options.
 */
export const confirmsAtOnce = ({ schedules }: Pick<Settings, 'schedules'>): boolean =>
  schedules.some(isPlain);

export type BookingFacts = {
  /** of the booking, or of the entries that a merge adds */
  createdAt: Date;
  departureAt: Date;
  departure: IsoMoment;
  isDepartureDefaulted: boolean;
  /** communication_options.should_send_message */
  shouldSend: boolean;
};

/**
 * When a booking's schedules have something to look at, from `now` on; null = never. Set a timer of
 * kind 'message' then, and wake('timers') if it is not after `now`. A moment that lies in the past
 * already is left out.
 */
export function messageTimerOf(
  { schedules, time_zone }: Settings,
  booking: BookingFacts,
  now: Date,
): Date | null {
  if (!booking.shouldSend) return null;
  return nextInstant(
    schedules.filter((s) => !isPlain(s)),
    factsOf(booking),
    time_zone,
    now,
  );
}

/**
 * Nobody chose a defaulted departure: nothing hangs on it, and a reminder on nothing that is over.
 */
export const factsOf = ({
  createdAt,
  departureAt,
  departure,
  isDepartureDefaulted,
}: Omit<BookingFacts, 'shouldSend'>): Facts => ({
  bookedAt: createdAt,
  departureAt: isDepartureDefaulted ? null : departureAt,
  departure,
  expiresAt: null,
});
