/** What else a traveler's timeline is made of: messages, support, visits, purchases, replacements. */
import type { Queryable } from '../../../db/pool.ts';
import { MOST_FACTS, type TravelerFacts } from '../traveler-facts.ts';

export type OtherFacts = {
  messages: {
    id: string;
    kind: string;
    channel: string;
    recipient: string;
    status: string;
    reason: string | null;
    created_at: Date;
    sent_at: Date | null;
    caused_by: string | null;
  }[];
  support: {
    id: string;
    symptom: string | null;
    status: string;
    created_at: Date;
    caused_by: string | null;
  }[];
  sessions: { id: string; opened_by: string; created_at: Date }[];
  purchases: {
    id: string;
    state: string;
    amount: number;
    currency: string;
    bundle_id: string;
    created_at: Date;
  }[];
  replacements: {
    old_esim_id: string;
    new_esim_id: string | null;
    reason: string;
    created_at: Date;
    caused_by: string | null;
  }[];
};

/**
 * Messages of the traveler's bookings to one of their addresses, to whoever booked, or about one of
 * their own entitlements: others who travel on the same booking get their own.
 */
const MESSAGES = `select id, kind, channel, recipient, status, reason, created_at, sent_at,
    caused_by
  from messages
  where partner_id = $1
    and booking_id = any($2)
    and (recipient = any($3) or data->>'queue_id' = any($4) or subject_id = any($4))
  order by id desc
  limit ${MOST_FACTS}`;
const SUPPORT = `select id, symptom, status, created_at, caused_by
  from support_requests
  where partner_id = $1 and traveler_id = $2
  order by id desc
  limit ${MOST_FACTS}`;
const SESSIONS = `select id, opened_by, created_at
  from webview_sessions
  where partner_id = $1 and traveler_id = $2
  order by id desc
  limit ${MOST_FACTS}`;
const PURCHASES = `select id, state, amount, currency, bundle_id, created_at
  from purchases
  where partner_id = $1 and traveler_id = $2
  order by id desc
  limit ${MOST_FACTS}`;
const REPLACEMENTS = `select old_esim_id, new_esim_id, reason, created_at, caused_by
  from esim_replacements
  where partner_id = $1 and traveler_id = $2
  order by id desc
  limit ${MOST_FACTS}`;

export async function readOthers(
  db: Queryable,
  partnerId: string,
  { id, emails, queues, bookings }: TravelerFacts,
): Promise<OtherFacts> {
  const addresses = [
    ...emails,
    ...bookings.flatMap(({ email }) => email?.toLowerCase() ?? []),
    ...queues.flatMap(({ claimed_email }) => claimed_email ?? []),
  ];
  const messages = [
    partnerId,
    bookings.map((b) => b.id),
    [...new Set(addresses)],
    queues.map((q) => q.id),
  ];
  const own = [partnerId, id];
  return {
    messages: await db.rows(MESSAGES, messages),
    support: await db.rows(SUPPORT, own),
    sessions: await db.rows(SESSIONS, own),
    purchases: await db.rows(PURCHASES, own),
    replacements: await db.rows(REPLACEMENTS, own),
  };
}
