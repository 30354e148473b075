/** A planned booking as create-booking.sql takes it. */
import type { Context } from '../../../context.ts';
import { newId } from '../../../ids.ts';
import { grantPushes } from '../../messages/grant-pushes.ts';
import { RECIPIENTS } from '../../messages/recipient.ts';
import { confirmsAtOnce, messageTimerOf } from '../../messages/schedules/schedules.ts';
import type { Partner } from '../../partners/partner.ts';
import { queueIds } from '../../planning/queue-ids.ts';
import { parseIso } from '../../time.ts';
import { ruleOf } from '../../webhooks/event-rule.ts';
import { bookingEventData } from '../../webhooks/record-event.ts';
import { timersOf } from '../dates.ts';
import { CONTACT_FIELDS, type BookingInput } from '../input.ts';
import { queuesOf, travelersOf } from './booking-rows.ts';
import { confirmationsOf } from './confirmations.ts';
import type { CreateBooking, NewBooking } from './create-booking-payload.ts';
import type { CreateOptions } from './created.ts';
import type { BookingPlan } from './plan-booking.ts';

const EVENT_RULES = { created: ruleOf('booking.created'), updated: ruleOf('booking.updated') };

/** `lives`: how many cancelled bookings had this natural key before. */
export type StoreOptions = CreateOptions & { mergeOnly: boolean; now: Date; lives: number };

export function payloadOf(
  ctx: Context,
  partner: Partner,
  input: BookingInput,
  plan: BookingPlan,
  options: StoreOptions,
) {
  const { now, lives, mergeOnly } = options;
  const { day, keyDate } = plan.dates!;
  // One with a problem is there already, else it would have been refused.
  const entries = plan.entries.filter((e) => e.problems.length === 0);
  const travelers = travelersOf(ctx, entries);
  const idOf = queueIds(ctx, partner.id, { booking_id: input.booking_id, keyDate, lives });
  const queues = queuesOf(ctx, partner, entries, travelers, day, idOf);
  const codes = queues.filter((q) => q.code !== null);
  const booking = bookingOf(partner, input, plan, options);
  const pushes = grantPushes(queues);
  const mail =
    booking.communication_options.should_send_message && confirmsAtOnce(partner.settings)
      ? confirmationsOf(booking, queues)
      : null;
  return {
    partner_id: partner.id,
    caused_by: ctx.causedBy,
    now,
    booking,
    key_date: keyDate,
    merge_only: mergeOnly,
    is_plain:
      !mergeOnly &&
      booking.request_key === null &&
      codes.length === 0 &&
      pushes === null &&
      mail === null &&
      travelers.every((t) => t.external_user_id !== null),
    assign_esim: partner.settings.esim_assignment === 'booking',
    event_id: newId('evt'),
    events: EVENT_RULES,
    event: bookingEventData(
      booking,
      queues.filter((q) => q.code === null),
      codes,
    ),
    has_codes: codes.length > 0,
    has_emails: travelers.some((t) => t.email !== null),
    travelers,
    queues,
    recipients: RECIPIENTS,
    pushes,
    mail,
  } satisfies Omit<CreateBooking, 'once'>;
}

/** The booking's own row, with when it is to be looked at. */
function bookingOf(
  partner: Partner,
  input: BookingInput,
  plan: BookingPlan,
  { kind = 'booking', requestKey, now }: StoreOptions,
): NewBooking {
  const dates = plan.dates!;
  const defaults = partner.settings.communication_options;
  const shouldSend =
    input.communication_options?.should_send_message ?? defaults.should_send_message;
  // A departure that nobody chose is nothing to get ready for.
  const isDefaulted = kind === 'topup' || dates.isDefaulted;
  return {
    id: newId('bkg'),
    booking_id: input.booking_id ?? null,
    request_key: requestKey ?? null,
    departure_date: dates.departure_date,
    departure_at: dates.departureAt,
    is_departure_defaulted: isDefaulted,
    return_date: dates.return_date,
    ends_at: dates.endsAt,
    email: input.email ?? null,
    locale: input.locale ?? null,
    custom_branding: input.custom_branding ?? null,
    contact: Object.fromEntries(
      CONTACT_FIELDS.flatMap((f) => (input[f] === undefined ? [] : [[f, input[f]]])),
    ),
    communication_options: {
      should_send_message: shouldSend,
      channels: input.communication_options?.channels ?? defaults.channels,
    },
    data: input.data ?? null,
    kind,
    ...timersOf(isDefaulted ? null : dates.triggers),
    message_timer_at: shouldSend
      ? messageTimerOf(
          partner.settings,
          {
            createdAt: now,
            departureAt: dates.departureAt,
            departure: parseIso(dates.departure_date)!,
            isDepartureDefaulted: isDefaulted,
            shouldSend,
          },
          now,
        )
      : null,
  };
}
