-- Who calls the API, and what is kept for each of them.

-- One travel company. Rows are never deleted.
create table partners (
  id text collate "C" primary key,
  name text not null,
  slug text collate "C" not null unique,
  -- checked by src/domain/partners/settings.ts; what is not in it has its default
  settings jsonb not null default '{}',
  price_list_id text collate "C" references price_lists,
  -- per cent on every price of the catalog
  b2b_modification numeric(7, 3) not null default 0,
  b2c_modification numeric(7, 3) not null default 0,
  -- grows with every change of prices, so that caches know
  prices_version bigint not null default 0,
  is_demo boolean not null default false,
  created_at timestamptz not null default now(),
  -- suspended by the operator: it starts nothing new; what it sold goes on
  suspended_at timestamptz
);
create unique index partners_one_demo on partners (is_demo) where is_demo;

-- The partner's own prices of one bundle; null = those of its price list, else the bundle's.
create table partner_prices (
  partner_id text collate "C" not null references partners,
  bundle_id text collate "C" not null,
  b2b_price integer check (b2b_price >= 0),
  b2c_price integer check (b2c_price >= 0),
  primary key (partner_id, bundle_id)
);

-- One key that signs calls. Real time.
create table api_keys (
  id text collate "C" primary key,
  partner_id text collate "C" not null references partners,
  secret_sealed bytea not null,
  min_signature_version smallint not null default 1 check (min_signature_version in (1, 2)),
  label text,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_partner on api_keys (partner_id);

-- One call with an Idempotency-Key, and its answer for when it is repeated; no status = still under way. Real time.
create table idempotency_keys (
  partner_id text collate "C" not null,
  method text collate "C" not null,
  path text collate "C" not null,
  key text collate "C" not null,
  request_id text collate "C" not null,
  body_hash bytea not null,
  lease_until timestamptz not null,
  status smallint,
  body_sealed bytea,
  created_at timestamptz not null,
  primary key (partner_id, method, path, key)
);
create index idempotency_keys_age on idempotency_keys (partner_id, created_at);

-- The clock of one sandbox partner: how far its time is ahead of ours.
create table partner_clocks (
  partner_id text collate "C" primary key references partners,
  offset_ms bigint not null check (offset_ms >= 0),
  -- while one call moves the clock, it alone does what comes due for this partner; a lease, in real time
  advancing_until timestamptz,
  holder text,
  -- the lease is a reset's: until it ends, nothing is sent to providers for this partner
  is_resetting boolean not null default false
);

-- One brand's logo as it is shown: decoded and encoded anew, never what a partner's server sends.
create table brand_logos (
  partner_id text collate "C" not null references partners,
  brand text collate "C" not null,
  -- the URL it was taken from; another one in the settings makes it void
  source_url text not null,
  png bytea not null,
  width integer not null,
  height integer not null,
  -- of the image: names it in its own URL, so that caches may keep it
  hash text collate "C" not null,
  created_at timestamptz not null default now(),
  primary key (partner_id, brand)
);
