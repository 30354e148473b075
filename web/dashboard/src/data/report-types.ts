/** Home and reports, as the screens believe them. */
export type Step = 'issued' | 'mailed' | 'opened' | 'taken' | 'installed' | 'used';
export type StepFigure = {
  step: Step;
  count: number;
  median_ms: number | null;
  p90_ms: number | null;
};
export type CountedAt = {
  /** null: all of it is of this moment */
  counted_at: string | null;
  uncounted_days: number;
};
export type StepReport = CountedAt & {
  from: string;
  to: string;
  time_zone: string;
  steps: StepFigure[];
  places: { place: string; name: string | null; iso2: string | null; steps: StepFigure[] }[];
};
export type FunnelPackage = {
  booking_id: string;
  reference: string | null;
  uuid: string;
  traveler_id: string | null;
  place: string | null;
  issued_at: string | null;
  mailed_at: string | null;
  opened_at: string | null;
  taken_at: string | null;
  installed_at: string | null;
  used_at: string | null;
};
export type FunnelPackages = { packages: FunnelPackage[]; next_cursor: string | null };

export type MessageFigures = {
  total: number;
  pending: number;
  sent: number;
  delivered: number;
  bounced: number;
  complained: number;
  failed: number;
  delivered_share: number | null;
};
export type WebhookFigures = {
  total: number;
  pending: number;
  delivered: number;
  exhausted: number;
  attempts: number;
  delivered_share: number | null;
  median_ms: number | null;
  p90_ms: number | null;
};
export type DeliveryReport = CountedAt & {
  from: string;
  to: string;
  channels: ({ channel: string } & MessageFigures)[];
  webhooks: WebhookFigures;
};

export type Compared = { now: number; before: number };
export type NeedKind =
  | 'endpoint_disabled'
  | 'endpoint_failing'
  | 'deliveries_exhausted'
  | 'endpoint_off'
  | 'key_expiring'
  | 'support_open'
  | 'import_waiting'
  | 'codes_ending';
export type Need = {
  kind: NeedKind;
  count: number;
  is_more: boolean;
  subject: string | null;
  name: string | null;
  at: string | null;
};
export type FirstStep = {
  step: 'key' | 'call' | 'booking' | 'endpoint' | 'event';
  is_done: boolean;
};
export type Home = CountedAt & {
  time_zone: string;
  period: { from: string; to: string };
  previous: { from: string; to: string };
  figures: {
    bookings_accepted: Compared;
    bookings_refused: Compared;
    entitlements: Compared;
    installed: Compared;
    activated: Compared;
  };
  days: { date: string; accepted: number; refused: number }[];
  bookings: {
    accepted_share: number | null;
    accepted_share_before: number | null;
    refused_by: { error_type: string; count: number }[];
    /** instants of real time */
    refused_requests: number;
    refused_between: { from: string; to: string };
  };
  mails: { now: MessageFigures; before: MessageFigures };
  needs: Need[];
  first_steps: FirstStep[] | null;
};
export type MadeDemo = { bookings: number };

export type ServiceFigureName = 'availability' | 'provisioning' | 'webhooks' | 'usage' | 'support';
export type Measured = {
  total: number;
  share: number | null;
  mean_ms: number | null;
  slowest_ms: number | null;
};
export type ServiceFigure = {
  figure: ServiceFigureName;
  promise: number;
  within_ms: number | null;
  overall: Measured;
  days: ({ date: string } & Measured)[];
};
export type ServiceReport = { from: string | null; to: string; figures: ServiceFigure[] };
