/**
 * Packages and their schedules: one that was activated will expire, one that crossed a threshold
 * runs low.
 */
import { arrayText } from '../../../db/array-text.ts';
import type { Tx } from '../../../db/pool.ts';
import type { EffectiveSettings } from '../../settings/settings.ts';
import { messagesOf } from './messages-of.ts';
import { enqueueMessages, type NewMessage } from '../enqueue.ts';
import {
  BOOKING_COLUMNS,
  ENTRY_COLUMNS,
  ENTRY_JOINS,
  entryOf,
  WANTS_MESSAGES,
  type Entry,
  type EntryRow,
  type MessagedBooking,
} from './entries.ts';
import { after, bookingFacts, isDue } from './look-at-bookings.ts';
import { presentSettings, setMessageTimers } from './message-timers.ts';
import { dueAt, nextInstant, type Facts } from './schedules.ts';
import type { Look, Looked } from './look.ts';

type Row = {
  package_id: string;
  status: string;
  expires_at: Date | null;
  booking: MessagedBooking;
  entry: Entry;
  facts: Facts;
};

/** Packages of bookings that want messages; a package of a code without a booking is in none. */
async function packagesOf(
  tx: Tx,
  partnerId: string,
  ids: readonly string[],
): Promise<Map<string, Row>> {
  const rows = await tx.rows<Omit<Row, 'booking' | 'entry' | 'facts'> & MessagedBooking & EntryRow>(
    `select k.id as package_id, k.status, k.expires_at, ${ENTRY_COLUMNS}, ${BOOKING_COLUMNS}
     from unnest($2::text[]) as x(id)
     join packages k on k.partner_id = $1 and k.id = x.id
     join package_queues q on q.partner_id = $1 and q.id = k.queue_id
     join bookings b on b.partner_id = $1 and b.id = q.booking_id ${ENTRY_JOINS}
     where ${WANTS_MESSAGES}`,
    [partnerId, ids],
    'packages-to-message',
  );
  return new Map(
    rows.map((row) => [
      row.package_id,
      {
        ...row,
        booking: row,
        entry: entryOf(row),
        facts: { ...bookingFacts(row), expiresAt: row.expires_at },
      },
    ]),
  );
}

/**
 * Timers of packages: those that are about to expire. One for each of `looks`, null for what is
 * nothing to tell of.
 */
export async function lookAtPackages(
  tx: Tx,
  partnerId: string,
  looks: readonly Look[],
  settings: EffectiveSettings,
): Promise<(Looked | null)[]> {
  if (looks.length === 0) return [];
  const rows = await packagesOf(
    tx,
    partnerId,
    looks.map((look) => look.id),
  );
  const schedules = settings.schedules.filter((s) => s.moment === 'expiry');
  return looks.map(({ id, from, at }) => {
    const row = rows.get(id);
    // One that is used up has nothing left to lose.
    if (
      row === undefined ||
      row.status !== 'ACTIVE' ||
      row.expires_at === null ||
      row.expires_at <= at
    )
      return null;
    const { booking, entry, facts } = row;
    return {
      messages: schedules
        .filter((s) => isDue(dueAt(s, facts, settings.time_zone), from, at))
        .flatMap((schedule) =>
          messagesOf(
            {
              schedule,
              booking,
              subjectId: `${id}:${schedule.key}`,
              locale: settings.locale,
              data: { package_id: id },
            },
            [entry],
          ),
        ),
      next: nextInstant(schedules, facts, settings.time_zone, after(at)),
    };
  });
}

export type PackageChange = {
  id: string;
  /** partner's time */
  at: Date;
  /** its expiry is known from now on */
  isActivated: boolean;
  /** thresholds crossed just now, ascending */
  percents: number[];
};

type Changed = { partnerId: string; changes: PackageChange[] };

/** By partner: the changes of packages that somebody may have to be written to about. */
export async function messagedPackages(
  tx: Tx,
  changed: readonly Changed[],
): Promise<Map<string, PackageChange[]>> {
  const some = changed.filter(({ changes }) => changes.length > 0);
  if (some.length === 0) return new Map();
  const rows = await tx.rows<{ id: string }>(
    `select m.id
     from unnest($1::text[], $2::text[]) as x(partner, packages),
       messaged_packages(x.partner, x.packages::text[]) as m(id)`,
    [
      some.map(({ partnerId }) => partnerId),
      some.map(({ changes }) => arrayText(changes.map(({ id }) => id))),
    ],
    'messaged-packages',
  );
  const ids = new Set(rows.map(({ id }) => id));
  return new Map(
    some.map(({ partnerId, changes }) => [partnerId, changes.filter(({ id }) => ids.has(id))]),
  );
}

/**
 * In the transaction that records these changes of one partner's packages. Answers how many
 * messages are to be sent.
 */
export async function tellOfPackages(
  tx: Tx,
  partnerId: string,
  changes: readonly PackageChange[],
): Promise<number> {
  if (changes.length === 0) return 0;
  const rows = await packagesOf(
    tx,
    partnerId,
    changes.map((c) => c.id),
  );
  if (rows.size === 0) return 0;
  const settings = await presentSettings(tx, partnerId);
  const expiry = settings.schedules.filter((s) => s.moment === 'expiry');
  const told = changes.flatMap((change) => {
    const row = rows.get(change.id);
    return row === undefined ? [] : [{ change, row }];
  });
  await setMessageTimers(
    tx,
    partnerId,
    told.flatMap(({ change, row }) => {
      const next = change.isActivated
        ? nextInstant(expiry, row.facts, settings.time_zone, change.at)
        : null;
      return next === null ? [] : [{ id: change.id, dueAt: next }];
    }),
  );
  let count = 0;
  for (const [at, group] of Map.groupBy(told, ({ change }) => change.at.getTime()))
    count += await enqueueMessages(
      tx,
      partnerId,
      group.flatMap(({ change, row }) => lowOf(change, row, settings)),
      new Date(at),
    );
  return count;
}

/** A jump over several thresholds is told once, by the highest of those that a schedule names. */
function lowOf(
  { id, percents }: PackageChange,
  { booking, entry }: Row,
  { schedules, locale }: EffectiveSettings,
): NewMessage[] {
  const low = schedules
    .filter((s) => s.moment === 'usage' && percents.includes(s.percent!))
    .sort((a, b) => b.percent! - a.percent!);
  const seen = new Set<string>();
  return low
    .flatMap((schedule) =>
      messagesOf(
        {
          schedule,
          booking,
          subjectId: `${id}:${schedule.key}`,
          locale,
          data: { package_id: id, percent: percents.at(-1) },
        },
        [entry],
      ),
    )
    .filter(({ channel, recipient }) => {
      const key = `${channel} ${recipient}`;
      return !seen.has(key) && seen.add(key);
    });
}
