/**
 * Changed schedules hold for what is booked already: its timers are set anew, a page at a time. A
 * page is a timer of its own (`bookings:<last id of the page before>`), so that any number of
 * bookings is walked through, whatever happens.
 */
import type { Tx } from '../../../db/pool.ts';
import type { EffectiveSettings } from '../../settings/settings.ts';
import { BOOKING_COLUMNS, WANTS_MESSAGES, type MessagedBooking } from './entries.ts';
import { bookingFacts } from './look-at-bookings.ts';
import type { MessageTimer } from './message-timers.ts';
import { isPlain, nextInstant } from './schedules.ts';

const PAGE = 2_000;

const TABLES = {
  bookings: `select n.last, w.*
    from (select id, id as last
      from bookings
      where partner_id = $1 and id > $2
      order by id
      limit ${PAGE}) n
    left join lateral (select ${BOOKING_COLUMNS}, null::timestamptz as expires_at, b.id as subject
      from bookings b
      where b.partner_id = $1 and b.id = n.id and ${WANTS_MESSAGES}) w on true`,
  packages: `select n.last, w.*
    from (select id, id as last, queue_id, expires_at
      from packages
      where partner_id = $1 and id > $2
      order by id
      limit ${PAGE}) n
    left join lateral (select ${BOOKING_COLUMNS}, n.expires_at, n.id as subject
      from package_queues q
      join bookings b on b.partner_id = $1 and b.id = q.booking_id
      where n.expires_at > $3
        and q.partner_id = $1
        and q.id = n.queue_id
        and ${WANTS_MESSAGES}) w on true`,
};
export type Page = { of: keyof typeof TABLES; after: string };

/** Null for a subject that is a booking or package itself. */
export function pageOf(subject: string): Page | null {
  const [of, after] = subject.split(':');
  return after !== undefined && (of === 'bookings' || of === 'packages') ? { of, after } : null;
}

type Row = { last: string } & (
  { subject: null } | ({ subject: string; expires_at: Date | null } & MessagedBooking)
);

/** The timers of a page, and that of the next one. */
export async function lookAtPage(
  tx: Tx,
  partnerId: string,
  { of, after }: Page,
  settings: EffectiveSettings,
  at: Date,
): Promise<MessageTimer[]> {
  const rows = await tx.rows<Row>(
    TABLES[of],
    of === 'bookings' ? [partnerId, after] : [partnerId, after, at],
  );
  const schedules = settings.schedules.filter(
    (s) => (of === 'packages') === (s.moment === 'expiry') && !isPlain(s),
  );
  const timers = rows.flatMap((row): MessageTimer[] => {
    const dueAt =
      row.subject === null
        ? null
        : nextInstant(
            schedules,
            { ...bookingFacts(row), expiresAt: row.expires_at },
            settings.time_zone,
            at,
          );
    return dueAt === null ? [] : [{ id: row.subject!, dueAt }];
  });
  const last = rows.reduce((max, row) => (row.last > max ? row.last : max), after);
  return rows.length < PAGE ? timers : [...timers, { id: `${of}:${last}`, dueAt: at }];
}
