-- Of whom data is bought. Everything here is the installation's own and global: no partner owns any of it. All instants are
-- real time.

-- One set of credentials at one supplier, which the operator adds, changes, pauses and removes while everything runs.
create table supplier_accounts (
  name text collate "C" primary key check (name ~ '^[a-z0-9-]{2,40}$'),
  kind text collate "C" not null,
  -- null = the sandbox telco, which is in the process itself
  base_url text,
  -- as JSON; null = its kind has none
  credentials_sealed bytea,
  mode text not null check (mode in ('live', 'test')),
  -- lower comes first
  priority integer not null,
  -- what the operator allows of the kind's own limits
  limits jsonb not null default '{}',
  -- what is agreed with the supplier and is no secret
  settings jsonb not null default '{}',
  -- draining: no new orders, those under way are finished; paused: nothing that costs money leaves at all
  status text not null check (status in ('active', 'draining', 'paused')),
  -- it waits for its first good test, which makes it active
  awaits_test boolean not null,
  -- of the last path of callbacks; null = its kind has no callbacks by path
  callback_token_hash bytea,
  callback_token_sealed bytea,
  -- of the path before, which is taken until then
  previous_callback_token_hash bytea,
  previous_callback_until timestamptz,
  -- what a day (UTC) may cost, in minor units; null = no cap
  spend_cap_minor bigint check (spend_cap_minor >= 0),
  spend_cap_currency text,
  -- a balance below it is told to the operator, in minor units; null = never
  balance_threshold_minor bigint check (balance_threshold_minor >= 0),
  balance_threshold_currency text,
  -- of the last good test with this address and these credentials
  tested_at timestamptz,
  -- raised by every change
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((spend_cap_minor is null) = (spend_cap_currency is null)),
  check ((balance_threshold_minor is null) = (balance_threshold_currency is null)),
  check ((callback_token_hash is null) = (callback_token_sealed is null))
);

-- How one account does. Written by jobs and by whoever was refused.
create table supplier_states (
  account text collate "C" primary key references supplier_accounts on delete cascade,
  -- why the supplier would refuse any order of it; null = nothing is known against it
  out_because text check (out_because in ('no_funds', 'out_of_stock', 'maintenance', 'rejected')),
  out_since timestamptz,
  -- when it is looked at again, and how often that was in vain
  look_at timestamptz,
  looks integer not null default 0,
  -- of the last test: whether it was good, and its steps
  test jsonb,
  test_at timestamptz,
  -- in minor units; null = not asked yet, or the supplier does not tell
  balance_minor bigint,
  balance_currency text,
  balance_at timestamptz,
  -- the operator has heard that it is below the threshold
  is_low boolean not null default false
);
create index supplier_states_look on supplier_states (look_at) where look_at is not null;

-- How many calls to one account succeeded and failed in one minute, over all processes.
create table supplier_calls (
  account text collate "C" not null,
  minute timestamptz not null,
  succeeded integer not null,
  failed integer not null,
  primary key (account, minute)
);
create index supplier_calls_age on supplier_calls (minute);

-- When the next call of one account, or about one eSIM of it, may leave: the place of all processes' waiting line. Losing
-- them in a crash lets a few calls leave early.
create unlogged table supplier_pace (
  key text collate "C" primary key,
  next_at timestamptz not null
);
create index supplier_pace_age on supplier_pace (next_at);

grant select, insert, update, delete
  on supplier_accounts, supplier_states, supplier_calls, supplier_pace to hubby_app;
