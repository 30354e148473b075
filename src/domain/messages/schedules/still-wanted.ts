/** Whether a message still makes sense when it is about to leave. Pure. */
import type { MessageRow } from '../message-row.ts';
import type { ChosenPackage } from '../../planning/frozen.ts';

export type BookingRow = {
  cancelled_at: Date | null;
  departure_date: string;
  departure_at: Date;
  is_departure_defaulted: boolean;
  email: string | null;
  locale: string | null;
  custom_branding: string | null;
  contact: { first_name?: string; full_name?: string };
  wants_messages: boolean;
};
export type QueueRow = ChosenPackage & {
  id: string;
  is_code: boolean;
  cancelled_at: Date | null;
  redeemed_at: Date | null;
  traveler_id: string | null;
  code: string | null;
  uuid: string | null;
  valid_until: Date | null;
  claimed_at: Date | null;
  claimed_email: string | null;
};
export type PackageRow = {
  queue_id: string;
  package_type: string;
  total_bytes: number | null;
  used_bytes: number;
  status: string;
  expires_at: Date | null;
};

/**
 * The reason why it is dropped, null: it is sent. Booking and package are null where the message
 * has none.
 */
export function whyNot(
  message: Pick<MessageRow, 'kind' | 'recipient' | 'as_of'>,
  booking: BookingRow | null,
  queues: readonly QueueRow[],
  pack: PackageRow | null,
): string | null {
  const { kind, as_of: asOf } = message;
  if (booking !== null && booking.cancelled_at !== null) return 'booking_cancelled';
  if (queues.length > 0 && queues.every((q) => q.cancelled_at !== null)) return 'booking_cancelled';
  // Who asked for a code or a link gets it, whatever the booking says of messages.
  if (
    kind !== 'promo_code_claim' &&
    kind !== 'esim_link' &&
    booking !== null &&
    !booking.wants_messages
  )
    return 'switched_off';
  switch (kind) {
    case 'booking_confirmation': {
      const rest = queues.filter((q) => q.cancelled_at === null);
      return rest.length === 0
        ? 'nothing_left'
        : rest.every((q) => codeEnded(q, asOf) !== null)
          ? codeEnded(rest[0]!, asOf)
          : null;
    }
    case 'promo_code_claim': {
      const code = queues[0];
      if (code === undefined || code.code === null) return 'nothing_left';
      return code.claimed_email !== message.recipient ? 'code_reissued' : codeEnded(code, asOf);
    }
    case 'departure_reminder':
      return booking === null || booking.departure_at <= asOf
        ? 'departed'
        : queues.length === 0
          ? 'nothing_left'
          : null;
    case 'running_low':
    case 'package_expiring':
      return pack === null ||
        pack.status === 'CANCELLED' ||
        (pack.expires_at !== null && pack.expires_at <= asOf)
        ? 'package_ended'
        : null;
    default:
      return null;
  }
}

const codeEnded = (q: QueueRow, asOf: Date): string | null =>
  !q.is_code
    ? null
    : q.redeemed_at !== null
      ? 'code_redeemed'
      : q.valid_until !== null && q.valid_until < asOf
        ? 'code_expired'
        : null;
