-- Made by: npm run docs:schema
CREATE SCHEMA telco;

CREATE FUNCTION public.booking_event_data(p_partner text, p_booking text) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
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

CREATE FUNCTION public.create_booking(p jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.ensure_traveler(p_partner text, p_new_id text, p_external text, p_email text, p_provider text, p_at timestamp with time zone) RETURNS text
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.queue_uuid(p_id text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select substr(p_id, 4)::uuid::text
$$;

CREATE FUNCTION public.record_event(p_partner text, p_id text, p_type text, p_entity text, p_sequence integer, p_at timestamp with time zone, p_data jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
  values (p_partner, p_id, p_type, p_entity, p_sequence, p_at, p_data || jsonb_build_object('partner_id', p_partner, 'sequence', p_sequence));
end $$;

CREATE FUNCTION public.user_dashboard(p_partner text, p_external text) RETURNS json
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION telco.cancel_package(p_account text, p_customer text, p_package_id bigint, p_at timestamp with time zone, OUT refusal text, OUT fault text, OUT replayed boolean, OUT placed json) RETURNS record
    LANGUAGE plpgsql
    SET lock_timeout TO '1500ms'
    AS $$
declare
  p telco.packages;
begin
  replayed := false;
  fault := telco.take_fault(p_customer);
  select * into p from telco.packages
    where id = p_package_id and account = p_account and customer = p_customer for update;
  if fault in ('timeout_before', 'error') then
    null;
  elsif p.id is null then
    refusal := 'package_not_found';
  elsif p.cancelled_at is not null then
    replayed := true;
  elsif fault = 'out_of_stock' then
    refusal := 'out_of_stock';
  elsif p.used_bytes > 0 or p.activated_at is not null or p.status <> 'ACTIVE' then
    refusal := 'package_in_use';
  else
    update telco.packages set status = 'CANCELLED', cancelled_at = p_at where id = p.id returning * into p;
  end if;
  insert into telco.calls (account, customer, kind, reference, outcome, fault, at)
  values (p_account, p_customer, 'cancel_package', p.reference,
    case when fault in ('timeout_before', 'error') then 'fault' when refusal is not null then 'refused'
      when replayed then 'replayed' else 'cancelled' end, fault, p_at);
  if refusal is null and p.id is not null then placed := telco.package_json(p); end if;
end
$$;

CREATE FUNCTION telco.luhn_digit(digits text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT
    AS $$
  select ((10 - sum(case when (length(digits) - i) % 2 = 0 then d * 2 - case when d > 4 then 9 else 0 end else d end) % 10) % 10)::text
  from generate_series(1, length(digits)) i, lateral (select substr(digits, i, 1)::int as d) s
$$;

CREATE TABLE telco.orders (
    id bigint NOT NULL,
    account text NOT NULL,
    customer text NOT NULL,
    reference text NOT NULL,
    idempotency_key text,
    kind text NOT NULL,
    iccid text NOT NULL,
    package_id bigint,
    template_id text,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT orders_check CHECK ((idempotency_key = reference)),
    CONSTRAINT orders_check1 CHECK (((package_id IS NULL) = (template_id IS NULL))),
    CONSTRAINT orders_kind_check CHECK ((kind = ANY (ARRAY['create_esim'::text, 'add_package'::text])))
);

CREATE FUNCTION telco.order_json(o telco.orders) RETURNS json
    LANGUAGE sql STABLE
    AS $$
  select json_build_object(
    'id', o.id::text,
    'reference', o.reference,
    'kind', o.kind,
    'status', case when p.cancelled_at is null then 'confirmed' else 'cancelled' end,
    'package_id', o.package_id::text,
    'template_id', o.template_id,
    'created_at', o.created_at,
    'profile', telco.profile_json(f))
  from telco.profiles f left join telco.packages p on p.order_id = o.id
  where f.iccid = o.iccid
$$;

CREATE TABLE telco.packages (
    id bigint NOT NULL,
    account text NOT NULL,
    customer text NOT NULL,
    iccid text NOT NULL,
    order_id bigint NOT NULL,
    reference text NOT NULL,
    template_id text NOT NULL,
    total_bytes bigint,
    used_bytes bigint DEFAULT 0 NOT NULL,
    duration_days integer NOT NULL,
    coverage text[] NOT NULL,
    status text DEFAULT 'ACTIVE'::text NOT NULL,
    assigned_at timestamp with time zone NOT NULL,
    activated_at timestamp with time zone,
    expires_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    CONSTRAINT packages_check CHECK ((used_bytes <= total_bytes)),
    CONSTRAINT packages_check1 CHECK (((status = 'CANCELLED'::text) = (cancelled_at IS NOT NULL))),
    CONSTRAINT packages_duration_days_check CHECK ((duration_days > 0)),
    CONSTRAINT packages_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'DEPLETED'::text, 'EXPIRED'::text, 'CANCELLED'::text]))),
    CONSTRAINT packages_total_bytes_check CHECK ((total_bytes > 0)),
    CONSTRAINT packages_used_bytes_check CHECK ((used_bytes >= 0))
);

CREATE FUNCTION telco.package_json(p telco.packages) RETURNS json
    LANGUAGE sql STABLE
    AS $$
  select json_build_object(
    'package_id', p.id::text,
    'reference', p.reference,
    'template_id', p.template_id,
    'used_bytes', p.used_bytes,
    'total_bytes', p.total_bytes,
    'assigned_at', p.assigned_at,
    'activated_at', p.activated_at,
    'expires_at', p.expires_at,
    'status', p.status)
$$;

CREATE FUNCTION telco.place_order(p_account text, p_customer text, p_reference text, p_kind text, p_iccid text, p_template json, p_at timestamp with time zone, OUT refusal text, OUT fault text, OUT replayed boolean, OUT placed json) RETURNS record
    LANGUAGE plpgsql
    SET lock_timeout TO '1500ms'
    AS $$
declare
  a telco.accounts;
  o telco.orders;
  f telco.profiles;
  n text;
begin
  replayed := false;
  select * into a from telco.accounts where name = p_account;
  if not found then
    refusal := 'unknown_account';
    return;
  end if;

  if a.idempotent then
    -- Concurrent repeats queue here: none may meet a fault or an empty stock while another one provisions, since a
    -- clean refusal says that nothing was. That there is one order at most is the unique constraint's doing.
    perform pg_advisory_xact_lock(hashtextextended('telco ' || p_account || ' ' || p_reference, 0));
    select * into o from telco.orders where account = p_account and idempotency_key = p_reference;
  end if;

  -- What was provisioned is not refused for want of stock afterwards, so a replay leaves such a fault alone.
  fault := telco.take_fault(p_customer, case when o.id is not null then 'out_of_stock' end);

  if fault in ('timeout_before', 'error') then
    null;
  elsif o.id is not null then
    if (o.customer, o.kind, o.template_id) is distinct from (p_customer, p_kind, p_template ->> 'id')
      or (p_kind = 'add_package' and o.iccid <> p_iccid) then
      refusal := 'reference_reused';
    else
      replayed := true;
    end if;
  elsif fault = 'out_of_stock' then
    refusal := 'out_of_stock';
  else
    if p_kind = 'add_package' then
      select * into f from telco.profiles
        where iccid = p_iccid and account = p_account and customer = p_customer for share;
      refusal := case when not found then 'profile_not_found' when f.state = 'DELETED' then 'profile_deleted' end;
    end if;
    if refusal is null and (a.stock_profiles is not null or a.stock_packages is not null) then
      update telco.accounts set
        stock_profiles = stock_profiles - (p_kind = 'create_esim')::int,
        stock_packages = stock_packages - (p_template is not null)::int
      where name = p_account
        and (stock_profiles is null or p_kind <> 'create_esim' or stock_profiles > 0)
        and (stock_packages is null or p_template is null or stock_packages > 0);
      if not found then refusal := 'out_of_stock'; end if;
    end if;
    if refusal is null then
      if p_kind = 'create_esim' then
        n := lpad(nextval('telco.profile_number')::text, 10, '0');
        insert into telco.profiles (iccid, account, customer, subscriber_imsi, imsi_plan, smdp_host, matching_id, state_changed_at)
        values (a.iccid_prefix || n || telco.luhn_digit(a.iccid_prefix || n), p_account, p_customer, '99999' || n,
          p_template ->> 'imsi', 'rsp.' || p_account || '.example', upper(gen_random_uuid()::text), p_at)
        returning * into f;
      end if;
      insert into telco.orders (account, customer, reference, idempotency_key, kind, iccid, package_id, template_id, created_at)
      values (p_account, p_customer, p_reference, case when a.idempotent then p_reference end, p_kind, f.iccid,
        case when p_template is not null then nextval('telco.package_id') end, p_template ->> 'id', p_at)
      returning * into o;
      if p_template is not null then
        insert into telco.packages (id, account, customer, iccid, order_id, reference, template_id, total_bytes, duration_days, coverage, assigned_at)
        values (o.package_id, p_account, p_customer, f.iccid, o.id, p_reference, o.template_id, (p_template ->> 'bytes')::bigint,
          (p_template ->> 'duration_days')::int, array(select json_array_elements_text(p_template -> 'coverage')), p_at);
      end if;
    end if;
  end if;

  insert into telco.calls (account, customer, kind, reference, outcome, fault, at)
  values (p_account, p_customer, p_kind, p_reference,
    case when fault in ('timeout_before', 'error') then 'fault' when refusal is not null then 'refused'
      when replayed then 'replayed' else 'provisioned' end, fault, p_at);
  if refusal is null and o.id is not null then placed := telco.order_json(o); end if;
end
$$;

CREATE TABLE telco.profiles (
    iccid text NOT NULL,
    account text NOT NULL,
    customer text NOT NULL,
    subscriber_imsi text NOT NULL,
    imsi_plan text,
    smdp_host text NOT NULL,
    matching_id text NOT NULL,
    state text DEFAULT 'RELEASED'::text NOT NULL,
    state_changed_at timestamp with time zone NOT NULL,
    CONSTRAINT profiles_iccid_check CHECK ((iccid ~ '^89\d{17}$'::text)),
    CONSTRAINT profiles_matching_id_check CHECK ((matching_id ~ '^[0-9A-Z-]+$'::text)),
    CONSTRAINT profiles_state_check CHECK ((state = ANY (ARRAY['RELEASED'::text, 'INSTALLED'::text, 'ENABLED'::text, 'DISABLED'::text, 'DELETED'::text]))),
    CONSTRAINT profiles_subscriber_imsi_check CHECK ((subscriber_imsi ~ '^\d{15}$'::text))
);

CREATE FUNCTION telco.profile_json(f telco.profiles) RETURNS json
    LANGUAGE sql STABLE
    AS $_$
  select json_build_object(
    'iccid', f.iccid,
    'activation_code', 'LPA:1$' || f.smdp_host || '$' || f.matching_id,
    'subscriber_imsi', f.subscriber_imsi,
    'imsi_plan', f.imsi_plan,
    'state', f.state)
$_$;

CREATE FUNCTION telco.take_fault(p_customer text, p_but text DEFAULT NULL::text) RETURNS text
    LANGUAGE sql
    AS $$
  update telco.faults set count = count - 1
  where customer = p_customer and count > 0 and next is distinct from p_but
  returning next
$$;

CREATE TABLE public.api_keys (
    id text NOT NULL COLLATE pg_catalog."C",
    partner_id text NOT NULL COLLATE pg_catalog."C",
    secret_sealed bytea NOT NULL,
    min_signature_version smallint DEFAULT 1 NOT NULL,
    label text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT api_keys_min_signature_version_check CHECK ((min_signature_version = ANY (ARRAY[1, 2])))
);

CREATE TABLE public.booking_keys (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    booking_id text NOT NULL COLLATE pg_catalog."C",
    key_date text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.booking_keys FORCE ROW LEVEL SECURITY;

CREATE TABLE public.bookings (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    booking_id text COLLATE pg_catalog."C",
    request_key text COLLATE pg_catalog."C",
    cancelled_at timestamp with time zone,
    freed_dates text[],
    departure_date text NOT NULL,
    departure_at timestamp with time zone NOT NULL,
    is_departure_defaulted boolean NOT NULL,
    return_date text,
    ends_at timestamp with time zone NOT NULL,
    email text,
    locale text,
    custom_branding text,
    contact jsonb NOT NULL,
    communication_options jsonb NOT NULL,
    data jsonb,
    kind text NOT NULL,
    sequence integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT bookings_kind_check CHECK ((kind = ANY (ARRAY['booking'::text, 'topup'::text])))
);

ALTER TABLE ONLY public.bookings FORCE ROW LEVEL SECURITY;

CREATE TABLE public.bundles (
    id text NOT NULL COLLATE pg_catalog."C",
    destination_id text NOT NULL COLLATE pg_catalog."C",
    template_id text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL,
    label text NOT NULL,
    bytes bigint,
    duration_days integer NOT NULL,
    esim_types text[] NOT NULL,
    traffic_policy text,
    throttling text,
    b2b_price integer NOT NULL,
    b2c_price integer NOT NULL,
    currency text NOT NULL,
    priority integer NOT NULL,
    is_active boolean NOT NULL,
    CONSTRAINT bundles_b2b_price_check CHECK ((b2b_price >= 0)),
    CONSTRAINT bundles_bytes_check CHECK ((bytes > 0)),
    CONSTRAINT bundles_check CHECK ((b2b_price < b2c_price)),
    CONSTRAINT bundles_check1 CHECK (((type = 'unlimited'::text) = (bytes IS NULL))),
    CONSTRAINT bundles_duration_days_check CHECK ((duration_days > 0)),
    CONSTRAINT bundles_type_check CHECK ((type = ANY (ARRAY['data-limited'::text, 'time-limited'::text, 'starter'::text, 'unlimited'::text])))
);

CREATE TABLE public.destinations (
    id text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL,
    name text NOT NULL,
    iso2 text COLLATE pg_catalog."C",
    iso3 text NOT NULL COLLATE pg_catalog."C",
    iso3s text[] NOT NULL,
    tier smallint NOT NULL,
    is_active boolean NOT NULL,
    CONSTRAINT destinations_type_check CHECK ((type = ANY (ARRAY['country'::text, 'region'::text])))
);

CREATE TABLE public.esims (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    traveler_id text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL,
    iccid text NOT NULL COLLATE pg_catalog."C",
    provider text NOT NULL COLLATE pg_catalog."C",
    lpa_sealed bytea NOT NULL,
    imsi text,
    subscriber_imsi text,
    status text NOT NULL,
    status_at timestamp with time zone NOT NULL,
    time_assigned timestamp with time zone NOT NULL,
    last_updated timestamp with time zone NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT esims_status_check CHECK ((status = ANY (ARRAY['RELEASED'::text, 'INSTALLED'::text, 'ENABLED'::text, 'DISABLED'::text, 'DELETED'::text]))),
    CONSTRAINT esims_type_check CHECK ((type = ANY (ARRAY['universal'::text, 'classic'::text])))
);

ALTER TABLE ONLY public.esims FORCE ROW LEVEL SECURITY;

CREATE TABLE public.events (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    entity_id text NOT NULL COLLATE pg_catalog."C",
    sequence integer NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    data jsonb NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL
);

ALTER TABLE ONLY public.events FORCE ROW LEVEL SECURITY;

CREATE TABLE public.iccids (
    iccid text NOT NULL COLLATE pg_catalog."C",
    partner_id text NOT NULL COLLATE pg_catalog."C",
    esim_id text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.idempotency_keys (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    method text NOT NULL COLLATE pg_catalog."C",
    path text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    request_id text NOT NULL COLLATE pg_catalog."C",
    body_hash bytea NOT NULL,
    lease_until timestamp with time zone NOT NULL,
    status smallint,
    body_sealed bytea,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.idempotency_keys FORCE ROW LEVEL SECURITY;

CREATE TABLE public.meta (
    key text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL
);

CREATE TABLE public.operator_tokens (
    hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone
);

CREATE TABLE public.package_queues (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    booking_id text NOT NULL COLLATE pg_catalog."C",
    traveler_id text NOT NULL COLLATE pg_catalog."C",
    esim_type text NOT NULL,
    fingerprint text NOT NULL COLLATE pg_catalog."C",
    ordinal smallint NOT NULL,
    part smallint NOT NULL,
    "position" integer NOT NULL,
    requested jsonb NOT NULL,
    bundle_id text COLLATE pg_catalog."C",
    template_id text COLLATE pg_catalog."C",
    provider text COLLATE pg_catalog."C",
    destination_id text COLLATE pg_catalog."C",
    iso3 text COLLATE pg_catalog."C",
    coverage text[],
    covers text[],
    package_type text NOT NULL,
    bytes bigint,
    duration_days integer,
    traffic_policy text,
    imsi text,
    activation_window_days integer,
    b2b_price integer,
    b2c_price integer,
    currency text,
    expires_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    cancelled_at timestamp with time zone,
    redeemed_at timestamp with time zone,
    CONSTRAINT package_queues_esim_type_check CHECK ((esim_type = ANY (ARRAY['universal'::text, 'classic'::text])))
);

ALTER TABLE ONLY public.package_queues FORCE ROW LEVEL SECURITY;

CREATE TABLE public.package_templates (
    id text NOT NULL COLLATE pg_catalog."C",
    provider text NOT NULL COLLATE pg_catalog."C",
    coverage text[] NOT NULL,
    imsi text,
    cost integer NOT NULL,
    activation_window_days integer NOT NULL,
    CONSTRAINT package_templates_activation_window_days_check CHECK ((activation_window_days > 0)),
    CONSTRAINT package_templates_cost_check CHECK ((cost >= 0))
);

CREATE TABLE public.packages (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    queue_id text NOT NULL COLLATE pg_catalog."C",
    esim_id text NOT NULL COLLATE pg_catalog."C",
    provider_package_id text NOT NULL COLLATE pg_catalog."C",
    bundle_id text NOT NULL COLLATE pg_catalog."C",
    template_id text NOT NULL COLLATE pg_catalog."C",
    iso3 text NOT NULL COLLATE pg_catalog."C",
    coverage text[] NOT NULL,
    package_type text NOT NULL,
    total_bytes bigint,
    used_bytes bigint DEFAULT 0 NOT NULL,
    duration_days integer NOT NULL,
    status text NOT NULL,
    assigned_at timestamp with time zone NOT NULL,
    activate_before timestamp with time zone NOT NULL,
    date_activated timestamp with time zone,
    expires_at timestamp with time zone,
    CONSTRAINT packages_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'DEPLETED'::text, 'EXPIRED'::text, 'CANCELLED'::text])))
);

ALTER TABLE ONLY public.packages FORCE ROW LEVEL SECURITY;

CREATE TABLE public.partner_prices (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    bundle_id text NOT NULL COLLATE pg_catalog."C",
    b2b_price integer,
    b2c_price integer,
    CONSTRAINT partner_prices_b2b_price_check CHECK ((b2b_price >= 0)),
    CONSTRAINT partner_prices_b2c_price_check CHECK ((b2c_price >= 0))
);

ALTER TABLE ONLY public.partner_prices FORCE ROW LEVEL SECURITY;

CREATE TABLE public.partners (
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    slug text NOT NULL COLLATE pg_catalog."C",
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    price_list_id text COLLATE pg_catalog."C",
    b2b_modification numeric(7,3) DEFAULT 0 NOT NULL,
    b2c_modification numeric(7,3) DEFAULT 0 NOT NULL,
    prices_version bigint DEFAULT 0 NOT NULL,
    is_demo boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.price_list_items (
    price_list_id text NOT NULL COLLATE pg_catalog."C",
    bundle_id text NOT NULL COLLATE pg_catalog."C",
    b2b_price integer,
    b2c_price integer,
    CONSTRAINT price_list_items_b2b_price_check CHECK ((b2b_price >= 0)),
    CONSTRAINT price_list_items_b2c_price_check CHECK ((b2c_price >= 0))
);

CREATE TABLE public.price_lists (
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.provider_orders (
    id text NOT NULL COLLATE pg_catalog."C",
    partner_id text NOT NULL COLLATE pg_catalog."C",
    traveler_id text NOT NULL COLLATE pg_catalog."C",
    queue_id text COLLATE pg_catalog."C",
    esim_id text COLLATE pg_catalog."C",
    kind text NOT NULL,
    provider text NOT NULL COLLATE pg_catalog."C",
    reference uuid NOT NULL,
    iccid text COLLATE pg_catalog."C",
    template jsonb,
    state text NOT NULL,
    fence bigint DEFAULT 0 NOT NULL,
    lease_until timestamp with time zone,
    next_attempt_at timestamp with time zone,
    sent_at timestamp with time zone,
    sends integer DEFAULT 0 NOT NULL,
    lookups integer DEFAULT 0 NOT NULL,
    provider_order_id text COLLATE pg_catalog."C",
    is_archived boolean DEFAULT false NOT NULL,
    evidence jsonb DEFAULT '[]'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT provider_orders_check CHECK (((kind = 'add_package'::text) = (queue_id IS NOT NULL))),
    CONSTRAINT provider_orders_kind_check CHECK ((kind = ANY (ARRAY['create_esim'::text, 'add_package'::text]))),
    CONSTRAINT provider_orders_state_check CHECK ((state = ANY (ARRAY['intent'::text, 'unknown'::text, 'confirmed'::text, 'rejected'::text, 'needs_review'::text])))
);

CREATE TABLE public.reconcile_findings (
    provider text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    provider_order_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    order_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    details jsonb NOT NULL,
    found_at timestamp with time zone DEFAULT now() NOT NULL,
    resolved_at timestamp with time zone,
    CONSTRAINT reconcile_findings_kind_check CHECK ((kind = ANY (ARRAY['only_at_provider'::text, 'only_here'::text, 'different'::text])))
);

CREATE TABLE public.schema_version (
    version bigint NOT NULL,
    name text,
    md5 text,
    run_at timestamp with time zone
);

CREATE TABLE public.traveler_emails (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    email text NOT NULL COLLATE pg_catalog."C",
    traveler_id text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.traveler_emails FORCE ROW LEVEL SECURITY;

CREATE TABLE public.travelers (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    external_user_id text COLLATE pg_catalog."C",
    provider text COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.travelers FORCE ROW LEVEL SECURITY;

CREATE TABLE telco.accounts (
    name text NOT NULL,
    idempotent boolean NOT NULL,
    stock_profiles integer,
    stock_packages integer,
    latency_min_ms integer DEFAULT 20 NOT NULL,
    latency_max_ms integer DEFAULT 60 NOT NULL,
    iccid_prefix text NOT NULL,
    CONSTRAINT accounts_check CHECK ((latency_max_ms >= latency_min_ms)),
    CONSTRAINT accounts_iccid_prefix_check CHECK ((iccid_prefix ~ '^89\d{6}$'::text)),
    CONSTRAINT accounts_latency_min_ms_check CHECK ((latency_min_ms >= 0)),
    CONSTRAINT accounts_stock_packages_check CHECK ((stock_packages >= 0)),
    CONSTRAINT accounts_stock_profiles_check CHECK ((stock_profiles >= 0))
);

CREATE TABLE telco.calls (
    id bigint NOT NULL,
    account text NOT NULL,
    customer text NOT NULL,
    kind text NOT NULL,
    reference text,
    outcome text NOT NULL,
    fault text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT calls_kind_check CHECK ((kind = ANY (ARRAY['create_esim'::text, 'add_package'::text, 'cancel_package'::text]))),
    CONSTRAINT calls_outcome_check CHECK ((outcome = ANY (ARRAY['provisioned'::text, 'cancelled'::text, 'replayed'::text, 'refused'::text, 'fault'::text])))
);

ALTER TABLE telco.calls ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME telco.calls_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE telco.faults (
    customer text NOT NULL,
    next text NOT NULL,
    count integer NOT NULL,
    CONSTRAINT faults_count_check CHECK ((count >= 0)),
    CONSTRAINT faults_next_check CHECK ((next = ANY (ARRAY['timeout'::text, 'timeout_before'::text, 'error'::text, 'out_of_stock'::text])))
);

ALTER TABLE telco.orders ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME telco.orders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE telco.package_id
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE SEQUENCE telco.profile_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    MAXVALUE 9999999999
    CACHE 1;

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.booking_keys
    ADD CONSTRAINT booking_keys_pkey PRIMARY KEY (partner_id, booking_id, key_date);

ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT bookings_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.bundles
    ADD CONSTRAINT bundles_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.destinations
    ADD CONSTRAINT destinations_iso3_key UNIQUE (iso3);

ALTER TABLE ONLY public.destinations
    ADD CONSTRAINT destinations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.esims
    ADD CONSTRAINT esims_partner_id_iccid_key UNIQUE (partner_id, iccid);

ALTER TABLE ONLY public.esims
    ADD CONSTRAINT esims_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_partner_id_entity_id_sequence_key UNIQUE (partner_id, entity_id, sequence);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.iccids
    ADD CONSTRAINT iccids_pkey PRIMARY KEY (iccid);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (partner_id, method, path, key);

ALTER TABLE ONLY public.meta
    ADD CONSTRAINT meta_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.operator_tokens
    ADD CONSTRAINT operator_tokens_pkey PRIMARY KEY (hash);

ALTER TABLE ONLY public.package_queues
    ADD CONSTRAINT package_queues_entry_once UNIQUE (partner_id, booking_id, traveler_id, fingerprint, ordinal, part);

ALTER TABLE ONLY public.package_queues
    ADD CONSTRAINT package_queues_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.package_templates
    ADD CONSTRAINT package_templates_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.packages
    ADD CONSTRAINT packages_partner_id_queue_id_key UNIQUE (partner_id, queue_id);

ALTER TABLE ONLY public.packages
    ADD CONSTRAINT packages_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.partner_prices
    ADD CONSTRAINT partner_prices_pkey PRIMARY KEY (partner_id, bundle_id);

ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.price_list_items
    ADD CONSTRAINT price_list_items_pkey PRIMARY KEY (price_list_id, bundle_id);

ALTER TABLE ONLY public.price_lists
    ADD CONSTRAINT price_lists_name_key UNIQUE (name);

ALTER TABLE ONLY public.price_lists
    ADD CONSTRAINT price_lists_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.provider_orders
    ADD CONSTRAINT provider_orders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reconcile_findings
    ADD CONSTRAINT reconcile_findings_pkey PRIMARY KEY (provider, kind, provider_order_id, order_id);

ALTER TABLE ONLY public.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.traveler_emails
    ADD CONSTRAINT traveler_emails_pkey PRIMARY KEY (partner_id, email);

ALTER TABLE ONLY public.travelers
    ADD CONSTRAINT travelers_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY telco.accounts
    ADD CONSTRAINT accounts_iccid_prefix_key UNIQUE (iccid_prefix);

ALTER TABLE ONLY telco.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (name);

ALTER TABLE ONLY telco.calls
    ADD CONSTRAINT calls_pkey PRIMARY KEY (id);

ALTER TABLE ONLY telco.faults
    ADD CONSTRAINT faults_pkey PRIMARY KEY (customer);

ALTER TABLE ONLY telco.orders
    ADD CONSTRAINT orders_account_idempotency_key_key UNIQUE (account, idempotency_key);

ALTER TABLE ONLY telco.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY telco.packages
    ADD CONSTRAINT packages_order_id_key UNIQUE (order_id);

ALTER TABLE ONLY telco.packages
    ADD CONSTRAINT packages_pkey PRIMARY KEY (id);

ALTER TABLE ONLY telco.profiles
    ADD CONSTRAINT profiles_matching_id_key UNIQUE (matching_id);

ALTER TABLE ONLY telco.profiles
    ADD CONSTRAINT profiles_pkey PRIMARY KEY (iccid);

ALTER TABLE ONLY telco.profiles
    ADD CONSTRAINT profiles_subscriber_imsi_key UNIQUE (subscriber_imsi);

CREATE INDEX api_keys_partner ON public.api_keys USING btree (partner_id);

CREATE INDEX booking_keys_booking ON public.booking_keys USING btree (partner_id, id);

CREATE UNIQUE INDEX bookings_request_key ON public.bookings USING btree (partner_id, request_key) WHERE (request_key IS NOT NULL);

CREATE UNIQUE INDEX esims_one_universal ON public.esims USING btree (partner_id, traveler_id) WHERE ((type = 'universal'::text) AND (archived_at IS NULL));

CREATE INDEX esims_traveler ON public.esims USING btree (partner_id, traveler_id);

CREATE INDEX idempotency_keys_age ON public.idempotency_keys USING btree (partner_id, created_at);

CREATE INDEX package_queues_traveler ON public.package_queues USING btree (partner_id, traveler_id);

CREATE INDEX packages_esim ON public.packages USING btree (partner_id, esim_id);

CREATE UNIQUE INDEX partners_one_demo ON public.partners USING btree (is_demo) WHERE is_demo;

CREATE INDEX provider_orders_created ON public.provider_orders USING btree (provider, created_at);

CREATE INDEX provider_orders_due ON public.provider_orders USING btree (provider, next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE UNIQUE INDEX provider_orders_one_creation ON public.provider_orders USING btree (partner_id, traveler_id) WHERE ((kind = 'create_esim'::text) AND (state <> 'rejected'::text) AND (NOT is_archived));

CREATE UNIQUE INDEX provider_orders_one_per_queue ON public.provider_orders USING btree (queue_id) WHERE ((queue_id IS NOT NULL) AND (state <> 'rejected'::text));

CREATE UNIQUE INDEX provider_orders_reference ON public.provider_orders USING btree (reference) WHERE (state <> 'rejected'::text);

CREATE INDEX provider_orders_review ON public.provider_orders USING btree (updated_at) WHERE (state = 'needs_review'::text);

CREATE UNIQUE INDEX provider_orders_telco ON public.provider_orders USING btree (provider, provider_order_id) WHERE (provider_order_id IS NOT NULL);

CREATE INDEX provider_orders_traveler ON public.provider_orders USING btree (partner_id, traveler_id) WHERE (state = ANY (ARRAY['intent'::text, 'unknown'::text, 'needs_review'::text]));

CREATE UNIQUE INDEX travelers_external ON public.travelers USING btree (partner_id, external_user_id) WHERE (external_user_id IS NOT NULL);

CREATE INDEX calls_account_reference_idx ON telco.calls USING btree (account, reference);

CREATE INDEX calls_customer_idx ON telco.calls USING btree (customer);

CREATE INDEX orders_account_created_at_id_idx ON telco.orders USING btree (account, created_at, id);

CREATE INDEX orders_account_reference_idx ON telco.orders USING btree (account, reference);

CREATE INDEX orders_customer_idx ON telco.orders USING btree (customer);

CREATE INDEX orders_iccid_idx ON telco.orders USING btree (iccid);

CREATE INDEX packages_customer_idx ON telco.packages USING btree (customer);

CREATE INDEX packages_iccid_idx ON telco.packages USING btree (iccid);

CREATE INDEX profiles_customer_idx ON telco.profiles USING btree (customer);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.booking_keys
    ADD CONSTRAINT booking_keys_partner_id_id_fkey FOREIGN KEY (partner_id, id) REFERENCES public.bookings(partner_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bundles
    ADD CONSTRAINT bundles_destination_id_fkey FOREIGN KEY (destination_id) REFERENCES public.destinations(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bundles
    ADD CONSTRAINT bundles_template_id_fkey FOREIGN KEY (template_id) REFERENCES public.package_templates(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.esims
    ADD CONSTRAINT esims_partner_id_traveler_id_fkey FOREIGN KEY (partner_id, traveler_id) REFERENCES public.travelers(partner_id, id);

ALTER TABLE ONLY public.package_queues
    ADD CONSTRAINT package_queues_partner_id_booking_id_fkey FOREIGN KEY (partner_id, booking_id) REFERENCES public.bookings(partner_id, id);

ALTER TABLE ONLY public.package_queues
    ADD CONSTRAINT package_queues_partner_id_traveler_id_fkey FOREIGN KEY (partner_id, traveler_id) REFERENCES public.travelers(partner_id, id);

ALTER TABLE ONLY public.packages
    ADD CONSTRAINT packages_partner_id_esim_id_fkey FOREIGN KEY (partner_id, esim_id) REFERENCES public.esims(partner_id, id);

ALTER TABLE ONLY public.packages
    ADD CONSTRAINT packages_partner_id_queue_id_fkey FOREIGN KEY (partner_id, queue_id) REFERENCES public.package_queues(partner_id, id);

ALTER TABLE ONLY public.partner_prices
    ADD CONSTRAINT partner_prices_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_price_list_id_fkey FOREIGN KEY (price_list_id) REFERENCES public.price_lists(id);

ALTER TABLE ONLY public.price_list_items
    ADD CONSTRAINT price_list_items_price_list_id_fkey FOREIGN KEY (price_list_id) REFERENCES public.price_lists(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.traveler_emails
    ADD CONSTRAINT traveler_emails_partner_id_traveler_id_fkey FOREIGN KEY (partner_id, traveler_id) REFERENCES public.travelers(partner_id, id);

ALTER TABLE ONLY public.travelers
    ADD CONSTRAINT travelers_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY telco.orders
    ADD CONSTRAINT orders_iccid_fkey FOREIGN KEY (iccid) REFERENCES telco.profiles(iccid);

ALTER TABLE ONLY telco.packages
    ADD CONSTRAINT packages_iccid_fkey FOREIGN KEY (iccid) REFERENCES telco.profiles(iccid);

ALTER TABLE ONLY telco.packages
    ADD CONSTRAINT packages_order_id_fkey FOREIGN KEY (order_id) REFERENCES telco.orders(id);

ALTER TABLE public.booking_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bookings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.esims ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.idempotency_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.package_queues ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.packages ENABLE ROW LEVEL SECURITY;

CREATE POLICY partner ON public.booking_keys USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.bookings USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.esims USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.events USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.idempotency_keys USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.package_queues USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.packages USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.partner_prices USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.traveler_emails USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.travelers USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

ALTER TABLE public.partner_prices ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.traveler_emails ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.travelers ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA public TO hubby_app;

GRANT USAGE ON SCHEMA telco TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE telco.orders TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE telco.packages TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE telco.profiles TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_keys TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.booking_keys TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bookings TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bundles TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.destinations TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.esims TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.events TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.iccids TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.idempotency_keys TO hubby_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.meta TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.operator_tokens TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.package_queues TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.package_templates TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.packages TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.partner_prices TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.partners TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.price_list_items TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.price_lists TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.provider_orders TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reconcile_findings TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schema_version TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.traveler_emails TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.travelers TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE telco.accounts TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE telco.calls TO hubby_app;

GRANT SELECT,USAGE ON SEQUENCE telco.calls_id_seq TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE telco.faults TO hubby_app;

GRANT SELECT,USAGE ON SEQUENCE telco.orders_id_seq TO hubby_app;

GRANT SELECT,USAGE ON SEQUENCE telco.package_id TO hubby_app;

GRANT SELECT,USAGE ON SEQUENCE telco.profile_number TO hubby_app;
