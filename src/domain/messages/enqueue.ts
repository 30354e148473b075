/**
 * A message to a person is a row of the transaction of its cause, sent by a worker afterwards. Each
 * goes out once per kind, subject, channel and recipient. After the commit call
 * `ctx.wake('messages')` when the answer is above zero.
 */
import type { Tx } from '../../db/pool.ts';
import { newId } from '../../ids.ts';
import type { CHANNELS } from '../settings/channels.ts';

export type Channel = (typeof CHANNELS)[number];
/** To travelers: rendered by render.ts in the traveler's language when they are sent. */
export const TRAVELER_KINDS = [
  'booking_confirmation',
  'promo_code_claim',
  'departure_reminder',
  'running_low',
  'package_expiring',
  'esim_link',
] as const;
export type TravelerKind = (typeof TRAVELER_KINDS)[number];
/**
 * To a traveler's devices: data for the app, no text. Their rows are written by
 * enqueue-grant-pushes.sql.
 */
export type PushKind = 'classic_grant';
/** To the partner's own people; come with subject and bodies. */
export type NoticeKind = 'webhook_failing' | 'webhook_disabled' | 'support_request';

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

/**
 * What enqueue-messages.sql takes. Subject and bodies are null until it is sent, unless it is made
 * already.
 */
export type MessageRow = {
  id: string;
  channel: Channel;
  kind: TravelerKind | PushKind | NoticeKind;
  subject_id: string;
  recipient: string;
  locale: string;
  booking_id: string | null;
  data: Record<string, unknown>;
  status: 'pending' | 'skipped';
  reason: string | null;
  subject: string | null;
  text: string | null;
  html: string | null;
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
