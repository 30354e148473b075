/**
 * The messages that a schedule makes of entries: one for each channel and recipient, about all
 * entries of theirs that its filter lets through.
 */
import type { Schedule } from '../../settings/schedules.ts';
import { hasSender } from '../../settings/channels.ts';
import type { NewMessage } from '../enqueue.ts';
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
      // Who is reached by phone is known by the booking's number only.
      const addressOf = (e: Entry): string =>
        channel === 'EMAIL' ? e.recipient! : (booking.phone ?? e.recipient!);
      return [...Map.groupBy(mine, addressOf)].map(([recipient, about]) => ({
        channel,
        kind: schedule.kind,
        subjectId,
        recipient,
        locale: booking.locale ?? locale,
        bookingId: booking.id,
        data: { queue_ids: about.map((e) => e.queue_id), ...data },
        ...(hasSender(channel) ? {} : { skipped: 'no_sender' }),
      }));
    },
  );
}
