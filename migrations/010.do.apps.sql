-- Travelers in partners' apps: their devices and their tokens.

-- One installation of a partner's app that gets pushes, whoever uses it now.
create table device_tokens (
  partner_id text collate "C" not null,
  -- FCM's registration token
  token text collate "C" not null,
  traveler_id text collate "C" not null,
  platform text check (platform in ('ios', 'android', 'web')),
  -- real time
  registered_at timestamptz not null default now(),
  primary key (partner_id, token),
  foreign key (partner_id, traveler_id) references travelers on delete cascade
);
create index device_tokens_traveler on device_tokens (partner_id, traveler_id);

-- One key that our own ID tokens are signed with; the public halves are published. A retired one is kept until the last
-- token signed with it has run out.
create table issuer_keys (
  kid text collate "C" primary key,
  private_sealed bytea not null,
  public_jwk jsonb not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
-- One is in use: processes that need the first, or the next, at the same time agree on it.
create unique index issuer_keys_current on issuer_keys ((true)) where retired_at is null;

-- One App Check token that was used for a claim: each is good for one.
create table used_app_tokens (
  jti_hash bytea primary key,
  expires_at timestamptz not null
);
create index used_app_tokens_expiry on used_app_tokens (expires_at);
