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

-- ── events, with their deliveries ─────────────────────────────────────────────────────────────────────────────────
create index traveler_emails_traveler on traveler_emails (partner_id, traveler_id);

-- One event, and its delivery where the partner's endpoint wants it. p_default: whether the catalogue sends it to those
-- who set no flag. Answers whether there is something to deliver (wake('deliveries') after the commit); null = a package
-- that has had this event is not given it again.
drop function record_event(text, text, text, text, integer, timestamptz, jsonb);
create function record_event(p_partner text, p_id text, p_type text, p_entity text, p_sequence integer, p_at timestamptz, p_data jsonb, p_default boolean default true)
returns boolean language plpgsql as $$
declare
  v_data jsonb := p_data || jsonb_build_object('partner_id', p_partner, 'sequence', p_sequence);
  v_flags jsonb;
begin
  if p_type like 'package.%' then
    insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
    values (p_partner, p_id, p_type, p_entity, p_sequence, p_at, v_data)
    on conflict (partner_id, entity_id, type)
      where type in ('package.activated', 'package.usage.20_percent', 'package.usage.50_percent', 'package.usage.80_percent',
                     'package.usage.100_percent', 'package.expired')
    do nothing;
    if not found then return null; end if;
  else
    insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
    values (p_partner, p_id, p_type, p_entity, p_sequence, p_at, v_data);
  end if;
  select events into v_flags from webhook_endpoints where partner_id = p_partner and is_enabled and url is not null;
  if not found or not coalesce((v_flags->>translate(p_type, '.', '_'))::boolean, p_default) then return false; end if;
  insert into deliveries (partner_id, event_id, state, next_attempt_at, created_at, updated_at) values (p_partner, p_id, 'pending', p_at, p_at, p_at);
  return true;
end $$;

-- Everything a booking writes, in one statement: found again by its natural key (merge) or made, with its travelers,
-- queues, wanted eSIMs and event. `p` is made by domain/bookings/create-booking.ts:
--   { partner_id, now, booking {…, timer_at (when its first trigger is due, null = none)}, key_date, merge_only, assign_esim,
--     event_id, event (data of booking.created), has_emails,
--     travelers [ { id, external_user_id, email, provider, order_id, reference } ] in a fixed order,
--     queues [ { t (index into travelers), … } ] }
-- Answers { outcome: created | merged | unchanged | replayed, id, wanted (eSIMs to be made), deliver (whether its event has a
-- delivery) }; the caller reads a booking that it did not make.
-- Raises HB002 when merge_only and there is nothing to merge with.
-- The statements are plain ones with one index each: an "or" or an anti-join here was planned as a scan of the partner.
create or replace function create_booking(p jsonb) returns jsonb language plpgsql as $$
declare
  p_partner text := p->>'partner_id';
  b jsonb := p->'booking';
  v_queues jsonb := p->'queues';
  v_now timestamptz := (p->>'now')::timestamptz;
  v_id text := b->>'id';
  v_ref text := b->>'booking_id';
  v_request text := b->>'request_key';
  v_created boolean := true;
  v_outcome text := 'created';
  v_travelers text[] := '{}';
  v_traveler text;
  v_sequence integer := 1;
  v_wanted integer := 0;
  v_n integer := 0;
  v_deliver boolean := false;
  t jsonb;
begin
  perform set_config('hubby.partner_id', p_partner, true);

  -- The booking itself. A key whose booking is being cancelled right now vanishes under us: then try again.
  for attempt in 1..20 loop
    v_id := b->>'id';
    v_created := true;
    if v_request is not null then
      select id into v_id from bookings where partner_id = p_partner and request_key = v_request;
      if found then return jsonb_build_object('outcome', 'replayed', 'id', v_id, 'wanted', 0); end if;
      v_id := b->>'id';
    end if;
    exit when v_ref is null;
    insert into booking_keys (partner_id, booking_id, key_date, id) values (p_partner, v_ref, p->>'key_date', v_id) on conflict do nothing;
    exit when found;
    v_created := false;
    select k.id into v_id from booking_keys k where k.partner_id = p_partner and k.booking_id = v_ref and k.key_date = p->>'key_date';
    continue when v_id is null;
    select sequence into v_sequence from bookings where partner_id = p_partner and id = v_id and cancelled_at is null for no key update;
    exit when found;
    v_id := null;
  end loop;
  if v_id is null then raise exception 'booking neither found nor made'; end if;
  if v_created and (p->>'merge_only')::boolean then raise exception 'nothing to merge with' using errcode = 'HB002'; end if;

  for t in select value from jsonb_array_elements(p->'travelers') loop
    -- Nearly always the traveler is known and with this provider.
    select id into v_traveler from travelers where partner_id = p_partner and external_user_id = t->>'external_user_id' and provider = t->>'provider';
    if not found then
      v_traveler := ensure_traveler(p_partner, t->>'id', t->>'external_user_id', t->>'email', t->>'provider', v_now);
    end if;
    v_travelers := v_travelers || v_traveler;
  end loop;

  -- E-mails are recorded where free; two existing travelers are never merged. In the order of the e-mails, after all
  -- travelers: bookings that give the same ones to other people wait instead of dead-locking.
  if (p->>'has_emails')::boolean then
    insert into traveler_emails (partner_id, email, traveler_id)
    select p_partner, w.email, v_travelers[w.n]
    from rows from (jsonb_to_recordset(p->'travelers') as (external_user_id text, email text)) with ordinality as w(external_user_id, email, n)
    where w.external_user_id is not null and w.email is not null order by w.email, w.n
    on conflict do nothing;
  end if;

  if v_created then
    insert into bookings (partner_id, id, booking_id, request_key, departure_date, departure_at, is_departure_defaulted, return_date, ends_at,
      email, locale, custom_branding, contact, communication_options, data, kind, cutoff_at, about_to_depart_at, created_at, updated_at)
    values (p_partner, v_id, v_ref, v_request, b->>'departure_date', (b->>'departure_at')::timestamptz, (b->>'is_departure_defaulted')::boolean,
      b->>'return_date', (b->>'ends_at')::timestamptz, b->>'email', b->>'locale', b->>'custom_branding', b->'contact',
      b->'communication_options', nullif(b->'data', 'null'::jsonb), b->>'kind', (b->>'cutoff_at')::timestamptz,
      (b->>'about_to_depart_at')::timestamptz, v_now, v_now);
    if b->>'timer_at' is not null then
      insert into timers (partner_id, due_at, kind, subject_id) values (p_partner, (b->>'timer_at')::timestamptz, 'booking', v_id);
    end if;
  end if;

  -- Entries that are there already, whatever became of them, are skipped. The booking's lock keeps others from adding.
  if not v_created then
    select coalesce(jsonb_agg(e.value order by e.n), '[]'::jsonb) into v_queues from jsonb_array_elements(v_queues) with ordinality as e(value, n)
    where not exists (
      select 1 from package_queues x where x.partner_id = p_partner and x.booking_id = v_id and x.traveler_id = v_travelers[(e.value->>'t')::integer + 1]
        and x.fingerprint = e.value->>'fingerprint' and x.ordinal = (e.value->>'ordinal')::smallint);
    if jsonb_array_length(v_queues) = 0 then return jsonb_build_object('outcome', 'unchanged', 'id', v_id, 'wanted', 0); end if;
    v_outcome := 'merged';
    update bookings set updated_at = v_now, sequence = sequence + 1 where partner_id = p_partner and id = v_id returning sequence into v_sequence;
  end if;

  insert into package_queues (partner_id, id, booking_id, traveler_id, esim_type, fingerprint, ordinal, part, position, requested, bundle_id, template_id,
    provider, destination_id, iso3, coverage, covers, package_type, bytes, duration_days, traffic_policy, imsi, activation_window_days,
    b2b_price, b2c_price, currency, expires_at, created_at)
  select p_partner, q.id, v_id, v_travelers[q.t + 1], q.esim_type, q.fingerprint, q.ordinal, q.part, q.position, q.requested, q.bundle_id, q.template_id,
    q.provider, q.destination_id, q.iso3, q.coverage, q.covers, q.package_type, q.bytes, q.duration_days, q.traffic_policy, q.imsi,
    q.activation_window_days, q.b2b_price, q.b2c_price, q.currency, q.expires_at, v_now
  from jsonb_to_recordset(v_queues) as q(t integer, id text, esim_type text, fingerprint text, ordinal smallint, part smallint, position integer, requested jsonb,
    bundle_id text, template_id text, provider text, destination_id text, iso3 text, coverage text[], covers text[], package_type text,
    bytes bigint, duration_days integer, traffic_policy text, imsi text, activation_window_days integer, b2b_price integer, b2c_price integer,
    currency text, expires_at timestamptz);

  if (p->>'assign_esim')::boolean then
    for t in select value from jsonb_array_elements(p->'travelers') loop
      v_n := v_n + 1;
      continue when t->>'provider' is null;
      perform 1 from esims where partner_id = p_partner and traveler_id = v_travelers[v_n] and type = 'universal' and archived_at is null;
      continue when found;
      insert into provider_orders (id, partner_id, traveler_id, kind, provider, reference, state, next_attempt_at)
      values (t->>'order_id', p_partner, v_travelers[v_n], 'create_esim', t->>'provider', (t->>'reference')::uuid, 'intent', now()) on conflict do nothing;
      if found then v_wanted := v_wanted + 1; end if;
    end loop;
  end if;

  if v_created then
    v_deliver := record_event(p_partner, p->>'event_id', 'booking.created', v_id, 1, v_now, p->'event');
  else
    v_deliver := record_event(p_partner, p->>'event_id', 'booking.updated', v_id, v_sequence, v_now, booking_event_data(p_partner, v_id));
  end if;
  return jsonb_build_object('outcome', v_outcome, 'id', v_id, 'wanted', v_wanted, 'deliver', v_deliver);
end $$;

-- What the departure triggers say beside the booking's own fields: who travels, and whether their eSIM is on a device.
create function trigger_event_data(p_partner text, p_booking text, p_at timestamptz) returns jsonb language sql stable as $$
  select booking_event_data(p_partner, p_booking) || jsonb_build_object(
    'travelers', coalesce(jsonb_agg(jsonb_build_object('external_user_id', w.external_user_id, 'email', w.email, 'esim_installed', w.installed) order by w.created_at, w.position), '[]'::jsonb),
    'external_user_id', (array_agg(w.external_user_id order by w.created_at, w.position))[1],
    'esim_installed', coalesce(bool_and(w.installed), false),
    'hours_to_departure', (select round((extract(epoch from b.departure_at - p_at) / 3600)::numeric, 2) from bookings b where b.partner_id = p_partner and b.id = p_booking))
  from (
    select distinct on (q.traveler_id) q.created_at, q.position, t.external_user_id,
      coalesce(q.requested->>'email', (select min(m.email) from traveler_emails m where m.partner_id = p_partner and m.traveler_id = q.traveler_id)) as email,
      exists (select 1 from esims e where e.partner_id = p_partner and e.traveler_id = q.traveler_id and e.archived_at is null
        and e.status in ('INSTALLED', 'ENABLED', 'DISABLED')) as installed
    from package_queues q join travelers t on t.partner_id = p_partner and t.id = q.traveler_id
    where q.partner_id = p_partner and q.booking_id = p_booking
    order by q.traveler_id, q.created_at, q.position) w
$$;

-- Fires what is due of these bookings, each at its own instant (not ahead of the partner's time), in the order given,
-- and sets their next timers. Two event ids per booking. Answers whether there is something to deliver.
create function fire_booking_triggers(p_partner text, p_bookings text[], p_ats timestamptz[], p_event_ids text[]) returns boolean language plpgsql as $$
declare
  b record;
  f record;
  v_sequence integer;
  v_deliver boolean := false;
begin
  -- In the order of their ids, so that two workers wait for one another instead of dead-locking.
  perform 1 from bookings where partner_id = p_partner and id = any(p_bookings) order by id for no key update;
  for b in
    select k.id, k.departure_at, k.cutoff_at, k.about_to_depart_at, w.at, w.n::integer as n
    from unnest(p_bookings, p_ats) with ordinality as w(id, at, n) join bookings k on k.partner_id = p_partner and k.id = w.id
    where k.cancelled_at is null and k.departure_at > w.at order by w.n
  loop
    for f in
      select * from (values ('booking.within_cutoff', b.cutoff_at, 1), ('booking.about_to_depart', b.about_to_depart_at, 0)) as x(trigger, due_at, back)
      where x.due_at <= b.at order by x.due_at, x.back desc
    loop
      insert into fired_triggers (partner_id, booking_id, trigger, departure_at) values (p_partner, b.id, f.trigger, b.departure_at) on conflict do nothing;
      continue when not found;
      update bookings set sequence = sequence + 1 where partner_id = p_partner and id = b.id returning sequence into v_sequence;
      if record_event(p_partner, p_event_ids[b.n * 2 - f.back], f.trigger, b.id, v_sequence, b.at, trigger_event_data(p_partner, b.id, b.at)) then v_deliver := true; end if;
    end loop;
    insert into timers (partner_id, due_at, kind, subject_id)
    select p_partner, min(x.due_at), 'booking', b.id from (values (b.cutoff_at), (b.about_to_depart_at)) as x(due_at) where x.due_at > b.at having min(x.due_at) is not null
    on conflict do nothing;
  end loop;
  return v_deliver;
end $$;

-- ── usage reports: read and written in batches over several partners ──────────────────────────────────────────────
-- Locks these eSIMs and answers each with its packages, and its counters where they are wanted. Whoever changes the usage,
-- state or time of an eSIM or its packages holds the eSIM's lock, taken in the order of partner and id, so the packages
-- need none of their own. Packages as whole rows, which become JSON faster than chosen columns do.
-- p: [ { partner_id, esims: [ id ] } ] in the order of the partners.
create function lock_esims(p jsonb, p_counters boolean) returns table (partner_id text, id text, iccid text, provider text, status text, status_at timestamptz,
  sequence integer, uncovered_bytes bigint, packages json, counters json) language plpgsql as $$
declare
  v record;
begin
  for v in select w.value->>'partner_id' as partner_id, array(select jsonb_array_elements_text(w.value->'esims')) as esims from jsonb_array_elements(p) w loop
    perform set_config('hubby.partner_id', v.partner_id, true);
    perform 1 from unnest(v.esims) as x(id) join esims e on e.partner_id = v.partner_id and e.id = x.id order by e.id for no key update of e;
    return query
      select e.partner_id, e.id, e.iccid, e.provider, e.status, e.status_at, e.sequence, e.uncovered_bytes,
        (select json_agg(k) from packages k where k.partner_id = v.partner_id and k.esim_id = e.id and k.status <> 'CANCELLED'),
        case when p_counters then (select json_object_agg(c.iso3, c.used_bytes) from esim_counters c where c.partner_id = v.partner_id and c.esim_id = e.id) end
      from unnest(v.esims) as x(id) join esims e on e.partner_id = v.partner_id and e.id = x.id;
  end loop;
end $$;

-- Writes back what changed of locked eSIMs. `figures` are packages of which nothing but bytes changed: nearly all.
-- p: [ { partner_id, esims: [ … ], packages: [ … ], figures: [ … ], counters: [ … ], timers: [ … ] } ]
create function save_esims(p json) returns void language plpgsql as $$
declare
  v json;
  v_partner text;
begin
  for v in select value from json_array_elements(p) loop
    v_partner := v->>'partner_id';
    perform set_config('hubby.partner_id', v_partner, true);
    update esims e set status = x.status, status_at = x.status_at, sequence = x.sequence, uncovered_bytes = x.uncovered_bytes, last_updated = greatest(e.last_updated, x.at)
    from json_to_recordset(v->'esims') as x(id text, status text, status_at timestamptz, sequence integer, uncovered_bytes bigint, at timestamptz)
    where e.partner_id = v_partner and e.id = x.id;
    update packages k set used_bytes = x.u, reported_bytes = x.r, allocated_bytes = x.a, reported_at = greatest(k.reported_at, x.at)
    from json_to_recordset(v->'figures') as x(id text, u bigint, r bigint, a bigint, at timestamptz)
    where k.partner_id = v_partner and k.id = x.id;
    update packages k set used_bytes = x.used_bytes, reported_bytes = x.reported_bytes, allocated_bytes = x.allocated_bytes, threshold = x.threshold,
      sequence = x.sequence, status = x.status, date_activated = x.activated_at, expires_at = x.expires_at, reported_at = greatest(k.reported_at, x.at)
    from json_to_recordset(v->'packages') as x(id text, used_bytes bigint, reported_bytes bigint, allocated_bytes bigint, threshold smallint, sequence integer,
      status text, activated_at timestamptz, expires_at timestamptz, at timestamptz)
    where k.partner_id = v_partner and k.id = x.id;
    insert into esim_counters (partner_id, esim_id, iso3, used_bytes)
    select v_partner, x.esim_id, x.iso3, x.used_bytes from json_to_recordset(v->'counters') as x(esim_id text, iso3 text, used_bytes bigint)
    on conflict (partner_id, esim_id, iso3) do update set used_bytes = excluded.used_bytes;
    insert into timers (partner_id, due_at, kind, subject_id)
    select v_partner, x.due_at, 'package', x.id from json_to_recordset(v->'timers') as x(id text, due_at timestamptz)
    on conflict do nothing;
  end loop;
end $$;

-- What decides whether a silent eSIM is asked for: p as for lock_esims. `heard_at` is partner's time.
create function esims_to_poll(p jsonb) returns table (id text, provider text, heard_at timestamptz, is_live boolean) language plpgsql as $$
declare
  v record;
begin
  for v in select w.value->>'partner_id' as partner_id, array(select jsonb_array_elements_text(w.value->'esims')) as esims from jsonb_array_elements(p) w loop
    perform set_config('hubby.partner_id', v.partner_id, true);
    return query
      select e.id, e.provider, greatest(e.last_updated, k.reported_at), coalesce(k.is_live, false)
      from unnest(v.esims) as x(id) join esims e on e.partner_id = v.partner_id and e.id = x.id, lateral (
        select max(k.reported_at) as reported_at, bool_or(k.status = 'ACTIVE') as is_live from packages k where k.partner_id = v.partner_id and k.esim_id = e.id) k;
  end loop;
end $$;

-- As in 001, with when a package was last reported: the eSIM is as fresh as the newest of its packages.
create or replace function user_dashboard(p_partner text, p_external text) returns json language plpgsql as $$
declare
  v_dashboard json;
begin
  perform set_config('hubby.partner_id', p_partner, true);
  select json_build_object(
    'traveler_id', t.id,
    'esim', case when e.id is not null then json_build_object('id', e.id, 'iccid', e.iccid, 'provider', e.provider, 'lpa_sealed', encode(e.lpa_sealed, 'base64'),
      'status', e.status, 'type', e.type, 'time_assigned', e.time_assigned, 'last_updated', e.last_updated) end,
    'queues', coalesce((select json_agg(json_build_object('id', q.id, 'iso3', q.iso3, 'bytes', q.bytes, 'duration_days', q.duration_days,
        'package_type', q.package_type, 'covers', q.covers, 'created_at', q.created_at, 'redeemed_at', q.redeemed_at) order by q.created_at desc, q.position, q.id)
      from package_queues q where q.partner_id = p_partner and q.traveler_id = t.id and q.esim_type = 'universal' and q.cancelled_at is null), '[]'::json),
    'packages', coalesce((select json_agg(json_build_object('id', k.id, 'queue_id', k.queue_id, 'bundle_id', k.bundle_id, 'template_id', k.template_id,
        'iso3', k.iso3, 'package_type', k.package_type, 'total_bytes', k.total_bytes, 'used_bytes', k.used_bytes, 'duration_days', k.duration_days,
        'status', k.status, 'assigned_at', k.assigned_at, 'date_activated', k.date_activated, 'expires_at', k.expires_at, 'reported_at', k.reported_at) order by k.assigned_at desc, k.id desc)
      from packages k where k.partner_id = p_partner and k.esim_id = e.id and k.status <> 'CANCELLED'), '[]'::json))
  into v_dashboard
  from travelers t left join esims e on e.partner_id = p_partner and e.traveler_id = t.id and e.type = 'universal' and e.archived_at is null
  where t.partner_id = p_partner and t.external_user_id = p_external;
  return v_dashboard;
end $$;

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

-- A profile as reports and answers show it.
create function telco.esim_json(f telco.profiles) returns json language sql stable as $$
  select json_build_object(
    'profile', telco.profile_json(f),
    'state_changed_at', f.state_changed_at,
    'packages', coalesce((select json_agg(telco.package_json(p) order by p.id) from telco.packages p where p.iccid = f.iccid), '[]'),
    'usage', coalesce((select json_agg(json_build_object('iso3', u.iso3, 'used_bytes', u.used_bytes) order by u.iso3) from telco.usage u where u.iccid = f.iccid), '[]'))
$$;

-- What a device can do to its profile. At least a millisecond after the last change, since clients drop reports that are
-- not newer than what they know; a profile nobody touched has none.
create function telco.change_state(p_account text, p_iccid text, p_to text, p_from text[], p_at timestamptz, out refusal text, out esim json)
language plpgsql volatile as $$
declare
  f telco.profiles;
begin
  select * into f from telco.profiles where account = p_account and iccid = p_iccid for update;
  if not found then
    refusal := 'profile_not_found';
  elsif f.state <> all (p_from) then
    refusal := 'illegal_transition';
  else
    update telco.profiles set state = p_to,
      state_changed_at = case when f.state = 'RELEASED' then p_at else greatest(p_at, f.state_changed_at + interval '1 ms') end
    where iccid = p_iccid returning * into f;
    esim := telco.esim_json(f);
  end if;
end $$;

-- Traffic of a device: counted on a package, at most what is left of it, or by country on the profile.
create function telco.consume(p_account text, p_iccid text, p_bytes bigint, p_iso3 text, p_package_id bigint, p_at timestamptz,
  out refusal text, out consumed bigint, out esim json)
language plpgsql volatile as $$
declare
  f telco.profiles;
  p telco.packages;
begin
  select * into f from telco.profiles where account = p_account and iccid = p_iccid for update;
  if not found then refusal := 'profile_not_found'; return; end if;
  if f.state <> 'ENABLED' then refusal := 'profile_not_enabled'; return; end if;
  if p_package_id is null then
    insert into telco.usage as u (iccid, iso3, customer, used_bytes) values (p_iccid, p_iso3, f.customer, p_bytes)
    on conflict (iccid, iso3) do update set used_bytes = least(u.used_bytes + excluded.used_bytes, 9007199254740991);
    consumed := p_bytes;
  else
    select * into p from telco.packages where id = p_package_id and iccid = p_iccid for update;
    if not found then refusal := 'package_not_found'; return; end if;
    if p.status in ('CANCELLED', 'EXPIRED') or p.expires_at <= p_at then refusal := 'package_not_active'; return; end if;
    consumed := least(p_bytes, coalesce(p.total_bytes, 9007199254740991) - p.used_bytes);
    if consumed > 0 then
      update telco.packages set used_bytes = p.used_bytes + consumed, activated_at = coalesce(p.activated_at, p_at),
        expires_at = coalesce(p.expires_at, p_at + p.duration_days * interval '24 h'),
        status = case when p.used_bytes + consumed >= p.total_bytes then 'DEPLETED' else p.status end
      where id = p.id;
    end if;
  end if;
  esim := telco.esim_json(f);
end $$;

-- ── deliveries: claimed, attempted outside, written down ───────────────────────────────────────────────────────────
-- A claim stays on its page.
alter table deliveries set (fillfactor = 70);
-- Room beside the rows that change often: an update within the page touches no index, also in tables of many gigabytes.
alter table packages set (fillfactor = 80);
alter table esims set (fillfactor = 90);
alter table bookings set (fillfactor = 90);
-- Waiting for an endpoint that is switched off: taken up again when it is switched on.
create index deliveries_parked on deliveries (partner_id) where state = 'pending' and next_attempt_at is null;

-- Takes up to p_limit deliveries that are due, for p_lease_s seconds. p_until null: at the partner's present time (p_now is
-- ours), nothing while its clock is being moved. p_from: where an earlier look has come to. The endpoint stands in the
-- first row. Without an endpoint to send to, all that is planned is put aside instead.
-- A claim that a crash loses only repeats an attempt, so its commit waits for no disk.
create function claim_deliveries(p_partner text, p_now timestamptz, p_until timestamptz, p_from timestamptz, p_limit integer, p_lease_s integer)
returns table (event_id text, type text, occurred_at timestamptz, data text, tries smallint, fence integer, due_at timestamptz, touched_at timestamptz, offset_ms bigint,
  url text, key_header text, key_prefix text, key_sealed bytea, secret_sealed bytea, previous_secret_sealed bytea)
language plpgsql as $$
#variable_conflict use_column
declare
  e webhook_endpoints;
  v_until timestamptz := p_until;
  v_offset bigint := 0;
  v_is_moving boolean;
  v_ids text[];
begin
  perform set_config('hubby.partner_id', p_partner, true), set_config('synchronous_commit', 'off', true),
    -- Planned once, and for the indexes whatever the statistics of a new table say.
    set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true);
  if p_until is null then
    -- Locked, so that who moves the clock sees either this claim or its own mark respected.
    select c.offset_ms, coalesce(c.advancing_until > clock_timestamp(), false) into v_offset, v_is_moving from partner_clocks c where c.partner_id = p_partner for share;
    if v_is_moving then return; end if;
    v_offset := coalesce(v_offset, 0);
    v_until := p_now + v_offset * interval '1 ms';
  end if;
  select * into e from webhook_endpoints where partner_id = p_partner;
  if e.is_enabled is not true or e.url is null then
    -- Locked against being switched on, which takes up what is put aside here.
    perform 1 from webhook_endpoints where partner_id = p_partner for share;
    if not exists (select 1 from webhook_endpoints where partner_id = p_partner and is_enabled and url is not null) then
      update deliveries d set next_attempt_at = null where (d.partner_id, d.event_id) in (
        select w.partner_id, w.event_id from deliveries w where w.partner_id = p_partner and w.next_attempt_at is not null
          and (w.lease_until is null or w.lease_until < clock_timestamp()) for update skip locked);
    end if;
    return;
  end if;
  v_ids := array(
    select d.event_id from deliveries d
    where d.partner_id = p_partner and d.next_attempt_at >= p_from and d.next_attempt_at <= v_until and (d.lease_until is null or d.lease_until < clock_timestamp())
    order by d.next_attempt_at limit p_limit for update skip locked);
  return query
  with taken as materialized (
    update deliveries d set lease_until = clock_timestamp() + p_lease_s * interval '1 s', fence = d.fence + 1
    where d.partner_id = p_partner and d.event_id = any(v_ids)
    returning d.event_id, d.tries, d.fence, d.next_attempt_at, d.updated_at),
  whole as (
    -- "offset 0" keeps it a look-up of each by the primary key.
    select t.*, v.type, v.occurred_at, v.data, row_number() over () = 1 as is_first
    from taken t, lateral (select v.type, v.occurred_at, v.data::text as data from events v where v.partner_id = p_partner and v.id = t.event_id offset 0) v)
  select w.event_id, w.type, w.occurred_at, w.data, w.tries, w.fence, w.next_attempt_at, w.updated_at, v_offset,
    case when w.is_first then e.url end, case when w.is_first then e.key_header end, case when w.is_first then e.key_prefix end, case when w.is_first then e.key_sealed end,
    case when w.is_first then e.secret_sealed end, case when w.is_first and e.previous_secret_until > clock_timestamp() then e.previous_secret_sealed end
  from whole w;
end $$;

-- Writes attempts down, one per event: each becomes a row; the delivery changes only where the claim is still the one it
-- was made under. p_events: their ids, in p_results too. Answers how the endpoint stood before.
create function record_attempts(p_partner text, p_events text[], p_results json)
returns table (is_enabled boolean, failing_since timestamptz, warnings smallint)
language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('hubby.partner_id', p_partner, true), set_config('synchronous_commit', 'off', true),
    set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true);
  with r as materialized (
    select * from json_to_recordset(p_results) as r(event_id text, fence integer, state text, tries smallint, next_attempt_at timestamptz, attempted_at timestamptz,
      ended_at timestamptz, url text, duration_ms integer, status_code smallint, error text, response_body text)),
  d as (
    update deliveries d set attempts = d.attempts + 1, updated_at = r.ended_at,
      state = case when d.fence = r.fence then r.state else d.state end,
      tries = case when d.fence = r.fence then r.tries else d.tries end,
      next_attempt_at = case when d.fence = r.fence then r.next_attempt_at else d.next_attempt_at end,
      lease_until = case when d.fence = r.fence then null else d.lease_until end
    from r where d.partner_id = p_partner and d.event_id = any(p_events) and d.event_id = r.event_id
    returning d.attempts, r.event_id, r.attempted_at, r.url, r.duration_ms, r.status_code, r.error, r.response_body)
  insert into attempts (partner_id, event_id, number, attempted_at, url, duration_ms, status_code, error, response_body)
  select p_partner, d.event_id, d.attempts, d.attempted_at, d.url, d.duration_ms, d.status_code, d.error, d.response_body from d;
  return query select e.is_enabled, e.failing_since, e.warnings from webhook_endpoints e where e.partner_id = p_partner;
end $$;
