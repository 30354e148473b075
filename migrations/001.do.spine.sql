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

-- ── operations that must be one round trip ────────────────────────────────────────────────────────────────────────

-- plpgsql keeps the plan of its insert; a function in SQL would be planned anew for every call.
create function record_event(p_partner text, p_id text, p_type text, p_entity text, p_sequence integer, p_at timestamptz, p_data jsonb)
returns void language plpgsql as $$
begin
  insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
  values (p_partner, p_id, p_type, p_entity, p_sequence, p_at, p_data || jsonb_build_object('partner_id', p_partner, 'sequence', p_sequence));
end $$;

-- The uuid of the wire, from a queue's id.
create function queue_uuid(p_id text) returns text language sql immutable parallel safe as $$
  select substr(p_id, 4)::uuid::text
$$;

-- Data of booking.created, booking.updated and booking.cancelled.
create function booking_event_data(p_partner text, p_booking text) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'booking_id', b.id,
    'external_booking_id', b.booking_id,
    'departure_date', b.departure_date,
    'package_queues', coalesce((
      select jsonb_agg(jsonb_build_object('id', q.id, 'uuid', queue_uuid(q.id), 'iso3', q.iso3, 'esim_type', q.esim_type) order by q.created_at, q.position, q.id)
      from package_queues q where q.partner_id = p_partner and q.booking_id = p_booking), '[]'::jsonb),
    'promo_codes', '[]'::jsonb)
  from bookings b where b.partner_id = p_partner and b.id = p_booking
$$;

-- The traveler behind an entry, made when new; known by p_external, or by p_email where that is null.
-- Raises HB001 when the traveler already belongs to another provider than the plan assumed (detail = that provider).
create function ensure_traveler(p_partner text, p_new_id text, p_external text, p_email text, p_provider text, p_at timestamptz)
returns text language plpgsql as $$
declare
  v_id text;
  v_provider text;
begin
  for attempt in 1..10 loop
    if p_external is not null then
      select id, provider into v_id, v_provider from travelers where partner_id = p_partner and external_user_id = p_external;
    else
      select t.id, t.provider into v_id, v_provider from traveler_emails e join travelers t using (partner_id)
      where e.partner_id = p_partner and e.email = p_email and t.id = e.traveler_id;
    end if;
    exit when v_id is not null;
    if p_external is not null then
      insert into travelers (partner_id, id, external_user_id, provider, created_at)
      values (p_partner, p_new_id, p_external, p_provider, p_at)
      on conflict do nothing returning id, provider into v_id, v_provider;
      exit when v_id is not null;
    else
      insert into travelers (partner_id, id, provider, created_at) values (p_partner, p_new_id, p_provider, p_at) on conflict do nothing;
      insert into traveler_emails (partner_id, email, traveler_id) values (p_partner, p_email, p_new_id) on conflict do nothing;
      if found then
        v_id := p_new_id; v_provider := p_provider;
      else
        delete from travelers where partner_id = p_partner and id = p_new_id;
      end if;
    end if;
  end loop;
  if v_id is null then raise exception 'traveler neither found nor made'; end if;
  if p_provider is not null and v_provider is distinct from p_provider then
    update travelers set provider = p_provider where partner_id = p_partner and id = v_id and provider is null;
    if not found then
      select provider into v_provider from travelers where partner_id = p_partner and id = v_id;
      if v_provider <> p_provider then raise exception 'provider' using errcode = 'HB001', detail = v_provider; end if;
    end if;
  end if;
  return v_id;
end $$;

-- Everything a booking writes, in one statement: found again by its natural key (merge) or made, with its travelers,
-- queues, wanted eSIMs and event. `p` is made by domain/bookings/create-booking.ts:
--   { partner_id, now, booking {…}, key_date, merge_only, assign_esim, event_id, event (data of booking.created), has_emails,
--     travelers [ { id, external_user_id, email, provider, order_id, reference } ] in a fixed order,
--     queues [ { t (index into travelers), … } ] }
-- Answers { outcome: created | merged | unchanged | replayed, id, wanted }; the caller reads a booking that it did not make.
-- Raises HB002 when merge_only and there is nothing to merge with.
-- The statements are plain ones with one index each: an "or" or an anti-join here was planned as a scan of the partner.
create function create_booking(p jsonb) returns jsonb language plpgsql as $$
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
      email, locale, custom_branding, contact, communication_options, data, kind, created_at, updated_at)
    values (p_partner, v_id, v_ref, v_request, b->>'departure_date', (b->>'departure_at')::timestamptz, (b->>'is_departure_defaulted')::boolean,
      b->>'return_date', (b->>'ends_at')::timestamptz, b->>'email', b->>'locale', b->>'custom_branding', b->'contact',
      b->'communication_options', nullif(b->'data', 'null'::jsonb), b->>'kind', v_now, v_now);
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
    perform record_event(p_partner, p->>'event_id', 'booking.created', v_id, 1, v_now, p->'event');
  else
    perform record_event(p_partner, p->>'event_id', 'booking.updated', v_id, v_sequence, v_now, booking_event_data(p_partner, v_id));
  end if;
  return jsonb_build_object('outcome', v_outcome, 'id', v_id, 'wanted', v_wanted);
end $$;

-- All that the user dashboard shows of one traveler, null when there is none.
create function user_dashboard(p_partner text, p_external text) returns json language plpgsql as $$
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
        'status', k.status, 'assigned_at', k.assigned_at, 'date_activated', k.date_activated, 'expires_at', k.expires_at) order by k.assigned_at desc, k.id desc)
      from packages k where k.partner_id = p_partner and k.esim_id = e.id and k.status <> 'CANCELLED'), '[]'::json))
  into v_dashboard
  from travelers t left join esims e on e.partner_id = p_partner and e.traveler_id = t.id and e.type = 'universal' and e.archived_at is null
  where t.partner_id = p_partner and t.external_user_id = p_external;
  return v_dashboard;
end $$;
