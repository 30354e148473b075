-- People who sign in to the dashboard, how they show who they are, and what was done by whom. All of it in real time,
-- and global: a person may belong to several partners, and is known before any of them is.

-- One person, of partners or of the installation.
create table members (
  id text collate "C" primary key,
  -- as it was invited
  email text not null,
  name text,
  -- what they are of the installation; null = members of partners only
  operator_role text collate "C" check (operator_role in ('operator', 'support', 'finance')),
  -- null = the browser's
  locale text collate "C",
  time_zone text,
  totp_sealed bytea,
  -- null = begun, and no code of it shown yet
  totp_since timestamptz,
  -- the last thirty seconds whose code was taken: each counts once
  totp_step bigint,
  created_at timestamptz not null default now()
);
create unique index members_email on members (lower(email));

-- What one is of one partner.
create table memberships (
  partner_id text collate "C" not null references partners,
  member_id text collate "C" not null references members on delete cascade,
  role text collate "C" not null
    check (role in ('owner', 'admin', 'developer', 'support', 'finance', 'viewer')),
  -- holds in sessions of the partner's own directory alone
  by_sso boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (partner_id, member_id)
);
create index memberships_member on memberships (member_id);

-- One that was asked to join, by a link that counts once. The mail's address is proven by it.
create table member_invitations (
  id text collate "C" primary key,
  token_hash bytea not null unique,
  email text not null,
  -- null = to the installation
  partner_id text collate "C" references partners,
  role text collate "C" not null,
  -- signs in through the partner's own directory alone
  by_sso boolean not null default false,
  invited_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  check (case when partner_id is null then role in ('operator', 'support', 'finance')
    else role in ('owner', 'admin', 'developer', 'support', 'finance', 'viewer') end)
);
create index member_invitations_partner on member_invitations (partner_id, id);
create index member_invitations_end on member_invitations (expires_at);
-- One open to one address and one partner (or the installation).
create unique index member_invitations_open
  on member_invitations (coalesce(partner_id, ''), lower(email))
  where accepted_at is null and revoked_at is null;

-- One link that signs in, once.
create table member_links (
  token_hash bytea primary key,
  member_id text collate "C" not null references members on delete cascade,
  -- SHA-256 of the cookie of the browser that asked; null = printed by a command, opens in any
  browser_hash bytea,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index member_links_member on member_links (member_id);
create index member_links_end on member_links (expires_at);

-- One browser that is signed in.
create table member_sessions (
  id text collate "C" primary key,
  token_hash bytea not null unique,
  member_id text collate "C" not null references members on delete cascade,
  signed_in_by text collate "C" not null check (signed_in_by in ('passkey', 'mail', 'link', 'sso')),
  -- what is still missing: nothing, a code of the second factor, or the factor itself
  stage text collate "C" not null check (stage in ('full', 'second_factor', 'enrol')),
  -- with single sign-on: whose memberships alone it holds
  partner_id text collate "C" references partners,
  user_agent text,
  ip text,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  -- the last time that this person has shown who they are; null = not since
  fresh_at timestamptz,
  -- codes of a second factor tried since one was right: a few, then the session ends
  code_tries smallint not null default 0,
  ends_at timestamptz not null,
  ended_at timestamptz
);
create index member_sessions_member on member_sessions (member_id);
create index member_sessions_end on member_sessions (ends_at);

-- One key of a device that signs in.
create table passkeys (
  -- the credential's, base64url
  id text collate "C" primary key,
  member_id text collate "C" not null references members on delete cascade,
  public_key bytea not null,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  is_backed_up boolean not null default false,
  label text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkeys_member on passkeys (member_id);

-- One that opens once in place of the second factor.
create table recovery_codes (
  member_id text collate "C" not null references members on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (member_id, code_hash)
);

-- What a browser was asked to sign, until it has.
create table passkey_challenges (
  challenge text collate "C" primary key,
  -- SHA-256 of the cookie of the browser that was asked
  browser_hash bytea not null,
  -- null = to sign in
  member_id text collate "C" references members on delete cascade,
  purpose text collate "C" not null check (purpose in ('sign_in', 'enrol', 'fresh')),
  expires_at timestamptz not null
);
create index passkey_challenges_end on passkey_challenges (expires_at);
create index passkey_challenges_member on passkey_challenges (member_id);

-- One whose factors somebody else has taken off; in force a day later, so that they can object.
create table factor_resets (
  id text collate "C" primary key,
  member_id text collate "C" not null references members on delete cascade,
  asked_by text not null,
  created_at timestamptz not null default now(),
  due_at timestamptz not null,
  done_at timestamptz,
  cancelled_at timestamptz
);
create unique index factor_resets_open on factor_resets (member_id)
  where done_at is null and cancelled_at is null;

-- A partner's own directory (OpenID Connect).
create table sso_connections (
  partner_id text collate "C" primary key references partners,
  issuer text not null,
  client_id text not null,
  client_secret_sealed bytea not null,
  created_at timestamptz not null default now()
);

-- Who somebody of such a directory is here: linked once, by an invitation.
create table sso_identities (
  partner_id text collate "C" not null references partners,
  issuer text collate "C" not null,
  subject text collate "C" not null,
  member_id text collate "C" not null references members on delete cascade,
  created_at timestamptz not null default now(),
  primary key (partner_id, issuer, subject)
);
create index sso_identities_member on sso_identities (member_id);

-- One that is at its directory, and not back yet.
create table sso_sign_ins (
  -- SHA-256 in hex
  state_hash text collate "C" primary key,
  partner_id text collate "C" not null references partners,
  browser_hash bytea not null,
  nonce text not null,
  code_verifier_sealed bytea not null,
  -- whose invitation is being accepted; null = signs in
  invitation_id text collate "C" references member_invitations on delete cascade,
  expires_at timestamptz not null
);
create index sso_sign_ins_end on sso_sign_ins (expires_at);

-- One mail to a member. Never the sandbox mailbox: what is in it opens the house.
create table member_mails (
  id text collate "C" primary key,
  recipient text not null,
  subject text not null,
  -- null = it was sent, or given up: nobody needs it any more
  text_sealed bytea,
  created_at timestamptz not null default now(),
  -- null = it was sent, or given up
  next_attempt_at timestamptz default now(),
  lease_until timestamptz,
  fence integer not null default 0,
  tries smallint not null default 0,
  -- tries that certainly had no effect
  rounds smallint not null default 0,
  sent_at timestamptz,
  reason text,
  -- a link in it is good until then: nobody wants it later
  expires_at timestamptz
);
create index member_mails_due on member_mails (next_attempt_at) where next_attempt_at is not null;
create index member_mails_age on member_mails (created_at);

-- One thing that somebody did: who, what, to what, and how it was before and after. Secrets and personal data are
-- masked before they come here.
create table audit_entries (
  id text collate "C" primary key,
  -- whose matter it is; null = the installation's
  partner_id text collate "C" references partners,
  at timestamptz not null default now(),
  actor_kind text collate "C" not null
    check (actor_kind in ('member', 'key', 'operator', 'cli', 'app', 'visitor', 'page', 'system')),
  actor_id text collate "C" not null,
  -- a verb of the field: key.made, member.invited, settings.changed
  action text collate "C" not null,
  -- what it was done to, by its id; null = the partner or the installation itself
  subject text collate "C",
  before jsonb,
  after jsonb,
  request_id text collate "C",
  ip text
);
-- The id says when, too. A partner's own list and its filters, then those of the installation over all partners.
create index audit_entries_partner on audit_entries (partner_id, id);
create index audit_entries_partner_action on audit_entries (partner_id, action, id);
create index audit_entries_partner_actor on audit_entries (partner_id, actor_id, id);
create index audit_entries_partner_subject on audit_entries (partner_id, subject, id);
create index audit_entries_action on audit_entries (action, id);
create index audit_entries_actor on audit_entries (actor_id, id);
create index audit_entries_subject on audit_entries (subject, id);

alter table api_keys
  -- what it may do; keys of before may do all but erase
  add column scopes text[] not null default '{bookings,travelers,settings,keys}',
  add column last_used_at timestamptz,
  add column made_by text,
  add constraint api_keys_scopes check (scopes <@ '{bookings,travelers,settings,keys,erase}' and scopes <> '{}');
alter table api_keys alter column scopes set default '{bookings,travelers,settings}';
update api_keys k
set scopes = '{bookings,travelers,settings,keys,erase}'
from partners p
where p.id = k.partner_id and p.is_demo;

grant select, insert, update, delete on members, memberships, member_invitations, member_links, member_sessions,
  passkeys, recovery_codes, passkey_challenges, factor_resets, sso_connections, sso_identities, sso_sign_ins,
  member_mails to hubby_app;
grant select, insert on audit_entries to hubby_app;
