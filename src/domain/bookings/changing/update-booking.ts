/**
 * PATCH /api/bookings/{id}: contact, dates, locale, branding, communication. Null clears an
 * optional field.
 */
import { isDeepStrictEqual } from 'node:util';
import { AppError, invalid, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import type { Partner } from '../../partners/partner.ts';
import { inScope, type Scope } from '../../partners/scope.ts';
import { messageTimerOf } from '../../messages/schedules/schedules.ts';
import { parseIso } from '../../time.ts';
import { validUntil } from '../../promo-codes/validity.ts';
import { setTimer } from '../../timers/set-timer.ts';
import { recordBookingEvent } from '../../webhooks/record-event.ts';
import type { BookingView } from '../booking-view.ts';
import { readDates, timersOf, type BookingDates } from '../dates.ts';
import { checkFields } from '../creating/plan-booking.ts';
import { bookingNotFound, loadBooking } from '../read-booking.ts';
import { definedOnly, nextOf, type BookingPatch, type Stored } from './patch.ts';

export async function updateBooking(
  ctx: Context,
  partner: Partner,
  id: string,
  patch: BookingPatch,
): Promise<BookingView> {
  const { view, deliver, isTimerDue } = await inScope(ctx, partner, (scope) =>
    change(scope, id, patch),
  );
  if (deliver) ctx.wake('deliveries');
  if (isTimerDue) ctx.wake('timers');
  return view;
}

type Changed = { view: BookingView; deliver: boolean; isTimerDue: boolean };

/** Under the booking's lock; codes, then timers, in the order of the house. */
async function change(scope: Scope, id: string, patch: BookingPatch): Promise<Changed> {
  const { ctx, tx, partner, now } = scope;
  const stored = await lockStored(scope, id);
  const next = nextOf(partner, stored, patch);
  const moved = next.departure_date !== stored.departure_date;
  const dates = check(partner, patch, next, moved, now);
  if (isDeepStrictEqual(next, stored))
    return {
      view: (await loadBooking(ctx, tx, partner, id))!,
      deliver: false,
      isTimerDue: false,
    };
  if (stored.booking_id !== null && dates.keyDate !== stored.departure_date.slice(0, 10))
    await addKey(scope, id, stored.booking_id, dates.keyDate);
  const sequence = await write(scope, id, next, dates, moved);
  await changeCodes(tx, partner, id, { stored, next, dates, moved });
  const isTimerDue = await setTimers(scope, id, next, dates, moved);
  const deliver = await recordBookingEvent(tx, {
    id: newId('evt'),
    partnerId: partner.id,
    type: 'booking.updated',
    bookingId: id,
    sequence,
    at: now,
  });
  return { view: (await loadBooking(ctx, tx, partner, id))!, deliver, isTimerDue };
}

async function lockStored({ tx, partner }: Scope, id: string): Promise<Stored> {
  const stored = await tx.one<Stored>(
    `select booking_id, cancelled_at, created_at, is_departure_defaulted, departure_date,
       return_date, email, locale, custom_branding, contact, communication_options, data
     from bookings
     where partner_id = $1 and id = $2
     for no key update`,
    [partner.id, id],
  );
  if (stored === undefined) throw bookingNotFound();
  if (stored.cancelled_at !== null)
    throw new AppError('booking_cancelled', 'The booking is cancelled.');
  return stored;
}

function check(
  partner: Partner,
  patch: BookingPatch,
  next: Stored,
  moved: boolean,
  now: Date,
): BookingDates {
  const problems: Problem[] = checkFields(
    partner,
    definedOnly({
      locale: patch.locale,
      custom_branding: patch.custom_branding,
      data: patch.data,
    }),
  );
  if (patch.departure_date === null)
    problems.push({ field: 'departure_date', issue: 'expected a date; a booking always has one' });
  const { departure_date, return_date } = next;
  const dates = readDates(partner, { departure_date, return_date }, now, problems);
  if (moved && dates?.refusal != null) problems.push(dates.refusal);
  if (problems.length > 0) throw invalid(problems);
  return dates!;
}

/**
 * The first key stays, so that the partner's retries of the old request still find this booking.
 */
async function addKey(
  { tx, partner }: Scope,
  id: string,
  reference: string,
  keyDate: string,
): Promise<void> {
  const taken = await tx.one<{ id: string }>(
    `with mine as (insert into booking_keys (partner_id, booking_id, key_date, id)
       values ($1, $2, $3, $4)
       on conflict do nothing
       returning id)
     select id
     from mine
     union all select id
     from booking_keys
     where partner_id = $1 and booking_id = $2 and key_date = $3`,
    [partner.id, reference, keyDate, id],
  );
  if (taken?.id !== id)
    throw new AppError(
      'booking_exists',
      `Another booking has the reference "${reference}" on ${keyDate}.`,
    );
}

/**
 * Settings may have changed since it was booked; only moving it makes another departure of it.
 * Answers its new sequence.
 */
async function write(
  { tx, partner, now }: Scope,
  id: string,
  next: Stored,
  dates: BookingDates,
  moved: boolean,
): Promise<number> {
  const timers = timersOf(dates.triggers);
  const row = await tx.one<{ sequence: number }>(
    `update bookings
     set departure_date = $3, departure_at = case when $13 then $4 else departure_at end,
       return_date = $5, ends_at = $6, email = $7, locale = $8, custom_branding = $9, contact = $10,
       communication_options = $11, data = $12,
       is_departure_defaulted = is_departure_defaulted and not $13,
       cutoff_at = case when $13 then $15::timestamptz else cutoff_at end,
       about_to_depart_at = case when $13 then $16::timestamptz else about_to_depart_at end,
       updated_at = $14, sequence = sequence + 1
     where partner_id = $1 and id = $2
     returning sequence`,
    [
      partner.id,
      id,
      next.departure_date,
      dates.departureAt,
      next.return_date,
      dates.endsAt,
      next.email,
      next.locale,
      next.custom_branding,
      JSON.stringify(next.contact),
      JSON.stringify(next.communication_options),
      next.data === null ? null : JSON.stringify(next.data),
      moved,
      now,
      timers.cutoff_at,
      timers.about_to_depart_at,
    ],
  );
  return row!.sequence;
}

/**
 * True: one of them is due now. Whatever of a booking changed may be what its messages wait for.
 */
async function setTimers(
  { tx, partner, now }: Scope,
  id: string,
  next: Stored,
  dates: BookingDates,
  moved: boolean,
): Promise<boolean> {
  const triggerAt = moved ? timersOf(dates.triggers).timer_at : null;
  const messageAt = messageTimerOf(
    partner.settings,
    {
      createdAt: next.created_at,
      departureAt: dates.departureAt,
      departure: parseIso(next.departure_date)!,
      isDepartureDefaulted: next.is_departure_defaulted && !moved,
      shouldSend: next.communication_options.should_send_message,
    },
    now,
  );
  const timer = { partnerId: partner.id, subjectId: id };
  if (triggerAt !== null) await setTimer(tx, { ...timer, dueAt: triggerAt, kind: 'booking' });
  if (messageAt !== null) await setTimer(tx, { ...timer, dueAt: messageAt, kind: 'message' });
  return [triggerAt, messageAt].some((at) => at !== null && at <= now);
}

/**
 * Codes are valid from the departure on, and go to whom the booking names now unless their entry
 * named somebody.
 */
async function changeCodes(
  tx: Tx,
  partner: Partner,
  id: string,
  {
    stored,
    next,
    dates,
    moved,
  }: { stored: Stored; next: Stored; dates: BookingDates; moved: boolean },
): Promise<void> {
  if (moved)
    await tx.rows(
      `update promo_codes c
       set valid_until = $3
       from package_queues q
       where c.partner_id = $1
         and q.partner_id = $1
         and q.booking_id = $2
         and q.is_code
         and c.queue_id = q.id`,
      [partner.id, id, validUntil(partner, dates.day)],
    );
  if (next.email !== stored.email)
    await tx.rows(
      `update promo_codes c
       set recipient = $3
       from package_queues q
       where c.partner_id = $1
         and q.partner_id = $1
         and q.booking_id = $2
         and q.is_code
         and c.queue_id = q.id
         and not q.requested ? 'email'`,
      [partner.id, id, next.email?.toLowerCase() ?? null],
    );
}
