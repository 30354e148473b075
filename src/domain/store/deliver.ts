/**
 * A paid purchase becomes a booking of its own kind with one package queue, and the queue a package
 * on the traveler's eSIM, as any redemption. The queue is the purchase's for good: doubled, late or
 * concurrent tries redeem the same one, so there is one package for one payment.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { newId, newQueueId } from '../../ids.ts';
import { redeem } from '../esims/provisioning/redeem.ts';
import type { Partner } from '../partners/partner.ts';
import { inScope, type Scope } from '../partners/scope.ts';
import { dateIn } from '../time.ts';
import { lockTraveler } from '../travelers/lock-traveler.ts';
import type { Purchase } from './purchase.ts';

/**
 * never  certain: nothing was made, and nothing will be
 * later  another try may do it
 */
export type Delivered = 'done' | 'never' | 'later';

const LATER = new Set([
  'provider_unavailable',
  'redeem_in_progress',
  'overloaded',
  'too_many_requests',
]);
/** The supplier has said no. */
const NEVER = new Set<unknown>(['out_of_stock', 'rejected']);

export async function deliver(
  ctx: Context,
  partner: Partner,
  purchase: Purchase,
): Promise<Delivered> {
  const target = await inScope(ctx, partner, (scope) => makeQueue(scope, purchase));
  if (target === null) return 'never';
  try {
    await redeem(ctx, partner, target.externalUserId, target.queueId, purchase.id);
    return 'done';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.type === 'already_redeemed') return 'done';
    if (!LATER.has(error.type) || NEVER.has(error.extra['reason'])) return 'never';
    return 'later';
  }
}

type Target = { queueId: string; externalUserId: string };

/** Null: the purchase is no longer a paid one, or its traveler is gone. */
async function makeQueue(scope: Scope, { id, traveler_id }: Purchase): Promise<Target | null> {
  const { tx, partner } = scope;
  if (!(await lockTraveler(tx, partner.id, traveler_id))) return null;
  const row = await tx.one<
    Pick<Purchase, 'queue_id' | 'choice' | 'locale'> & { external_user_id: string | null }
  >(
    `select p.queue_id, p.choice, p.locale, t.external_user_id
     from purchases p
     join travelers t on t.partner_id = p.partner_id and t.id = p.traveler_id
     where p.partner_id = $1 and p.id = $2 and p.state = 'paid'
     for no key update of p`,
    [partner.id, id],
  );
  if (row === undefined || row.external_user_id === null) return null;
  const externalUserId = row.external_user_id;
  if (row.queue_id !== null) return { queueId: row.queue_id, externalUserId };
  const bookingId = await insertBooking(scope, row.locale);
  const queueId = newQueueId();
  await insertQueue(scope, { id: queueId, bookingId, purchaseId: id, traveler_id, externalUserId });
  await tx.rows(
    'update purchases set booking_id = $3, queue_id = $4 where partner_id = $1 and id = $2',
    [partner.id, id, bookingId, queueId],
  );
  return { queueId, externalUserId };
}

/** Of a departure that nobody chose, as that of a top-up; nobody is told of it as of a booking. */
async function insertBooking({ tx, partner, now }: Scope, locale: string | null): Promise<string> {
  const id = newId('bkg');
  const { time_zone, communication_options } = partner.settings;
  await tx.rows(
    `insert into bookings (partner_id, id, kind, departure_date, departure_at,
       is_departure_defaulted, ends_at, locale, contact, communication_options, created_at,
       updated_at)
     values ($1, $2, 'purchase', $3, $4::timestamptz, true, $4::timestamptz, $5, '{}', $6,
       $4::timestamptz, $4::timestamptz)`,
    [partner.id, id, dateIn(time_zone, now), now, locale, JSON.stringify(communication_options)],
  );
  return id;
}

type NewQueue = {
  id: string;
  bookingId: string;
  purchaseId: string;
  traveler_id: string;
  externalUserId: string;
};

const insertQueue = ({ tx, partner, now }: Scope, queue: NewQueue): Promise<unknown> =>
  tx.rows(
    `insert into package_queues (partner_id, id, booking_id, traveler_id, is_code, esim_type,
       fingerprint, ordinal, part, position, requested, bundle_id, template_id, provider,
       destination_id, iso3, coverage, covers, package_type, bytes, duration_days, traffic_policy,
       imsi, activation_window_days, b2b_price, b2c_price, currency, created_at)
     select p.partner_id, $3, $4, $5, false, 'universal', p.id, 0, 0, 0, $6, c.bundle_id,
       c.template_id, c.provider, c.destination_id, c.iso3, c.coverage, c.covers, c.package_type,
       c.bytes, c.duration_days, c.traffic_policy, c.imsi, c.activation_window_days, c.b2b_price,
       c.b2c_price, c.currency, $7
     from purchases p,
       jsonb_to_record(p.choice) as c(bundle_id text, template_id text, provider text,
         destination_id text, iso3 text, coverage text[], covers text[], package_type text,
         bytes bigint, duration_days integer, traffic_policy text, imsi text,
         activation_window_days integer, b2b_price integer, b2c_price integer, currency text)
     where p.partner_id = $1 and p.id = $2`,
    [
      partner.id,
      queue.purchaseId,
      queue.id,
      queue.bookingId,
      queue.traveler_id,
      JSON.stringify({ external_user_id: queue.externalUserId }),
      now,
    ],
  );
