/** The moments that a traveler's stored facts tell of. */
import { queueUuid } from '../../../ids.ts';
import { toMajor } from '../../money.ts';
import type { TravelerFacts } from '../traveler-facts.ts';
import type { OtherFacts } from './others.ts';

export const MOMENT_KINDS = [
  'booked',
  'booking_cancelled',
  'departure',
  'mail',
  'code_claimed',
  'redeemed',
  'esim_made',
  'esim_installed',
  'esim_removed',
  'esim_replaced',
  'esim_archived',
  'package_assigned',
  'first_use',
  'threshold',
  'package_ended',
  'purchased',
  'support_asked',
  'screens_opened',
  'event',
] as const;
export type MomentKind = (typeof MOMENT_KINDS)[number];

export type Moment = {
  /** the partner's time */
  at: Date;
  kind: MomentKind;
  /** the id of what it happened to */
  subject: string;
  details: Record<string, string | number | boolean | null>;
  /** the event that tells of it, where there is a type for that: one of these */
  told_by?: { types: readonly string[]; entity: string };
  /** the request of a key that it came of, where that stands with the fact itself */
  caused_by?: string | null;
};

const when = (at: Date | null, moment: Omit<Moment, 'at'>): Moment[] =>
  at === null ? [] : [{ at, ...moment }];

export const momentsOf = (facts: TravelerFacts, others: OtherFacts): Moment[] => [
  ...facts.bookings.flatMap(ofBooking),
  ...facts.queues.flatMap((queue) => ofQueue(queue, facts.packages)),
  ...facts.esims.flatMap(ofEsim),
  ...facts.packages.flatMap(ofPackage),
  ...ofOthers(others),
];

function ofBooking(b: TravelerFacts['bookings'][number]): Moment[] {
  const details = { booking_id: b.booking_id, kind: b.kind };
  const told = (type: string) => ({ types: [type], entity: b.id });
  return [
    {
      at: b.created_at,
      kind: 'booked',
      subject: b.id,
      details: { ...details, departure_date: b.departure_date },
      told_by: told('booking.created'),
      caused_by: b.caused_by,
    },
    ...when(b.cancelled_at, {
      kind: 'booking_cancelled',
      subject: b.id,
      details,
      told_by: told('booking.cancelled'),
    }),
    // A departure that nobody chose is none.
    ...when(b.is_departure_defaulted || b.cancelled_at !== null ? null : b.departure_at, {
      kind: 'departure',
      subject: b.id,
      details: { booking_id: b.booking_id },
    }),
  ];
}

function ofQueue(
  q: TravelerFacts['queues'][number],
  packages: TravelerFacts['packages'],
): Moment[] {
  const subject = queueUuid(q.id);
  const details = { bundle_id: q.bundle_id, iso3: q.iso3, bytes: q.bytes };
  return [
    ...when(q.claimed_at, {
      kind: 'code_claimed',
      subject,
      details: { email: q.claimed_email },
      told_by: { types: ['promo_code.claimed'], entity: q.id },
    }),
    ...when(q.redeemed_at, {
      kind: 'redeemed',
      subject,
      details,
      told_by: { types: ['promo_code.redeemed', 'classic_package_queue.claimed'], entity: q.id },
      // What was redeemed, and later on brought over to another eSIM: the first package is of it.
      caused_by: packages.findLast((k) => k.queue_id === q.id)?.caused_by ?? null,
    }),
  ];
}

function ofEsim(e: TravelerFacts['esims'][number]): Moment[] {
  const of = { subject: e.id, details: { iccid: e.iccid, type: e.type } };
  return [
    { at: e.time_assigned, kind: 'esim_made', ...of, caused_by: e.caused_by },
    ...when(e.installed_at, {
      kind: 'esim_installed',
      ...of,
      told_by: { types: ['esim.installed'], entity: e.id },
    }),
    ...when(e.status === 'DELETED' ? e.status_at : null, {
      kind: 'esim_removed',
      ...of,
      told_by: { types: ['esim.removed'], entity: e.id },
    }),
    ...when(e.archived_at, { kind: 'esim_archived', ...of }),
  ];
}

/** Over by its time, or used up: what says when is the event, else the end of its validity. */
function ofPackage(k: TravelerFacts['packages'][number]): Moment[] {
  const of = {
    subject: k.id,
    details: {
      bundle_id: k.bundle_id,
      iso3: k.iso3,
      total_bytes: k.total_bytes,
      used_bytes: k.used_bytes,
    },
  };
  return [
    {
      at: k.assigned_at,
      kind: 'package_assigned',
      ...of,
      told_by: { types: ['package.provisioned'], entity: k.id },
      caused_by: k.caused_by,
    },
    ...when(k.date_activated, {
      kind: 'first_use',
      ...of,
      told_by: { types: ['package.activated'], entity: k.id },
    }),
    ...when(k.status === 'EXPIRED' ? k.expires_at : null, {
      kind: 'package_ended',
      ...of,
      told_by: { types: ['package.expired'], entity: k.id },
    }),
  ];
}

const ofOthers = ({
  messages,
  support,
  sessions,
  purchases,
  replacements,
}: OtherFacts): Moment[] => [
  ...messages.map((m): Moment => ({
    at: m.sent_at ?? m.created_at,
    kind: 'mail',
    subject: m.id,
    details: {
      message: m.kind,
      channel: m.channel,
      to: m.recipient,
      status: m.status,
      reason: m.reason,
    },
    caused_by: m.caused_by,
  })),
  ...support.map((s): Moment => ({
    at: s.created_at,
    kind: 'support_asked',
    subject: s.id,
    details: { symptom: s.symptom, status: s.status },
    caused_by: s.caused_by,
  })),
  ...sessions.map((w): Moment => ({
    at: w.created_at,
    kind: 'screens_opened',
    subject: w.id,
    details: { opened_by: w.opened_by },
  })),
  ...purchases.map((p): Moment => ({
    at: p.created_at,
    kind: 'purchased',
    subject: p.id,
    details: {
      state: p.state,
      amount: toMajor({ minor: p.amount, currency: p.currency }),
      currency: p.currency,
      bundle_id: p.bundle_id,
    },
    told_by: { types: ['package.purchased', 'topup.completed'], entity: p.id },
  })),
  ...replacements.map((r): Moment => ({
    at: r.created_at,
    kind: 'esim_replaced',
    subject: r.old_esim_id,
    details: { reason: r.reason, new_esim_id: r.new_esim_id },
    told_by: { types: ['esim.replaced'], entity: r.old_esim_id },
    caused_by: r.caused_by,
  })),
];
