/**
 * Bookings whose schedules have come due: what is to be sent of each, and when to look again. Reads
 * only.
 */
import type { Tx } from '../../../db/pool.ts';
import type { EffectiveSettings } from '../../settings/settings.ts';
import { parseIso } from '../../time.ts';
import { messagesOf } from './messages-of.ts';
import {
  BOOKING_COLUMNS,
  entriesOf,
  WANTS_MESSAGES,
  type Entry,
  type MessagedBooking,
} from './entries.ts';
import { dueAt, factsOf, isPlain, nextInstant, type Facts } from './schedules.ts';
import type { Look, Looked } from './look.ts';

/** One for each of `looks`, null for a booking that is gone, cancelled or wants no messages. */
export async function lookAtBookings(
  tx: Tx,
  partnerId: string,
  looks: readonly Look[],
  settings: EffectiveSettings,
): Promise<(Looked | null)[]> {
  if (looks.length === 0) return [];
  const rows = await tx.rows<MessagedBooking>(
    `select ${BOOKING_COLUMNS}
     from bookings b
     where b.partner_id = $1 and b.id = any($2) and ${WANTS_MESSAGES}`,
    [partnerId, looks.map((look) => look.id)],
    'bookings-to-message',
  );
  const bookings = new Map(rows.map((b) => [b.id, { ...b, facts: bookingFacts(b) }]));
  const schedules = settings.schedules.filter((s) => !isPlain(s));
  const waiting = looks.filter(({ id, from, at }) => {
    const booking = bookings.get(id);
    // Entries that a merge added have their own moment of booking.
    return (
      booking !== undefined &&
      schedules.some(
        (s) =>
          s.moment === 'booking' || isDue(dueAt(s, booking.facts, settings.time_zone), from, at),
      )
    );
  });
  const entries = await entriesOf(
    tx,
    partnerId,
    waiting.map((look) => look.id),
  );
  return looks.map((look) => {
    const booking = bookings.get(look.id);
    if (booking === undefined) return null;
    const mine = (entries.get(look.id) ?? []).filter(
      (e) => e.redeemed || e.lapses_at === null || e.lapses_at > look.at,
    );
    const groups = [...Map.groupBy(mine, (e) => e.created_at.getTime()).values()];
    return {
      messages: schedules.flatMap((schedule) =>
        schedule.moment === 'booking'
          ? groups.flatMap((group) => confirmation(schedule, booking, group, look, settings))
          : reminder(schedule, booking, mine, look, settings),
      ),
      next: earliest(
        [
          booking.facts,
          ...groups.map((group) => ({ ...booking.facts, bookedAt: group[0]!.created_at })),
        ].map((facts) => nextInstant(schedules, facts, settings.time_zone, after(look.at))),
      ),
    };
  });
}

type Booking = MessagedBooking & { facts: Facts };
type Rule = EffectiveSettings['schedules'][number];

export const bookingFacts = (b: MessagedBooking): Facts =>
  factsOf({
    createdAt: b.booked_at,
    departureAt: b.departure_at,
    departure: parseIso(b.departure_date)!,
    isDepartureDefaulted: b.is_departure_defaulted,
  });
export const after = (at: Date): Date => new Date(at.getTime() + 1);
export const earliest = (instants: readonly (Date | null)[]): Date | null =>
  instants.reduce(
    (least, at) => (at !== null && (least === null || at < least) ? at : least),
    null,
  );
export const isDue = (due: Date | null, from: Date, at: Date): boolean =>
  due !== null && due >= from && due <= at;

/** Of the entries of one request. Nothing once the trip is over. */
function confirmation(
  schedule: Rule,
  booking: Booking,
  group: Entry[],
  { from, at }: Look,
  { time_zone, locale }: EffectiveSettings,
) {
  const bookedAt = group[0]!.created_at;
  if (
    !isDue(dueAt(schedule, { ...booking.facts, bookedAt }, time_zone), from, at) ||
    (!booking.is_departure_defaulted && booking.ends_at <= at)
  )
    return [];
  return messagesOf(
    {
      schedule,
      booking,
      subjectId: `${booking.id}:${schedule.key}:${bookedAt.toISOString()}`,
      locale,
    },
    group,
  );
}

/** Once per departure, and only while that is ahead. */
function reminder(
  schedule: Rule,
  booking: Booking,
  entries: Entry[],
  { from, at }: Look,
  { time_zone, locale }: EffectiveSettings,
) {
  if (!isDue(dueAt(schedule, booking.facts, time_zone), from, at) || booking.departure_at <= at)
    return [];
  return messagesOf(
    {
      schedule,
      booking,
      subjectId: `${booking.id}:${schedule.key}:${booking.departure_at.toISOString()}`,
      locale,
    },
    entries,
  );
}
