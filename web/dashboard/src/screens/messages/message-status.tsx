/** How a message went, and what it is. */
import type { MessageStatus } from '../../data/types.ts';
import { Badge } from '../../ui/said.tsx';
import { useWords, type Key, type Words } from '../../words.tsx';

const STATUSES = {
  pending: ['plain', 'mailPending'],
  sent: ['accent', 'mailSent'],
  delivered: ['good', 'mailDelivered'],
  bounced: ['danger', 'mailBounced'],
  complained: ['danger', 'mailComplained'],
  failed: ['danger', 'mailFailed'],
  skipped: ['warn', 'mailSkipped'],
  cancelled: ['plain', 'mailCancelled'],
} as const satisfies Record<MessageStatus, readonly [string, Key]>;

export const STATUS_OPTIONS = (say: Words['say']): [string, string][] =>
  Object.entries(STATUSES).map(([status, [, text]]) => [status, say(text)]);

export function MessageStatusBadge({ status }: { status: MessageStatus }) {
  const { say } = useWords();
  const [tone, text] = STATUSES[status];
  return <Badge tone={tone}>{say(text)}</Badge>;
}

const KINDS = {
  booking_confirmation: 'mailConfirmation',
  promo_code_claim: 'mailCode',
  departure_reminder: 'mailReminder',
  running_low: 'mailRunningLow',
  package_expiring: 'mailExpiring',
  esim_link: 'mailEsimLink',
  purchase_receipt: 'mailReceipt',
  purchase_refunded: 'mailRefund',
  classic_grant: 'pushGrant',
  webhook_failing: 'mailWebhookFailing',
  webhook_disabled: 'mailWebhookDisabled',
  support_request: 'mailSupport',
} as const satisfies Record<string, Key>;

export const KIND_NAMES = Object.keys(KINDS);
/** One that is not known here by its own name. */
export const kindText = (kind: string, say: Words['say']): string =>
  kind in KINDS ? say(KINDS[kind as keyof typeof KINDS]) : kind;

const REASONS: Record<string, Key> = {
  suppressed: 'reasonSuppressed',
  no_sender: 'reasonNoSender',
};
export const reasonText = (reason: string, say: Words['say']): string => {
  const known = REASONS[reason];
  return known === undefined ? reason : say(known);
};
