-- What is wanted of providers, and the replacing of eSIMs.

-- One order, written and committed before a telco is called, resumed by look-up after a crash. Global, so that a worker
-- finds due work of all partners by one partial index; it holds no personal data.
create table provider_orders (
  id text collate "C" primary key,
  partner_id text collate "C" not null,
  traveler_id text collate "C" not null,
  queue_id text collate "C",
  esim_id text collate "C",
  -- a profile made together with the package of a queue is a classic eSIM; one without a queue is the universal
  kind text not null check (kind in ('create_esim', 'add_package')),
  -- a classic eSIM that comes without a package, which only a replacement does
  is_classic boolean not null default false,
  -- the eSIM that this creation replaces, or the package that this order brings over
  replaces text collate "C",
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
  -- for figures: when a call first left, and when its outcome was known
  first_sent_at timestamptz,
  settled_at timestamptz,
  provider_order_id text collate "C",
  -- the eSIM it made is archived; the traveler may get another
  is_archived boolean not null default false,
  -- the package it made was cancelled at the provider: its queue may be ordered again
  cancelled_at timestamptz,
  evidence jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint provider_orders_package_has_queue check (kind = 'create_esim' or queue_id is not null)
);
create unique index provider_orders_one_per_queue on provider_orders (queue_id)
  where queue_id is not null and state <> 'rejected' and cancelled_at is null;
-- A rejected order certainly made nothing, so its reference may be used again.
create unique index provider_orders_reference on provider_orders (reference) where state <> 'rejected';
-- One universal eSIM is made per traveler until that one is archived: also where a booking looked for the eSIM just before
-- it was there.
create unique index provider_orders_one_creation on provider_orders (partner_id, traveler_id)
  where kind = 'create_esim' and queue_id is null and not is_classic and state <> 'rejected' and not is_archived;
create unique index provider_orders_telco on provider_orders (provider, provider_order_id)
  where provider_order_id is not null;
create index provider_orders_due on provider_orders (provider, next_attempt_at)
  where next_attempt_at is not null;
create index provider_orders_traveler on provider_orders (partner_id, traveler_id)
  where state in ('intent', 'unknown', 'needs_review');
create index provider_orders_review on provider_orders (updated_at) where state = 'needs_review';
create index provider_orders_created on provider_orders (provider, created_at);

-- One finding of the daily comparison with a provider: an order that it has and we lack, or the other way round.
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

-- One eSIM that was given up for a new one, which takes over the packages that were never used; one row per given-up eSIM,
-- so that any number of calls replaces it once.
create table esim_replacements (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  traveler_id text collate "C" not null,
  old_esim_id text collate "C" not null,
  -- null = the provider has not made it yet
  new_esim_id text collate "C",
  reason text not null check (reason in ('new_device', 'deleted', 'broken')),
  -- towards the yearly limit; one that a redemption began by itself is not
  is_counted boolean not null,
  -- partner's time
  created_at timestamptz not null,
  -- partner's time; from then on it is fixed which packages are brought over
  listed_at timestamptz,
  -- real time; every package is brought over, ordered or left, and the event is recorded
  finished_at timestamptz,
  primary key (partner_id, id),
  constraint esim_replacements_once unique (partner_id, old_esim_id),
  foreign key (partner_id, traveler_id) references travelers,
  foreign key (partner_id, old_esim_id) references esims,
  foreign key (partner_id, new_esim_id) references esims
);
create index esim_replacements_traveler on esim_replacements (partner_id, traveler_id);

-- One package that was on the given-up eSIM: asked = the provider is asked to cancel it; ordered = it has, and the package is
-- ordered for the new eSIM; left = it stays where it is, and why.
create table replaced_packages (
  partner_id text collate "C" not null,
  replacement_id text collate "C" not null,
  package_id text collate "C" not null,
  state text not null check (state in ('asked', 'ordered', 'left')),
  reason text check (reason in ('in_use', 'started', 'not_cancellable')),
  primary key (partner_id, replacement_id, package_id),
  check ((state = 'left') = (reason is not null)),
  foreign key (partner_id, replacement_id) references esim_replacements,
  foreign key (partner_id, package_id) references packages
);

-- One unfinished replacement. Global, so that a worker finds the due ones of all partners; it holds no business data, its
-- instants are real time.
create table replacement_work (
  replacement_id text collate "C" primary key,
  partner_id text collate "C" not null,
  next_attempt_at timestamptz not null,
  lease_until timestamptz,
  fence integer not null default 0,
  tries smallint not null default 0
);
create index replacement_work_due on replacement_work (next_attempt_at);
