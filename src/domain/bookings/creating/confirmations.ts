/** What the confirmations of a booking need, written with it. */
import { newId } from '../../../ids.ts';
import type { TravelerKind } from '../../message.ts';
import { WAYS, type Way } from '../../messages/ways.ts';
import { CHANNELS } from '../../settings/channels.ts';
import type { BookingRow } from '../booking-view.ts';

/**
 * A confirmation for each recipient, with the queues that are new; of a merge as the stored booking
 * wants it.
 */
export type Confirmations = {
  kind: TravelerKind;
  /** of the communication options */
  channels: string[];
  /** of all channels: the stored booking may name others */
  ways: readonly Way[];
  locale: string;
  phone: unknown;
  /** of messages, enough of them */
  ids: string[];
};

type ToTell = Pick<BookingRow, 'locale' | 'communication_options'> & {
  contact: Record<string, unknown>;
};

/**
 * A confirmation for each recipient and channel. Who that is shows when it is written: travelers
 * may have addresses that no request named. So the ids are as many as there may be, also of a merge
 * with a booking that names another.
 */
export function confirmationsOf(
  { locale, contact, communication_options: { channels } }: ToTell,
  queues: readonly { t: number | null; email: string | null }[],
): Confirmations {
  const recipients = new Set(queues.map((q) => q.email ?? q.t));
  return {
    kind: 'booking_confirmation',
    channels,
    ways: Object.values(WAYS),
    locale: locale ?? '',
    phone: contact['phone'] ?? null,
    ids: Array.from({ length: (recipients.size + 1) * CHANNELS.length }, () => newId('msg')),
  };
}
