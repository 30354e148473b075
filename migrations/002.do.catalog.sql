-- What is on sale, and at which prices. The catalog is replaced as a whole; an inactive row stays for what was sold.

-- One country, or one region of several.
create table destinations (
  id text collate "C" primary key,
  type text not null check (type in ('country', 'region')),
  name text not null,
  iso2 text collate "C",
  iso3 text collate "C" not null unique,
  -- the countries in it; of a country itself
  iso3s text[] not null,
  tier smallint not null,
  is_active boolean not null
);

-- One article of a provider, which bundles are made of.
create table package_templates (
  id text collate "C" primary key,
  provider text collate "C" not null,
  coverage text[] not null,
  -- the IMSI plan, by which a later classic package finds an eSIM that it fits on
  imsi text,
  cost integer not null check (cost >= 0),
  activation_window_days integer not null check (activation_window_days > 0)
);

-- One data product for one destination.
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
  -- prices are in minor units: net, and recommended
  b2b_price integer not null check (b2b_price >= 0),
  b2c_price integer not null,
  currency text not null,
  priority integer not null,
  is_active boolean not null,
  check (b2b_price < b2c_price),
  check ((type = 'unlimited') = (bytes is null))
);

-- One list of prices that several partners may share.
create table price_lists (
  id text collate "C" primary key,
  name text not null unique,
  created_at timestamptz not null default now()
);

-- The prices of one bundle in a list; null = the bundle's own. A bundle may be priced before the catalog has it.
create table price_list_items (
  price_list_id text collate "C" not null references price_lists on delete cascade,
  bundle_id text collate "C" not null,
  b2b_price integer check (b2b_price >= 0),
  b2c_price integer check (b2c_price >= 0),
  primary key (price_list_id, bundle_id)
);
