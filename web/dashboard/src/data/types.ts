/**
 * What the screens believe of answers; test/dashboard-types.test.ts holds it against
 * web/web-api.json.
 */
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
  partner: { name: string } | null;
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
export type Members = { members: Member[]; invitations: Invitation[] };

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
