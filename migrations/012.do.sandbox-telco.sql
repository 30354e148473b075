-- The sandbox telco: a telco of its own that happens to live in the same database. Nothing outside src/sandbox-telco/ reads
-- these tables; Hubby speaks to it over HTTP, as to any telco. `customer` is what the telco's client calls itself (Hubby
-- sends its partner id); it stands on every row so that a customer's data can be deleted as a whole.
create schema telco;

-- One contract with the telco.
create table telco.accounts (
  name text primary key,
  -- whether a repeated reference is answered with the first order (T1) or makes another one (T2)
  idempotent boolean not null,
  -- null = unlimited
  stock_profiles integer check (stock_profiles >= 0),
  stock_packages integer check (stock_packages >= 0),
  latency_min_ms integer not null default 20 check (latency_min_ms >= 0),
  latency_max_ms integer not null default 60,
  iccid_prefix text not null unique check (iccid_prefix ~ '^89\d{6}$'),
  check (latency_max_ms >= latency_min_ms)
);

insert into telco.accounts (name, idempotent, iccid_prefix) values
  ('sandbox-one', true, '89999010'),
  ('sandbox-two', false, '89999020');

-- One number per profile for all accounts: ICCID and subscriber IMSI are made of it and so unique by construction.
create sequence telco.profile_number maxvalue 9999999999;

-- One eSIM profile.
create table telco.profiles (
  iccid text primary key check (iccid ~ '^89\d{17}$'),
  account text not null,
  customer text not null,
  subscriber_imsi text not null unique check (subscriber_imsi ~ '^\d{15}$'),
  imsi_plan text,
  smdp_host text not null,
  matching_id text not null unique check (matching_id ~ '^[0-9A-Z-]+$'),
  state text not null default 'RELEASED'
    check (state in ('RELEASED', 'INSTALLED', 'ENABLED', 'DISABLED', 'DELETED')),
  state_changed_at timestamptz not null
);
create index on telco.profiles (customer);

-- THE LEDGER: what was provisioned, one row per order. `account` has no foreign key: its share locks on two hot rows
-- would cost more than the order itself; place_order looks the account up anyway.
create table telco.orders (
  id bigint generated always as identity primary key,
  account text not null,
  customer text not null,
  reference text not null,
  -- the reference where the account is idempotent, null where it is not
  idempotency_key text check (idempotency_key = reference),
  kind text not null check (kind in ('create_esim', 'add_package')),
  iccid text not null references telco.profiles (iccid),
  -- drawn before the package's row is written; no foreign key, since the package refers to the order
  package_id bigint,
  template_id text,
  created_at timestamptz not null,
  unique (account, idempotency_key),
  check ((package_id is null) = (template_id is null))
);
create index on telco.orders (account, reference);
create index on telco.orders (account, created_at, id);
create index on telco.orders (customer);
create index on telco.orders (iccid);

create sequence telco.package_id;

-- One package on a profile.
create table telco.packages (
  id bigint primary key,
  account text not null,
  customer text not null,
  iccid text not null references telco.profiles (iccid),
  order_id bigint not null unique references telco.orders (id),
  reference text not null,
  template_id text not null,
  -- null = unlimited
  total_bytes bigint check (total_bytes > 0),
  used_bytes bigint not null default 0 check (used_bytes >= 0),
  duration_days integer not null check (duration_days > 0),
  coverage text[] not null,
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'DEPLETED', 'EXPIRED', 'CANCELLED')),
  assigned_at timestamptz not null,
  activated_at timestamptz,
  expires_at timestamptz,
  cancelled_at timestamptz,
  check (used_bytes <= total_bytes),
  check ((status = 'CANCELLED') = (cancelled_at is not null))
);
create index on telco.packages (iccid);
create index on telco.packages (customer);

-- One provisioning call received, whatever became of it: tests see blind resends here.
create table telco.calls (
  id bigint generated always as identity primary key,
  account text not null,
  customer text not null,
  kind text not null check (kind in ('create_esim', 'add_package', 'cancel_package')),
  -- of a cancellation: the reference of the package's order, null for an unknown package
  reference text,
  outcome text not null check (outcome in ('provisioned', 'cancelled', 'replayed', 'refused', 'fault')),
  -- the fault the call used up; 'timeout' beside 'provisioned' = done, but never answered
  fault text,
  at timestamptz not null
);
create index on telco.calls (customer);
create index on telco.calls (account, reference);

-- What the next calls of one customer meet, instead of an answer.
create table telco.faults (
  customer text primary key,
  next text not null check (next in ('timeout', 'timeout_before', 'error', 'out_of_stock')),
  count integer not null check (count >= 0)
);

-- Bytes that one profile used in a country and that the telco did not count on a package; cumulative.
create table telco.usage (
  iccid text not null references telco.profiles (iccid),
  iso3 text not null check (iso3 ~ '^[A-Z]{3}$'),
  customer text not null,
  used_bytes bigint not null check (used_bytes >= 0),
  primary key (iccid, iso3)
);
create index on telco.usage (customer);
