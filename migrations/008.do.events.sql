-- Facts for partners: event → delivery → attempt. What is planned is in the partner's time, which a sandbox clock moves;
-- leases and retention are real time.

-- One event. tx orders the reconciliation feed: a reader that stays below the oldest running transaction skips nothing.
create table events (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  type text collate "C" not null,
  entity_id text collate "C" not null,
  sequence integer not null,
  occurred_at timestamptz not null,
  data jsonb not null,
  tx xid8 not null default pg_current_xact_id(),
  -- real time
  recorded_at timestamptz not null default now(),
  is_test boolean not null default false,
  primary key (partner_id, id),
  unique (partner_id, entity_id, sequence)
);
-- The feed: by transaction, then id.
create index events_feed on events (partner_id, tx, id);
-- Each threshold, activation and expiry of a package is one event.
create unique index events_package_once on events (partner_id, entity_id, type)
  where type in ('package.activated', 'package.usage.20_percent', 'package.usage.50_percent',
                 'package.usage.80_percent', 'package.usage.100_percent', 'package.expired');

-- The one ceiling of the feed: no cursor was ever handed out at or above this transaction number. It is written ahead, in
-- large steps, so that reading the feed writes nothing; `hubby feed advance` goes by it after a restore.
create table feed_ceiling (
  one boolean primary key default true check (one),
  tx xid8 not null
);

-- The one URL of a partner that events are sent to.
create table webhook_endpoints (
  partner_id text collate "C" primary key references partners,
  -- null = none configured yet
  url text,
  -- whether anything was ever tried at the present URL
  is_untried boolean not null default false,
  is_enabled boolean not null default true,
  -- flag → whether it is sent; absent = the catalogue's default
  events jsonb not null default '{}',
  key_sealed bytea,
  key_header text not null default 'x-api-key',
  key_prefix text not null default '',
  secret_sealed bytea,
  previous_secret_sealed bytea,
  previous_secret_until timestamptz,
  alert_email text,
  -- partner's time of the first failure since the last success
  failing_since timestamptz,
  -- warnings sent since then
  warnings smallint not null default 0,
  disabled_reason text check (disabled_reason in ('gone', 'failing', 'partner')),
  disabled_at timestamptz,
  updated_at timestamptz not null default now()
);

-- One event on its way to the endpoint. Global, so that a worker finds the due ones of all partners; it holds no business
-- data. Room is left, so that a claim stays on its page.
create table deliveries (
  partner_id text collate "C" not null,
  event_id text collate "C" not null,
  state text not null check (state in ('pending', 'delivered', 'exhausted')),
  -- attempts since it was last started (created, redelivered, replayed): the place in the retry schedule
  tries smallint not null default 0,
  -- attempts of all times
  attempts integer not null default 0,
  -- partner's time; null = no attempt is planned
  next_attempt_at timestamptz,
  -- real time; somebody is at it
  lease_until timestamptz,
  fence integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (partner_id, event_id)
) with (fillfactor = 70);
create index deliveries_due on deliveries (partner_id, next_attempt_at) where next_attempt_at is not null;
-- Waiting for an endpoint that is switched off: taken up again when it is switched on.
create index deliveries_parked on deliveries (partner_id)
  where state = 'pending' and next_attempt_at is null;

-- One HTTP try of a delivery.
create table attempts (
  partner_id text collate "C" not null,
  event_id text collate "C" not null,
  number integer not null,
  -- partner's time
  attempted_at timestamptz not null,
  url text not null,
  duration_ms integer not null,
  status_code smallint,
  error text,
  response_body text,
  -- real time
  recorded_at timestamptz not null default now(),
  primary key (partner_id, event_id, number)
);
