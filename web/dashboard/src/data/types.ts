/**
 * What the screens believe of answers; test/dashboard-types.test.ts holds it against
 * web/web-api.json.
 */
export type * from './log-types.ts';
export type * from './people-types.ts';
export type * from './import-types.ts';
export type * from './report-types.ts';
export type * from './sandbox-types.ts';
export type * from './sell-types.ts';
export type * from './operator/types.ts';
export type * from './operator/supply-types.ts';
export type * from './brand-types.ts';
export type * from './retention-types.ts';
export type * from './support-types.ts';
export type * from './notification-types.ts';

export type Stage = 'full' | 'second_factor' | 'enrol';
export type Staged = { stage: Stage };

export type Session = {
  member: {
    id: string;
    email: string;
    name: string | null;
    locale: string | null;
    time_zone: string | null;
    passkeys: number;
    has_totp: boolean;
    recovery_codes_left: number;
  };
  stage: Stage;
  signed_in_by: SignedInBy;
  fresh_until: string | null;
  memberships: Membership[];
  operator: null | { role: string; permissions: string[] };
  /** the partner that the operator looks at in this browser, read only */
  viewing: null | Viewing;
  environment: 'staging' | 'production';
  /** somebody had this member's factors taken off: in force then, unless they object */
  reset: null | { id: string; due_at: string; asked_by: string };
};
export type SignedInBy = 'passkey' | 'mail' | 'link' | 'sso';
export type Membership = {
  partner_id: string;
  name: string;
  slug: string;
  role: string;
  permissions: string[];
};

export type Viewing = {
  partner_id: string;
  name: string;
  slug: string;
  reason: string;
  ends_at: string;
  permissions: string[];
};

export type OwnSession = {
  id: string;
  created_at: string;
  last_seen_at: string;
  signed_in_by: SignedInBy;
  user_agent: string | null;
  ip: string | null;
  is_this: boolean;
};

export type Passkey = {
  id: string;
  label: string | null;
  created_at: string;
  last_used_at: string | null;
  is_backed_up: boolean;
};
export type RecoveryCodes = { recovery_codes: string[] };
export type Totp = { secret: string; uri: string; qr_svg: string };

export type InvitationLook = {
  email: string;
  partner: { name: string; slug: string } | null;
  role: string;
  invited_by: string;
  expires_at: string;
  by_sso: boolean;
};

export type Member = {
  id: string;
  email: string;
  name: string | null;
  role: string;
  created_at: string;
  last_seen_at: string | null;
  passkeys: number;
  has_totp: boolean;
};
export type Invitation = {
  id: string;
  email: string;
  role: string;
  invited_by: string;
  created_at: string;
  expires_at: string;
  by_sso: boolean;
};
export type Members = {
  members: Member[];
  invitations: Invitation[];
  /** there is a directory that an invitation may lead through */
  has_sso: boolean;
};

export type AuditEntry = {
  id: string;
  at: string;
  actor: { kind: string; id: string; name: string | null };
  action: string;
  subject: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  request_id: string | null;
};
export type AuditPage = { entries: AuditEntry[]; next_cursor: string | null };

export type KeyScope = 'bookings' | 'travelers' | 'settings' | 'keys' | 'erase';
export type ApiKey = {
  api_key: string;
  label: string | null;
  scopes: KeyScope[];
  /** empty: from everywhere */
  allowed_ips: string[];
  made_by: string | null;
  /** the member who made it, by name */
  maker: string | null;
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
  revoked_at: string | null;
};
export type MadeKey = {
  api_key: string;
  api_secret: string;
  label: string | null;
  scopes: KeyScope[];
  expires_at: string | null;
};
export type RotatedKey = MadeKey & { previous_valid_until: string };

export type WebhookSettings = {
  url: string | null;
  api_key_hint: string | null;
  key_header: string;
  key_prefix: string;
  enabled: boolean;
  /** by flag: every event, as it is in force */
  events: Record<string, boolean>;
  alert_email: string | null;
  is_signed: boolean;
  /** only where the call made it */
  signing_secret?: string;
  previous_secret_valid_until: string | null;
  health: {
    status: 'unknown' | 'healthy' | 'failing' | 'disabled' | 'off';
    failing_since: string | null;
    disables_at: string | null;
    disabled_reason: 'gone' | 'failing' | 'partner' | null;
    pending: number;
  };
};
export type RotatedSecret = { signing_secret: string; previous_valid_until: string | null };
export type EventTypes = { event_types: { event: string; flag: string; is_default: boolean }[] };
export type SentTest = {
  event_id: string;
  /** null: there is no enabled endpoint */
  delivery: null | {
    state: 'delivered' | 'exhausted';
    status_code: number | null;
    error: string | null;
    duration_ms: number;
    response_body: string | null;
  };
};

export type Sso = {
  /** null: there is none */
  issuer: string | null;
  client_id: string | null;
  callback_url: string;
  sign_in_url: string;
};
