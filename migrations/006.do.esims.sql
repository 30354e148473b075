-- eSIMs, the packages on them, and what providers say of both.

-- One eSIM of a traveler. Room is left beside each row, so that an update within the page touches no index.
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
  status text not null
    check (status in ('RELEASED', 'INSTALLED', 'ENABLED', 'DISABLED', 'DELETED')),
  status_at timestamptz not null,
  time_assigned timestamptz not null,
  last_updated timestamptz not null,
  -- when it was first on a device, for figures that a removal after the trip must not lower
  installed_at timestamptz,
  archived_at timestamptz,
  -- bytes used where no package covers
  uncovered_bytes bigint not null default 0,
  -- of its events
  sequence integer not null default 0,
  primary key (partner_id, id),
  unique (partner_id, iccid),
  foreign key (partner_id, traveler_id) references travelers
) with (fillfactor = 90);
create unique index esims_one_universal on esims (partner_id, traveler_id)
  where type = 'universal' and archived_at is null;
create index esims_traveler on esims (partner_id, traveler_id);

-- One ICCID, which exists once in the world, whoever owns it. Global, since a provider's report names nothing else.
create table iccids (
  iccid text collate "C" primary key,
  partner_id text collate "C" not null,
  esim_id text collate "C" not null,
  -- when to ask the provider if it stays silent; null = nothing on the eSIM can change
  poll_at timestamptz
);
create index iccids_poll on iccids (poll_at) where poll_at is not null;

-- One allowance that a provider has put on an eSIM. Room is left beside each row, in tables of many gigabytes too.
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
  status text not null check (status in ('ACTIVE', 'DEPLETED', 'EXPIRED', 'CANCELLED')),
  total_bytes bigint,
  -- what the provider says of this package (reported) + what the usage rule gave it of the eSIM's figure (allocated)
  used_bytes bigint not null default 0,
  reported_bytes bigint not null default 0,
  allocated_bytes bigint not null default 0,
  -- the highest threshold whose event is recorded: 0, 20, 50, 80, 100
  threshold smallint not null default 0,
  duration_days integer not null,
  assigned_at timestamptz not null,
  activate_before timestamptz not null,
  date_activated timestamptz,
  expires_at timestamptz,
  -- partner's time at which the provider measured the newest figure, and of the last report that changed it
  measured_at timestamptz,
  reported_at timestamptz,
  -- of its events
  sequence integer not null default 0,
  primary key (partner_id, id),
  foreign key (partner_id, queue_id) references package_queues,
  foreign key (partner_id, esim_id) references esims
) with (fillfactor = 80);
create index packages_esim on packages (partner_id, esim_id);
create unique index packages_provider on packages (partner_id, esim_id, provider_package_id);
create index packages_queue on packages (partner_id, queue_id);
-- A queue becomes one package that is not cancelled.
create unique index packages_one_per_queue on packages (partner_id, queue_id) where status <> 'CANCELLED';

-- A provider's cumulative figure of an eSIM in one visited country ('' = it does not say where).
create table esim_counters (
  partner_id text collate "C" not null,
  esim_id text collate "C" not null,
  iso3 text collate "C" not null,
  used_bytes bigint not null,
  primary key (partner_id, esim_id, iso3),
  foreign key (partner_id, esim_id) references esims
);

-- One thing a provider said, stored before it is answered and applied by a job. Without activation codes. Global: a report
-- names an ICCID, whose owner is looked up when it is applied. Real time.
create table provider_reports (
  provider text collate "C" not null,
  report_id text collate "C" not null,
  iccid text collate "C" not null,
  reported_at timestamptz not null,
  report jsonb not null,
  received_at timestamptz not null default now(),
  tries smallint not null default 0,
  -- null = applied, or given up because nobody knows its ICCID (outcome)
  due_at timestamptz default now(),
  outcome text check (outcome in ('applied', 'unknown_iccid', 'failed')),
  primary key (provider, report_id)
);
create index provider_reports_due on provider_reports (due_at) where due_at is not null;
create index provider_reports_age on provider_reports using brin (received_at);

-- One link to the hosted install page; only the token's hash is kept. Global, since a visitor says nothing but the token.
create table install_tokens (
  token_hash bytea primary key,
  partner_id text collate "C" not null,
  esim_id text collate "C" not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index install_tokens_expiry on install_tokens (expires_at);
