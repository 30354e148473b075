-- The spine: partners and keys, catalog, travelers, bookings, queues, eSIMs, packages, provider orders, events.
-- Every partner-owned table has partner_id first in its primary key, unique constraints and foreign keys, and row-level
-- security forced: the application role sees only rows of the partner named in hubby.partner_id (set per transaction).
-- Registries without business data (keys, ICCIDs, provider orders) are global. Instants come from the application's
-- clock, never from now(), because a sandbox partner has a clock of its own.

create table meta (
  key text collate "C" primary key,
  value text not null
);

-- ── partners ──────────────────────────────────────────────────────────────────────────────────────────────────────
create table price_lists (
  id text collate "C" primary key,
  name text not null unique,
  created_at timestamptz not null default now()
);

create table partners (
  id text collate "C" primary key,
  name text not null,
  slug text collate "C" not null unique,
  settings jsonb not null default '{}',
  price_list_id text collate "C" references price_lists,
  b2b_modification numeric(7,3) not null default 0,
  b2c_modification numeric(7,3) not null default 0,
  prices_version bigint not null default 0,
  is_demo boolean not null default false,
  created_at timestamptz not null default now()
);
create unique index partners_one_demo on partners (is_demo) where is_demo;

create table price_list_items (
  price_list_id text collate "C" not null references price_lists on delete cascade,
  bundle_id text collate "C" not null,
  b2b_price integer check (b2b_price >= 0),
  b2c_price integer check (b2c_price >= 0),
  primary key (price_list_id, bundle_id)
);

create table partner_prices (
  partner_id text collate "C" not null references partners,
  bundle_id text collate "C" not null,
  b2b_price integer check (b2b_price >= 0),
  b2c_price integer check (b2c_price >= 0),
  primary key (partner_id, bundle_id)
);

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

create table operator_tokens (
  hash bytea primary key,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

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

-- ── catalog ───────────────────────────────────────────────────────────────────────────────────────────────────────
create table destinations (
  id text collate "C" primary key,
  type text not null check (type in ('country', 'region')),
  name text not null,
  iso2 text collate "C",
  iso3 text collate "C" not null unique,
  iso3s text[] not null,
  tier smallint not null,
  is_active boolean not null
);

create table package_templates (
  id text collate "C" primary key,
  provider text collate "C" not null,
  coverage text[] not null,
  imsi text,
  cost integer not null check (cost >= 0),
  activation_window_days integer not null check (activation_window_days > 0)
);

create table bundles (
  id text collate "C" primary key,
  destination_id text collate "C" not null references destinations deferrable initially deferred,
  template_id text collate "C" not null references package_templates deferrable initially deferred,
  type text not null check (type in ('data-limited', 'time-limited', 'starter', 'unlimited')),
  label text not null,
  bytes bigint check (bytes > 0),
  duration_days integer not null check (duration_days > 0),
  esim_types text[] not null,
  traffic_policy text,
  throttling text,
  b2b_price integer not null check (b2b_price >= 0),
  b2c_price integer not null,
  currency text not null,
  priority integer not null,
  is_active boolean not null,
  check (b2b_price < b2c_price),
  check ((type = 'unlimited') = (bytes is null))
);

-- ── travelers and bookings ────────────────────────────────────────────────────────────────────────────────────────
create table travelers (
  partner_id text collate "C" not null references partners,
  id text collate "C" not null,
  external_user_id text collate "C",
  provider text collate "C",
  created_at timestamptz not null,
  primary key (partner_id, id)
);
create unique index travelers_external on travelers (partner_id, external_user_id) where external_user_id is not null;

-- An e-mail names one traveler of a partner; a traveler may be known by several.
create table traveler_emails (
  partner_id text collate "C" not null,
  email text collate "C" not null,
  traveler_id text collate "C" not null,
  primary key (partner_id, email),
  foreign key (partner_id, traveler_id) references travelers
);

-- bookings.partner_id has no foreign key of its own: locking the one partner row for every booking would make all of a
-- partner's bookings write the same tuple (ADR 0003); partners are never deleted, and row-level security checks the id.
create table bookings (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  booking_id text collate "C",
  request_key text collate "C",
  cancelled_at timestamptz,
  -- dates of the natural keys that its cancelling freed
  freed_dates text[],
  departure_date text not null,
  departure_at timestamptz not null,
  is_departure_defaulted boolean not null,
  return_date text,
  ends_at timestamptz not null,
  email text,
  locale text,
  custom_branding text,
  contact jsonb not null,
  communication_options jsonb not null,
  data jsonb,
  kind text not null check (kind in ('booking', 'topup')),
  sequence integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (partner_id, id)
);
create unique index bookings_request_key on bookings (partner_id, request_key) where request_key is not null;

-- The natural keys of live bookings; a cancelled booking frees its keys, a changed one keeps its first.
create table booking_keys (
  partner_id text collate "C" not null,
  booking_id text collate "C" not null,
  key_date text collate "C" not null,
  id text collate "C" not null,
  primary key (partner_id, booking_id, key_date),
  foreign key (partner_id, id) references bookings deferrable initially deferred
);
create index booking_keys_booking on booking_keys (partner_id, id);

create table package_queues (
  partner_id text collate "C" not null,
  -- 'pq_' and the 32 hex digits of the wire's uuid
  id text collate "C" not null,
  booking_id text collate "C" not null,
  traveler_id text collate "C" not null,
  esim_type text not null check (esim_type in ('universal', 'classic')),
  -- what makes an entry the same entry when a booking is sent again
  fingerprint text collate "C" not null,
  ordinal smallint not null,
  part smallint not null,
  -- place in the request that made it, for the order of answers
  position integer not null,
  -- the entry's words, for the answer: destination as sent, iata_code, external_user_id, email
  requested jsonb not null,
  -- the choice, frozen
  bundle_id text collate "C",
  template_id text collate "C",
  provider text collate "C",
  destination_id text collate "C",
  iso3 text collate "C",
  coverage text[],
  covers text[],
  package_type text not null,
  bytes bigint,
  duration_days integer,
  traffic_policy text,
  imsi text,
  activation_window_days integer,
  b2b_price integer,
  b2c_price integer,
  currency text,
  expires_at timestamptz,
  created_at timestamptz not null,
  cancelled_at timestamptz,
  redeemed_at timestamptz,
  primary key (partner_id, id),
  constraint package_queues_entry_once unique (partner_id, booking_id, traveler_id, fingerprint, ordinal, part),
  foreign key (partner_id, booking_id) references bookings,
  foreign key (partner_id, traveler_id) references travelers
);
create index package_queues_traveler on package_queues (partner_id, traveler_id);

-- ── eSIMs ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create table esims (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  traveler_id text collate "C" not null,
  type text not null check (type in ('universal', 'classic')),
  iccid text collate "C" not null,
  provider text collate "C" not null,
  lpa_sealed bytea not null,
  imsi text,
  subscriber_imsi text,
  status text not null check (status in ('RELEASED', 'INSTALLED', 'ENABLED', 'DISABLED', 'DELETED')),
  status_at timestamptz not null,
  time_assigned timestamptz not null,
  last_updated timestamptz not null,
  archived_at timestamptz,
  primary key (partner_id, id),
  unique (partner_id, iccid),
  foreign key (partner_id, traveler_id) references travelers
);
create unique index esims_one_universal on esims (partner_id, traveler_id) where type = 'universal' and archived_at is null;
create index esims_traveler on esims (partner_id, traveler_id);

-- An ICCID exists once in the world, whoever owns it.
create table iccids (
  iccid text collate "C" primary key,
  partner_id text collate "C" not null,
  esim_id text collate "C" not null
);

create table packages (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  queue_id text collate "C" not null,
  esim_id text collate "C" not null,
  provider_package_id text collate "C" not null,
  bundle_id text collate "C" not null,
  template_id text collate "C" not null,
  iso3 text collate "C" not null,
  coverage text[] not null,
  package_type text not null,
  total_bytes bigint,
  used_bytes bigint not null default 0,
  duration_days integer not null,
  status text not null check (status in ('ACTIVE', 'DEPLETED', 'EXPIRED', 'CANCELLED')),
  assigned_at timestamptz not null,
  activate_before timestamptz not null,
  date_activated timestamptz,
  expires_at timestamptz,
  primary key (partner_id, id),
  unique (partner_id, queue_id),
  foreign key (partner_id, queue_id) references package_queues,
  foreign key (partner_id, esim_id) references esims
);
create index packages_esim on packages (partner_id, esim_id);

-- The provisioning intents: written and committed before a telco is called, resumed by look-up after a crash.
-- Global, so that a worker finds due work of all partners by one partial index; it holds no personal data.
create table provider_orders (
  id text collate "C" primary key,
  partner_id text collate "C" not null,
  traveler_id text collate "C" not null,
  queue_id text collate "C",
  esim_id text collate "C",
  kind text not null check (kind in ('create_esim', 'add_package')),
  provider text collate "C" not null,
  reference uuid not null,
  iccid text collate "C",
  template jsonb,
  state text not null check (state in ('intent', 'unknown', 'confirmed', 'rejected', 'needs_review')),
  fence bigint not null default 0,
  lease_until timestamptz,
  next_attempt_at timestamptz,
  -- when the newest call was about to leave, how many left, and how many look-ups stayed without an answer since
  sent_at timestamptz,
  sends integer not null default 0,
  lookups integer not null default 0,
  provider_order_id text collate "C",
  -- the eSIM it made is archived; the traveler may get another
  is_archived boolean not null default false,
  evidence jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((kind = 'add_package') = (queue_id is not null))
);
create unique index provider_orders_one_per_queue on provider_orders (queue_id) where queue_id is not null and state <> 'rejected';
-- A rejected order certainly made nothing, so its reference may be used again.
create unique index provider_orders_reference on provider_orders (reference) where state <> 'rejected';
-- One eSIM is made per traveler until that one is archived: also where a booking looked for the eSIM just before it was there.
create unique index provider_orders_one_creation on provider_orders (partner_id, traveler_id)
  where kind = 'create_esim' and state <> 'rejected' and not is_archived;
create unique index provider_orders_telco on provider_orders (provider, provider_order_id) where provider_order_id is not null;
create index provider_orders_due on provider_orders (provider, next_attempt_at) where next_attempt_at is not null;
create index provider_orders_traveler on provider_orders (partner_id, traveler_id) where state in ('intent', 'unknown', 'needs_review');
create index provider_orders_review on provider_orders (updated_at) where state = 'needs_review';
create index provider_orders_created on provider_orders (provider, created_at);

-- What the daily comparison with a provider found: orders it has and we lack, or the other way round.
create table reconcile_findings (
  provider text collate "C" not null,
  kind text not null check (kind in ('only_at_provider', 'only_here', 'different')),
  provider_order_id text collate "C" not null default '',
  order_id text collate "C" not null default '',
  details jsonb not null,
  found_at timestamptz not null default now(),
  resolved_at timestamptz,
  primary key (provider, kind, provider_order_id, order_id)
);

-- ── events ────────────────────────────────────────────────────────────────────────────────────────────────────────
-- tx orders the reconciliation feed: a reader that stays below the oldest running transaction skips nothing.
create table events (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  type text collate "C" not null,
  entity_id text collate "C" not null,
  sequence integer not null,
  occurred_at timestamptz not null,
  data jsonb not null,
  tx xid8 not null default pg_current_xact_id(),
  primary key (partner_id, id),
  unique (partner_id, entity_id, sequence)
);

-- ── row-level security ────────────────────────────────────────────────────────────────────────────────────────────
do $$
declare t text;
begin
  foreach t in array array['partner_prices', 'idempotency_keys', 'travelers', 'traveler_emails', 'bookings', 'booking_keys',
                           'package_queues', 'esims', 'packages', 'events'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy partner on %I using (partner_id = current_setting(''hubby.partner_id'', true))', t);
  end loop;
end $$;

grant usage on schema public to hubby_app;
grant select, insert, update, delete on all tables in schema public to hubby_app;
revoke insert, update, delete on meta from hubby_app;
grant insert, update on meta to hubby_app;
