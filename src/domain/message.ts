/**
 * What a message to a person is, whoever writes it: its kind, and its row. Ground for all nouns,
 * since settings name the kinds and webhooks write of their endpoints.
 */
import type { Channel } from './settings/channels.ts';

/** To travelers: rendered by render.ts in the traveler's language when they are sent. */
export const TRAVELER_KINDS = [
  'booking_confirmation',
  'promo_code_claim',
  'departure_reminder',
  'running_low',
  'package_expiring',
  'esim_link',
  'purchase_receipt',
  'purchase_refunded',
] as const;
export type TravelerKind = (typeof TRAVELER_KINDS)[number];
/** To a traveler's devices: data for the app, no text (grant-pushes.ts). */
export type PushKind = 'classic_grant';
/** To the partner's own people; come with subject and bodies. */
export type NoticeKind = 'webhook_failing' | 'webhook_disabled' | 'support_request';

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
