-- What accounts at an SM-DP+ remember: it has no function for reading. All of it is global and holds no personal data;
-- `account` names a supplier account.

-- One order at an SM-DP+, or of a data plan for one of its profiles. Its row is committed before anything is sent for it; an
-- order that was refused is forgotten once all of it was taken back.
create table es2plus_orders (
  account text collate "C" not null,
  reference text collate "C" not null,
  kind text not null check (kind in ('create_esim', 'add_package')),
  -- that a package goes onto
  iccid text collate "C",
  -- what was sold; null = a profile without a plan
  template jsonb,
  -- of a new eSIM: chosen with the row, so that each repetition names the same
  matching_id_sealed bytea,
  smdp_address text,
  product_order_id text collate "C",
  package_id text collate "C",
  -- why it is being taken back; null = it is not
  refusal jsonb,
  created_at timestamptz not null default clock_timestamp(),
  primary key (account, reference),
  check ((kind = 'add_package') = (iccid is not null)),
  check ((kind = 'create_esim') = (matching_id_sealed is not null))
);
create index es2plus_orders_created on es2plus_orders (account, created_at, reference);

-- One step of an order. A call is counted before it leaves, by whoever read the count before, so that of several at once each
-- knows of the others.
create table es2plus_steps (
  account text collate "C" not null,
  reference text collate "C" not null,
  step text not null check (step in ('download', 'plan', 'confirm', 'release')),
  tries integer not null check (tries >= 0),
  sent_at timestamptz not null,
  done_at timestamptz,
  primary key (account, reference, step),
  foreign key (account, reference) references es2plus_orders
);

-- One profile: of the stock list, or (`is_listed` false) one that the SM-DP+ chose. free = may be ordered; taken = an order
-- has it; lost = it never will be.
create table es2plus_profiles (
  account text collate "C" not null,
  -- without a filler
  iccid text collate "C" not null check (iccid ~ '^89\d{16,18}$'),
  profile_type text,
  subscriber_imsi text check (subscriber_imsi ~ '^\d{14,15}$'),
  -- the IMSI plan
  imsi text,
  is_listed boolean not null,
  status text not null check (status in ('free', 'taken', 'lost')),
  reference text collate "C",
  taken_at timestamptz,
  -- what the SM-DP+ told last, and its time of that
  state text check (state in ('RELEASED', 'INSTALLED', 'ENABLED', 'DISABLED', 'DELETED')),
  state_at timestamptz,
  imported_at timestamptz not null default clock_timestamp(),
  primary key (account, iccid),
  -- an order has one profile, and a profile one order
  constraint es2plus_profiles_one_each unique (account, reference),
  foreign key (account, reference) references es2plus_orders,
  check ((status = 'taken') = (reference is not null)),
  check ((status = 'taken') = (taken_at is not null)),
  check ((state is null) = (state_at is null))
);
create index es2plus_profiles_free on es2plus_profiles (account, iccid) where status = 'free';

grant select, insert, update, delete on es2plus_orders, es2plus_steps, es2plus_profiles to hubby_app;
