-- Classic grants: claimed in the partner's app, by tokens of Firebase or of our own.

-- ── devices of travelers, for pushes ──────────────────────────────────────────────────────────────────────────────
create table device_tokens (
  partner_id text collate "C" not null,
  -- FCM's registration token: it names one installation of an app, whoever uses it now
  token text collate "C" not null,
  traveler_id text collate "C" not null,
  platform text check (platform in ('ios', 'android', 'web')),
  -- real time
  registered_at timestamptz not null default now(),
  primary key (partner_id, token),
  foreign key (partner_id, traveler_id) references travelers on delete cascade
);
create index device_tokens_traveler on device_tokens (partner_id, traveler_id);
alter table device_tokens enable row level security;
alter table device_tokens force row level security;
create policy partner on device_tokens using (partner_id = current_setting('hubby.partner_id', true));

-- ── tokens ────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Keys that our own ID tokens are signed with; the public halves are published. Retired ones are kept until the last token
-- signed with them has run out.
create table issuer_keys (
  kid text collate "C" primary key,
  private_sealed bytea not null,
  public_jwk jsonb not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
-- One is in use: processes that need the first, or the next, at the same time agree on it.
create unique index issuer_keys_current on issuer_keys ((true)) where retired_at is null;

-- App Check tokens that were used for a claim: each is good for one.
create table used_app_tokens (
  jti_hash bytea primary key,
  expires_at timestamptz not null
);
create index used_app_tokens_expiry on used_app_tokens (expires_at);

grant select, insert, update, delete on device_tokens, issuer_keys, used_app_tokens to hubby_app;

-- ── pushes ────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Of a push: hashes of the devices that have it, so that a retry leaves them out.
alter table dispatches add column served text[] not null default '{}';
