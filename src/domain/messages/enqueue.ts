/**
 * A message to a person is a row of the transaction of its cause, sent by a worker afterwards. Each
 * goes out once per kind, subject, channel and recipient. After the commit call
 * `ctx.wake('messages')` when the answer is above zero.
 */
import type { Tx } from '../../db/pool.ts';
import { newId } from '../../ids.ts';
import type { MessageRow, NoticeKind, TravelerKind } from '../message.ts';
import type { Channel } from '../settings/channels.ts';

export type NewMessage = {
  channel: Channel;
  kind: TravelerKind | NoticeKind;
  /**
   * what makes it the same message: a booking and its sequence, a queue, a package and its
   * threshold …
   */
  subjectId: string;
  /** e-mail in lower case, or a phone number */
  recipient: string;
  /** language tag as known; resolved when it is rendered */
  locale: string;
  bookingId: string | null;
  /** ids that the renderer needs: queue_ids, queue_id, package_id, percent … */
  data: Record<string, unknown>;
  /** kept, and never sent: `no_sender` */
  skipped?: string;
  made?: { subject: string; text: string; html: string };
};

/** `at`: the partner's time. Answers how many are to be sent now. */
export async function enqueueMessages(
  tx: Tx,
  partnerId: string,
  messages: readonly NewMessage[],
  at: Date,
): Promise<number> {
  if (messages.length === 0) return 0;
  const rows = messages.map((m): MessageRow => ({
    id: newId('msg'),
    channel: m.channel,
    kind: m.kind,
    subject_id: m.subjectId,
    recipient: m.recipient,
    locale: m.locale,
    booking_id: m.bookingId,
    data: m.data,
    status: m.skipped === undefined ? 'pending' : 'skipped',
    reason: m.skipped ?? null,
    subject: m.made?.subject ?? null,
    text: m.made?.text ?? null,
    html: m.made?.html ?? null,
  }));
  const row = await tx.one<{ count: number }>(
    'select enqueue_messages($1, $2, $3) as count',
    [partnerId, JSON.stringify(rows), at],
    'enqueue-messages',
  );
  return row!.count;
}
