/** The same of the branding, messages and settings. */

export type PoorContrast = {
  scheme: 'light' | 'dark';
  color: string;
  ratio: number;
  shown_as: string;
};
export type BrandLook = {
  key: string;
  name: string;
  /** path on this server */
  logo: string | null;
  primary_color: string;
  secondary_color: string;
  poor_contrasts: PoorContrast[];
};
export type MessageKind =
  | 'booking_confirmation'
  | 'promo_code_claim'
  | 'departure_reminder'
  | 'running_low'
  | 'package_expiring'
  | 'esim_link'
  | 'purchase_receipt'
  | 'purchase_refunded';
export type Brand = {
  in_force: Record<string, unknown>;
  /** null: nothing is prepared */
  draft: { revision: string; changes: Record<string, unknown>; changed_at: string } | null;
  /** as drafted; the first is the usual one */
  brands: BrandLook[];
  locale: string;
  locales: string[];
  kinds: MessageKind[];
  preview: { path: string; expires_at: string };
};
export type Logo = { logo_url: string; width: number; height: number };

export type MessageStatus =
  'pending' | 'sent' | 'delivered' | 'bounced' | 'complained' | 'failed' | 'skipped' | 'cancelled';
export type MessageItem = {
  id: string;
  booking_id: string | null;
  channel: string;
  kind: string;
  to: string;
  locale: string;
  status: MessageStatus;
  reason: string | null;
  created_at: string;
  sent_at: string | null;
  settled_at: string | null;
};
export type MessagePage = { messages: MessageItem[]; next_cursor: string | null };
export type MessageDetails = MessageItem & {
  subject: string | null;
  has_mail: boolean;
  is_suppressed: boolean;
};
export type Suppression = {
  recipient: string;
  reason: 'bounced' | 'complained';
  message_id: string | null;
  suppressed_at: string;
};
export type SuppressionPage = { suppressions: Suppression[]; next_cursor: string | null };

export type OwnSettings = { settings: Record<string, unknown> };
