/**
 * DELETE /api/bookings/…: possible until anything was redeemed or the trip began; again changes
 * nothing.
 */
import { AppError, invalid, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import { cancelUnsent, wasCommunicated } from '../../messages/cancel-unsent.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { Partner } from '../../partners/partner.ts';
import { inScope, type Scope } from '../../partners/scope.ts';
import { readQueryMoment } from '../../time.ts';
import { recordBookingEvent } from '../../webhooks/record-event.ts';
import type { BookingView } from '../booking-view.ts';
import { DEFAULTED } from '../dates.ts';
import { bookingNotFound, loadBooking } from '../read-booking.ts';

export const cancelBooking = (ctx: Context, partner: Partner, id: string): Promise<BookingView> =>
  cancelled(ctx, partner, (scope) => cancel(scope, id));

/** By somebody of the partner, who is written down; for a key the booking is its own record. */
export const cancelByHand = (
  ctx: Context,
  actor: Actor,
  partner: Partner,
  id: string,
): Promise<BookingView> =>
  cancelled(ctx, partner, async (scope) => {
    const done = await cancel(scope, id);
    const act = { partnerId: partner.id, action: 'booking.cancelled', subject: id };
    if (done.isNew)
      await recordAct(scope.tx, actor, {
        ...act,
        before: { status: 'CONFIRMED' },
        after: { status: 'CANCELLED' },
      });
    return done;
  });

/** The date of a natural key; that of a gift says only that nobody chose one. */
const DAY = (key: string): string =>
  `case when ${key} = '${DEFAULTED}' then left(b.departure_date, 10) else ${key} end`;

/** By the partner's own reference; with several departures `departureDate` has to say which. */
export async function cancelByReference(
  ctx: Context,
  partner: Partner,
  reference: string,
  departureDate: string | undefined,
): Promise<BookingView> {
  const problems: Problem[] = [];
  const day =
    departureDate === undefined
      ? null
      : readQueryMoment(departureDate, 'departure_date', problems)?.date;
  if (day === undefined) throw invalid(problems);
  return cancelled(ctx, partner, async (scope) =>
    cancel(scope, await findOne(scope.tx, partner.id, reference, day)),
  );
}

type Found = { id: string; day: string };

/** The id of the booking that a reference names, on a day or on whichever there is. */
async function findOne(
  tx: Tx,
  partnerId: string,
  reference: string,
  day: string | null,
): Promise<string> {
  const live = await tx.rows<Found>(
    `select *
     from (select k.id, ${DAY('k.key_date')} as day
       from booking_keys k
       join bookings b on b.partner_id = k.partner_id and b.id = k.id
       where k.partner_id = $1 and k.booking_id = $2) found
     where $3::text is null or day = $3`,
    [partnerId, reference, day],
  );
  const found = live.length > 0 ? live : await findCancelled(tx, partnerId, reference, day);
  const [id, ...others] = new Set(found.map((f) => f.id));
  if (id === undefined) throw bookingNotFound();
  if (others.length > 0) throw ambiguous(found.map((f) => f.day).sort());
  return id;
}

/**
 * A cancelled booking has no key any more, but cancelling it again is still answered: the newest of
 * each departure.
 */
const findCancelled = (
  tx: Tx,
  partnerId: string,
  reference: string,
  day: string | null,
): Promise<Found[]> =>
  tx.rows<Found>(
    `select distinct on (day) id, day
     from (select b.id, ${DAY('f.day')} as day
       from bookings b, unnest(b.freed_dates) as f(day)
       where b.partner_id = $1 and b.booking_id = $2 and b.cancelled_at is not null) found
     where $3::text is null or day = $3
     order by day, id desc`,
    [partnerId, reference, day],
  );

const ambiguous = (days: string[]): AppError =>
  new AppError(
    'ambiguous_reference',
    `Several departures have this reference: ${days.join(', ')}. Say which with ?departure_date=.`,
    { details: [{ field: 'departure_date', issue: `expected one of ${days.join(', ')}` }] },
  );

/**
 * For a top-up whose package was refused: taken back whatever was said of it. A redeemed one stays.
 */
export const cancelUnredeemed = (
  ctx: Context,
  partner: Partner,
  id: string,
): Promise<BookingView> => cancelled(ctx, partner, (scope) => cancel(scope, id, true));

/** The same in the caller's transaction, whoever was told of it. */
export const cancelWithin = (scope: Scope, id: string): Promise<Cancelled> =>
  cancel(scope, id, true);

/** `isNew`: it was not before. `released`: packages that were ordered ahead are to be given back. */
export type Cancelled = { view: BookingView; isNew: boolean; deliver: boolean; released: boolean };

async function cancelled(
  ctx: Context,
  partner: Partner,
  work: (scope: Scope) => Promise<Cancelled>,
): Promise<BookingView> {
  const { view, deliver, released } = await inScope(ctx, partner, work);
  if (deliver) ctx.wake('deliveries');
  if (released) ctx.wake('orders');
  return view;
}

async function cancel(scope: Scope, id: string, evenTold = false): Promise<Cancelled> {
  const { ctx, tx, partner, now } = scope;
  const row = await tx.one<Departing & { cancelled_at: Date | null }>(
    'select cancelled_at, departure_at, is_departure_defaulted from bookings where partner_id = $1 and id = $2 for no key update',
    [partner.id, id],
  );
  if (row === undefined) throw bookingNotFound();
  if (row.cancelled_at !== null)
    return {
      view: (await loadBooking(ctx, tx, partner, id))!,
      isNew: false,
      deliver: false,
      released: false,
    };
  const reason = await whyLocked(tx, partner.id, id, row, now, evenTold);
  if (reason !== null)
    throw new AppError('booking_locked', `The booking can no longer be cancelled: ${reason}.`);
  await cancelUnsent(tx, partner.id, { bookingId: id }, 'booking_cancelled', now);
  await tx.rows(
    'update package_queues set cancelled_at = $3 where partner_id = $1 and booking_id = $2',
    [partner.id, id, now],
  );
  const released = await releaseAhead(tx, partner.id, id);
  const { sequence } = (await tx.one<{ sequence: number }>(
    `with freed as (delete from booking_keys where partner_id = $1 and id = $2 returning key_date)
     update bookings
     set cancelled_at = $3, updated_at = $3, request_key = null, sequence = sequence + 1,
       freed_dates = (select array_agg(key_date) from freed)
     where partner_id = $1 and id = $2
     returning sequence`,
    [partner.id, id, now],
  ))!;
  const deliver = await recordBookingEvent(tx, {
    id: newId('evt'),
    partnerId: partner.id,
    type: 'booking.cancelled',
    bookingId: id,
    sequence,
    at: now,
  });
  return { view: (await loadBooking(ctx, tx, partner, id))!, isNew: true, deliver, released };
}

/**
 * What was ordered ahead is given back by the job of provider orders, which looks at the queue; what
 * has not left does not leave any more.
 */
const releaseAhead = async (tx: Tx, partnerId: string, id: string): Promise<boolean> =>
  (
    await tx.rows(
      `update provider_orders
       set preorder_due_at = clock_timestamp()
       where preorder = 'held'
         and state = 'confirmed'
         and cancelled_at is null
         and queue_id in (select id
           from package_queues
           where partner_id = $1 and booking_id = $2)
       returning 1`,
      [partnerId, id],
    )
  ).length > 0;

type Departing = { departure_at: Date; is_departure_defaulted: boolean };

/**
 * What keeps a booking from being cancelled, null for nothing. The queues' locks, which it takes,
 * decide against a redemption that begins now.
 */
async function whyLocked(
  tx: Tx,
  partnerId: string,
  id: string,
  { departure_at, is_departure_defaulted }: Departing,
  now: Date,
  evenTold: boolean,
): Promise<string | null> {
  const queues = await tx.rows<{ id: string; redeemed_at: Date | null }>(
    `select id, redeemed_at
     from package_queues
     where partner_id = $1 and booking_id = $2
     order by id
     for no key update`,
    [partnerId, id],
  );
  const claimed = await tx.one(
    `select 1
     from promo_codes
     where partner_id = $1 and queue_id = any($2) and claimed_at is not null
     limit 1`,
    [partnerId, queues.map((q) => q.id)],
  );
  const ordered = await tx.one(
    `select 1
     from provider_orders
     where queue_id = any($1)
       and state <> 'rejected'
       and cancelled_at is null
       and preorder is null
     limit 1`,
    [queues.map((q) => q.id)],
  );
  if (departure_at <= now && !is_departure_defaulted) return 'its departure lies in the past';
  if (queues.some((q) => q.redeemed_at !== null) || ordered !== undefined)
    return 'a package of it was redeemed';
  if (claimed !== undefined) return 'a promo code of it was claimed';
  return !evenTold && (await wasCommunicated(tx, partnerId, id))
    ? 'a message about it was sent'
    : null;
}
