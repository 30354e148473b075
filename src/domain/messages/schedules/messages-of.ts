/**
 * The messages that a schedule makes of entries: one for each channel and recipient, about all
 * entries of theirs that its filter lets through.
 */
import type { Schedule } from '../../settings/schedules.ts';
import type { NewMessage } from '../enqueue.ts';
import { firstKnown } from '../recipient.ts';
import { WAYS } from '../ways.ts';
import { fits, type Entry, type MessagedBooking } from './entries.ts';

export type Cause = {
  schedule: Schedule;
  booking: MessagedBooking;
  /** what makes it the same message as one that went out already */
  subjectId: string;
  /** where the booking names none */
  locale: string;
  /** beside queue_ids */
  data?: Record<string, unknown>;
};

export function messagesOf(
  { schedule, booking, subjectId, locale, data = {} }: Cause,
  entries: readonly Entry[],
): NewMessage[] {
  const mine = entries.filter((e) => e.recipient !== null && fits(schedule.filter, e));
  return (schedule.channel === undefined ? booking.channels : [schedule.channel]).flatMap(
    (channel) => {
      const { address, reason } = WAYS[channel];
      const addressOf = (e: Entry): string =>
        firstKnown(address, { phone: booking.phone, recipient: e.recipient })!;
      return [...Map.groupBy(mine, addressOf)].map(([recipient, about]) => ({
        channel,
        kind: schedule.kind,
        subjectId,
        recipient,
        locale: booking.locale ?? locale,
        bookingId: booking.id,
        data: { queue_ids: about.map((e) => e.queue_id), ...data },
        ...(reason === null ? {} : { skipped: reason }),
      }));
    },
  );
}
