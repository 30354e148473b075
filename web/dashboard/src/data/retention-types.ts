/** What is kept for how long, as it is told; test/dashboard-types.test.ts holds it against web/web-api.json. */
export type Kept = {
  kind: KeptKind;
  /** null: it stays */
  days: number | null;
  most_days: number | null;
  counted_from: 'made' | 'ended';
  setting: RetentionName | null;
};
export type KeptKind =
  | 'requests'
  | 'request_bodies'
  | 'message_contents'
  | 'events'
  | 'imports'
  | 'idempotency_answers'
  | 'usage_reports'
  | 'traveler_links'
  | 'traveler_sessions'
  | 'member_sessions'
  | 'member_invitations'
  | 'messages'
  | 'bookings'
  | 'travelers'
  | 'audit_entries';
export type RetentionName = 'request_days' | 'request_body_days' | 'message_days';
export type Retention = { [name in RetentionName]?: number };
export type Kepts = { kept: Kept[] };
