-- How an operator turns sources into bundles. The installation's own and global: no partner owns any of it.

-- One rule: which bundles it makes of sources, and at which prices.
create table publishing_rules (
  name text collate "C" primary key,
  -- of two rules that make the same bundle the lower one does
  position integer not null,
  rule jsonb not null,
  changed_at timestamptz not null default now()
);

-- One bundle that a rule made. The catalog is replaced as a whole by an import, so nothing binds this to bundles: what was
-- changed by hand since is known by its fingerprint, and no rule touches it.
create table published_bundles (
  bundle_id text collate "C" primary key,
  rule text collate "C" not null,
  fingerprint text not null
);

-- What one competitor asks for one promise.
create table market_prices (
  destination_id text collate "C" not null,
  -- null = unlimited
  bytes bigint check (bytes > 0),
  duration_days integer not null check (duration_days > 0),
  competitor text not null,
  -- in minor units of its own currency
  price integer not null check (price > 0),
  currency text not null,
  constraint market_prices_once
    unique nulls not distinct (destination_id, bytes, duration_days, competitor)
);

grant select, insert, update, delete on publishing_rules, published_bundles, market_prices
  to hubby_app;
