-- Events reach partners: timers, clocks, provider reports and usage, webhook endpoints, deliveries, attempts, messages.
-- Instants of the domain (due_at, next_attempt_at, occurred_at …) are the partner's time, which a sandbox clock moves;
-- leases, retention and polling are real time (now(), clock_timestamp()).

-- ── the clock of a sandbox partner: how far its time is ahead of ours ─────────────────────────────────────────────
create table partner_clocks (
  partner_id text collate "C" primary key references partners,
  offset_ms bigint not null check (offset_ms >= 0),
  -- while one call moves the clock, it alone does what comes due for this partner; a lease, in real time
  advancing_until timestamptz,
  holder text,
  -- the lease is a reset's: until it ends, nothing is sent to providers for this partner
  is_resetting boolean not null default false
);

-- ── timers: what has to be looked at when ─────────────────────────────────────────────────────────────────────────
-- A timer is a hint, never a fact: who handles it reads the subject and decides. One that came too early or twice does
-- nothing. It holds no business data and is global, so that a worker finds the due ones of all partners: it leaps over
-- the primary key from partner to partner, which costs by the number of partners, not of timers.
create table timers (
  partner_id text collate "C" not null,
  due_at timestamptz not null,
  kind text collate "C" not null check (kind in ('booking', 'package')),
  subject_id text collate "C" not null,
  primary key (partner_id, due_at, kind, subject_id)
);

-- ── departure triggers ────────────────────────────────────────────────────────────────────────────────────────────
-- Null = not armed: a departure nobody chose (top-ups, gifts), or one already behind when it was stored.
alter table bookings add column cutoff_at timestamptz, add column about_to_depart_at timestamptz;

-- Each trigger once per booking and departure, whatever the clock does.
create table fired_triggers (
  partner_id text collate "C" not null,
  booking_id text collate "C" not null,
  trigger text collate "C" not null check (trigger in ('booking.within_cutoff', 'booking.about_to_depart')),
  departure_at timestamptz not null,
  primary key (partner_id, booking_id, trigger, departure_at),
  foreign key (partner_id, booking_id) references bookings
);

-- ── usage ─────────────────────────────────────────────────────────────────────────────────────────────────────────
alter table packages
  -- used_bytes = what the provider says of this package + what the usage rule gave it of the eSIM's figure
  add column reported_bytes bigint not null default 0,
  add column allocated_bytes bigint not null default 0,
  -- the highest threshold whose event is recorded: 0, 20, 50, 80, 100
  add column threshold smallint not null default 0,
  add column sequence integer not null default 0,
  -- partner's time of the last report that changed it
  add column reported_at timestamptz;
create unique index packages_provider on packages (partner_id, esim_id, provider_package_id);

alter table esims
  add column sequence integer not null default 0,
  -- bytes used where no package covers
  add column uncovered_bytes bigint not null default 0;

-- A provider's cumulative figure of an eSIM that it gives per visited country ('' = it does not say where).
create table esim_counters (
  partner_id text collate "C" not null,
  esim_id text collate "C" not null,
  iso3 text collate "C" not null,
  used_bytes bigint not null,
  primary key (partner_id, esim_id, iso3),
  foreign key (partner_id, esim_id) references esims
);

-- When to ask the provider if it stays silent; null = nothing on the eSIM can change.
alter table iccids add column poll_at timestamptz;
create index iccids_poll on iccids (poll_at) where poll_at is not null;

-- What providers said, stored before it is answered and applied by a job. Without activation codes. Global: a report
-- names an ICCID, whose owner is looked up when it is applied.
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

-- ── webhooks: event → delivery → attempt ──────────────────────────────────────────────────────────────────────────
alter table events
  add column recorded_at timestamptz not null default now(),
  add column is_test boolean not null default false;
-- The feed: by transaction, then id.
create index events_feed on events (partner_id, tx, id);
-- Each threshold, activation and expiry of a package is one event.
create unique index events_package_once on events (partner_id, entity_id, type)
  where type in ('package.activated', 'package.usage.20_percent', 'package.usage.50_percent', 'package.usage.80_percent',
                 'package.usage.100_percent', 'package.expired');

create table webhook_endpoints (
  partner_id text collate "C" primary key references partners,
  -- null = none configured yet
  url text,
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

-- Global, so that a worker finds the due ones of all partners; it holds no business data.
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
);
create index deliveries_due on deliveries (partner_id, next_attempt_at) where next_attempt_at is not null;

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
  recorded_at timestamptz not null default now(),
  primary key (partner_id, event_id, number)
);

-- ── messages: what goes out to people ─────────────────────────────────────────────────────────────────────────────
create table messages (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  channel text not null check (channel in ('EMAIL', 'SMS', 'WHATSAPP', 'PUSH_NOTIFICATION')),
  kind text collate "C" not null,
  -- what it is about; with kind and recipient it goes out once
  subject_id text collate "C" not null,
  recipient text collate "C" not null,
  locale text not null,
  subject text not null,
  text text not null,
  html text not null,
  data jsonb not null default '{}',
  status text not null check (status in ('stored')),
  created_at timestamptz not null,
  primary key (partner_id, id),
  unique (partner_id, kind, subject_id, recipient)
);

do $$
declare t text;
begin
  foreach t in array array['fired_triggers', 'esim_counters', 'webhook_endpoints', 'attempts', 'messages'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy partner on %I using (partner_id = current_setting(''hubby.partner_id'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on partner_clocks, timers, fired_triggers, esim_counters, provider_reports, webhook_endpoints, deliveries, attempts, messages to hubby_app;

create index traveler_emails_traveler on traveler_emails (partner_id, traveler_id);

-- ── the sandbox telco: usage ──────────────────────────────────────────────────────────────────────────────────────
-- Bytes that a profile used in a country and that the telco did not count on a package; cumulative.
create table telco.usage (
  iccid      text not null references telco.profiles (iccid),
  iso3       text not null check (iso3 ~ '^[A-Z]{3}$'),
  customer   text not null,
  used_bytes bigint not null check (used_bytes >= 0),
  primary key (iccid, iso3)
);
create index on telco.usage (customer);
grant select, insert, update, delete on telco.usage to hubby_app;

-- ── deliveries: claimed, attempted outside, written down ───────────────────────────────────────────────────────────
-- A claim stays on its page.
alter table deliveries set (fillfactor = 70);
-- Room beside the rows that change often: an update within the page touches no index, also in tables of many gigabytes.
alter table packages set (fillfactor = 80);
alter table esims set (fillfactor = 90);
alter table bookings set (fillfactor = 90);
-- Waiting for an endpoint that is switched off: taken up again when it is switched on.
create index deliveries_parked on deliveries (partner_id) where state = 'pending' and next_attempt_at is null;
