/** What the screens use of the sandbox's answers. */

export type DueKind = 'booking' | 'package' | 'message' | 'delivery';
export type SandboxClock = {
  /** the partner's time */
  now: string;
  offset_seconds: number;
  next: { at: string; kind: DueKind } | null;
};
export type MovedClock = {
  now: string;
  offset_seconds: number;
  fired: { timers: number; deliveries: number };
};

export type EsimStatus = 'RELEASED' | 'INSTALLED' | 'ENABLED' | 'DISABLED' | 'DELETED';
export type PlanStatus = 'ACTIVE' | 'DEPLETED' | 'EXPIRED' | 'CANCELLED';
export type PhonePlan = {
  id: string;
  package_queue_id: string;
  destination_bundle: string;
  destination_iso3: string;
  status: PlanStatus;
  total_bytes: number | null;
  used_bytes: number;
  expires_at: string | null;
};
export type Phone = {
  id: string;
  iccid: string;
  provider: string;
  status: EsimStatus;
  traveler_id: string;
  external_user_id: string | null;
  archived_at: string | null;
  packages: PhonePlan[];
};
export type PhonePage = { esims: Phone[]; next_cursor: string | null };

export type FaultKind = 'timeout' | 'timeout_before' | 'error' | 'out_of_stock';
export type Fault = { next: FaultKind | null; count: number };

export type Mail = {
  id: string;
  channel: string;
  kind: string;
  to: string;
  subject: string | null;
  status: string;
  reason: string | null;
  created_at: string;
  sent_at: string | null;
};
export type MailPage = { mails: Mail[]; next_cursor: string | null };
export type Letter = Mail & {
  text: string | null;
  has_html: boolean;
  data: Record<string, unknown>;
};
