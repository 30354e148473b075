-- Made by: npm run docs:schema
CREATE SCHEMA pay_desk;

CREATE SCHEMA telco;

CREATE FUNCTION public.begin_idempotent(p_partner text, p jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS $$
declare
  v_hash bytea := decode(p->>'body_hash', 'base64');
  v_sealed bytea := decode(p->>'body_sealed', 'base64');
  v_status smallint := (p->>'status')::smallint;
  v_lease timestamptz := now() + (p->>'lease_s')::integer * interval '1 s';
  v_begun jsonb := jsonb_build_object('kind', 'run', 'request_id', p->>'request_id',
    'is_new', true, 'is_kept', v_status is not null);
  k record;
begin
  perform set_config('hubby.partner_id', p_partner, true);
  insert into idempotency_keys (partner_id, method, path, key, request_id, body_hash, lease_until,
    status, body_sealed, created_at)
  values (p_partner, p->>'method', p->>'path', p->>'key', p->>'request_id', v_hash, v_lease,
    v_status, v_sealed, now())
  on conflict do nothing;
  if found then return v_begun; end if;
  select request_id, body_hash, lease_until, status, body_sealed,
    created_at < now() - (p->>'kept_s')::integer * interval '1 s' as is_over into k
  from idempotency_keys
  where partner_id = p_partner and method = p->>'method' and path = p->>'path' and key = p->>'key'
  for update;
  if not found then
    raise exception 'an idempotency key was forgotten just now' using errcode = '40001';
  end if;
  if k.is_over then
    update idempotency_keys
    set request_id = p->>'request_id', body_hash = v_hash, lease_until = v_lease,
      status = v_status, body_sealed = v_sealed, created_at = now()
    where partner_id = p_partner and method = p->>'method' and path = p->>'path'
      and key = p->>'key';
    return v_begun;
  end if;
  if k.body_hash <> v_hash then return jsonb_build_object('kind', 'mismatch'); end if;
  if k.status is not null then
    return jsonb_build_object('kind', 'replay', 'status', k.status,
      'body_sealed', encode(k.body_sealed, 'base64'));
  end if;
  if k.lease_until > now() then return jsonb_build_object('kind', 'running'); end if;
  update idempotency_keys set lease_until = v_lease
  where partner_id = p_partner and method = p->>'method' and path = p->>'path' and key = p->>'key';
  return jsonb_build_object('kind', 'run', 'request_id', k.request_id, 'is_new', false,
    'is_kept', false);
end $$;

CREATE FUNCTION public.booking_event_data(p_partner text, p_booking text) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  select jsonb_build_object(
    'booking_id', b.id,
    'external_booking_id', b.booking_id,
    'departure_date', b.departure_date,
    'package_queues', coalesce((
      select jsonb_agg(
        jsonb_build_object('id', q.id, 'uuid', queue_uuid(q.id), 'iso3', q.iso3,
          'esim_type', q.esim_type)
        order by q.created_at, q.position, q.id)
      from package_queues q
      where q.partner_id = p_partner and q.booking_id = p_booking and not q.is_code), '[]'::jsonb),
    'promo_codes', coalesce((
      select jsonb_agg(jsonb_build_object('uuid', c.uuid) order by q.created_at, q.position, q.id)
      from package_queues q
        join promo_codes c on c.partner_id = p_partner and c.queue_id = q.id
      where q.partner_id = p_partner and q.booking_id = p_booking and q.is_code), '[]'::jsonb))
  from bookings b where b.partner_id = p_partner and b.id = p_booking
$$;

CREATE FUNCTION public.claim_deliveries(p_partner text, p_now timestamp with time zone, p_until timestamp with time zone, p_from timestamp with time zone, p_limit integer, p_lease_s integer) RETURNS TABLE(event_id text, type text, occurred_at timestamp with time zone, data text, tries smallint, fence integer, due_at timestamp with time zone, touched_at timestamp with time zone, offset_ms bigint, url text, key_header text, key_prefix text, key_sealed bytea, secret_sealed bytea, previous_secret_sealed bytea)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
declare
  e webhook_endpoints;
  v_until timestamptz := p_until;
  v_offset bigint := 0;
  v_is_moving boolean;
  v_places tid[];
begin
  perform set_config('hubby.partner_id', p_partner, true),
    set_config('synchronous_commit', 'off', true),
    -- Planned once, and for the indexes whatever the statistics of a new table say.
    set_config('plan_cache_mode', 'force_generic_plan', true),
    set_config('enable_seqscan', 'off', true),
    set_config('enable_sort', 'off', true),
    set_config('enable_bitmapscan', 'off', true);
  if p_until is null then
    -- Locked, so that who moves the clock sees either this claim or its own mark respected.
    select c.offset_ms, coalesce(c.advancing_until > clock_timestamp(), false)
    into v_offset, v_is_moving
    from partner_clocks c where c.partner_id = p_partner for share;
    if v_is_moving then return; end if;
    v_offset := coalesce(v_offset, 0);
    v_until := p_now + v_offset * interval '1 ms';
  end if;
  select * into e from webhook_endpoints where partner_id = p_partner;
  if e.is_enabled is not true or e.url is null then
    -- Locked against being switched on, which takes up what is put aside here.
    perform 1 from webhook_endpoints where partner_id = p_partner for share;
    if not exists (
      select 1 from webhook_endpoints
      where partner_id = p_partner and is_enabled and url is not null)
    then
      update deliveries d set next_attempt_at = null
      where (d.partner_id, d.event_id) in (
        select w.partner_id, w.event_id from deliveries w
        where w.partner_id = p_partner and w.next_attempt_at is not null
          and (w.lease_until is null or w.lease_until < clock_timestamp())
        for update skip locked);
    end if;
    return;
  end if;
  v_places := array(
    select d.ctid from deliveries d
    where d.partner_id = p_partner
      and d.next_attempt_at >= p_from and d.next_attempt_at <= v_until
      and (d.lease_until is null or d.lease_until < clock_timestamp())
    order by d.next_attempt_at limit p_limit
    for update skip locked);
  return query
  with taken as materialized (
    update deliveries d set
      lease_until = clock_timestamp() + p_lease_s * interval '1 s',
      fence = d.fence + 1
    where d.ctid = any(v_places)
    returning d.event_id, d.tries, d.fence, d.next_attempt_at, d.updated_at),
  whole as (
    -- "offset 0" keeps it a look-up of each by the primary key.
    select t.*, v.type, v.occurred_at, v.data, row_number() over () = 1 as is_first
    from taken t, lateral (
      select v.type, v.occurred_at, v.data::text as data from events v
      where v.partner_id = p_partner and v.id = t.event_id offset 0) v)
  select w.event_id, w.type, w.occurred_at, w.data, w.tries, w.fence, w.next_attempt_at,
    w.updated_at, v_offset,
    case when w.is_first then e.url end,
    case when w.is_first then e.key_header end,
    case when w.is_first then e.key_prefix end,
    case when w.is_first then e.key_sealed end,
    case when w.is_first then e.secret_sealed end,
    case when w.is_first and e.previous_secret_until > clock_timestamp()
      then e.previous_secret_sealed end
  from whole w;
end $$;

CREATE FUNCTION public.claim_offers(p_links uuid[]) RETURNS TABLE(n integer, r json)
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
declare
  v_partner text;
  v_found integer[] := '{}';
begin
  for v_partner in
    select distinct l.partner_id from promo_code_lookups l where l.uuid = any (p_links)
  loop
    perform set_config('hubby.partner_id', v_partner, true);
    for n, r in
    select asked.n::integer, json_build_object(
      'partner', json_build_object(
        'partner_id', p.id, 'name', p.name, 'slug', p.slug, 'settings', p.settings,
        'price_list_id', p.price_list_id, 'b2b_modification', p.b2b_modification,
        'b2c_modification', p.b2c_modification, 'prices_version', p.prices_version,
        'suspended_at', p.suspended_at),
      'link', l.uuid, 'queue_id', q.id, 'code', c.code, 'uuid', c.uuid,
      'booking_id', q.booking_id, 'locale', b.locale, 'custom_branding', b.custom_branding,
      'valid_until', c.valid_until, 'claimed_at', c.claimed_at, 'redeemed_at', q.redeemed_at,
      'cancelled_at', q.cancelled_at, 'reissues', c.reissues,
      'destination_id', q.destination_id, 'iso3', q.iso3, 'covers', q.covers,
      'package_type', q.package_type, 'bytes', q.bytes, 'duration_days', q.duration_days,
      'is_opened', exists (
        select from opened_links o
        where o.partner_id = v_partner and o.page = 'claim' and o.link = l.uuid::text))
    from unnest(p_links) with ordinality asked(link, n)
      join promo_code_lookups l on l.uuid = asked.link and l.partner_id = v_partner
      join partners p on p.id = v_partner
      join package_queues q on q.partner_id = v_partner and q.id = l.queue_id
      join promo_codes c on c.partner_id = v_partner and c.queue_id = q.id
      left join bookings b on b.partner_id = v_partner and b.id = q.booking_id
    loop
      v_found := v_found || n;
      return next;
    end loop;
  end loop;
  return query
  select asked.n::integer, null::json
  from generate_series(1, cardinality(p_links)) asked(n)
  where asked.n <> all (v_found);
end $$;

CREATE FUNCTION public.counters_on(p_partner text, p_esims text[]) RETURNS TABLE(esim_id text, iso3 text, used_bytes bigint)
    LANGUAGE plpgsql
    AS $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  return query
    select c.esim_id, c.iso3, c.used_bytes
    from esim_counters c
    where c.partner_id = p_partner and c.esim_id = any(p_esims);
end $$;

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
  v_messages integer := 0;
  v_email text := lower(b->>'email');
  v_sends boolean;
  v_mail jsonb := nullif(p->'mail', 'null'::jsonb);
  v_recipients jsonb := p->'recipients';
  v_events jsonb := p->'events';
  v_n integer;
  v_deliver boolean := false;
  v_once jsonb := p->'once';
  v_key jsonb;
  t jsonb;
begin
  perform set_config('hubby.partner_id', p_partner, true),
    set_config('hubby.caused_by', coalesce(p->>'caused_by', ''), true);

  -- The key that the request came with, before everything else.
  if v_once <> 'null'::jsonb then
    v_key := begin_idempotent(p_partner, v_once);
    if v_key->>'kind' <> 'run' then return jsonb_build_object('wanted', 0, 'key', v_key); end if;
    v_request := v_key->>'request_id';
  end if;

  -- Locks in the order of the house: travelers, then the booking, then what is new. First those
  -- with an id of the partner's.
  for t, v_n in
    select value, n from jsonb_array_elements(p->'travelers') with ordinality as x(value, n)
    where value->>'external_user_id' is not null
  loop
    -- Nearly always the traveler is known and with this provider. Locked as the foreign keys of
    -- their queues will: who removes travelers waits for this, or this sees that they are gone.
    select id into v_traveler from travelers
    where partner_id = p_partner and external_user_id = t->>'external_user_id'
      and provider = t->>'provider'
    for key share;
    if not found then
      if t->>'email' is not null then
        perform take_over_traveler(p_partner, t->>'external_user_id', t->>'email');
      end if;
      v_traveler := ensure_traveler(
        p_partner, t->>'id', t->>'external_user_id', t->>'email', t->>'provider', v_now);
    end if;
    v_travelers[v_n] := v_traveler;
  end loop;
  -- Then e-mails in their order, whether they name a traveler or are recorded with one, where they
  -- are free; two existing travelers are never merged.
  if (p->>'has_emails')::boolean then
    for t, v_n in
      select value, n from jsonb_array_elements(p->'travelers') with ordinality as x(value, n)
      where value->>'email' is not null
      order by value->>'email', n
    loop
      if t->>'external_user_id' is null then
        v_travelers[v_n] := ensure_traveler(
          p_partner, t->>'id', null, t->>'email', t->>'provider', v_now);
      else
        insert into traveler_emails (partner_id, email, traveler_id)
        values (p_partner, t->>'email', v_travelers[v_n])
        on conflict do nothing;
      end if;
    end loop;
  end if;

  -- The booking itself. A key whose booking is being cancelled right now vanishes under us: then
  -- try again.
  for attempt in 1..20 loop
    if v_request is not null and (v_key->>'is_new')::boolean is not true then
      select id into v_id from bookings where partner_id = p_partner and request_key = v_request;
      if found then
        return jsonb_build_object('outcome', 'replayed', 'id', v_id, 'wanted', 0, 'key', v_key);
      end if;
    end if;
    v_id := b->>'id';
    v_sequence := 1;
    v_created := true;
    exit when v_ref is null;
    insert into booking_keys (partner_id, booking_id, key_date, id)
    values (p_partner, v_ref, p->>'key_date', v_id)
    on conflict do nothing;
    exit when found;
    v_created := false;
    select k.id into v_id from booking_keys k
    where k.partner_id = p_partner and k.booking_id = v_ref and k.key_date = p->>'key_date';
    continue when v_id is null;
    select sequence into v_sequence from bookings
    where partner_id = p_partner and id = v_id and cancelled_at is null
    for no key update;
    exit when found;
    v_id := null;
  end loop;
  if v_id is null then
    raise exception 'booking neither found nor made' using errcode = '40001';
  end if;
  if v_created and (p->>'merge_only')::boolean then
    raise exception 'nothing to merge with' using errcode = 'HB002';
  end if;

  if v_created then
    insert into bookings (partner_id, id, booking_id, request_key, departure_date, departure_at,
      is_departure_defaulted, return_date, ends_at, email, locale, custom_branding, contact,
      communication_options, data, kind, cutoff_at, about_to_depart_at, created_at, updated_at)
    values (p_partner, v_id, v_ref, v_request, b->>'departure_date',
      (b->>'departure_at')::timestamptz, (b->>'is_departure_defaulted')::boolean,
      b->>'return_date', (b->>'ends_at')::timestamptz, b->>'email', b->>'locale',
      b->>'custom_branding', b->'contact', b->'communication_options',
      nullif(b->'data', 'null'::jsonb), b->>'kind', (b->>'cutoff_at')::timestamptz,
      (b->>'about_to_depart_at')::timestamptz, v_now, v_now);
  end if;

  -- Entries that are there already, whatever became of them, are skipped. The booking's lock keeps
  -- others from adding.
  if not v_created then
    -- The answer that came with the key is that of a new booking.
    if (v_key->>'is_kept')::boolean then
      update idempotency_keys set status = null, body_sealed = null
      where partner_id = p_partner and method = v_once->>'method' and path = v_once->>'path'
        and key = v_once->>'key';
      v_key := v_key || '{"is_kept": false}';
    end if;
    select coalesce(jsonb_agg(e.value order by e.n), '[]'::jsonb) into v_queues
    from jsonb_array_elements(v_queues) with ordinality as e(value, n)
    where case when jsonb_array_length(e.value->'formerly') > 0 then (
        -- Its bundle has had other ids: so many entries are there under any of them.
        select count(distinct (x.fingerprint, x.ordinal)) from package_queues x
        where x.partner_id = p_partner and x.booking_id = v_id
          and (e.value->'t' = 'null'::jsonb) = x.is_code
          and (x.is_code or x.traveler_id = v_travelers[(e.value->>'t')::integer + 1])
          and (x.fingerprint = e.value->>'fingerprint' or e.value->'formerly' ? x.fingerprint))
        <= (e.value->>'ordinal')::smallint
      when e.value->'t' = 'null'::jsonb then not exists (
        select 1 from package_queues x
        where x.partner_id = p_partner and x.booking_id = v_id and x.is_code
          and x.fingerprint = e.value->>'fingerprint'
          and x.ordinal = (e.value->>'ordinal')::smallint)
      else not exists (
        select 1 from package_queues x
        where x.partner_id = p_partner and x.booking_id = v_id
          and x.traveler_id = v_travelers[(e.value->>'t')::integer + 1]
          and x.fingerprint = e.value->>'fingerprint'
          and x.ordinal = (e.value->>'ordinal')::smallint)
      end;
    if jsonb_array_length(v_queues) = 0 then
      return jsonb_build_object('outcome', 'unchanged', 'id', v_id, 'wanted', 0, 'key', v_key);
    end if;
    v_outcome := 'merged';
    update bookings set updated_at = v_now, sequence = sequence + 1
    where partner_id = p_partner and id = v_id
    returning sequence, lower(email), (communication_options->>'should_send_message')::boolean,
      case when (communication_options->>'should_send_message')::boolean
        then v_mail || jsonb_build_object('channels', communication_options->'channels',
          'locale', coalesce(locale, ''), 'phone', contact->'phone') end
    into v_sequence, v_email, v_sends, v_mail;
  end if;

  insert into package_queues (partner_id, id, booking_id, traveler_id, is_code, esim_type,
    fingerprint, ordinal, part, position, requested, bundle_id, template_id, provider,
    destination_id, iso3, coverage, covers, package_type, bytes, duration_days, traffic_policy,
    imsi, activation_window_days, b2b_price, b2c_price, currency, expires_at, wanted, created_at)
  select p_partner, q.id, v_id, v_travelers[q.t + 1], q.t is null, q.esim_type,
    q.fingerprint, q.ordinal, q.part, q.position, q.requested, q.bundle_id, q.template_id,
    q.provider, q.destination_id, q.iso3, q.coverage, q.covers, q.package_type, q.bytes,
    q.duration_days, q.traffic_policy, q.imsi, q.activation_window_days, q.b2b_price,
    q.b2c_price, q.currency, q.expires_at, q.wanted, v_now
  from jsonb_to_recordset(v_queues) as q(t integer, id text, esim_type text, fingerprint text,
    ordinal smallint, part smallint, position integer, requested jsonb, bundle_id text,
    template_id text, provider text, destination_id text, iso3 text, coverage text[],
    covers text[], package_type text, bytes bigint, duration_days integer, traffic_policy text,
    imsi text, activation_window_days integer, b2b_price integer, b2c_price integer,
    currency text, expires_at timestamptz, wanted jsonb);

  -- To the devices of who was granted something just now.
  if p->'pushes' <> 'null'::jsonb then
    v_messages := enqueue_pushes(p_partner, v_id, (
      select jsonb_agg(w.push)
      from jsonb_array_elements(p->'pushes') as w(push)
        join jsonb_to_recordset(v_queues) as q(id text) on q.id = w.push->>'subject_id'), v_now);
  end if;

  if (p->>'has_codes')::boolean then
    with made as (
      insert into promo_codes (partner_id, queue_id, code, uuid, recipient, valid_until)
      select p_partner, q.id, q.code, q.uuid,
        first_known(v_recipients->'of_code',
          jsonb_build_object('entry', q.email, 'booking', v_email)),
        q.valid_until
      from jsonb_to_recordset(v_queues)
        as q(id text, code text, uuid uuid, email text, valid_until timestamptz)
      where q.code is not null
      returning code, queue_id, uuid)
    insert into promo_code_lookups (code, partner_id, queue_id, uuid)
    select code, p_partner, queue_id, uuid from made;
  end if;

  if (p->>'assign_esim')::boolean then
    for t, v_n in
      select value, n from jsonb_array_elements(p->'travelers') with ordinality as x(value, n)
    loop
      continue when t->>'order_id' is null;
      perform 1 from esims
      where partner_id = p_partner and traveler_id = v_travelers[v_n]
        and type = 'universal' and archived_at is null;
      continue when found;
      insert into provider_orders (id, partner_id, traveler_id, kind, provider, reference, state,
        next_attempt_at)
      values (t->>'order_id', p_partner, v_travelers[v_n], 'create_esim', t->>'provider',
        esim_reference(p_partner, v_travelers[v_n]), 'intent', now())
      on conflict do nothing;
      if found then v_wanted := v_wanted + 1; end if;
    end loop;
  end if;

  if v_created then
    if b->>'timer_at' is not null then
      insert into timers (partner_id, due_at, kind, subject_id)
      values (p_partner, (b->>'timer_at')::timestamptz, 'booking', v_id);
    end if;
    if b->>'message_timer_at' is not null then
      insert into timers (partner_id, due_at, kind, subject_id)
      values (p_partner, (b->>'message_timer_at')::timestamptz, 'message', v_id);
    end if;
  elsif v_sends then
    -- Confirmations that wait have the moment of these entries.
    insert into timers (partner_id, due_at, kind, subject_id)
    values (p_partner, v_now, 'message', v_id)
    on conflict do nothing;
  end if;

  if v_mail is not null then
    v_messages := coalesce(v_messages, 0) + enqueue_messages(p_partner, (
      with entries as materialized (
        select q.id, q.position, first_known(
          case when q.t is null then v_recipients->'of_code' else v_recipients->'of_package' end,
          jsonb_build_object('entry', q.email, 'booking', v_email, 'traveler', (
            select min(m.email) from traveler_emails m
            where m.partner_id = p_partner and m.traveler_id = v_travelers[q.t + 1]))) as recipient
        from jsonb_to_recordset(v_queues) as q(t integer, id text, email text, position integer)),
      made as (
        select c.channel, c.status, c.reason, a.address, row_number() over () as n,
          jsonb_agg(e.id order by e.position) as queues
        from entries e
          join jsonb_to_recordset(v_mail->'ways')
            as c(channel text, address jsonb, status text, reason text)
            on v_mail->'channels' ? c.channel,
          lateral (select first_known(c.address, jsonb_build_object(
            'phone', v_mail->'phone', 'recipient', e.recipient)) as address) a
        where e.recipient is not null
        group by c.channel, c.status, c.reason, a.address)
      select jsonb_agg(jsonb_build_object(
        'id', v_mail->'ids'->>(w.n - 1)::integer,
        'channel', w.channel,
        'kind', v_mail->>'kind',
        'subject_id', v_id || ':' || v_sequence,
        'recipient', w.address,
        'locale', v_mail->>'locale',
        'booking_id', v_id,
        'data', jsonb_build_object('queue_ids', w.queues),
        'status', w.status,
        'reason', w.reason))
      from made w), v_now);
  end if;

  if v_created then
    v_deliver := record_event(
      p_partner, p->>'event_id', v_events->'created', v_id, 1, v_now, p->'event');
  else
    v_deliver := record_event(p_partner, p->>'event_id', v_events->'updated', v_id, v_sequence,
      v_now, booking_event_data(p_partner, v_id));
  end if;
  return jsonb_build_object('outcome', v_outcome, 'id', v_id, 'wanted', v_wanted,
    'deliver', v_deliver, 'messages', coalesce(v_messages, 0), 'key', v_key);
end $$;

CREATE FUNCTION public.create_bookings(p jsonb) RETURNS TABLE(n integer, r jsonb)
    LANGUAGE plpgsql
    AS $$
declare
  MIN_SET constant integer := 4;
  -- Taken apart once: of a jsonb array each look makes the members anew.
  v_items jsonb[] := array(select item from jsonb_array_elements(p) item);
  v_made integer[] := '{}';
  g record;
  i record;
begin
  for g in
    select x.item->>'partner_id' as partner, array_agg(x.item order by x.n) as items,
      array_agg(x.n::integer order by x.n) as places
    from unnest(v_items) with ordinality as x(item, n)
    where (x.item->>'is_plain')::boolean
    group by 1
    having count(*) >= MIN_SET
    order by 1
  loop
    for i in select b.n, b.r from create_plain_bookings(g.partner, g.items) as b loop
      n := g.places[i.n];
      r := i.r;
      v_made := v_made || n;
      return next;
    end loop;
  end loop;
  for i in
    select x.item, x.n::integer as place
    from unnest(v_items) with ordinality as x(item, n)
    where x.n <> all (v_made)
    order by x.n
  loop
    n := i.place;
    r := create_booking(i.item);
    return next;
  end loop;
end $$;

CREATE FUNCTION public.create_plain_bookings(p_partner text, p jsonb[]) RETURNS TABLE(n integer, r jsonb)
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    AS $$
declare
  v_keyed text[];     -- request ids of the Idempotency-Keys that are begun here
  v_users text[];
  v_known jsonb;      -- external user id → [ id, provider ] of the traveler
  v_found integer;
  v_open bigint[];    -- places of those that go on
  v_keys text[];      -- ids of the bookings whose natural key was free
  v_items jsonb[];
  v_deliver boolean;
  v_wanting text[] := '{}';
begin
  perform set_config('hubby.partner_id', p_partner, true);

  with begun as (
    insert into idempotency_keys (partner_id, method, path, key, request_id, body_hash,
      lease_until, status, body_sealed, created_at)
    select p_partner, k.method, k.path, k.key, k.request_id, decode(k.body_hash, 'base64'),
      now() + k.lease_s * interval '1 s', k.status, decode(k.body_sealed, 'base64'), now()
    from unnest(p) with ordinality as x(item, n),
      jsonb_to_record(x.item->'once') as k(method text, path text, key text, request_id text,
        body_hash text, lease_s integer, status smallint, body_sealed text)
    where x.item->'once' <> 'null'::jsonb
    order by k.method, k.path, k.key, x.n
    on conflict do nothing
    returning request_id)
  select coalesce(array_agg(request_id), '{}') into v_keyed from begun;
  select coalesce(array_agg(x.n), '{}') into v_open
  from unnest(p) with ordinality as x(item, n)
  where x.item->'once' = 'null'::jsonb or x.item->'once'->>'request_id' = any (v_keyed);

  select array_agg(distinct t.value->>'external_user_id') into v_users
  from unnest(p) with ordinality as x(item, n),
    jsonb_array_elements(x.item->'travelers') as t
  where x.n = any (v_open);
  for attempt in 1..2 loop
    select count(*),
      coalesce(jsonb_object_agg(l.external_user_id, jsonb_build_array(l.id, l.provider)), '{}')
    into v_found, v_known
    from (
      select t.id, t.external_user_id, t.provider from travelers t
      where t.partner_id = p_partner and t.external_user_id = any (v_users)
      order by t.external_user_id
      for key share) l;
    exit when v_found = cardinality(v_users) or attempt = 2;
    -- Known by an e-mail under an id of ours.
    select coalesce(array_agg(x.n order by x.n), '{}') into v_open
    from unnest(p) with ordinality as x(item, n)
    where x.n = any (v_open)
      and not exists (
        select from jsonb_to_recordset(x.item->'travelers') as t(external_user_id text, email text)
        join traveler_emails e on e.partner_id = p_partner and e.email = t.email
        join travelers g on g.partner_id = p_partner and g.id = e.traveler_id
        where g.is_id_generated and v_known->t.external_user_id is null);
    insert into travelers (partner_id, id, external_user_id, provider, created_at)
    select distinct on (t.external_user_id) p_partner, t.id, t.external_user_id, t.provider,
      (x.item->>'now')::timestamptz
    from unnest(p) with ordinality as x(item, n),
      jsonb_to_recordset(x.item->'travelers') as t(id text, external_user_id text, provider text)
    where x.n = any (v_open) and v_known->t.external_user_id is null
    order by t.external_user_id, x.n
    on conflict do nothing;
  end loop;
  insert into traveler_emails (partner_id, email, traveler_id)
  select distinct on (t.email) p_partner, t.email, v_known->t.external_user_id->>0
  from unnest(p) with ordinality as x(item, n),
    jsonb_to_recordset(x.item->'travelers') as t(external_user_id text, email text)
  where x.n = any (v_open) and t.email is not null
    and v_known->t.external_user_id is not null
  order by t.email, x.n
  on conflict do nothing;

  select coalesce(array_agg(x.n order by x.n), '{}') into v_open
  from unnest(p) with ordinality as x(item, n)
  where x.n = any (v_open)
    and (
      select bool_and(v_known->t.external_user_id is not null
        and (t.provider is null
          or t.provider is not distinct from v_known->t.external_user_id->>1))
      from jsonb_to_recordset(x.item->'travelers') as t(external_user_id text, provider text));
  with free as (
    insert into booking_keys (partner_id, booking_id, key_date, id)
    select p_partner, x.item->'booking'->>'booking_id', x.item->>'key_date',
      x.item->'booking'->>'id'
    from unnest(p) with ordinality as x(item, n)
    where x.n = any (v_open) and x.item->'booking'->>'booking_id' is not null
    order by 2, 3, x.n
    on conflict do nothing
    returning id)
  select coalesce(array_agg(id), '{}') into v_keys from free;
  select coalesce(array_agg(x.n order by x.n), '{}'), array_agg(x.item order by x.n)
  into v_open, v_items
  from unnest(p) with ordinality as x(item, n)
  where x.n = any (v_open) and (x.item->'booking'->>'booking_id' is null
    or x.item->'booking'->>'id' = any (v_keys));
  -- What is not made here begins its key itself.
  if cardinality(v_open) < cardinality(p) and cardinality(v_keyed) > 0 then
    delete from idempotency_keys d
    using unnest(p) with ordinality as x(item, n),
      jsonb_to_record(nullif(x.item->'once', 'null'::jsonb))
        as k(method text, path text, key text, request_id text)
    where x.n <> all (v_open) and k.request_id = any (v_keyed) and d.partner_id = p_partner
      and d.method = k.method and d.path = k.path and d.key = k.key;
  end if;
  if v_items is null then return; end if;

  insert into bookings (partner_id, id, booking_id, request_key, departure_date, departure_at,
    is_departure_defaulted, return_date, ends_at, email, locale, custom_branding, contact,
    communication_options, data, kind, cutoff_at, about_to_depart_at, created_at, updated_at,
    caused_by)
  select p_partner, b.id, b.booking_id, x.item->'once'->>'request_id', b.departure_date,
    b.departure_at, b.is_departure_defaulted, b.return_date, b.ends_at, b.email, b.locale,
    b.custom_branding, b.contact, b.communication_options, b.data, b.kind, b.cutoff_at,
    b.about_to_depart_at, (x.item->>'now')::timestamptz, (x.item->>'now')::timestamptz,
    x.item->>'caused_by'
  from unnest(v_items) as x(item),
    jsonb_to_record(x.item->'booking') as b(id text, booking_id text, departure_date text,
      departure_at timestamptz, is_departure_defaulted boolean, return_date text,
      ends_at timestamptz, email text, locale text, custom_branding text, contact jsonb,
      communication_options jsonb, data jsonb, kind text, cutoff_at timestamptz,
      about_to_depart_at timestamptz);

  insert into package_queues (partner_id, id, booking_id, traveler_id, is_code, esim_type,
    fingerprint, ordinal, part, position, requested, bundle_id, template_id, provider,
    destination_id, iso3, coverage, covers, package_type, bytes, duration_days, traffic_policy,
    imsi, activation_window_days, b2b_price, b2c_price, currency, expires_at, wanted, created_at)
  select p_partner, q.id, x.item->'booking'->>'id',
    v_known->(x.item->'travelers'->q.t->>'external_user_id')->>0, false, q.esim_type,
    q.fingerprint, q.ordinal, q.part, q.position, q.requested, q.bundle_id, q.template_id,
    q.provider, q.destination_id, q.iso3, q.coverage, q.covers, q.package_type, q.bytes,
    q.duration_days, q.traffic_policy, q.imsi, q.activation_window_days, q.b2b_price,
    q.b2c_price, q.currency, q.expires_at, q.wanted, (x.item->>'now')::timestamptz
  from unnest(v_items) as x(item),
    jsonb_to_recordset(x.item->'queues') as q(t integer, id text, esim_type text,
      fingerprint text, ordinal smallint, part smallint, position integer, requested jsonb,
      bundle_id text, template_id text, provider text, destination_id text, iso3 text,
      coverage text[], covers text[], package_type text, bytes bigint, duration_days integer,
      traffic_policy text, imsi text, activation_window_days integer, b2b_price integer,
      b2c_price integer, currency text, expires_at timestamptz, wanted jsonb);

  insert into timers (partner_id, due_at, kind, subject_id)
  select p_partner, t.due_at, t.kind, x.item->'booking'->>'id'
  from unnest(v_items) as x(item),
    lateral (values ('booking', (x.item->'booking'->>'timer_at')::timestamptz),
      ('message', (x.item->'booking'->>'message_timer_at')::timestamptz)) as t(kind, due_at)
  where t.due_at is not null;

  with wanted as (
    insert into provider_orders (id, partner_id, traveler_id, kind, provider, reference, state,
      next_attempt_at, caused_by)
    select distinct on (t.external_user_id) t.order_id, p_partner,
      v_known->t.external_user_id->>0, 'create_esim', t.provider,
      esim_reference(p_partner, v_known->t.external_user_id->>0), 'intent', now(),
      x.item->>'caused_by'
    from unnest(v_items) with ordinality as x(item, n),
      jsonb_to_recordset(x.item->'travelers')
        as t(external_user_id text, provider text, order_id text)
    where (x.item->>'assign_esim')::boolean and t.order_id is not null
      -- As a value: joined, it would be planned as a scan of the partner.
      and (
        select e.id from esims e
        where e.partner_id = p_partner and e.traveler_id = v_known->t.external_user_id->>0
          and e.type = 'universal' and e.archived_at is null
        limit 1) is null
    order by t.external_user_id, x.n
    on conflict do nothing
    returning id)
  select coalesce(array_agg(id), '{}') into v_wanting from wanted;

  select record_events(p_partner,
    array_agg(x.item->>'event_id'),
    array_agg(x.item->'events'->'created'->>'type'),
    array_agg(x.item->'booking'->>'id'),
    array_agg(1),
    array_agg((x.item->>'now')::timestamptz),
    array_agg(x.item->'event' || jsonb_build_object('partner_id', p_partner, 'sequence', 1)),
    array_agg(x.item->'events'->'created'->>'flag'),
    array_agg((x.item->'events'->'created'->>'is_default')::boolean),
    array_agg((x.item->'events'->'created'->>'is_once')::boolean))
  into v_deliver
  from unnest(v_items) as x(item);

  return query
  select v_open[x.n]::integer, jsonb_build_object('outcome', 'created',
    'id', x.item->'booking'->>'id',
    'wanted', (
      select count(*) from jsonb_array_elements(x.item->'travelers') t
      where t.value->>'order_id' = any (v_wanting)),
    'deliver', v_deliver, 'messages', 0,
    'key', case when x.item->'once' <> 'null'::jsonb
      then jsonb_build_object('kind', 'run', 'request_id', x.item->'once'->>'request_id',
        'is_new', true, 'is_kept', true) end)
  from unnest(v_items) with ordinality as x(item, n);
end $$;

CREATE FUNCTION public.enqueue_messages(p_partner text, p_rows jsonb, p_at timestamp with time zone) RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
  v_count integer;
begin
  with made as (
    insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, booking_id,
      data, status, reason, subject, text, html, created_at)
    select p_partner, m.id, m.channel, m.kind, m.subject_id, m.recipient, m.locale, m.booking_id,
      coalesce(m.data, '{}'), m.status, m.reason, m.subject, m.text, m.html, p_at
    from jsonb_to_recordset(p_rows) as m(id text, channel text, kind text, subject_id text,
      recipient text, locale text, booking_id text, data jsonb, status text, reason text,
      subject text, text text, html text)
    on conflict on constraint messages_once do nothing
    returning id, status),
  due as (
    insert into dispatches (partner_id, message_id, next_attempt_at)
    select p_partner, id, now() from made where status = 'pending'
    returning 1)
  select count(*) into v_count from due;
  return v_count;
end $$;

CREATE FUNCTION public.enqueue_pushes(p_partner text, p_booking text, p_rows jsonb, p_at timestamp with time zone) RETURNS integer
    LANGUAGE plpgsql
    AS $$
begin
  return enqueue_messages(p_partner, (
    select jsonb_agg(w.push || jsonb_build_object(
      'recipient', q.traveler_id,
      'booking_id', p_booking,
      'data', w.push->'data' || jsonb_build_object('booking_id', p_booking)))
    from jsonb_array_elements(p_rows) as w(push)
      join package_queues q on q.partner_id = p_partner and q.id = w.push->>'subject_id'
    where exists (
      select 1 from device_tokens d
      where d.partner_id = p_partner and d.traveler_id = q.traveler_id)), p_at);
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
      select id, provider into v_id, v_provider from travelers
      where partner_id = p_partner and external_user_id = p_external for key share;
    else
      select t.id, t.provider into v_id, v_provider
      from traveler_emails e join travelers t using (partner_id)
      where e.partner_id = p_partner and e.email = p_email and t.id = e.traveler_id
        -- Who is erased while this waits for them is nobody's any more; the address is free then.
        and t.erased_at is null
      for key share of t;
    end if;
    exit when v_id is not null;
    if p_external is not null then
      insert into travelers (partner_id, id, external_user_id, provider, created_at)
      values (p_partner, p_new_id, p_external, p_provider, p_at)
      on conflict do nothing returning id, provider into v_id, v_provider;
      exit when v_id is not null;
    else
      insert into travelers (partner_id, id, provider, created_at)
      values (p_partner, p_new_id, p_provider, p_at)
      on conflict do nothing;
      insert into traveler_emails (partner_id, email, traveler_id)
      values (p_partner, p_email, p_new_id)
      on conflict do nothing;
      if found then
        v_id := p_new_id;
        v_provider := p_provider;
      else
        delete from travelers where partner_id = p_partner and id = p_new_id;
      end if;
    end if;
  end loop;
  if v_id is null then raise exception 'traveler neither found nor made'; end if;
  if p_provider is not null and v_provider is distinct from p_provider then
    update travelers set provider = p_provider
    where partner_id = p_partner and id = v_id and provider is null;
    if not found then
      select provider into v_provider from travelers where partner_id = p_partner and id = v_id;
      if v_provider <> p_provider then
        raise exception 'provider' using errcode = 'HB001', detail = v_provider;
      end if;
    end if;
  end if;
  return v_id;
end $$;

CREATE FUNCTION public.esim_reference(p_partner text, p_traveler text, p_after text DEFAULT NULL::text) RETURNS uuid
    LANGUAGE sql STABLE
    AS $$
  with named as (
    select coalesce(
      'after ' || coalesce(p_after, (
        select iccid from esims
        where partner_id = p_partner and traveler_id = p_traveler and type = 'universal'
        order by time_assigned desc, id desc limit 1)),
      'first ' || p_partner || ' ' || coalesce(
        'user ' || (
          select external_user_id from travelers
          where partner_id = p_partner and id = p_traveler and not is_id_generated),
        'mail ' || (
          select min(email) from traveler_emails
          where partner_id = p_partner and traveler_id = p_traveler),
        p_traveler)) as name),
  digest as (
    select substr(sha256(convert_to(name, 'UTF8')), 1, 16) as bytes from named),
  versioned as (
    select set_byte(bytes, 6, get_byte(bytes, 6) & 15 | 128) as bytes from digest)
  select encode(set_byte(bytes, 8, get_byte(bytes, 8) & 63 | 128), 'hex')::uuid from versioned
$$;

CREATE FUNCTION public.esims_to_ask(p jsonb, p_live text[]) RETURNS TABLE(id text, provider text, heard_at timestamp with time zone, is_live boolean, is_on_device boolean, is_active boolean, least_left double precision, newest_at timestamp with time zone, packages jsonb)
    LANGUAGE plpgsql
    AS $$
declare
  v record;
begin
  for v in
    select w.value->>'partner_id' as partner_id,
      array(select jsonb_array_elements_text(w.value->'esims')) as esims
    from jsonb_array_elements(p) w
  loop
    perform set_config('hubby.partner_id', v.partner_id, true);
    return query
      select e.id, e.provider, greatest(e.last_updated, k.reported_at),
        coalesce(k.is_live, false) or h.known is not null, is_on_device(e.status),
        coalesce(k.is_active, false), k.least_left, coalesce(k.newest_at, h.newest_at),
        coalesce(h.known, '[]') || coalesce(k.known, '[]')
      from unnest(v.esims) as x(id)
        join esims e on e.partner_id = v.partner_id and e.id = x.id,
        lateral (
          select max(k.reported_at) as reported_at, bool_or(k.status = any(p_live)) as is_live,
            bool_or(k.status = any(p_live) and k.date_activated is not null) as is_active,
            min(case when k.status = any(p_live) and k.date_activated is not null
              then 1 - k.used_bytes::float8 / k.total_bytes end) as least_left,
            max(k.assigned_at) as newest_at,
            jsonb_agg(jsonb_build_object('package_id', k.provider_package_id,
              'reference', o.reference, 'template_id', o.template->>'id',
              'ordered_at', o.created_at, 'expires_at', k.expires_at)
              order by k.assigned_at, k.id)
              filter (where o.id is not null) as known
          from packages k
            left join provider_orders o on o.queue_id = k.queue_id and o.state = 'confirmed'
              and o.esim_id = k.esim_id
          where k.partner_id = v.partner_id and k.esim_id = e.id) k,
        lateral (
          select max(o.preordered_at) as newest_at,
            jsonb_agg(jsonb_build_object('package_id', o.provider_package_id,
              'reference', o.reference, 'template_id', o.template->>'id',
              'ordered_at', o.created_at, 'expires_at', null)) as known
          from provider_orders o
          where o.esim_id = e.id and o.preorder = 'held') h;
  end loop;
end $$;

CREATE FUNCTION public.find_visitors(p_partners text[], p_sessions text[]) RETURNS TABLE(n integer, r json)
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
declare
  v_partner text;
begin
  foreach v_partner in array array(select distinct p from unnest(p_partners) p) loop
    perform set_config('hubby.partner_id', v_partner, true);
    return query
    select asked.n::integer, case when s.id is not null then json_build_object(
      'session_id', s.id, 'traveler_id', s.traveler_id, 'external_user_id', t.external_user_id,
      'booking_id', s.booking_id, 'locale', s.locale, 'device', s.device, 'ends_at', s.ends_at,
      'ended_at', s.ended_at, 'last_seen_at', s.last_seen_at,
      'partner', (
        select json_build_object('partner_id', p.id, 'name', p.name, 'slug', p.slug,
          'settings', p.settings, 'price_list_id', p.price_list_id,
          'b2b_modification', p.b2b_modification, 'b2c_modification', p.b2c_modification,
          'prices_version', p.prices_version, 'suspended_at', p.suspended_at)
        from partners p
        where p.id = v_partner)) end
    from unnest(p_partners, p_sessions) with ordinality asked(partner_id, session_id, n)
      left join webview_sessions s on s.partner_id = v_partner and s.id = asked.session_id
      left join travelers t on t.partner_id = v_partner and t.id = s.traveler_id
    where asked.partner_id = v_partner;
  end loop;
end $$;

CREATE FUNCTION public.fire_booking_triggers(p_partner text, p_bookings text[], p_ats timestamp with time zone[], p_event_ids text[], p_rules jsonb) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
declare
  b record;
  f record;
  v_triggers jsonb := p_rules->'triggers';
  v_sequence integer;
  v_deliver boolean := false;
begin
  -- In the order of their ids, so that two workers wait for one another instead of dead-locking.
  perform 1 from bookings where partner_id = p_partner and id = any(p_bookings)
  order by id for no key update;
  for b in
    select k.id, k.departure_at, w.at, w.n::integer as n, jsonb_build_object(
      'cutoff_at', k.cutoff_at,
      'about_to_depart_at', k.about_to_depart_at,
      'departure_at', k.departure_at) as instants
    from unnest(p_bookings, p_ats) with ordinality as w(id, at, n)
      join bookings k on k.partner_id = p_partner and k.id = w.id
    where k.cancelled_at is null
    order by w.n
  loop
    for f in
      select r.n::integer as n, r.trigger->'event' as event
      from jsonb_array_elements(v_triggers) with ordinality as r(trigger, n),
        lateral (select (b.instants->>(r.trigger->>'due'))::timestamptz as due_at,
          (b.instants->>(r.trigger->>'until'))::timestamptz as ends_at) x
      where x.due_at <= b.at and x.ends_at > b.at
      order by x.due_at, r.n
    loop
      insert into fired_triggers (partner_id, booking_id, trigger, departure_at)
      values (p_partner, b.id, f.event->>'type', b.departure_at)
      on conflict do nothing;
      continue when not found;
      update bookings set sequence = sequence + 1 where partner_id = p_partner and id = b.id
      returning sequence into v_sequence;
      if record_event(
        p_partner, p_event_ids[(b.n - 1) * jsonb_array_length(v_triggers) + f.n], f.event, b.id,
        v_sequence, b.at, trigger_event_data(p_partner, b.id, b.at, p_rules->'emails'))
      then
        v_deliver := true;
      end if;
    end loop;
    insert into timers (partner_id, due_at, kind, subject_id)
    select p_partner, min(x.due_at), 'booking', b.id
    from jsonb_array_elements(v_triggers) as r(trigger),
      lateral (select (b.instants->>(r.trigger->>'due'))::timestamptz as due_at,
        (b.instants->>(r.trigger->>'until'))::timestamptz as ends_at) x
    where x.due_at > b.at and x.ends_at > b.at
    having min(x.due_at) is not null
    on conflict do nothing;
  end loop;
  return v_deliver;
end $$;

CREATE FUNCTION public.first_known(p_order jsonb, p_known jsonb) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
begin
  for i in 0 .. jsonb_array_length(p_order) - 1 loop
    if p_known->>(p_order->>i) is not null then return p_known->>(p_order->>i); end if;
  end loop;
  return null;
end $$;

CREATE FUNCTION public.hold_esims(p_partner text, p_esims text[]) RETURNS TABLE(partner_id text, id text, iccid text, provider text, status text, status_at timestamp with time zone, sequence integer, uncovered_bytes bigint)
    LANGUAGE plpgsql
    AS $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  return query
    select e.partner_id, e.id, e.iccid, e.provider, e.status, e.status_at, e.sequence,
      e.uncovered_bytes
    from esims e
    where e.partner_id = p_partner and e.id = any(p_esims)
    order by e.id for no key update;
end $$;

CREATE FUNCTION public.is_on_device(p_status text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select p_status in ('INSTALLED', 'ENABLED', 'DISABLED')
$$;

CREATE FUNCTION public.keep_answer(p_partner text, p jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  update idempotency_keys
  set status = (p->>'status')::smallint, body_sealed = decode(p->>'body_sealed', 'base64'),
    lease_until = case when p->>'status' is null then now() else lease_until end
  where partner_id = p_partner and method = p->>'method' and path = p->>'path' and key = p->>'key'
    and request_id = p->>'request_id' and status is null;
end $$;

CREATE FUNCTION public.keep_support_queue() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'DELETE' then
    delete from support_queue where id = old.id and partner_id = old.partner_id;
  else
    insert into support_queue (id, partner_id, status)
    values (new.id, new.partner_id, new.status)
    on conflict (id) do update set status = excluded.status;
  end if;
  return null;
end $$;

CREATE FUNCTION public.lock_claim_offer(p_partner text, p_queue text, p_link uuid) RETURNS TABLE(r json)
    LANGUAGE plpgsql
    AS $$
begin
  perform 1
  from package_queues q
  join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
  where q.partner_id = p_partner and q.id = p_queue
  for no key update of q, c;
  return query select o.r from claim_offers(array[p_link]) o;
end $$;

CREATE FUNCTION public.messaged_packages(p_partner text, p_packages text[]) RETURNS SETOF text
    LANGUAGE plpgsql
    AS $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  return query
    select k.id
    from unnest(p_packages) as x(id)
    join packages k on k.partner_id = p_partner and k.id = x.id
    join package_queues q on q.partner_id = p_partner and q.id = k.queue_id
    join bookings b on b.partner_id = p_partner and b.id = q.booking_id
    where (communication_options->>'should_send_message')::boolean;
end $$;

CREATE FUNCTION public.note_attempts(p_partner text, p_events text[], p_fences integer[], p_states text[], p_tries smallint[], p_next timestamp with time zone[], p_begun timestamp with time zone[], p_ended timestamp with time zone[], p_urls text[], p_durations integer[], p_statuses smallint[], p_errors text[], p_bodies text[]) RETURNS TABLE(is_enabled boolean, failing_since timestamp with time zone, warnings smallint)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
begin
  perform set_config('hubby.partner_id', p_partner, true),
    set_config('synchronous_commit', 'off', true),
    set_config('plan_cache_mode', 'force_generic_plan', true),
    set_config('enable_seqscan', 'off', true),
    set_config('enable_sort', 'off', true),
    set_config('enable_bitmapscan', 'off', true);
  -- Before the deliveries, as whoever sets the endpoint does.
  update webhook_endpoints e set is_untried = false
  where e.partner_id = p_partner and e.is_untried and e.url = p_urls[1];
  with r as materialized (
    select * from unnest(p_events, p_fences, p_states, p_tries, p_next, p_begun, p_ended, p_urls,
      p_durations, p_statuses, p_errors, p_bodies) as r(event_id, fence, state, tries,
      next_attempt_at, begun_at, ended_at, url, duration_ms, status_code, error, response_body)),
  d as (
    update deliveries d set attempts = d.attempts + 1, updated_at = r.ended_at,
      state = case when d.fence = r.fence then r.state else d.state end,
      tries = case when d.fence = r.fence then r.tries else d.tries end,
      next_attempt_at = case when d.fence = r.fence then r.next_attempt_at
        else d.next_attempt_at end,
      lease_until = case when d.fence = r.fence then null else d.lease_until end
    from r
    where d.partner_id = p_partner and d.event_id = any(p_events) and d.event_id = r.event_id
    returning d.attempts, r.event_id, r.begun_at, r.url, r.duration_ms, r.status_code,
      r.error, r.response_body)
  insert into attempts (partner_id, event_id, number, attempted_at, url, duration_ms, status_code,
    error, response_body)
  select p_partner, d.event_id, d.attempts, d.begun_at, d.url, d.duration_ms, d.status_code,
    d.error, d.response_body
  from d;
  return query
    select e.is_enabled, e.failing_since, e.warnings from webhook_endpoints e
    where e.partner_id = p_partner;
end $$;

CREATE FUNCTION public.note_installation() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.installed_at := new.status_at;
  return new;
end $$;

CREATE FUNCTION public.packages_on(p_partner text, p_esims text[]) RETURNS TABLE(esim_id text, id text, queue_id text, provider_package_id text, iso3 text, coverage text, package_type text, total_bytes bigint, used_bytes bigint, reported_bytes bigint, allocated_bytes bigint, threshold smallint, sequence integer, duration_days integer, status text, assigned_at timestamp with time zone, activate_before timestamp with time zone, date_activated timestamp with time zone, expires_at timestamp with time zone)
    LANGUAGE plpgsql
    AS $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  return query
    select k.esim_id, k.id, k.queue_id, k.provider_package_id, k.iso3,
      array_to_string(k.coverage, ' '), k.package_type, k.total_bytes, k.used_bytes,
      k.reported_bytes, k.allocated_bytes, k.threshold, k.sequence, k.duration_days,
      k.status, k.assigned_at, k.activate_before, k.date_activated, k.expires_at
    from packages k
    where k.partner_id = p_partner and k.esim_id = any(p_esims) and k.status <> 'CANCELLED';
end $$;

CREATE FUNCTION public.poll_soon(p_iccid text, p_ms double precision, p_rank integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  update iccids
  set poll_at = least(poll_at, clock_timestamp() + p_ms * interval '1 ms'),
    poll_rank = case when poll_at is null then p_rank else least(poll_rank, p_rank) end
  where iccid = p_iccid;
end $$;

CREATE FUNCTION public.put_package(p_partner text, p_queue text, p_id text, p_esim text, p_iccid text, p_provider_package text, p_bytes bigint, p_days integer, p_now timestamp with time zone, p_at timestamp with time zone, p_since timestamp with time zone, p_poll_ms double precision, p_poll_rank integer, p_traveler text) RETURNS TABLE(id text, activate_before timestamp with time zone, iso3 text, total_bytes bigint, external_user_id text)
    LANGUAGE plpgsql
    AS $$
begin
  update esims e set last_updated = p_now where e.partner_id = p_partner and e.id = p_esim;
  perform poll_soon(p_iccid, p_poll_ms, p_poll_rank);
  insert into packages as k (partner_id, id, queue_id, esim_id, provider_package_id, bundle_id,
    template_id, iso3, coverage, package_type, total_bytes, duration_days, status, assigned_at,
    activate_before)
  select q.partner_id, p_id, q.id, p_esim, p_provider_package, q.bundle_id, q.template_id, q.iso3,
    q.coverage, q.package_type, p_bytes, p_days, 'ACTIVE', p_at,
    p_since + q.activation_window_days * interval '1 day'
  from package_queues q
  where q.partner_id = p_partner and q.id = p_queue
  returning k.id, k.activate_before, k.iso3, k.total_bytes
  into put_package.id, put_package.activate_before, put_package.iso3, put_package.total_bytes;
  insert into timers (partner_id, due_at, kind, subject_id)
  values (p_partner, put_package.activate_before, 'package', p_id)
  on conflict do nothing;
  select t.external_user_id into put_package.external_user_id
  from travelers t
  where t.partner_id = p_partner and t.id = p_traveler;
  return next;
end $$;

CREATE FUNCTION public.queue_uuid(p_id text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select substr(p_id, 4)::uuid::text
$$;

CREATE FUNCTION public.record_event(p_partner text, p_id text, p_rule jsonb, p_entity text, p_sequence integer, p_at timestamp with time zone, p_data jsonb) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
declare
  v_type text := p_rule->>'type';
  v_data jsonb := p_data || jsonb_build_object('partner_id', p_partner, 'sequence', p_sequence);
  v_flags jsonb;
begin
  if (p_rule->>'is_once')::boolean then
    insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
    values (p_partner, p_id, v_type, p_entity, p_sequence, p_at, v_data)
    on conflict do nothing;
    if not found then
      perform 1 from events
      where partner_id = p_partner and entity_id = p_entity and type = v_type;
      if found then return null; end if;
      -- Another event has its number or its id, which is a fault.
      raise exception 'event % of % is number % like another one', v_type, p_entity, p_sequence
        using errcode = 'unique_violation';
    end if;
  else
    insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
    values (p_partner, p_id, v_type, p_entity, p_sequence, p_at, v_data);
  end if;
  select events into v_flags from webhook_endpoints
  where partner_id = p_partner and is_enabled and url is not null;
  if not found then return false; end if;
  if not coalesce((v_flags->>(p_rule->>'flag'))::boolean, (p_rule->>'is_default')::boolean) then
    return false;
  end if;
  insert into deliveries (partner_id, event_id, state, next_attempt_at, created_at, updated_at)
  values (p_partner, p_id, 'pending', p_at, p_at, p_at);
  return true;
end $$;

CREATE FUNCTION public.record_events(p_partner text, p_ids text[], p_types text[], p_entities text[], p_sequences integer[], p_ats timestamp with time zone[], p_data jsonb[], p_flags text[], p_defaults boolean[], p_once boolean[]) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
declare
  v_new text[];
  v_flags jsonb;
  v_other record;
begin
  perform set_config('hubby.partner_id', p_partner, true);
  with new as (
    insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
    select p_partner, e.id, e.type, e.entity, e.sequence, e.at, e.data
    from unnest(p_ids, p_types, p_entities, p_sequences, p_ats, p_data)
      as e(id, type, entity, sequence, at, data)
    on conflict do nothing
    returning id)
  select coalesce(array_agg(id), '{}') into v_new from new;
  if cardinality(v_new) < cardinality(p_ids) then
    select e.type, e.entity, e.sequence into v_other
    from unnest(p_ids, p_types, p_entities, p_sequences, p_once)
      as e(id, type, entity, sequence, is_once)
    where e.id <> all(v_new) and not (e.is_once and exists (
      select from events v
      where v.partner_id = p_partner and v.entity_id = e.entity and v.type = e.type))
    limit 1;
    if found then
      -- Another event has its number or its id, which is a fault.
      raise exception 'event % of % is number % like another one', v_other.type, v_other.entity,
        v_other.sequence using errcode = 'unique_violation';
    end if;
  end if;
  select events into v_flags from webhook_endpoints
  where partner_id = p_partner and is_enabled and url is not null;
  if not found then return false; end if;
  insert into deliveries (partner_id, event_id, state, next_attempt_at, created_at, updated_at)
  select p_partner, e.id, 'pending', e.at, e.at, e.at
  from unnest(p_ids, p_ats, p_flags, p_defaults) as e(id, at, flag, is_default)
  where e.id = any(v_new) and coalesce((v_flags->>e.flag)::boolean, e.is_default);
  return found;
end $$;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception 'what stands in % stays as it is', tg_table_name using errcode = '55000';
end $$;

CREATE FUNCTION public.save_counters(p_partner text, p_esims text[], p_countries text[], p_used bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  insert into esim_counters (partner_id, esim_id, iso3, used_bytes)
  select p_partner, x.esim, x.iso3, x.used
  from unnest(p_esims, p_countries, p_used) as x(esim, iso3, used)
  on conflict (partner_id, esim_id, iso3) do update set used_bytes = excluded.used_bytes;
end $$;

CREATE FUNCTION public.save_packages(p_partner text, p_ids text[], p_used bigint[], p_reported bigint[], p_allocated bigint[], p_thresholds smallint[], p_sequences integer[], p_statuses text[], p_activated timestamp with time zone[], p_expires timestamp with time zone[], p_heard timestamp with time zone[], p_measured timestamp with time zone[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  update packages k set used_bytes = x.used, reported_bytes = x.reported,
    allocated_bytes = x.allocated, threshold = x.threshold, sequence = x.sequence,
    status = x.status, date_activated = coalesce(x.activated, k.date_activated),
    expires_at = coalesce(x.expires, k.expires_at),
    reported_at = greatest(k.reported_at, x.heard),
    measured_at = greatest(k.measured_at, x.measured)
  from unnest(p_ids, p_used, p_reported, p_allocated, p_thresholds, p_sequences, p_statuses,
    p_activated, p_expires, p_heard, p_measured) as x(id, used, reported, allocated, threshold,
    sequence, status, activated, expires, heard, measured)
  where k.partner_id = p_partner and k.id = x.id;
end $$;

CREATE FUNCTION public.save_states(p_partner text, p_ids text[], p_statuses text[], p_status_ats timestamp with time zone[], p_sequences integer[], p_uncovered bigint[], p_heard timestamp with time zone[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  update esims e set status = x.status, status_at = x.status_at, sequence = x.sequence,
    uncovered_bytes = x.uncovered, last_updated = greatest(e.last_updated, x.heard)
  from unnest(p_ids, p_statuses, p_status_ats, p_sequences, p_uncovered, p_heard)
    as x(id, status, status_at, sequence, uncovered, heard)
  where e.partner_id = p_partner and e.id = x.id;
end $$;

CREATE FUNCTION public.take_over_traveler(p_partner text, p_external text, p_email text) RETURNS text
    LANGUAGE plpgsql
    AS $$
declare
  v_id text;
begin
  update travelers t
  set external_user_id = p_external, is_id_generated = false
  from traveler_emails e
  where e.partner_id = p_partner and e.email = p_email
    and t.partner_id = p_partner and t.id = e.traveler_id and t.is_id_generated
    and not exists (
      select from travelers o
      where o.partner_id = p_partner and o.external_user_id = p_external)
  returning t.id into v_id;
  return v_id;
exception when unique_violation then
  -- Somebody of this id was made just now.
  return null;
end $$;

CREATE FUNCTION public.trigger_event_data(p_partner text, p_booking text, p_at timestamp with time zone, p_emails jsonb) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  select booking_event_data(p_partner, p_booking) || jsonb_build_object(
    'travelers', coalesce(jsonb_agg(
      jsonb_build_object('external_user_id', w.external_user_id, 'email', w.email,
        'esim_installed', w.installed)
      order by w.created_at, w.position), '[]'::jsonb),
    'external_user_id', (array_agg(w.external_user_id order by w.created_at, w.position))[1],
    'esim_installed', coalesce(bool_and(w.installed), false),
    'hours_to_departure', (
      select round((extract(epoch from b.departure_at - p_at) / 3600)::numeric, 2)
      from bookings b where b.partner_id = p_partner and b.id = p_booking))
  from (
    select distinct on (coalesce(q.traveler_id, c.recipient))
      q.created_at, q.position, t.external_user_id,
      first_known(p_emails, jsonb_build_object(
        'entry', q.requested->>'email',
        'claim', c.claimed_email,
        'code', c.recipient,
        'traveler', (
          select min(m.email) from traveler_emails m
          where m.partner_id = p_partner and m.traveler_id = q.traveler_id))) as email,
      exists (
        select 1 from esims e
        where e.partner_id = p_partner and e.traveler_id = q.traveler_id
          and e.archived_at is null and is_on_device(e.status)) as installed
    from package_queues q
      left join travelers t on t.partner_id = p_partner and t.id = q.traveler_id
      left join promo_codes c on q.is_code and c.partner_id = p_partner and c.queue_id = q.id
    where q.partner_id = p_partner and q.booking_id = p_booking
      and (q.traveler_id is not null or c.recipient is not null)
    order by coalesce(q.traveler_id, c.recipient), q.created_at, q.position) w
$$;

CREATE FUNCTION public.user_dashboards(p_partners text[], p_externals text[]) RETURNS TABLE(n integer, r json)
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
declare
  v_partner text;
begin
  foreach v_partner in array array(select distinct p from unnest(p_partners) p) loop
    perform set_config('hubby.partner_id', v_partner, true);
    return query
    select asked.n::integer, case when t.id is not null then json_build_object(
      'traveler_id', t.id,
      'esim', case when e.id is not null then json_build_object(
        'id', e.id, 'iccid', e.iccid, 'provider', e.provider,
        'lpa_sealed', encode(e.lpa_sealed, 'base64'),
        'install_sealed', encode(e.install_sealed, 'base64'), 'status', e.status, 'type', e.type,
        'time_assigned', e.time_assigned, 'last_updated', e.last_updated) end,
      'queues', coalesce((
        select json_agg(json_build_object(
          'id', q.id, 'iso3', q.iso3, 'bytes', q.bytes, 'duration_days', q.duration_days,
          'package_type', q.package_type, 'covers', q.covers, 'created_at', q.created_at,
          'redeemed_at', q.redeemed_at) order by q.created_at desc, q.position, q.id)
        from package_queues q
        where q.partner_id = v_partner
          and q.traveler_id = t.id
          and q.esim_type = 'universal'
          and q.cancelled_at is null and (not q.is_code or q.redeemed_at is not null)), '[]'::json),
      'packages', coalesce((
        select json_agg(json_build_object(
          'id', k.id, 'queue_id', k.queue_id, 'bundle_id', k.bundle_id,
          'template_id', k.template_id, 'iso3', k.iso3, 'package_type', k.package_type,
          'total_bytes', k.total_bytes, 'used_bytes', k.used_bytes,
          'duration_days', k.duration_days, 'status', k.status, 'assigned_at', k.assigned_at,
          'date_activated', k.date_activated, 'expires_at', k.expires_at,
          'reported_at', k.reported_at) order by k.assigned_at desc, k.id desc)
        from packages k
        where k.partner_id = v_partner and k.esim_id = e.id and k.status <> 'CANCELLED'),
        '[]'::json),
      'others', coalesce((
        select json_agg(json_build_object(
          'esim', json_build_object(
            'id', c.id, 'iccid', c.iccid, 'provider', c.provider,
            'lpa_sealed', encode(c.lpa_sealed, 'base64'),
            'install_sealed', encode(c.install_sealed, 'base64'), 'status', c.status,
            'type', c.type, 'time_assigned', c.time_assigned, 'last_updated', c.last_updated),
          'packages', coalesce((
            select json_agg(json_build_object(
              'id', k.id, 'queue_id', k.queue_id, 'bundle_id', k.bundle_id,
              'template_id', k.template_id, 'iso3', k.iso3, 'package_type', k.package_type,
              'total_bytes', k.total_bytes, 'used_bytes', k.used_bytes,
              'duration_days', k.duration_days, 'status', k.status, 'assigned_at', k.assigned_at,
              'date_activated', k.date_activated, 'expires_at', k.expires_at,
              'reported_at', k.reported_at) order by k.assigned_at desc, k.id desc)
            from packages k
            where k.partner_id = v_partner and k.esim_id = c.id and k.status <> 'CANCELLED'),
            '[]'::json)) order by c.time_assigned desc, c.id desc)
        from (
          select esims.*
          from esims
          where esims.partner_id = v_partner and esims.traveler_id = t.id
            and esims.type = 'classic' and esims.archived_at is null
          order by esims.time_assigned desc, esims.id desc
          limit 100) c), '[]'::json)) end
    from unnest(p_partners, p_externals) with ordinality asked(partner_id, external_user_id, n)
      left join lateral (
        select travelers.id
        from travelers
        where travelers.partner_id = v_partner
          and travelers.external_user_id = asked.external_user_id
        limit 1) t on true
      left join lateral (
        select esims.*
        from esims
        where esims.partner_id = v_partner and esims.traveler_id = t.id
          and esims.type = 'universal' and esims.archived_at is null
        limit 1) e on true
    where asked.partner_id = v_partner;
  end loop;
end $$;

CREATE FUNCTION public.users_of_esims(p_partner text, p_esims text[]) RETURNS TABLE(esim_id text, external_user_id text)
    LANGUAGE plpgsql
    AS $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  return query
    select e.id, t.external_user_id
    from unnest(p_esims) as x(id)
    join esims e on e.partner_id = p_partner and e.id = x.id
    join travelers t on t.partner_id = p_partner and t.id = e.traveler_id;
end $$;

CREATE FUNCTION public.write_requests(p_partners text[], p_firsts integer[], p_lasts integer[], p_ids text[], p_client_ids text[], p_methods text[], p_paths text[], p_operations text[], p_statuses smallint[], p_errors text[], p_durations integer[], p_keys text[], p_ips text[], p_request_bytes integer[], p_response_bytes integer[], p_request_states smallint[], p_response_states smallint[], p_texts bytea, p_texts_ids text[], p_places integer[], p_lengths integer[], p_deflated boolean[], p_count_firsts integer[], p_count_lasts integer[], p_hours timestamp with time zone[], p_count_operations text[], p_count_errors text[], p_count_statuses smallint[], p_counts integer[], p_first_ids text[], p_last_ids text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
  f integer;
  t integer;
begin
  perform set_config('synchronous_commit', 'off', true);
  for i in 1 .. cardinality(p_partners) loop
    perform set_config('hubby.partner_id', p_partners[i], true);
    f := p_firsts[i];
    t := p_lasts[i];
    insert into api_requests (partner_id, id, client_request_id, method, path, operation_id, status,
      error_type, duration_ms, key_id, ip, request_bytes, response_bytes, request_state,
      response_state, texts_id)
    select p_partners[i], x.*, p_texts_ids[i]
    from unnest(p_ids[f:t], p_client_ids[f:t], p_methods[f:t], p_paths[f:t], p_operations[f:t],
      p_statuses[f:t], p_errors[f:t], p_durations[f:t], p_keys[f:t], p_ips[f:t],
      p_request_bytes[f:t], p_response_bytes[f:t], p_request_states[f:t], p_response_states[f:t]) x;
    if p_texts_ids[i] is not null then
      insert into api_request_texts (partner_id, id, texts, is_deflated)
      values (p_partners[i], p_texts_ids[i],
        substring(p_texts from p_places[i] for p_lengths[i]), p_deflated[i]);
    end if;
    f := p_count_firsts[i];
    t := p_count_lasts[i];
    insert into api_request_counts as c (partner_id, hour, operation_id, error_type, status, count,
      first_id, last_id)
    select p_partners[i], x.*
    from unnest(p_hours[f:t], p_count_operations[f:t], p_count_errors[f:t], p_count_statuses[f:t],
      p_counts[f:t], p_first_ids[f:t], p_last_ids[f:t]) x
    on conflict (partner_id, hour, operation_id, error_type, status)
    do update set count = c.count + excluded.count, first_id = least(c.first_id, excluded.first_id),
      last_id = greatest(c.last_id, excluded.last_id);
  end loop;
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
  elsif telco.is_wholesale(p_account) and not exists (
    select from telco.profiles f where f.iccid = p.iccid and f.state = 'RELEASED' for share)
  then
    refusal := 'package_in_use';
  else
    update telco.packages set status = 'CANCELLED', cancelled_at = p_at where id = p.id
    returning * into p;
  end if;
  insert into telco.calls (account, customer, kind, reference, outcome, fault, at)
  values (p_account, p_customer, 'cancel_package', p.reference,
    case when fault in ('timeout_before', 'error') then 'fault'
      when refusal is not null then 'refused'
      when replayed then 'replayed' else 'cancelled' end, fault, p_at);
  if refusal is null and p.id is not null then placed := telco.package_json(p); end if;
end
$$;

CREATE FUNCTION telco.change_state(p_account text, p_iccid text, p_to text, p_from text[], p_at timestamp with time zone, OUT refusal text, OUT esim json) RETURNS record
    LANGUAGE plpgsql
    AS $$
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
      state_changed_at = case when f.state = 'RELEASED' then p_at
        else greatest(p_at, f.state_changed_at + interval '1 ms') end
    where iccid = p_iccid returning * into f;
    esim := telco.esim_json(f);
  end if;
end $$;

CREATE FUNCTION telco.consume(p_account text, p_iccid text, p_bytes bigint, p_iso3 text, p_package_id bigint, p_at timestamp with time zone, OUT refusal text, OUT consumed bigint, OUT esim json) RETURNS record
    LANGUAGE plpgsql
    AS $$
declare
  f telco.profiles;
  p telco.packages;
begin
  select * into f from telco.profiles where account = p_account and iccid = p_iccid for update;
  if not found then refusal := 'profile_not_found'; return; end if;
  if f.state <> 'ENABLED' then refusal := 'profile_not_enabled'; return; end if;
  if p_package_id is null or telco.is_wholesale(p_account) then
    insert into telco.usage as u (iccid, iso3, customer, used_bytes)
    values (p_iccid, p_iso3, f.customer, p_bytes)
    on conflict (iccid, iso3)
    do update set used_bytes = least(u.used_bytes + excluded.used_bytes, 9007199254740991);
    consumed := p_bytes;
  else
    select * into p from telco.packages where id = p_package_id and iccid = p_iccid for update;
    if not found then refusal := 'package_not_found'; return; end if;
    if p.status in ('CANCELLED', 'EXPIRED') or p.expires_at <= p_at then
      refusal := 'package_not_active';
      return;
    end if;
    consumed := least(p_bytes, coalesce(p.total_bytes, 9007199254740991) - p.used_bytes);
    if consumed > 0 then
      update telco.packages set used_bytes = p.used_bytes + consumed,
        activated_at = coalesce(p.activated_at, p_at),
        expires_at = coalesce(p.expires_at, p_at + p.duration_days * interval '24 h'),
        status = case when p.used_bytes + consumed >= p.total_bytes then 'DEPLETED'
          else p.status end
      where id = p.id;
    end if;
  end if;
  esim := telco.esim_json(f);
end $$;

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
    CONSTRAINT profiles_iccid_check CHECK ((iccid ~ '^89\d{16,17}$'::text)),
    CONSTRAINT profiles_matching_id_check CHECK ((matching_id ~ '^[0-9A-Z-]+$'::text)),
    CONSTRAINT profiles_state_check CHECK ((state = ANY (ARRAY['RELEASED'::text, 'INSTALLED'::text, 'ENABLED'::text, 'DISABLED'::text, 'DELETED'::text]))),
    CONSTRAINT profiles_subscriber_imsi_check CHECK ((subscriber_imsi ~ '^\d{15}$'::text))
);

CREATE FUNCTION telco.esim_json(f telco.profiles) RETURNS json
    LANGUAGE sql STABLE
    AS $$
  select json_build_object(
    'profile', telco.profile_json(f),
    'state_changed_at', f.state_changed_at,
    'packages', coalesce((
      select json_agg(telco.package_json(p) order by p.id)
      from telco.packages p where p.iccid = f.iccid), '[]'),
    'usage', coalesce((
      select json_agg(json_build_object('iso3', u.told, 'used_bytes', u.used) order by u.told)
      from (
        select case when not telco.is_wholesale(f.account) then iso3 end as told,
          least(sum(used_bytes), 9007199254740991) as used
        from telco.usage where iccid = f.iccid
        group by 1) u), '[]'))
$$;

CREATE FUNCTION telco.finish_order(p_id bigint, p_at timestamp with time zone, OUT account text, OUT id text, OUT reference text) RETURNS record
    LANGUAGE plpgsql
    AS $$
declare
  a telco.accounts;
  f telco.profiles;
  o telco.orders;
  ordered json;
  lacks text;
begin
  select * into o from telco.orders oo
  where oo.id = p_id and oo.allocate_at <= clock_timestamp()
  for update;
  if not found then return; end if;

  select * into a from telco.accounts where name = o.account;
  ordered := o.template;
  select * into f from telco.profiles where iccid = o.iccid for share;
  if o.kind = 'add_package' and f.state = 'DELETED' then
    lacks := 'profile_deleted';
  elsif not telco.take_stock(a, (o.kind = 'create_esim')::int, 1) then
    lacks := 'out_of_stock';
  elsif o.kind = 'create_esim' then
    f := telco.new_profile(a, o.customer, ordered ->> 'imsi', p_at);
  end if;
  update telco.orders oo
  set allocate_at = null, template = null, failure = lacks, iccid = f.iccid,
    package_id = case when lacks is null then nextval('telco.package_id') end
  where oo.id = o.id
  returning * into o;
  if lacks is null then perform telco.new_package(o, ordered, p_at); end if;
  account := o.account;
  id := o.id::text;
  reference := o.reference;
end
$$;

CREATE FUNCTION telco.is_wholesale(p_account text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  select coalesce((select is_wholesale from telco.accounts where name = p_account), false)
$$;

CREATE FUNCTION telco.luhn_digit(digits text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT
    AS $$
  select ((10 - sum(
    case when (length(digits) - i) % 2 = 0 then d * 2 - case when d > 4 then 9 else 0 end
      else d end) % 10) % 10)::text
  from generate_series(1, length(digits)) i, lateral (select substr(digits, i, 1)::int as d) s
$$;

CREATE TABLE telco.orders (
    id bigint NOT NULL,
    account text NOT NULL,
    customer text NOT NULL,
    reference text NOT NULL,
    idempotency_key text,
    kind text NOT NULL,
    iccid text,
    package_id bigint,
    template_id text,
    created_at timestamp with time zone NOT NULL,
    allocate_at timestamp with time zone,
    template json,
    failure text,
    CONSTRAINT orders_check CHECK ((idempotency_key = reference)),
    CONSTRAINT orders_failure_check CHECK ((failure = ANY (ARRAY['out_of_stock'::text, 'profile_deleted'::text]))),
    CONSTRAINT orders_kind_check CHECK ((kind = ANY (ARRAY['create_esim'::text, 'add_package'::text]))),
    CONSTRAINT orders_pending_or_made CHECK (
CASE
    WHEN ((allocate_at IS NOT NULL) OR (failure IS NOT NULL)) THEN (package_id IS NULL)
    ELSE ((iccid IS NOT NULL) AND ((package_id IS NULL) = (template_id IS NULL)))
END),
    CONSTRAINT orders_template_while_pending CHECK (((allocate_at IS NULL) = (template IS NULL)))
);

CREATE FUNCTION telco.new_package(o telco.orders, p_template json, p_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  insert into telco.packages (id, account, customer, iccid, order_id, reference, template_id,
    total_bytes, duration_days, coverage, assigned_at)
  values (o.package_id, o.account, o.customer, o.iccid, o.id, o.reference, o.template_id,
    (p_template ->> 'bytes')::bigint, (p_template ->> 'duration_days')::int,
    array(select json_array_elements_text(p_template -> 'coverage')), p_at);
end
$$;

CREATE TABLE telco.accounts (
    name text NOT NULL,
    idempotent boolean NOT NULL,
    stock_profiles integer,
    stock_packages integer,
    latency_min_ms integer DEFAULT 20 NOT NULL,
    latency_max_ms integer DEFAULT 60 NOT NULL,
    iccid_prefix text NOT NULL,
    is_wholesale boolean DEFAULT false NOT NULL,
    allocation_ms integer,
    CONSTRAINT accounts_allocation_ms_check CHECK ((allocation_ms > 0)),
    CONSTRAINT accounts_check CHECK ((latency_max_ms >= latency_min_ms)),
    CONSTRAINT accounts_iccid_prefix_check CHECK ((iccid_prefix ~ '^89\d{6}$'::text)),
    CONSTRAINT accounts_latency_min_ms_check CHECK ((latency_min_ms >= 0)),
    CONSTRAINT accounts_stock_packages_check CHECK ((stock_packages >= 0)),
    CONSTRAINT accounts_stock_profiles_check CHECK ((stock_profiles >= 0))
);

CREATE FUNCTION telco.new_profile(a telco.accounts, p_customer text, p_imsi_plan text, p_at timestamp with time zone) RETURNS telco.profiles
    LANGUAGE plpgsql
    AS $$
declare
  n text := lpad(nextval('telco.profile_number')::text, 10, '0');
  f telco.profiles;
begin
  insert into telco.profiles (iccid, account, customer, subscriber_imsi, imsi_plan, smdp_host,
    matching_id, state_changed_at)
  values (
    a.iccid_prefix || n
      || case when a.is_wholesale then '' else telco.luhn_digit(a.iccid_prefix || n) end,
    a.name, p_customer, '99999' || n, p_imsi_plan, 'rsp.' || a.name || '.example',
    upper(gen_random_uuid()::text), p_at)
  returning * into f;
  return f;
end
$$;

CREATE FUNCTION telco.order_json(o telco.orders) RETURNS json
    LANGUAGE sql STABLE
    AS $$
  select json_build_object(
    'id', o.id::text,
    'reference', o.reference,
    'kind', o.kind,
    'status', case when o.failure is not null then 'failed'
      when o.allocate_at is not null then 'pending'
      when p.cancelled_at is null then 'confirmed' else 'cancelled' end,
    'failure', o.failure,
    'package_id', o.package_id::text,
    'template_id', o.template_id,
    'created_at', o.created_at,
    'profile', case when f.iccid is not null then telco.profile_json(f) end)
  from (select 1) as one
  left join telco.profiles f
    on f.iccid = o.iccid and o.failure is null and o.allocate_at is null
  left join telco.packages p on p.order_id = o.id
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
begin
  replayed := false;
  select * into a from telco.accounts where name = p_account;
  if not found then
    refusal := 'unknown_account';
    return;
  end if;

  if a.idempotent then
    -- Concurrent repeats queue here: none may meet a fault or an empty stock while another one
    -- provisions, since a clean refusal says that nothing was. That there is one order at most is
    -- the unique constraint's doing.
    perform pg_advisory_xact_lock(
      hashtextextended('telco ' || p_account || ' ' || p_reference, 0));
    select * into o from telco.orders
    where account = p_account and idempotency_key = p_reference;
  end if;

  -- What was provisioned is not refused for want of stock afterwards, so a replay leaves such a
  -- fault alone.
  fault := telco.take_fault(p_customer, case when o.id is not null then 'out_of_stock' end);

  if fault in ('timeout_before', 'error') then
    null;
  elsif o.id is not null then
    if (o.customer, o.kind, o.template_id)
      is distinct from (p_customer, p_kind, p_template ->> 'id')
      or (p_kind = 'add_package' and o.iccid <> p_iccid)
    then
      refusal := 'reference_reused';
    else
      replayed := true;
    end if;
  elsif fault = 'out_of_stock' then
    refusal := 'out_of_stock';
  elsif p_template is null and a.is_wholesale then
    refusal := 'package_required';
  else
    if p_kind = 'add_package' then
      select * into f from telco.profiles
        where iccid = p_iccid and account = p_account and customer = p_customer for share;
      refusal := case when not found then 'profile_not_found'
        when f.state = 'DELETED' then 'profile_deleted' end;
    end if;
    if refusal is null and a.allocation_ms is null then
      if not telco.take_stock(a, (p_kind = 'create_esim')::int, (p_template is not null)::int) then
        refusal := 'out_of_stock';
      end if;
    elsif refusal is null then
      -- What is finished later is taken out of the stock then.
      if a.stock_packages = 0 or (p_kind = 'create_esim' and a.stock_profiles = 0) then
        refusal := 'out_of_stock';
      end if;
    end if;
    if refusal is null then
      if p_kind = 'create_esim' and a.allocation_ms is null then
        f := telco.new_profile(a, p_customer, p_template ->> 'imsi', p_at);
      end if;
      insert into telco.orders (account, customer, reference, idempotency_key, kind, iccid,
        package_id, template_id, created_at, allocate_at, template)
      values (p_account, p_customer, p_reference, case when a.idempotent then p_reference end,
        p_kind, f.iccid,
        case when p_template is not null and a.allocation_ms is null
          then nextval('telco.package_id') end,
        p_template ->> 'id', p_at, clock_timestamp() + a.allocation_ms * interval '1 ms',
        case when a.allocation_ms is not null then p_template end)
      returning * into o;
      if o.package_id is not null then perform telco.new_package(o, p_template, p_at); end if;
    end if;
  end if;

  insert into telco.calls (account, customer, kind, reference, outcome, fault, at)
  values (p_account, p_customer, p_kind, p_reference,
    case when fault in ('timeout_before', 'error') then 'fault'
      when refusal is not null then 'refused'
      when replayed then 'replayed' else 'provisioned' end, fault, p_at);
  if refusal is null and o.id is not null then placed := telco.order_json(o); end if;
end
$$;

CREATE FUNCTION telco.profile_json(f telco.profiles) RETURNS json
    LANGUAGE sql STABLE
    AS $_$
  select json_build_object(
    'iccid', f.iccid,
    'activation_code', 'LPA:1$' || f.smdp_host || '$' || f.matching_id,
    'subscriber_imsi', f.subscriber_imsi,
    'imsi_plan', f.imsi_plan,
    'state', case when f.state in ('ENABLED', 'DISABLED') and telco.is_wholesale(f.account)
      then 'INSTALLED' else f.state end)
$_$;

CREATE FUNCTION telco.take_fault(p_customer text, p_but text DEFAULT NULL::text) RETURNS text
    LANGUAGE sql
    AS $$
  update telco.faults set count = count - 1
  where customer = p_customer and count > 0 and next is distinct from p_but
  returning next
$$;

CREATE FUNCTION telco.take_stock(a telco.accounts, p_profiles integer, p_packages integer) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
begin
  if a.stock_profiles is null and a.stock_packages is null then return true; end if;
  update telco.accounts
  set stock_profiles = stock_profiles - p_profiles, stock_packages = stock_packages - p_packages
  where name = a.name
    and (stock_profiles is null or stock_profiles >= p_profiles)
    and (stock_packages is null or stock_packages >= p_packages);
  return found;
end
$$;

CREATE TABLE pay_desk.deliveries (
    id bigint NOT NULL,
    event_id text NOT NULL,
    status integer,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE pay_desk.deliveries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pay_desk.deliveries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pay_desk.disputes (
    id text NOT NULL,
    payment_id text NOT NULL,
    status text DEFAULT 'needs_response'::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT disputes_id_check CHECK ((id ~~ 'du\_%'::text)),
    CONSTRAINT disputes_status_check CHECK ((status = ANY (ARRAY['needs_response'::text, 'won'::text, 'lost'::text])))
);

CREATE TABLE pay_desk.events (
    id text NOT NULL,
    number bigint NOT NULL,
    session_id text NOT NULL,
    type text NOT NULL,
    object jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    arrivals integer NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone,
    CONSTRAINT events_arrivals_check CHECK (((arrivals >= 0) AND (arrivals <= 2))),
    CONSTRAINT events_id_check CHECK ((id ~~ 'evt\_%'::text))
);

ALTER TABLE pay_desk.events ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME pay_desk.events_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE pay_desk.keys (
    key text NOT NULL,
    path text NOT NULL,
    digest text NOT NULL,
    answer jsonb NOT NULL,
    request_id text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE pay_desk.payments (
    id text NOT NULL,
    charge_id text NOT NULL,
    session_id text NOT NULL,
    amount integer NOT NULL,
    currency text NOT NULL,
    status text NOT NULL,
    refunded integer DEFAULT 0 NOT NULL,
    settles_at timestamp with time zone,
    settles_as text,
    refunds_fail boolean DEFAULT false NOT NULL,
    disputes_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT payments_amount_check CHECK ((amount > 0)),
    CONSTRAINT payments_charge_id_check CHECK ((charge_id ~~ 'ch\_%'::text)),
    CONSTRAINT payments_id_check CHECK ((id ~~ 'pi\_%'::text)),
    CONSTRAINT payments_refunded CHECK (((refunded >= 0) AND (refunded <=
CASE status
    WHEN 'succeeded'::text THEN amount
    ELSE 0
END))),
    CONSTRAINT payments_settle CHECK ((((status = 'processing'::text) = (settles_at IS NOT NULL)) AND ((settles_at IS NULL) = (settles_as IS NULL)))),
    CONSTRAINT payments_settles_as_check CHECK ((settles_as = ANY (ARRAY['succeeded'::text, 'failed'::text]))),
    CONSTRAINT payments_status_check CHECK ((status = ANY (ARRAY['processing'::text, 'succeeded'::text, 'failed'::text])))
);

CREATE TABLE pay_desk.refunds (
    id text NOT NULL,
    payment_id text NOT NULL,
    amount integer NOT NULL,
    reason text,
    metadata jsonb NOT NULL,
    status text NOT NULL,
    fails_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT refunds_amount_check CHECK ((amount > 0)),
    CONSTRAINT refunds_id_check CHECK ((id ~~ 're\_%'::text)),
    CONSTRAINT refunds_pending CHECK (((status = 'pending'::text) = (fails_at IS NOT NULL))),
    CONSTRAINT refunds_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text])))
);

CREATE TABLE pay_desk.sessions (
    id text NOT NULL,
    status text DEFAULT 'open'::text NOT NULL,
    amount integer NOT NULL,
    currency text NOT NULL,
    asked jsonb NOT NULL,
    declines integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT sessions_amount_check CHECK ((amount > 0)),
    CONSTRAINT sessions_currency_check CHECK ((currency ~ '^[a-z]{3}$'::text)),
    CONSTRAINT sessions_id_check CHECK ((id ~ '^cs_test_[0-9A-Za-z]{20,}$'::text)),
    CONSTRAINT sessions_status_check CHECK ((status = ANY (ARRAY['open'::text, 'complete'::text, 'expired'::text])))
);

CREATE UNLOGGED TABLE public.abuse_counters (
    key character varying(255) NOT NULL,
    points integer DEFAULT 0 NOT NULL,
    expire bigint
);

CREATE TABLE public.api_keys (
    id text NOT NULL COLLATE pg_catalog."C",
    partner_id text NOT NULL COLLATE pg_catalog."C",
    secret_sealed bytea NOT NULL,
    min_signature_version smallint DEFAULT 1 NOT NULL,
    label text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    scopes text[] DEFAULT '{bookings,travelers,settings}'::text[] NOT NULL,
    last_used_at timestamp with time zone,
    made_by text,
    allowed_ips text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT api_keys_min_signature_version_check CHECK ((min_signature_version = ANY (ARRAY[1, 2]))),
    CONSTRAINT api_keys_scopes CHECK (((scopes <@ '{bookings,travelers,settings,keys,erase}'::text[]) AND (scopes <> '{}'::text[])))
);

CREATE TABLE public.api_request_counts (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    hour timestamp with time zone NOT NULL,
    operation_id text NOT NULL COLLATE pg_catalog."C",
    error_type text NOT NULL COLLATE pg_catalog."C",
    status smallint NOT NULL,
    count integer NOT NULL,
    first_id text NOT NULL COLLATE pg_catalog."C",
    last_id text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.api_request_counts FORCE ROW LEVEL SECURITY;

CREATE TABLE public.api_request_texts (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    texts bytea NOT NULL,
    is_deflated boolean NOT NULL
);
ALTER TABLE ONLY public.api_request_texts ALTER COLUMN texts SET STORAGE EXTERNAL;

ALTER TABLE ONLY public.api_request_texts FORCE ROW LEVEL SECURITY;

CREATE TABLE public.api_requests (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    client_request_id text COLLATE pg_catalog."C",
    method text NOT NULL COLLATE pg_catalog."C",
    path text NOT NULL,
    operation_id text NOT NULL COLLATE pg_catalog."C",
    status smallint NOT NULL,
    error_type text COLLATE pg_catalog."C",
    duration_ms integer NOT NULL,
    key_id text NOT NULL COLLATE pg_catalog."C",
    ip text COLLATE pg_catalog."C",
    request_bytes integer NOT NULL,
    response_bytes integer NOT NULL,
    request_state smallint NOT NULL,
    response_state smallint NOT NULL,
    texts_id text COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.api_requests FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN public.api_requests.texts_id IS 'where its query, user agent and bodies are; null = nothing of them is kept';

CREATE TABLE public.attempts (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    event_id text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    attempted_at timestamp with time zone NOT NULL,
    url text NOT NULL,
    duration_ms integer NOT NULL,
    status_code smallint,
    error text,
    response_body text,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.attempts FORCE ROW LEVEL SECURITY;

CREATE TABLE public.audit_entries (
    id text NOT NULL COLLATE pg_catalog."C",
    partner_id text COLLATE pg_catalog."C",
    at timestamp with time zone DEFAULT now() NOT NULL,
    actor_kind text NOT NULL COLLATE pg_catalog."C",
    actor_id text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    subject text COLLATE pg_catalog."C",
    before jsonb,
    after jsonb,
    request_id text COLLATE pg_catalog."C",
    ip text,
    CONSTRAINT audit_entries_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['member'::text, 'key'::text, 'operator'::text, 'cli'::text, 'app'::text, 'visitor'::text, 'page'::text, 'system'::text])))
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
    kind text NOT NULL,
    departure_date text NOT NULL,
    departure_at timestamp with time zone NOT NULL,
    is_departure_defaulted boolean NOT NULL,
    return_date text,
    ends_at timestamp with time zone NOT NULL,
    cutoff_at timestamp with time zone,
    about_to_depart_at timestamp with time zone,
    email text,
    locale text,
    custom_branding text,
    contact jsonb NOT NULL,
    communication_options jsonb NOT NULL,
    data jsonb,
    sequence integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    cancelled_at timestamp with time zone,
    freed_dates text[],
    caused_by text DEFAULT NULLIF(current_setting('hubby.caused_by'::text, true), ''::text) COLLATE pg_catalog."C",
    CONSTRAINT bookings_kind_check CHECK ((kind = ANY (ARRAY['booking'::text, 'topup'::text, 'purchase'::text])))
)
WITH (fillfactor='90');

ALTER TABLE ONLY public.bookings FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN public.bookings.caused_by IS 'null = of no request of a key, or of one before this was kept';

CREATE TABLE public.brand_drafts (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    revision text NOT NULL COLLATE pg_catalog."C",
    changes jsonb NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by text NOT NULL
);

ALTER TABLE ONLY public.brand_drafts FORCE ROW LEVEL SECURITY;

CREATE TABLE public.brand_logos (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    brand text NOT NULL COLLATE pg_catalog."C",
    source_url text NOT NULL,
    png bytea NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    hash text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.brand_logos FORCE ROW LEVEL SECURITY;

CREATE TABLE public.brand_uploads (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    png bytea NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.brand_uploads FORCE ROW LEVEL SECURITY;

CREATE TABLE public.bundle_sources (
    bundle_id text NOT NULL COLLATE pg_catalog."C",
    source_id text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.bundles (
    id text NOT NULL COLLATE pg_catalog."C",
    destination_id text NOT NULL COLLATE pg_catalog."C",
    template_id text COLLATE pg_catalog."C",
    type text NOT NULL,
    label text NOT NULL,
    bytes bigint,
    duration_days integer NOT NULL,
    esim_types text[],
    traffic_policy text,
    throttling text,
    b2b_price integer NOT NULL,
    b2c_price integer NOT NULL,
    currency text NOT NULL,
    priority integer NOT NULL,
    is_active boolean NOT NULL,
    coverage text[],
    CONSTRAINT bundles_b2b_price_check CHECK ((b2b_price >= 0)),
    CONSTRAINT bundles_bytes_check CHECK ((bytes > 0)),
    CONSTRAINT bundles_check CHECK ((b2b_price < b2c_price)),
    CONSTRAINT bundles_check1 CHECK (((type = 'unlimited'::text) = (bytes IS NULL))),
    CONSTRAINT bundles_duration_days_check CHECK ((duration_days > 0)),
    CONSTRAINT bundles_type_check CHECK ((type = ANY (ARRAY['data-limited'::text, 'time-limited'::text, 'starter'::text, 'unlimited'::text])))
);

CREATE TABLE public.catalog_syncs (
    account text NOT NULL COLLATE pg_catalog."C",
    next_attempt_at timestamp with time zone NOT NULL,
    fence integer DEFAULT 0 NOT NULL,
    lease_until timestamp with time zone,
    tries integer DEFAULT 0 NOT NULL,
    accepts_fewer boolean DEFAULT false NOT NULL,
    is_unannounced boolean DEFAULT false NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    completed_at timestamp with time zone,
    articles integer DEFAULT 0 NOT NULL,
    added integer DEFAULT 0 NOT NULL,
    changed integer DEFAULT 0 NOT NULL,
    vanished integer DEFAULT 0 NOT NULL,
    left_out integer DEFAULT 0 NOT NULL,
    waiting integer DEFAULT 0 NOT NULL,
    failure text
);

CREATE TABLE public.checkouts (
    purchase_id text NOT NULL COLLATE pg_catalog."C",
    partner_id text NOT NULL COLLATE pg_catalog."C",
    checkout_id text COLLATE pg_catalog."C",
    url text,
    payment_id text COLLATE pg_catalog."C",
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone,
    fence integer DEFAULT 0 NOT NULL,
    looked_at timestamp with time zone,
    doubt text COLLATE pg_catalog."C",
    doubted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.counted_days (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    zone text NOT NULL,
    counts jsonb NOT NULL,
    counted_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.counted_days FORCE ROW LEVEL SECURITY;

CREATE TABLE public.currency_rates (
    currency text NOT NULL COLLATE pg_catalog."C",
    to_currency text NOT NULL COLLATE pg_catalog."C",
    date date NOT NULL,
    rate numeric(21,12) NOT NULL,
    set_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT currency_rates_check CHECK ((currency <> to_currency)),
    CONSTRAINT currency_rates_rate_check CHECK ((rate > (0)::numeric))
);

CREATE TABLE public.deliveries (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    event_id text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone,
    lease_until timestamp with time zone,
    fence integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    is_exhausted boolean GENERATED ALWAYS AS ((state = 'exhausted'::text)) STORED NOT NULL,
    CONSTRAINT deliveries_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'exhausted'::text])))
)
WITH (fillfactor='70');

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

CREATE TABLE public.device_tokens (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    token text NOT NULL COLLATE pg_catalog."C",
    traveler_id text NOT NULL COLLATE pg_catalog."C",
    platform text,
    registered_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT device_tokens_platform_check CHECK ((platform = ANY (ARRAY['ios'::text, 'android'::text, 'web'::text])))
);

ALTER TABLE ONLY public.device_tokens FORCE ROW LEVEL SECURITY;

CREATE TABLE public.dispatches (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    message_id text NOT NULL COLLATE pg_catalog."C",
    next_attempt_at timestamp with time zone,
    lease_until timestamp with time zone,
    fence integer DEFAULT 0 NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    rounds smallint DEFAULT 0 NOT NULL,
    served text[] DEFAULT '{}'::text[] NOT NULL,
    sender text COLLATE pg_catalog."C",
    provider_message_id text COLLATE pg_catalog."C",
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.due_reports (
    provider text NOT NULL COLLATE pg_catalog."C",
    report_id text NOT NULL COLLATE pg_catalog."C",
    due_at timestamp with time zone DEFAULT now() NOT NULL,
    tries smallint DEFAULT 0 NOT NULL
)
WITH (fillfactor='100', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='5000', autovacuum_vacuum_insert_threshold='-1', autovacuum_analyze_scale_factor='0', autovacuum_analyze_threshold='20000', vacuum_truncate='false');

CREATE TABLE public.erasures (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    traveler_id text NOT NULL COLLATE pg_catalog."C",
    words_sealed bytea,
    step smallint DEFAULT 0 NOT NULL,
    place text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    settled_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    next_attempt_at timestamp with time zone DEFAULT now(),
    lease_until timestamp with time zone,
    fence integer DEFAULT 0 NOT NULL,
    tries integer DEFAULT 0 NOT NULL
);

CREATE TABLE public.es2plus_orders (
    account text NOT NULL COLLATE pg_catalog."C",
    reference text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    iccid text COLLATE pg_catalog."C",
    template jsonb,
    matching_id_sealed bytea,
    smdp_address text,
    product_order_id text COLLATE pg_catalog."C",
    package_id text COLLATE pg_catalog."C",
    refusal jsonb,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT es2plus_orders_check CHECK (((kind = 'add_package'::text) = (iccid IS NOT NULL))),
    CONSTRAINT es2plus_orders_check1 CHECK (((kind = 'create_esim'::text) = (matching_id_sealed IS NOT NULL))),
    CONSTRAINT es2plus_orders_kind_check CHECK ((kind = ANY (ARRAY['create_esim'::text, 'add_package'::text])))
);

CREATE TABLE public.es2plus_profiles (
    account text NOT NULL COLLATE pg_catalog."C",
    iccid text NOT NULL COLLATE pg_catalog."C",
    profile_type text,
    subscriber_imsi text,
    imsi text,
    is_listed boolean NOT NULL,
    status text NOT NULL,
    reference text COLLATE pg_catalog."C",
    taken_at timestamp with time zone,
    state text,
    state_at timestamp with time zone,
    imported_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT es2plus_profiles_check CHECK (((status = 'taken'::text) = (reference IS NOT NULL))),
    CONSTRAINT es2plus_profiles_check1 CHECK (((status = 'taken'::text) = (taken_at IS NOT NULL))),
    CONSTRAINT es2plus_profiles_check2 CHECK (((state IS NULL) = (state_at IS NULL))),
    CONSTRAINT es2plus_profiles_iccid_check CHECK ((iccid ~ '^89\d{16,18}$'::text)),
    CONSTRAINT es2plus_profiles_state_check CHECK ((state = ANY (ARRAY['RELEASED'::text, 'INSTALLED'::text, 'ENABLED'::text, 'DISABLED'::text, 'DELETED'::text]))),
    CONSTRAINT es2plus_profiles_status_check CHECK ((status = ANY (ARRAY['free'::text, 'taken'::text, 'lost'::text]))),
    CONSTRAINT es2plus_profiles_subscriber_imsi_check CHECK ((subscriber_imsi ~ '^\d{14,15}$'::text))
);

CREATE TABLE public.es2plus_steps (
    account text NOT NULL COLLATE pg_catalog."C",
    reference text NOT NULL COLLATE pg_catalog."C",
    step text NOT NULL,
    tries integer NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    CONSTRAINT es2plus_steps_step_check CHECK ((step = ANY (ARRAY['download'::text, 'plan'::text, 'confirm'::text, 'release'::text]))),
    CONSTRAINT es2plus_steps_tries_check CHECK ((tries >= 0))
);

CREATE TABLE public.esim_counters (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    esim_id text NOT NULL COLLATE pg_catalog."C",
    iso3 text NOT NULL COLLATE pg_catalog."C",
    used_bytes bigint NOT NULL
);

ALTER TABLE ONLY public.esim_counters FORCE ROW LEVEL SECURITY;

CREATE TABLE public.esim_replacements (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    traveler_id text NOT NULL COLLATE pg_catalog."C",
    old_esim_id text NOT NULL COLLATE pg_catalog."C",
    new_esim_id text COLLATE pg_catalog."C",
    reason text NOT NULL,
    is_counted boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    listed_at timestamp with time zone,
    finished_at timestamp with time zone,
    caused_by text DEFAULT NULLIF(current_setting('hubby.caused_by'::text, true), ''::text) COLLATE pg_catalog."C",
    CONSTRAINT esim_replacements_reason_check CHECK ((reason = ANY (ARRAY['new_device'::text, 'deleted'::text, 'broken'::text])))
);

ALTER TABLE ONLY public.esim_replacements FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN public.esim_replacements.caused_by IS 'null = of no request of a key, or of one before this was kept';

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
    installed_at timestamp with time zone,
    archived_at timestamp with time zone,
    uncovered_bytes bigint DEFAULT 0 NOT NULL,
    sequence integer DEFAULT 0 NOT NULL,
    install_sealed bytea,
    caused_by text DEFAULT NULLIF(current_setting('hubby.caused_by'::text, true), ''::text) COLLATE pg_catalog."C",
    iccid_end text GENERATED ALWAYS AS (reverse(iccid)) STORED COLLATE pg_catalog."C",
    CONSTRAINT esims_status_check CHECK ((status = ANY (ARRAY['RELEASED'::text, 'INSTALLED'::text, 'ENABLED'::text, 'DISABLED'::text, 'DELETED'::text]))),
    CONSTRAINT esims_type_check CHECK ((type = ANY (ARRAY['universal'::text, 'classic'::text])))
)
WITH (fillfactor='90');

ALTER TABLE ONLY public.esims FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN public.esims.caused_by IS 'null = of no request of a key, or of one before this was kept';

COMMENT ON COLUMN public.esims.iccid_end IS 'the ICCID from its end: looked up by how it begins';

CREATE TABLE public.events (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    entity_id text NOT NULL COLLATE pg_catalog."C",
    sequence integer NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    data jsonb NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    is_test boolean DEFAULT false NOT NULL,
    caused_by text DEFAULT NULLIF(current_setting('hubby.caused_by'::text, true), ''::text) COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.events FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN public.events.caused_by IS 'null = of no request of a key, or of one before this was kept';

CREATE TABLE public.factor_resets (
    id text NOT NULL COLLATE pg_catalog."C",
    member_id text NOT NULL COLLATE pg_catalog."C",
    asked_by text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    due_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    cancelled_at timestamp with time zone
);

CREATE TABLE public.feed_ceiling (
    one boolean DEFAULT true NOT NULL,
    tx xid8 NOT NULL,
    CONSTRAINT feed_ceiling_one_check CHECK (one)
);

CREATE TABLE public.fired_triggers (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    booking_id text NOT NULL COLLATE pg_catalog."C",
    trigger text NOT NULL COLLATE pg_catalog."C",
    departure_at timestamp with time zone NOT NULL,
    CONSTRAINT fired_triggers_trigger_check CHECK ((trigger = ANY (ARRAY['booking.within_cutoff'::text, 'booking.about_to_depart'::text])))
);

ALTER TABLE ONLY public.fired_triggers FORCE ROW LEVEL SECURITY;

CREATE TABLE public.first_purchases (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    traveler_id text NOT NULL COLLATE pg_catalog."C",
    iso3 text NOT NULL COLLATE pg_catalog."C",
    purchase_id text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.first_purchases FORCE ROW LEVEL SECURITY;

CREATE TABLE public.hosted_redemptions (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    queue_id text NOT NULL COLLATE pg_catalog."C",
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL
);

CREATE TABLE public.iccids (
    iccid text NOT NULL COLLATE pg_catalog."C",
    partner_id text NOT NULL COLLATE pg_catalog."C",
    esim_id text NOT NULL COLLATE pg_catalog."C",
    poll_at timestamp with time zone,
    provider text COLLATE pg_catalog."C",
    provider_esim_id text COLLATE pg_catalog."C",
    polled_at timestamp with time zone,
    hinted_at timestamp with time zone,
    poll_rank smallint DEFAULT 3 NOT NULL,
    CONSTRAINT iccids_poll_rank_check CHECK (((poll_rank >= 0) AND (poll_rank <= 3)))
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

CREATE TABLE public.import_rows (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    import_id text NOT NULL COLLATE pg_catalog."C",
    "row" integer NOT NULL,
    cells jsonb NOT NULL,
    flaw text,
    state text DEFAULT 'new'::text NOT NULL COLLATE pg_catalog."C",
    leader integer,
    reference text COLLATE pg_catalog."C",
    key_date text COLLATE pg_catalog."C",
    booking jsonb,
    entries integer,
    problems jsonb,
    booking_id text COLLATE pg_catalog."C",
    CONSTRAINT import_rows_state_check CHECK ((state = ANY (ARRAY['new'::text, 'good'::text, 'bad'::text, 'done'::text, 'failed'::text])))
);

ALTER TABLE ONLY public.import_rows FORCE ROW LEVEL SECURITY;

CREATE TABLE public.import_work (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    import_id text NOT NULL COLLATE pg_catalog."C",
    next_attempt_at timestamp with time zone DEFAULT now(),
    lease_until timestamp with time zone,
    fence integer DEFAULT 0 NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    received_at timestamp with time zone
);

CREATE TABLE public.imported_devices (
    brand text NOT NULL COLLATE pg_catalog."C",
    model text NOT NULL COLLATE pg_catalog."C",
    is_compatible boolean NOT NULL,
    codes text[] DEFAULT '{}'::text[] NOT NULL,
    notes text[] DEFAULT '{}'::text[] NOT NULL,
    source text,
    imported_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.imports (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    state text DEFAULT 'receiving'::text NOT NULL COLLATE pg_catalog."C",
    filename text,
    columns jsonb NOT NULL,
    map jsonb NOT NULL,
    problem text,
    request_key text COLLATE pg_catalog."C",
    created_by text NOT NULL,
    rows_total integer DEFAULT 0 NOT NULL,
    checked_to integer DEFAULT 0 NOT NULL,
    rows_checked integer DEFAULT 0 NOT NULL,
    rows_bad integer DEFAULT 0 NOT NULL,
    rows_done integer DEFAULT 0 NOT NULL,
    rows_failed integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    caused_by text COLLATE pg_catalog."C",
    CONSTRAINT imports_state_check CHECK ((state = ANY (ARRAY['receiving'::text, 'checking'::text, 'checked'::text, 'running'::text, 'done'::text, 'cancelled'::text, 'failed'::text])))
);

ALTER TABLE ONLY public.imports FORCE ROW LEVEL SECURITY;

CREATE TABLE public.incidents (
    id bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    facts jsonb NOT NULL,
    began_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    tell_at timestamp with time zone,
    told_at timestamp with time zone,
    tellings integer DEFAULT 0 NOT NULL,
    partners_at timestamp with time zone
);

ALTER TABLE public.incidents ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.incidents_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.install_tokens (
    token_hash bytea NOT NULL,
    partner_id text NOT NULL COLLATE pg_catalog."C",
    esim_id text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE public.issuer_keys (
    kid text NOT NULL COLLATE pg_catalog."C",
    private_sealed bytea NOT NULL,
    public_jwk jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    retired_at timestamp with time zone
);

CREATE TABLE public.mail_tokens (
    token_hash bytea NOT NULL,
    partner_id text NOT NULL COLLATE pg_catalog."C",
    message_id text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    wrong_tries smallint DEFAULT 0 NOT NULL,
    CONSTRAINT mail_tokens_wrong_tries_check CHECK (((wrong_tries >= 0) AND (wrong_tries <= 5)))
);

CREATE TABLE public.market_prices (
    destination_id text NOT NULL COLLATE pg_catalog."C",
    bytes bigint,
    duration_days integer NOT NULL,
    competitor text NOT NULL,
    price integer NOT NULL,
    currency text NOT NULL,
    CONSTRAINT market_prices_bytes_check CHECK ((bytes > 0)),
    CONSTRAINT market_prices_duration_days_check CHECK ((duration_days > 0)),
    CONSTRAINT market_prices_price_check CHECK ((price > 0))
);

CREATE TABLE public.member_invitations (
    id text NOT NULL COLLATE pg_catalog."C",
    token_hash bytea NOT NULL,
    email text NOT NULL,
    partner_id text COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    by_sso boolean DEFAULT false NOT NULL,
    invited_by text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT member_invitations_check CHECK (
CASE
    WHEN (partner_id IS NULL) THEN (role = ANY (ARRAY['operator'::text, 'support'::text, 'finance'::text]))
    ELSE (role = ANY (ARRAY['owner'::text, 'admin'::text, 'developer'::text, 'support'::text, 'finance'::text, 'viewer'::text]))
END)
);

CREATE TABLE public.member_links (
    token_hash bytea NOT NULL,
    member_id text NOT NULL COLLATE pg_catalog."C",
    browser_hash bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

CREATE TABLE public.member_mails (
    id text NOT NULL COLLATE pg_catalog."C",
    recipient text NOT NULL,
    subject text NOT NULL,
    text_sealed bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now(),
    lease_until timestamp with time zone,
    fence integer DEFAULT 0 NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    rounds smallint DEFAULT 0 NOT NULL,
    sent_at timestamp with time zone,
    reason text,
    expires_at timestamp with time zone
);

CREATE TABLE public.member_sessions (
    id text NOT NULL COLLATE pg_catalog."C",
    token_hash bytea NOT NULL,
    member_id text NOT NULL COLLATE pg_catalog."C",
    signed_in_by text NOT NULL COLLATE pg_catalog."C",
    stage text NOT NULL COLLATE pg_catalog."C",
    partner_id text COLLATE pg_catalog."C",
    user_agent text,
    ip text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    fresh_at timestamp with time zone,
    code_tries smallint DEFAULT 0 NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    revealed jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT member_sessions_signed_in_by_check CHECK ((signed_in_by = ANY (ARRAY['passkey'::text, 'mail'::text, 'link'::text, 'sso'::text]))),
    CONSTRAINT member_sessions_stage_check CHECK ((stage = ANY (ARRAY['full'::text, 'second_factor'::text, 'enrol'::text])))
);

CREATE TABLE public.members (
    id text NOT NULL COLLATE pg_catalog."C",
    email text NOT NULL,
    name text,
    operator_role text COLLATE pg_catalog."C",
    locale text COLLATE pg_catalog."C",
    time_zone text,
    totp_sealed bytea,
    totp_since timestamp with time zone,
    totp_step bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT members_operator_role_check CHECK ((operator_role = ANY (ARRAY['operator'::text, 'support'::text, 'finance'::text])))
);

CREATE TABLE public.memberships (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    member_id text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    by_sso boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    first_steps_put_away_at timestamp with time zone,
    CONSTRAINT memberships_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'developer'::text, 'support'::text, 'finance'::text, 'viewer'::text])))
);

CREATE TABLE public.messages (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    subject_id text NOT NULL COLLATE pg_catalog."C",
    booking_id text COLLATE pg_catalog."C",
    recipient text NOT NULL COLLATE pg_catalog."C",
    locale text NOT NULL,
    subject text,
    text text,
    html text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    status text NOT NULL,
    reason text,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    settled_at timestamp with time zone,
    caused_by text DEFAULT NULLIF(current_setting('hubby.caused_by'::text, true), ''::text) COLLATE pg_catalog."C",
    CONSTRAINT messages_channel_check CHECK ((channel = ANY (ARRAY['EMAIL'::text, 'SMS'::text, 'WHATSAPP'::text, 'PUSH_NOTIFICATION'::text]))),
    CONSTRAINT messages_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'delivered'::text, 'bounced'::text, 'complained'::text, 'failed'::text, 'skipped'::text, 'cancelled'::text])))
);

ALTER TABLE ONLY public.messages FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN public.messages.caused_by IS 'null = of no request of a key, or of one before this was kept';

CREATE TABLE public.meta (
    key text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL
);

CREATE TABLE public.model_answers (
    key bytea NOT NULL,
    answer jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.model_budgets (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    month text NOT NULL COLLATE pg_catalog."C",
    calls integer DEFAULT 0 NOT NULL,
    tokens bigint DEFAULT 0 NOT NULL
);

ALTER TABLE ONLY public.model_budgets FORCE ROW LEVEL SECURITY;

CREATE TABLE public.notification_addresses (
    id text NOT NULL COLLATE pg_catalog."C",
    partner_id text COLLATE pg_catalog."C",
    number smallint NOT NULL,
    label text NOT NULL,
    url_sealed bytea NOT NULL,
    url_hash bytea NOT NULL,
    host text NOT NULL,
    hint text NOT NULL,
    language text NOT NULL COLLATE pg_catalog."C",
    subjects text[],
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by text NOT NULL,
    failing_since timestamp with time zone,
    last_error text,
    off_at timestamp with time zone,
    off_reason text COLLATE pg_catalog."C",
    CONSTRAINT notification_addresses_check CHECK (((off_at IS NULL) = (off_reason IS NULL))),
    CONSTRAINT notification_addresses_language_check CHECK ((language = ANY (ARRAY['en'::text, 'de'::text, 'fr'::text, 'es'::text, 'nl'::text]))),
    CONSTRAINT notification_addresses_number_check CHECK (((number >= 1) AND (number <= 5))),
    CONSTRAINT notification_addresses_off_reason_check CHECK ((off_reason = ANY (ARRAY['member'::text, 'failing'::text, 'gone'::text])))
);

CREATE TABLE public.notification_choices (
    member_id text NOT NULL COLLATE pg_catalog."C",
    partner_id text COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    way text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT notification_choices_way_check CHECK ((way = ANY (ARRAY['at_once'::text, 'daily'::text, 'none'::text])))
);

CREATE TABLE public.notification_looks (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    next_attempt_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.notification_mails (
    occasion_id text NOT NULL COLLATE pg_catalog."C",
    part text NOT NULL COLLATE pg_catalog."C",
    member_id text NOT NULL COLLATE pg_catalog."C",
    due_at timestamp with time zone,
    mailed_at timestamp with time zone,
    CONSTRAINT notification_mails_part_check CHECK ((part = ANY (ARRAY['began'::text, 'over'::text])))
);

CREATE TABLE public.notification_posts (
    occasion_id text NOT NULL COLLATE pg_catalog."C",
    part text NOT NULL COLLATE pg_catalog."C",
    address_id text NOT NULL COLLATE pg_catalog."C",
    next_attempt_at timestamp with time zone,
    lease_until timestamp with time zone,
    fence integer DEFAULT 0 NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    posted_at timestamp with time zone,
    reason text,
    CONSTRAINT notification_posts_part_check CHECK ((part = ANY (ARRAY['began'::text, 'over'::text])))
);

CREATE TABLE public.occasions (
    id text NOT NULL COLLATE pg_catalog."C",
    partner_id text COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    about text NOT NULL COLLATE pg_catalog."C",
    facts jsonb NOT NULL,
    began_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone
);

CREATE TABLE public.opened_links (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    page text NOT NULL,
    link text NOT NULL COLLATE pg_catalog."C",
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT opened_links_page_check CHECK ((page = ANY (ARRAY['claim'::text, 'install'::text])))
);

ALTER TABLE ONLY public.opened_links FORCE ROW LEVEL SECURITY;

CREATE TABLE public.opened_packages (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    queue_id text NOT NULL COLLATE pg_catalog."C",
    opened_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.opened_packages FORCE ROW LEVEL SECURITY;

CREATE TABLE public.operator_mails (
    incident_id bigint NOT NULL,
    part text NOT NULL COLLATE pg_catalog."C",
    recipient text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL,
    text text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now(),
    lease_until timestamp with time zone,
    fence integer DEFAULT 0 NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    rounds smallint DEFAULT 0 NOT NULL,
    sent_at timestamp with time zone,
    reason text
);

CREATE TABLE public.operator_tokens (
    hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone
);

CREATE TABLE public.outage_notices (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    incident_id bigint NOT NULL,
    account text NOT NULL COLLATE pg_catalog."C",
    told_at timestamp with time zone DEFAULT now() NOT NULL,
    restored_at timestamp with time zone
);

CREATE TABLE public.own_prices (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    bundle_id text NOT NULL COLLATE pg_catalog."C",
    price integer NOT NULL,
    CONSTRAINT own_prices_price_check CHECK ((price >= 0))
);

ALTER TABLE ONLY public.own_prices FORCE ROW LEVEL SECURITY;

CREATE TABLE public.package_queues (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    is_code boolean DEFAULT false NOT NULL,
    booking_id text COLLATE pg_catalog."C",
    traveler_id text COLLATE pg_catalog."C",
    esim_type text NOT NULL,
    fingerprint text NOT NULL COLLATE pg_catalog."C",
    ordinal smallint NOT NULL,
    part smallint NOT NULL,
    "position" integer NOT NULL,
    requested jsonb NOT NULL,
    wanted jsonb,
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
    failed_orders smallint DEFAULT 0 NOT NULL,
    CONSTRAINT package_queues_esim_type_check CHECK ((esim_type = ANY (ARRAY['universal'::text, 'classic'::text]))),
    CONSTRAINT package_queues_owned CHECK ((is_code OR ((traveler_id IS NOT NULL) AND (booking_id IS NOT NULL))))
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
    status text NOT NULL,
    total_bytes bigint,
    used_bytes bigint DEFAULT 0 NOT NULL,
    reported_bytes bigint DEFAULT 0 NOT NULL,
    allocated_bytes bigint DEFAULT 0 NOT NULL,
    threshold smallint DEFAULT 0 NOT NULL,
    duration_days integer NOT NULL,
    assigned_at timestamp with time zone NOT NULL,
    activate_before timestamp with time zone NOT NULL,
    date_activated timestamp with time zone,
    expires_at timestamp with time zone,
    measured_at timestamp with time zone,
    reported_at timestamp with time zone,
    sequence integer DEFAULT 0 NOT NULL,
    caused_by text DEFAULT NULLIF(current_setting('hubby.caused_by'::text, true), ''::text) COLLATE pg_catalog."C",
    CONSTRAINT packages_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'DEPLETED'::text, 'EXPIRED'::text, 'CANCELLED'::text])))
)
WITH (fillfactor='80');

ALTER TABLE ONLY public.packages FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN public.packages.caused_by IS 'null = of no request of a key, or of one before this was kept';

CREATE TABLE public.partner_clocks (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    offset_ms bigint NOT NULL,
    advancing_until timestamp with time zone,
    holder text,
    is_resetting boolean DEFAULT false NOT NULL,
    CONSTRAINT partner_clocks_offset_ms_check CHECK ((offset_ms >= 0))
);

CREATE TABLE public.partner_prices (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    bundle_id text NOT NULL COLLATE pg_catalog."C",
    b2b_price integer,
    b2c_price integer,
    CONSTRAINT partner_prices_b2b_price_check CHECK ((b2b_price >= 0)),
    CONSTRAINT partner_prices_b2c_price_check CHECK ((b2c_price >= 0))
);

ALTER TABLE ONLY public.partner_prices FORCE ROW LEVEL SECURITY;

CREATE TABLE public.partner_views (
    id text NOT NULL COLLATE pg_catalog."C",
    session_id text NOT NULL COLLATE pg_catalog."C",
    member_id text NOT NULL COLLATE pg_catalog."C",
    partner_id text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);

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
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    suspended_at timestamp with time zone
);

CREATE TABLE public.passkey_challenges (
    challenge text NOT NULL COLLATE pg_catalog."C",
    browser_hash bytea NOT NULL,
    member_id text COLLATE pg_catalog."C",
    purpose text NOT NULL COLLATE pg_catalog."C",
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT passkey_challenges_purpose_check CHECK ((purpose = ANY (ARRAY['sign_in'::text, 'enrol'::text, 'fresh'::text])))
);

CREATE TABLE public.passkeys (
    id text NOT NULL COLLATE pg_catalog."C",
    member_id text NOT NULL COLLATE pg_catalog."C",
    public_key bytea NOT NULL,
    counter bigint DEFAULT 0 NOT NULL,
    transports text[] DEFAULT '{}'::text[] NOT NULL,
    is_backed_up boolean DEFAULT false NOT NULL,
    label text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone
);

CREATE TABLE public.payment_events (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text COLLATE pg_catalog."C",
    type text NOT NULL,
    is_live boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    checkout_id text COLLATE pg_catalog."C",
    payment_id text COLLATE pg_catalog."C",
    purchase_id text COLLATE pg_catalog."C",
    amount bigint,
    currency text COLLATE pg_catalog."C",
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now(),
    unfit text,
    seen_at timestamp with time zone
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

CREATE TABLE public.promo_code_batches (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    is_imported boolean NOT NULL,
    package jsonb,
    valid_until timestamp with time zone,
    codes integer NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT promo_code_batches_codes_check CHECK ((codes > 0))
);

ALTER TABLE ONLY public.promo_code_batches FORCE ROW LEVEL SECURITY;

CREATE TABLE public.promo_code_lookups (
    code text NOT NULL COLLATE pg_catalog."C",
    partner_id text NOT NULL COLLATE pg_catalog."C",
    queue_id text NOT NULL COLLATE pg_catalog."C",
    uuid uuid,
    replaced_at timestamp with time zone
);

CREATE TABLE public.promo_code_reissues (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    queue_id text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    reissued_at timestamp with time zone NOT NULL,
    old_code text NOT NULL COLLATE pg_catalog."C",
    old_uuid uuid,
    old_claimed_at timestamp with time zone,
    old_claimed_email text COLLATE pg_catalog."C",
    reason text,
    api_key text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.promo_code_reissues FORCE ROW LEVEL SECURITY;

CREATE TABLE public.promo_codes (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    queue_id text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    uuid uuid,
    recipient text COLLATE pg_catalog."C",
    valid_until timestamp with time zone NOT NULL,
    claimed_at timestamp with time zone,
    claimed_email text COLLATE pg_catalog."C",
    claim_locale text,
    hosted_email text COLLATE pg_catalog."C",
    hosted_locale text,
    hosted_destination text COLLATE pg_catalog."C",
    reissues integer DEFAULT 0 NOT NULL,
    sequence integer DEFAULT 0 NOT NULL,
    batch_id text COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.promo_codes FORCE ROW LEVEL SECURITY;

CREATE TABLE public.provider_orders (
    id text NOT NULL COLLATE pg_catalog."C",
    partner_id text NOT NULL COLLATE pg_catalog."C",
    traveler_id text NOT NULL COLLATE pg_catalog."C",
    queue_id text COLLATE pg_catalog."C",
    esim_id text COLLATE pg_catalog."C",
    kind text NOT NULL,
    is_classic boolean DEFAULT false NOT NULL,
    replaces text COLLATE pg_catalog."C",
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
    first_sent_at timestamp with time zone,
    settled_at timestamp with time zone,
    provider_order_id text COLLATE pg_catalog."C",
    is_archived boolean DEFAULT false NOT NULL,
    cancelled_at timestamp with time zone,
    evidence jsonb DEFAULT '[]'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    is_universal boolean DEFAULT false NOT NULL,
    pending_until timestamp with time zone,
    provider_esim_id text COLLATE pg_catalog."C",
    cost_minor bigint,
    cost_currency text,
    request_keys text[] DEFAULT '{}'::text[] NOT NULL,
    preorder text,
    provider_package_id text COLLATE pg_catalog."C",
    preordered_at timestamp with time zone,
    preorder_due_at timestamp with time zone,
    caused_by text DEFAULT NULLIF(current_setting('hubby.caused_by'::text, true), ''::text) COLLATE pg_catalog."C",
    CONSTRAINT provider_orders_kind_check CHECK ((kind = ANY (ARRAY['create_esim'::text, 'add_package'::text]))),
    CONSTRAINT provider_orders_package_has_queue CHECK (((kind = 'create_esim'::text) OR (queue_id IS NOT NULL))),
    CONSTRAINT provider_orders_preorder_check CHECK ((preorder = ANY (ARRAY['ordered'::text, 'held'::text, 'redeemed'::text, 'cancelling'::text, 'cancelled'::text, 'cancel_requested'::text, 'lost'::text]))),
    CONSTRAINT provider_orders_state_check CHECK ((state = ANY (ARRAY['intent'::text, 'unknown'::text, 'pending'::text, 'confirmed'::text, 'rejected'::text, 'needs_review'::text])))
);

COMMENT ON COLUMN public.provider_orders.caused_by IS 'null = of no request of a key, or of one before this was kept';

CREATE TABLE public.provider_reports (
    provider text NOT NULL COLLATE pg_catalog."C",
    report_id text NOT NULL COLLATE pg_catalog."C",
    iccid text NOT NULL COLLATE pg_catalog."C",
    reported_at timestamp with time zone NOT NULL,
    report jsonb NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone DEFAULT now(),
    outcome text,
    CONSTRAINT provider_reports_outcome_check CHECK ((outcome = ANY (ARRAY['applied'::text, 'unknown_iccid'::text, 'failed'::text])))
);

CREATE TABLE public.published_bundles (
    bundle_id text NOT NULL COLLATE pg_catalog."C",
    rule text NOT NULL COLLATE pg_catalog."C",
    fingerprint text NOT NULL
);

CREATE TABLE public.publishing_rules (
    name text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL,
    rule jsonb NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.purchases (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    traveler_id text NOT NULL COLLATE pg_catalog."C",
    request_key text COLLATE pg_catalog."C",
    state text DEFAULT 'created'::text NOT NULL COLLATE pg_catalog."C",
    choice jsonb NOT NULL,
    bundle_id text NOT NULL COLLATE pg_catalog."C",
    iso3 text NOT NULL COLLATE pg_catalog."C",
    amount integer NOT NULL,
    currency text NOT NULL COLLATE pg_catalog."C",
    return_to text NOT NULL,
    locale text,
    consented_at timestamp with time zone,
    receipt_to text COLLATE pg_catalog."C",
    booking_id text COLLATE pg_catalog."C",
    queue_id text COLLATE pg_catalog."C",
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    paid_at timestamp with time zone,
    provisioned_at timestamp with time zone,
    ended_at timestamp with time zone,
    refund_asked text,
    refund_asked_at timestamp with time zone,
    CONSTRAINT purchases_amount_check CHECK ((amount > 0)),
    CONSTRAINT purchases_state_check CHECK ((state = ANY (ARRAY['created'::text, 'paid'::text, 'provisioned'::text, 'failed'::text, 'expired'::text, 'refunded'::text])))
);

ALTER TABLE ONLY public.purchases FORCE ROW LEVEL SECURITY;

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

CREATE TABLE public.recovery_codes (
    member_id text NOT NULL COLLATE pg_catalog."C",
    code_hash bytea NOT NULL,
    used_at timestamp with time zone
);

CREATE TABLE public.redirect_tokens (
    token_hash bytea NOT NULL,
    partner_id text NOT NULL COLLATE pg_catalog."C",
    traveler_id text NOT NULL COLLATE pg_catalog."C",
    locale text,
    to_screen text,
    device jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    booking_id text COLLATE pg_catalog."C"
);

CREATE TABLE public.refunds (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    purchase_id text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    refund_id text COLLATE pg_catalog."C",
    wanted_at timestamp with time zone DEFAULT now() NOT NULL,
    done_at timestamp with time zone
);

ALTER TABLE ONLY public.refunds FORCE ROW LEVEL SECURITY;

CREATE TABLE public.refused_bookings (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    count integer NOT NULL
);

ALTER TABLE ONLY public.refused_bookings FORCE ROW LEVEL SECURITY;

CREATE TABLE public.replaced_packages (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    replacement_id text NOT NULL COLLATE pg_catalog."C",
    package_id text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL,
    reason text,
    CONSTRAINT replaced_packages_reason_check CHECK ((reason = ANY (ARRAY['in_use'::text, 'started'::text, 'not_cancellable'::text, 'cancel_requested'::text]))),
    CONSTRAINT replaced_packages_reason_of_state CHECK (
CASE state
    WHEN 'left'::text THEN (reason IS NOT NULL)
    WHEN 'asked'::text THEN (reason IS NULL)
    ELSE ((reason IS NULL) OR (reason = ANY (ARRAY['not_cancellable'::text, 'cancel_requested'::text])))
END),
    CONSTRAINT replaced_packages_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'ordered'::text, 'left'::text])))
);

ALTER TABLE ONLY public.replaced_packages FORCE ROW LEVEL SECURITY;

CREATE TABLE public.replacement_work (
    replacement_id text NOT NULL COLLATE pg_catalog."C",
    partner_id text NOT NULL COLLATE pg_catalog."C",
    next_attempt_at timestamp with time zone NOT NULL,
    lease_until timestamp with time zone,
    fence integer DEFAULT 0 NOT NULL,
    tries smallint DEFAULT 0 NOT NULL
);

CREATE TABLE public.schema_version (
    version bigint NOT NULL,
    name text,
    md5 text,
    run_at timestamp with time zone
);

CREATE TABLE public.service_hours (
    at timestamp with time zone NOT NULL,
    figure text NOT NULL COLLATE pg_catalog."C",
    total integer NOT NULL,
    good double precision NOT NULL,
    timed integer NOT NULL,
    total_ms double precision NOT NULL,
    slowest_ms double precision NOT NULL,
    CONSTRAINT service_hours_figure_check CHECK ((figure = ANY (ARRAY['availability'::text, 'provisioning'::text, 'webhooks'::text, 'usage'::text, 'support'::text])))
);

CREATE TABLE public.service_minutes (
    at timestamp with time zone NOT NULL,
    class text NOT NULL COLLATE pg_catalog."C",
    requests integer NOT NULL,
    failed integer NOT NULL
);

CREATE TABLE public.shared_values (
    key text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL
);

CREATE TABLE public.sources (
    id text NOT NULL COLLATE pg_catalog."C",
    account text NOT NULL COLLATE pg_catalog."C",
    article text NOT NULL COLLATE pg_catalog."C",
    topup_article text COLLATE pg_catalog."C",
    esim_types text[] NOT NULL,
    bytes bigint,
    daily_bytes bigint,
    throttle_kbps integer,
    duration_days integer NOT NULL,
    coverage text[] NOT NULL,
    cost integer NOT NULL,
    currency text NOT NULL,
    starts text NOT NULL,
    needs_kyc boolean NOT NULL,
    imsi text,
    activation_window_days integer NOT NULL,
    last_seen_at timestamp with time zone,
    is_stale boolean DEFAULT false NOT NULL,
    name text,
    can_top_up boolean,
    previous_cost integer,
    previous_currency text,
    cost_changed_at timestamp with time zone,
    offered_cost integer,
    offered_currency text,
    offered_at timestamp with time zone,
    is_held boolean DEFAULT false NOT NULL,
    CONSTRAINT sources_activation_window_days_check CHECK ((activation_window_days > 0)),
    CONSTRAINT sources_bytes_check CHECK ((bytes > 0)),
    CONSTRAINT sources_check CHECK (((offered_cost IS NULL) = (offered_currency IS NULL))),
    CONSTRAINT sources_check1 CHECK (((offered_cost IS NOT NULL) OR (NOT is_held))),
    CONSTRAINT sources_cost_check CHECK ((cost >= 0)),
    CONSTRAINT sources_daily_bytes_check CHECK ((daily_bytes > 0)),
    CONSTRAINT sources_duration_days_check CHECK ((duration_days > 0)),
    CONSTRAINT sources_offered_cost_check CHECK ((offered_cost >= 0)),
    CONSTRAINT sources_previous_cost_check CHECK ((previous_cost >= 0)),
    CONSTRAINT sources_starts_check CHECK ((starts = ANY (ARRAY['first_use'::text, 'installation'::text, 'order'::text]))),
    CONSTRAINT sources_throttle_kbps_check CHECK ((throttle_kbps >= 0))
);

COMMENT ON COLUMN public.sources.last_seen_at IS 'real time: when its row was last written by a reading of its supplier''s catalog; one that is not stale was also in every reading since. null = only a file has named it';

CREATE TABLE public.sql_functions (
    name text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.sso_connections (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    issuer text NOT NULL,
    client_id text NOT NULL,
    client_secret_sealed bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.sso_identities (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    issuer text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    member_id text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.sso_sign_ins (
    state_hash text NOT NULL COLLATE pg_catalog."C",
    partner_id text NOT NULL COLLATE pg_catalog."C",
    browser_hash bytea NOT NULL,
    nonce text NOT NULL,
    code_verifier_sealed bytea NOT NULL,
    invitation_id text COLLATE pg_catalog."C",
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE public.supplier_accounts (
    name text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    base_url text,
    credentials_sealed bytea,
    mode text NOT NULL,
    priority integer NOT NULL,
    limits jsonb DEFAULT '{}'::jsonb NOT NULL,
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    status text NOT NULL,
    awaits_test boolean NOT NULL,
    callback_token_hash bytea,
    callback_token_sealed bytea,
    previous_callback_token_hash bytea,
    previous_callback_until timestamp with time zone,
    spend_cap_minor bigint,
    spend_cap_currency text,
    balance_threshold_minor bigint,
    balance_threshold_currency text,
    tested_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    previous_credentials_sealed bytea,
    previous_credentials_until timestamp with time zone,
    preorder boolean DEFAULT false NOT NULL,
    CONSTRAINT supplier_accounts_balance_threshold_minor_check CHECK ((balance_threshold_minor >= 0)),
    CONSTRAINT supplier_accounts_check CHECK (((spend_cap_minor IS NULL) = (spend_cap_currency IS NULL))),
    CONSTRAINT supplier_accounts_check1 CHECK (((balance_threshold_minor IS NULL) = (balance_threshold_currency IS NULL))),
    CONSTRAINT supplier_accounts_check2 CHECK (((callback_token_hash IS NULL) = (callback_token_sealed IS NULL))),
    CONSTRAINT supplier_accounts_check3 CHECK (((previous_credentials_sealed IS NULL) = (previous_credentials_until IS NULL))),
    CONSTRAINT supplier_accounts_mode_check CHECK ((mode = ANY (ARRAY['live'::text, 'test'::text]))),
    CONSTRAINT supplier_accounts_name_check CHECK ((name ~ '^[a-z0-9-]{2,40}$'::text)),
    CONSTRAINT supplier_accounts_spend_cap_minor_check CHECK ((spend_cap_minor >= 0)),
    CONSTRAINT supplier_accounts_status_check CHECK ((status = ANY (ARRAY['active'::text, 'draining'::text, 'paused'::text])))
);

CREATE TABLE public.supplier_calls (
    account text NOT NULL COLLATE pg_catalog."C",
    minute timestamp with time zone NOT NULL,
    succeeded integer NOT NULL,
    failed integer NOT NULL
);

CREATE UNLOGGED TABLE public.supplier_pace (
    key text NOT NULL COLLATE pg_catalog."C",
    next_at timestamp with time zone NOT NULL
);

CREATE TABLE public.supplier_states (
    account text NOT NULL COLLATE pg_catalog."C",
    out_because text,
    out_since timestamp with time zone,
    look_at timestamp with time zone,
    looks integer DEFAULT 0 NOT NULL,
    test jsonb,
    test_at timestamp with time zone,
    balance_minor bigint,
    balance_currency text,
    balance_at timestamp with time zone,
    is_low boolean DEFAULT false NOT NULL,
    is_stock_low boolean DEFAULT false NOT NULL,
    CONSTRAINT supplier_states_out_because_check CHECK ((out_because = ANY (ARRAY['no_funds'::text, 'out_of_stock'::text, 'maintenance'::text, 'rejected'::text])))
);

CREATE TABLE public.support_queue (
    id text NOT NULL COLLATE pg_catalog."C",
    partner_id text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL
);

CREATE TABLE public.support_requests (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    traveler_id text NOT NULL COLLATE pg_catalog."C",
    symptom text COLLATE pg_catalog."C",
    subject text NOT NULL,
    body text NOT NULL,
    locale text NOT NULL,
    context jsonb NOT NULL,
    answered jsonb,
    status text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    first_answered_at timestamp with time zone,
    caused_by text DEFAULT NULLIF(current_setting('hubby.caused_by'::text, true), ''::text) COLLATE pg_catalog."C",
    CONSTRAINT support_requests_status_check CHECK ((status = ANY (ARRAY['answered'::text, 'open'::text, 'escalated'::text, 'closed'::text])))
);

ALTER TABLE ONLY public.support_requests FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN public.support_requests.caused_by IS 'null = of no request of a key, or of one before this was kept';

CREATE TABLE public.support_secrets (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    identity_secret_sealed bytea,
    access_token_sealed bytea
);

ALTER TABLE ONLY public.support_secrets FORCE ROW LEVEL SECURITY;

CREATE TABLE public.suppressed_recipients (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    recipient text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    message_id text COLLATE pg_catalog."C",
    suppressed_at timestamp with time zone NOT NULL,
    CONSTRAINT suppressed_recipients_reason_check CHECK ((reason = ANY (ARRAY['bounced'::text, 'complained'::text])))
);

ALTER TABLE ONLY public.suppressed_recipients FORCE ROW LEVEL SECURITY;

CREATE TABLE public.timers (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    due_at timestamp with time zone NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    subject_id text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT timers_kind_check CHECK ((kind = ANY (ARRAY['booking'::text, 'package'::text, 'message'::text])))
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
    created_at timestamp with time zone NOT NULL,
    is_id_generated boolean DEFAULT false NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT travelers_check CHECK (((external_user_id IS NOT NULL) OR (NOT is_id_generated)))
);

ALTER TABLE ONLY public.travelers FORCE ROW LEVEL SECURITY;

CREATE TABLE public.used_app_tokens (
    jti_hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE public.webhook_endpoints (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    url text,
    is_untried boolean DEFAULT false NOT NULL,
    is_enabled boolean DEFAULT true NOT NULL,
    events jsonb DEFAULT '{}'::jsonb NOT NULL,
    key_sealed bytea,
    key_header text DEFAULT 'x-api-key'::text NOT NULL,
    key_prefix text DEFAULT ''::text NOT NULL,
    secret_sealed bytea,
    previous_secret_sealed bytea,
    previous_secret_until timestamp with time zone,
    alert_email text,
    failing_since timestamp with time zone,
    warnings smallint DEFAULT 0 NOT NULL,
    disabled_reason text,
    disabled_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT webhook_endpoints_disabled_reason_check CHECK ((disabled_reason = ANY (ARRAY['gone'::text, 'failing'::text, 'partner'::text])))
);

ALTER TABLE ONLY public.webhook_endpoints FORCE ROW LEVEL SECURITY;

CREATE TABLE public.webview_sessions (
    partner_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    traveler_id text NOT NULL COLLATE pg_catalog."C",
    opened_by text NOT NULL,
    booking_id text COLLATE pg_catalog."C",
    locale text NOT NULL,
    device jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    opening_hash bytea,
    CONSTRAINT webview_sessions_opened_by_check CHECK ((opened_by = ANY (ARRAY['redirect'::text, 'mail'::text])))
);

ALTER TABLE ONLY public.webview_sessions FORCE ROW LEVEL SECURITY;

COMMENT ON COLUMN public.webview_sessions.opening_hash IS 'of the redirect token and the page''s retry key; null = opened without one';

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

CREATE TABLE telco.usage (
    iccid text NOT NULL,
    iso3 text NOT NULL,
    customer text NOT NULL,
    used_bytes bigint NOT NULL,
    CONSTRAINT usage_iso3_check CHECK ((iso3 ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT usage_used_bytes_check CHECK ((used_bytes >= 0))
);

ALTER TABLE ONLY pay_desk.deliveries
    ADD CONSTRAINT deliveries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY pay_desk.disputes
    ADD CONSTRAINT disputes_once UNIQUE (payment_id);

ALTER TABLE ONLY pay_desk.disputes
    ADD CONSTRAINT disputes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY pay_desk.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY pay_desk.keys
    ADD CONSTRAINT keys_pkey PRIMARY KEY (key);

ALTER TABLE ONLY pay_desk.payments
    ADD CONSTRAINT payments_charge_id_key UNIQUE (charge_id);

ALTER TABLE ONLY pay_desk.payments
    ADD CONSTRAINT payments_once UNIQUE (session_id);

ALTER TABLE ONLY pay_desk.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (id);

ALTER TABLE ONLY pay_desk.refunds
    ADD CONSTRAINT refunds_pkey PRIMARY KEY (id);

ALTER TABLE ONLY pay_desk.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.abuse_counters
    ADD CONSTRAINT abuse_counters_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_request_counts
    ADD CONSTRAINT api_request_counts_pkey PRIMARY KEY (partner_id, hour, operation_id, error_type, status);

ALTER TABLE ONLY public.api_request_texts
    ADD CONSTRAINT api_request_texts_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.api_requests
    ADD CONSTRAINT api_requests_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_pkey PRIMARY KEY (partner_id, event_id, number);

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.booking_keys
    ADD CONSTRAINT booking_keys_pkey PRIMARY KEY (partner_id, booking_id, key_date);

ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT bookings_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.brand_drafts
    ADD CONSTRAINT brand_drafts_pkey PRIMARY KEY (partner_id);

ALTER TABLE ONLY public.brand_logos
    ADD CONSTRAINT brand_logos_pkey PRIMARY KEY (partner_id, brand);

ALTER TABLE ONLY public.brand_uploads
    ADD CONSTRAINT brand_uploads_pkey PRIMARY KEY (partner_id, hash);

ALTER TABLE ONLY public.bundle_sources
    ADD CONSTRAINT bundle_sources_pkey PRIMARY KEY (bundle_id, source_id);

ALTER TABLE ONLY public.bundles
    ADD CONSTRAINT bundles_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalog_syncs
    ADD CONSTRAINT catalog_syncs_pkey PRIMARY KEY (account);

ALTER TABLE ONLY public.checkouts
    ADD CONSTRAINT checkouts_pkey PRIMARY KEY (purchase_id);

ALTER TABLE ONLY public.counted_days
    ADD CONSTRAINT counted_days_pkey PRIMARY KEY (partner_id, day);

ALTER TABLE ONLY public.currency_rates
    ADD CONSTRAINT currency_rates_pkey PRIMARY KEY (to_currency, currency, date);

ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT deliveries_pkey PRIMARY KEY (partner_id, event_id);

ALTER TABLE ONLY public.destinations
    ADD CONSTRAINT destinations_iso3_key UNIQUE (iso3);

ALTER TABLE ONLY public.destinations
    ADD CONSTRAINT destinations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.device_tokens
    ADD CONSTRAINT device_tokens_pkey PRIMARY KEY (partner_id, token);

ALTER TABLE ONLY public.dispatches
    ADD CONSTRAINT dispatches_pkey PRIMARY KEY (partner_id, message_id);

ALTER TABLE ONLY public.due_reports
    ADD CONSTRAINT due_reports_pkey PRIMARY KEY (provider, report_id);

ALTER TABLE ONLY public.erasures
    ADD CONSTRAINT erasures_pkey PRIMARY KEY (partner_id, traveler_id);

ALTER TABLE ONLY public.es2plus_orders
    ADD CONSTRAINT es2plus_orders_pkey PRIMARY KEY (account, reference);

ALTER TABLE ONLY public.es2plus_profiles
    ADD CONSTRAINT es2plus_profiles_one_each UNIQUE (account, reference);

ALTER TABLE ONLY public.es2plus_profiles
    ADD CONSTRAINT es2plus_profiles_pkey PRIMARY KEY (account, iccid);

ALTER TABLE ONLY public.es2plus_steps
    ADD CONSTRAINT es2plus_steps_pkey PRIMARY KEY (account, reference, step);

ALTER TABLE ONLY public.esim_counters
    ADD CONSTRAINT esim_counters_pkey PRIMARY KEY (partner_id, esim_id, iso3);

ALTER TABLE ONLY public.esim_replacements
    ADD CONSTRAINT esim_replacements_once UNIQUE (partner_id, old_esim_id);

ALTER TABLE ONLY public.esim_replacements
    ADD CONSTRAINT esim_replacements_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.esims
    ADD CONSTRAINT esims_partner_id_iccid_key UNIQUE (partner_id, iccid);

ALTER TABLE ONLY public.esims
    ADD CONSTRAINT esims_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_partner_id_entity_id_sequence_key UNIQUE (partner_id, entity_id, sequence);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.factor_resets
    ADD CONSTRAINT factor_resets_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.feed_ceiling
    ADD CONSTRAINT feed_ceiling_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.fired_triggers
    ADD CONSTRAINT fired_triggers_pkey PRIMARY KEY (partner_id, booking_id, trigger, departure_at);

ALTER TABLE ONLY public.first_purchases
    ADD CONSTRAINT first_purchases_pkey PRIMARY KEY (partner_id, traveler_id, iso3);

ALTER TABLE ONLY public.hosted_redemptions
    ADD CONSTRAINT hosted_redemptions_pkey PRIMARY KEY (partner_id, queue_id);

ALTER TABLE ONLY public.iccids
    ADD CONSTRAINT iccids_pkey PRIMARY KEY (iccid);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (partner_id, method, path, key);

ALTER TABLE ONLY public.import_rows
    ADD CONSTRAINT import_rows_pkey PRIMARY KEY (partner_id, import_id, "row");

ALTER TABLE ONLY public.import_work
    ADD CONSTRAINT import_work_pkey PRIMARY KEY (partner_id, import_id);

ALTER TABLE ONLY public.imported_devices
    ADD CONSTRAINT imported_devices_pkey PRIMARY KEY (brand, model);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.install_tokens
    ADD CONSTRAINT install_tokens_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.issuer_keys
    ADD CONSTRAINT issuer_keys_pkey PRIMARY KEY (kid);

ALTER TABLE ONLY public.mail_tokens
    ADD CONSTRAINT mail_tokens_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.market_prices
    ADD CONSTRAINT market_prices_once UNIQUE NULLS NOT DISTINCT (destination_id, bytes, duration_days, competitor);

ALTER TABLE ONLY public.member_invitations
    ADD CONSTRAINT member_invitations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.member_invitations
    ADD CONSTRAINT member_invitations_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.member_links
    ADD CONSTRAINT member_links_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.member_mails
    ADD CONSTRAINT member_mails_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.member_sessions
    ADD CONSTRAINT member_sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.member_sessions
    ADD CONSTRAINT member_sessions_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_pkey PRIMARY KEY (partner_id, member_id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_once UNIQUE (partner_id, kind, subject_id, channel, recipient);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.meta
    ADD CONSTRAINT meta_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.model_answers
    ADD CONSTRAINT model_answers_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.model_budgets
    ADD CONSTRAINT model_budgets_pkey PRIMARY KEY (partner_id, month);

ALTER TABLE ONLY public.notification_addresses
    ADD CONSTRAINT notification_addresses_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notification_looks
    ADD CONSTRAINT notification_looks_pkey PRIMARY KEY (partner_id);

ALTER TABLE ONLY public.notification_mails
    ADD CONSTRAINT notification_mails_pkey PRIMARY KEY (occasion_id, part, member_id);

ALTER TABLE ONLY public.notification_posts
    ADD CONSTRAINT notification_posts_pkey PRIMARY KEY (occasion_id, part, address_id);

ALTER TABLE ONLY public.occasions
    ADD CONSTRAINT occasions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.opened_links
    ADD CONSTRAINT opened_links_pkey PRIMARY KEY (partner_id, page, link);

ALTER TABLE ONLY public.opened_packages
    ADD CONSTRAINT opened_packages_pkey PRIMARY KEY (partner_id, queue_id);

ALTER TABLE ONLY public.operator_mails
    ADD CONSTRAINT operator_mails_pkey PRIMARY KEY (incident_id, part, recipient);

ALTER TABLE ONLY public.operator_tokens
    ADD CONSTRAINT operator_tokens_pkey PRIMARY KEY (hash);

ALTER TABLE ONLY public.outage_notices
    ADD CONSTRAINT outage_notices_pkey PRIMARY KEY (partner_id, incident_id);

ALTER TABLE ONLY public.own_prices
    ADD CONSTRAINT own_prices_pkey PRIMARY KEY (partner_id, bundle_id);

ALTER TABLE ONLY public.package_queues
    ADD CONSTRAINT package_queues_entry_once UNIQUE (partner_id, booking_id, traveler_id, fingerprint, ordinal, part);

ALTER TABLE ONLY public.package_queues
    ADD CONSTRAINT package_queues_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.package_templates
    ADD CONSTRAINT package_templates_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.packages
    ADD CONSTRAINT packages_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.partner_clocks
    ADD CONSTRAINT partner_clocks_pkey PRIMARY KEY (partner_id);

ALTER TABLE ONLY public.partner_prices
    ADD CONSTRAINT partner_prices_pkey PRIMARY KEY (partner_id, bundle_id);

ALTER TABLE ONLY public.partner_views
    ADD CONSTRAINT partner_views_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT passkey_challenges_pkey PRIMARY KEY (challenge);

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payment_events
    ADD CONSTRAINT payment_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.price_list_items
    ADD CONSTRAINT price_list_items_pkey PRIMARY KEY (price_list_id, bundle_id);

ALTER TABLE ONLY public.price_lists
    ADD CONSTRAINT price_lists_name_key UNIQUE (name);

ALTER TABLE ONLY public.price_lists
    ADD CONSTRAINT price_lists_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.promo_code_batches
    ADD CONSTRAINT promo_code_batches_name UNIQUE (partner_id, name);

ALTER TABLE ONLY public.promo_code_batches
    ADD CONSTRAINT promo_code_batches_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.promo_code_lookups
    ADD CONSTRAINT promo_code_lookups_pkey PRIMARY KEY (code, partner_id);

ALTER TABLE ONLY public.promo_code_lookups
    ADD CONSTRAINT promo_code_lookups_uuid_key UNIQUE (uuid);

ALTER TABLE ONLY public.promo_code_reissues
    ADD CONSTRAINT promo_code_reissues_pkey PRIMARY KEY (partner_id, queue_id, number);

ALTER TABLE ONLY public.promo_codes
    ADD CONSTRAINT promo_codes_partner_id_code_key UNIQUE (partner_id, code);

ALTER TABLE ONLY public.promo_codes
    ADD CONSTRAINT promo_codes_pkey PRIMARY KEY (partner_id, queue_id);

ALTER TABLE ONLY public.provider_orders
    ADD CONSTRAINT provider_orders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.provider_reports
    ADD CONSTRAINT provider_reports_pkey PRIMARY KEY (provider, report_id);

ALTER TABLE ONLY public.published_bundles
    ADD CONSTRAINT published_bundles_pkey PRIMARY KEY (bundle_id);

ALTER TABLE ONLY public.publishing_rules
    ADD CONSTRAINT publishing_rules_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.purchases
    ADD CONSTRAINT purchases_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.reconcile_findings
    ADD CONSTRAINT reconcile_findings_pkey PRIMARY KEY (provider, kind, provider_order_id, order_id);

ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_pkey PRIMARY KEY (member_id, code_hash);

ALTER TABLE ONLY public.redirect_tokens
    ADD CONSTRAINT redirect_tokens_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT refunds_pkey PRIMARY KEY (partner_id, purchase_id);

ALTER TABLE ONLY public.refused_bookings
    ADD CONSTRAINT refused_bookings_pkey PRIMARY KEY (partner_id, at);

ALTER TABLE ONLY public.replaced_packages
    ADD CONSTRAINT replaced_packages_pkey PRIMARY KEY (partner_id, replacement_id, package_id);

ALTER TABLE ONLY public.replacement_work
    ADD CONSTRAINT replacement_work_pkey PRIMARY KEY (replacement_id);

ALTER TABLE ONLY public.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.service_hours
    ADD CONSTRAINT service_hours_pkey PRIMARY KEY (at, figure);

ALTER TABLE ONLY public.service_minutes
    ADD CONSTRAINT service_minutes_pkey PRIMARY KEY (at, class);

ALTER TABLE ONLY public.shared_values
    ADD CONSTRAINT shared_values_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.sources
    ADD CONSTRAINT sources_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sql_functions
    ADD CONSTRAINT sql_functions_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.sso_connections
    ADD CONSTRAINT sso_connections_pkey PRIMARY KEY (partner_id);

ALTER TABLE ONLY public.sso_identities
    ADD CONSTRAINT sso_identities_pkey PRIMARY KEY (partner_id, issuer, subject);

ALTER TABLE ONLY public.sso_sign_ins
    ADD CONSTRAINT sso_sign_ins_pkey PRIMARY KEY (state_hash);

ALTER TABLE ONLY public.supplier_accounts
    ADD CONSTRAINT supplier_accounts_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.supplier_calls
    ADD CONSTRAINT supplier_calls_pkey PRIMARY KEY (account, minute);

ALTER TABLE ONLY public.supplier_pace
    ADD CONSTRAINT supplier_pace_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.supplier_states
    ADD CONSTRAINT supplier_states_pkey PRIMARY KEY (account);

ALTER TABLE ONLY public.support_queue
    ADD CONSTRAINT support_queue_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.support_requests
    ADD CONSTRAINT support_requests_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.support_secrets
    ADD CONSTRAINT support_secrets_pkey PRIMARY KEY (partner_id);

ALTER TABLE ONLY public.suppressed_recipients
    ADD CONSTRAINT suppressed_recipients_pkey PRIMARY KEY (partner_id, recipient);

ALTER TABLE ONLY public.timers
    ADD CONSTRAINT timers_pkey PRIMARY KEY (partner_id, due_at, kind, subject_id);

ALTER TABLE ONLY public.traveler_emails
    ADD CONSTRAINT traveler_emails_pkey PRIMARY KEY (partner_id, email);

ALTER TABLE ONLY public.travelers
    ADD CONSTRAINT travelers_pkey PRIMARY KEY (partner_id, id);

ALTER TABLE ONLY public.used_app_tokens
    ADD CONSTRAINT used_app_tokens_pkey PRIMARY KEY (jti_hash);

ALTER TABLE ONLY public.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_pkey PRIMARY KEY (partner_id);

ALTER TABLE ONLY public.webview_sessions
    ADD CONSTRAINT webview_sessions_pkey PRIMARY KEY (partner_id, id);

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

ALTER TABLE ONLY telco.usage
    ADD CONSTRAINT usage_pkey PRIMARY KEY (iccid, iso3);

CREATE INDEX deliveries_event ON pay_desk.deliveries USING btree (event_id);

CREATE INDEX events_due ON pay_desk.events USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE INDEX events_newest ON pay_desk.events USING btree (number);

CREATE INDEX events_session ON pay_desk.events USING btree (session_id);

CREATE INDEX keys_oldest ON pay_desk.keys USING btree (created_at);

CREATE INDEX payments_disputing ON pay_desk.payments USING btree (disputes_at) WHERE (disputes_at IS NOT NULL);

CREATE INDEX payments_settling ON pay_desk.payments USING btree (settles_at) WHERE (settles_at IS NOT NULL);

CREATE INDEX refunds_failing ON pay_desk.refunds USING btree (fails_at) WHERE (fails_at IS NOT NULL);

CREATE INDEX refunds_payment ON pay_desk.refunds USING btree (payment_id);

CREATE INDEX sessions_newest ON pay_desk.sessions USING btree (created_at, id);

CREATE INDEX sessions_open ON pay_desk.sessions USING btree (expires_at) WHERE (status = 'open'::text);

CREATE INDEX abuse_counters_expire ON public.abuse_counters USING btree (expire);

CREATE INDEX api_keys_partner ON public.api_keys USING btree (partner_id);

CREATE INDEX api_requests_client_id ON public.api_requests USING btree (partner_id, client_request_id, id) WHERE (client_request_id IS NOT NULL);

CREATE INDEX api_requests_failed ON public.api_requests USING btree (partner_id, id) WHERE (status >= 400);

CREATE INDEX audit_entries_action ON public.audit_entries USING btree (action, id);

CREATE INDEX audit_entries_actor ON public.audit_entries USING btree (actor_id, id);

CREATE INDEX audit_entries_partner ON public.audit_entries USING btree (partner_id, id);

CREATE INDEX audit_entries_partner_action ON public.audit_entries USING btree (partner_id, action, id);

CREATE INDEX audit_entries_partner_actor ON public.audit_entries USING btree (partner_id, actor_id, id);

CREATE INDEX audit_entries_partner_subject ON public.audit_entries USING btree (partner_id, subject, id);

CREATE INDEX audit_entries_subject ON public.audit_entries USING btree (subject, id);

CREATE INDEX booking_keys_booking ON public.booking_keys USING btree (partner_id, id);

CREATE INDEX bookings_cancelled ON public.bookings USING btree (partner_id, id) WHERE (cancelled_at IS NOT NULL);

CREATE INDEX bookings_cancelled_departure ON public.bookings USING btree (partner_id, departure_at, id) WHERE (cancelled_at IS NOT NULL);

CREATE INDEX bookings_cancelled_reference ON public.bookings USING btree (partner_id, booking_id) WHERE (cancelled_at IS NOT NULL);

CREATE INDEX bookings_created ON public.bookings USING brin (created_at) WITH (pages_per_range='16');

CREATE INDEX bookings_departure ON public.bookings USING btree (partner_id, departure_at, id);

CREATE UNIQUE INDEX bookings_request_key ON public.bookings USING btree (partner_id, request_key) WHERE (request_key IS NOT NULL);

CREATE INDEX bundle_sources_source ON public.bundle_sources USING btree (source_id);

CREATE INDEX catalog_syncs_due ON public.catalog_syncs USING btree (next_attempt_at);

CREATE UNIQUE INDEX checkouts_checkout ON public.checkouts USING btree (checkout_id) WHERE (checkout_id IS NOT NULL);

CREATE INDEX checkouts_doubt ON public.checkouts USING btree (doubted_at) WHERE (doubt IS NOT NULL);

CREATE INDEX checkouts_due ON public.checkouts USING btree (partner_id, next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE INDEX checkouts_partner ON public.checkouts USING btree (partner_id);

CREATE UNIQUE INDEX checkouts_payment ON public.checkouts USING btree (payment_id) WHERE (payment_id IS NOT NULL);

CREATE INDEX deliveries_due ON public.deliveries USING btree (partner_id, next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE INDEX deliveries_exhausted ON public.deliveries USING btree (partner_id, event_id) WHERE is_exhausted;

CREATE INDEX deliveries_parked ON public.deliveries USING btree (partner_id) WHERE ((state = 'pending'::text) AND (next_attempt_at IS NULL));

CREATE INDEX device_tokens_traveler ON public.device_tokens USING btree (partner_id, traveler_id);

CREATE INDEX dispatches_done ON public.dispatches USING btree (created_at) WHERE (next_attempt_at IS NULL);

CREATE INDEX dispatches_due ON public.dispatches USING btree (partner_id, next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE UNIQUE INDEX dispatches_provider_message ON public.dispatches USING btree (sender, provider_message_id) WHERE (provider_message_id IS NOT NULL);

CREATE INDEX due_reports_due ON public.due_reports USING btree (due_at);

CREATE INDEX erasures_due ON public.erasures USING btree (partner_id, next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE INDEX es2plus_orders_created ON public.es2plus_orders USING btree (account, created_at, reference);

CREATE INDEX es2plus_profiles_free ON public.es2plus_profiles USING btree (account, iccid) WHERE (status = 'free'::text);

CREATE INDEX esim_replacements_traveler ON public.esim_replacements USING btree (partner_id, traveler_id);

CREATE INDEX esims_classic_at ON public.esims USING btree (partner_id, provider, traveler_id) WHERE ((type = 'classic'::text) AND (archived_at IS NULL));

CREATE INDEX esims_iccid_end ON public.esims USING btree (partner_id, iccid_end);

CREATE UNIQUE INDEX esims_one_universal ON public.esims USING btree (partner_id, traveler_id) WHERE ((type = 'universal'::text) AND (archived_at IS NULL));

CREATE INDEX esims_traveler ON public.esims USING btree (partner_id, traveler_id);

CREATE INDEX events_feed ON public.events USING btree (partner_id, tx, id);

CREATE UNIQUE INDEX events_package_once ON public.events USING btree (partner_id, entity_id, type) WHERE (type = ANY (ARRAY['package.activated'::text, 'package.usage.20_percent'::text, 'package.usage.50_percent'::text, 'package.usage.80_percent'::text, 'package.usage.100_percent'::text, 'package.expired'::text]));

CREATE UNIQUE INDEX factor_resets_open ON public.factor_resets USING btree (member_id) WHERE ((done_at IS NULL) AND (cancelled_at IS NULL));

CREATE INDEX hosted_redemptions_due ON public.hosted_redemptions USING btree (partner_id, next_attempt_at);

CREATE INDEX iccids_poll ON public.iccids USING btree (poll_at) WHERE (poll_at IS NOT NULL);

COMMENT ON INDEX public.iccids_poll IS 'goes a release after iccids_poll_plan came';

CREATE INDEX iccids_poll_plan ON public.iccids USING btree (provider, poll_rank, poll_at) WHERE (poll_at IS NOT NULL);

CREATE INDEX iccids_provider_esim ON public.iccids USING btree (provider, provider_esim_id) WHERE (provider_esim_id IS NOT NULL);

CREATE INDEX idempotency_keys_age ON public.idempotency_keys USING btree (partner_id, created_at);

CREATE INDEX import_rows_good ON public.import_rows USING btree (partner_id, import_id, leader, "row") WHERE (state = 'good'::text);

CREATE INDEX import_rows_leaders ON public.import_rows USING btree (partner_id, import_id, reference, key_date) WHERE (leader = "row");

CREATE INDEX import_rows_problems ON public.import_rows USING btree (partner_id, import_id, "row") WHERE (problems IS NOT NULL);

CREATE INDEX import_work_age ON public.import_work USING btree (created_at);

CREATE INDEX import_work_due ON public.import_work USING btree (partner_id, next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE INDEX import_work_unfinished ON public.import_work USING btree (created_at) WHERE (received_at IS NULL);

CREATE INDEX imports_cause ON public.imports USING btree (partner_id, caused_by) WHERE (caused_by IS NOT NULL);

CREATE UNIQUE INDEX imports_request_key ON public.imports USING btree (partner_id, request_key) WHERE (request_key IS NOT NULL);

CREATE INDEX incidents_ended ON public.incidents USING btree (ended_at) WHERE (ended_at IS NOT NULL);

CREATE UNIQUE INDEX incidents_one_open ON public.incidents USING btree (kind, subject) WHERE (ended_at IS NULL);

CREATE INDEX incidents_tell ON public.incidents USING btree (tell_at) WHERE (tell_at IS NOT NULL);

CREATE INDEX incidents_told ON public.incidents USING btree (kind, subject, told_at);

CREATE INDEX install_tokens_expiry ON public.install_tokens USING btree (expires_at);

CREATE UNIQUE INDEX issuer_keys_current ON public.issuer_keys USING btree ((true)) WHERE (retired_at IS NULL);

CREATE INDEX mail_tokens_expiry ON public.mail_tokens USING btree (expires_at);

CREATE INDEX mail_tokens_message ON public.mail_tokens USING btree (partner_id, message_id);

CREATE INDEX member_invitations_end ON public.member_invitations USING btree (expires_at);

CREATE UNIQUE INDEX member_invitations_open ON public.member_invitations USING btree (COALESCE(partner_id, ''::text), lower(email)) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));

CREATE INDEX member_invitations_partner ON public.member_invitations USING btree (partner_id, id);

CREATE INDEX member_links_end ON public.member_links USING btree (expires_at);

CREATE INDEX member_links_member ON public.member_links USING btree (member_id);

CREATE INDEX member_mails_age ON public.member_mails USING btree (created_at);

CREATE INDEX member_mails_due ON public.member_mails USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE INDEX member_sessions_end ON public.member_sessions USING btree (ends_at);

CREATE INDEX member_sessions_member ON public.member_sessions USING btree (member_id);

CREATE UNIQUE INDEX members_email ON public.members USING btree (lower(email));

CREATE INDEX memberships_member ON public.memberships USING btree (member_id);

CREATE INDEX messages_booking ON public.messages USING btree (partner_id, booking_id) WHERE (booking_id IS NOT NULL);

CREATE INDEX messages_status ON public.messages USING btree (partner_id, status, id) WHERE (status <> 'pending'::text);

CREATE INDEX model_answers_age ON public.model_answers USING btree (created_at);

CREATE UNIQUE INDEX notification_addresses_number ON public.notification_addresses USING btree (COALESCE(partner_id, ''::text), number);

CREATE UNIQUE INDEX notification_addresses_url ON public.notification_addresses USING btree (COALESCE(partner_id, ''::text), url_hash);

CREATE UNIQUE INDEX notification_choices_one ON public.notification_choices USING btree (member_id, COALESCE(partner_id, ''::text), subject);

CREATE INDEX notification_choices_place ON public.notification_choices USING btree (COALESCE(partner_id, ''::text));

CREATE INDEX notification_looks_due ON public.notification_looks USING btree (next_attempt_at);

CREATE INDEX notification_mails_due ON public.notification_mails USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX notification_mails_member ON public.notification_mails USING btree (member_id);

CREATE INDEX notification_posts_address ON public.notification_posts USING btree (address_id);

CREATE INDEX notification_posts_due ON public.notification_posts USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE INDEX occasions_end ON public.occasions USING btree (ended_at) WHERE (ended_at IS NOT NULL);

CREATE INDEX occasions_last ON public.occasions USING btree (COALESCE(partner_id, ''::text), subject, about, began_at);

CREATE UNIQUE INDEX occasions_open ON public.occasions USING btree (COALESCE(partner_id, ''::text), subject, about) WHERE (ended_at IS NULL);

CREATE INDEX operator_mails_due ON public.operator_mails USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE INDEX outage_notices_incident ON public.outage_notices USING btree (incident_id);

CREATE UNIQUE INDEX outage_notices_one_open ON public.outage_notices USING btree (partner_id, account) WHERE (restored_at IS NULL);

CREATE INDEX outage_notices_open ON public.outage_notices USING btree (account, partner_id) WHERE (restored_at IS NULL);

CREATE UNIQUE INDEX package_queues_code_once ON public.package_queues USING btree (partner_id, booking_id, fingerprint, ordinal, part) WHERE is_code;

CREATE INDEX package_queues_traveler ON public.package_queues USING btree (partner_id, traveler_id);

CREATE INDEX packages_esim ON public.packages USING btree (partner_id, esim_id);

CREATE UNIQUE INDEX packages_one_per_queue ON public.packages USING btree (partner_id, queue_id) WHERE (status <> 'CANCELLED'::text);

CREATE UNIQUE INDEX packages_provider ON public.packages USING btree (partner_id, esim_id, provider_package_id);

CREATE INDEX packages_queue ON public.packages USING btree (partner_id, queue_id);

CREATE INDEX partner_views_end ON public.partner_views USING btree (ends_at);

CREATE INDEX partner_views_member ON public.partner_views USING btree (member_id);

CREATE UNIQUE INDEX partner_views_open ON public.partner_views USING btree (session_id) WHERE (ended_at IS NULL);

CREATE INDEX partner_views_session ON public.partner_views USING btree (session_id);

CREATE UNIQUE INDEX partners_one_demo ON public.partners USING btree (is_demo) WHERE is_demo;

CREATE INDEX passkey_challenges_end ON public.passkey_challenges USING btree (expires_at);

CREATE INDEX passkey_challenges_member ON public.passkey_challenges USING btree (member_id);

CREATE INDEX passkeys_member ON public.passkeys USING btree (member_id);

CREATE INDEX payment_events_due ON public.payment_events USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE INDEX payment_events_old ON public.payment_events USING btree (received_at);

CREATE INDEX payment_events_unfit ON public.payment_events USING btree (received_at) WHERE ((unfit IS NOT NULL) AND (seen_at IS NULL));

CREATE INDEX promo_code_lookups_queue ON public.promo_code_lookups USING btree (partner_id, queue_id);

CREATE INDEX promo_codes_by_end ON public.promo_codes USING btree (partner_id, valid_until, queue_id);

CREATE INDEX promo_codes_mailbox ON public.promo_codes USING btree (partner_id, COALESCE(claimed_email, recipient)) WHERE (COALESCE(claimed_email, recipient) IS NOT NULL);

CREATE INDEX promo_codes_of_batch ON public.promo_codes USING btree (partner_id, batch_id, code) WHERE (batch_id IS NOT NULL);

CREATE INDEX provider_orders_cause ON public.provider_orders USING btree (partner_id, caused_by) WHERE ((caused_by IS NOT NULL) AND (queue_id IS NOT NULL));

CREATE INDEX provider_orders_created ON public.provider_orders USING btree (provider, created_at);

CREATE INDEX provider_orders_due ON public.provider_orders USING btree (provider, partner_id, next_attempt_at) WHERE (next_attempt_at IS NOT NULL);

CREATE INDEX provider_orders_held ON public.provider_orders USING btree (esim_id) WHERE (preorder = 'held'::text);

CREATE UNIQUE INDEX provider_orders_one_creation ON public.provider_orders USING btree (partner_id, traveler_id) WHERE ((kind = 'create_esim'::text) AND (is_universal OR ((queue_id IS NULL) AND (NOT is_classic))) AND (state <> 'rejected'::text) AND (NOT is_archived));

CREATE UNIQUE INDEX provider_orders_one_per_queue ON public.provider_orders USING btree (queue_id) WHERE ((queue_id IS NOT NULL) AND (state <> 'rejected'::text) AND (cancelled_at IS NULL));

CREATE INDEX provider_orders_partner ON public.provider_orders USING btree (partner_id, id);

CREATE INDEX provider_orders_pending ON public.provider_orders USING btree (updated_at) WHERE (state = 'pending'::text);

CREATE INDEX provider_orders_preorder ON public.provider_orders USING btree (preorder, id) WHERE (preorder IS NOT NULL);

CREATE INDEX provider_orders_preorder_due ON public.provider_orders USING btree (preorder_due_at) WHERE (preorder_due_at IS NOT NULL);

CREATE UNIQUE INDEX provider_orders_reference ON public.provider_orders USING btree (reference) WHERE (state <> 'rejected'::text);

CREATE INDEX provider_orders_rejected ON public.provider_orders USING btree (id) WHERE (state = 'rejected'::text);

CREATE INDEX provider_orders_rejected_of ON public.provider_orders USING btree (partner_id, id) WHERE (state = 'rejected'::text);

CREATE INDEX provider_orders_review ON public.provider_orders USING btree (updated_at) WHERE (state = 'needs_review'::text);

CREATE INDEX provider_orders_settled ON public.provider_orders USING btree (partner_id, settled_at) WHERE (state = 'confirmed'::text);

CREATE UNIQUE INDEX provider_orders_telco ON public.provider_orders USING btree (provider, provider_order_id) WHERE (provider_order_id IS NOT NULL);

CREATE INDEX provider_orders_traveler ON public.provider_orders USING btree (partner_id, traveler_id) WHERE (state = ANY (ARRAY['intent'::text, 'unknown'::text, 'pending'::text, 'needs_review'::text]));

CREATE INDEX provider_reports_due ON public.provider_reports USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX provider_reports_polled ON public.provider_reports USING btree (received_at) WHERE (report_id ~~ 'poll:%'::text);

CREATE INDEX provider_reports_received ON public.provider_reports USING btree (received_at);

CREATE UNIQUE INDEX purchases_queue ON public.purchases USING btree (partner_id, queue_id) WHERE (queue_id IS NOT NULL);

CREATE UNIQUE INDEX purchases_request_key ON public.purchases USING btree (partner_id, request_key) WHERE (request_key IS NOT NULL);

CREATE INDEX purchases_traveler ON public.purchases USING btree (partner_id, traveler_id, id);

CREATE INDEX reconcile_findings_open ON public.reconcile_findings USING btree (found_at DESC, provider, kind, provider_order_id, order_id) WHERE (resolved_at IS NULL);

CREATE INDEX redirect_tokens_booking ON public.redirect_tokens USING btree (partner_id, booking_id) WHERE (booking_id IS NOT NULL);

CREATE INDEX redirect_tokens_expiry ON public.redirect_tokens USING btree (expires_at);

CREATE INDEX redirect_tokens_traveler ON public.redirect_tokens USING btree (partner_id, traveler_id);

CREATE INDEX replacement_work_due ON public.replacement_work USING btree (partner_id, next_attempt_at);

CREATE INDEX sources_account ON public.sources USING btree (account, id);

CREATE INDEX sources_article ON public.sources USING btree (account, article);

CREATE INDEX sources_stale ON public.sources USING btree (id) WHERE is_stale;

CREATE INDEX sources_waiting ON public.sources USING btree (id) WHERE (offered_cost IS NOT NULL);

CREATE INDEX sso_identities_member ON public.sso_identities USING btree (member_id);

CREATE INDEX sso_sign_ins_end ON public.sso_sign_ins USING btree (expires_at);

CREATE INDEX supplier_calls_age ON public.supplier_calls USING btree (minute);

CREATE INDEX supplier_pace_age ON public.supplier_pace USING btree (next_at);

CREATE INDEX supplier_states_look ON public.supplier_states USING btree (look_at) WHERE (look_at IS NOT NULL);

CREATE INDEX support_queue_status ON public.support_queue USING btree (status, id);

CREATE INDEX support_requests_newest ON public.support_requests USING btree (partner_id, status, id);

CREATE INDEX support_requests_traveler ON public.support_requests USING btree (partner_id, traveler_id, id);

CREATE INDEX traveler_emails_traveler ON public.traveler_emails USING btree (partner_id, traveler_id);

CREATE UNIQUE INDEX travelers_external ON public.travelers USING btree (partner_id, external_user_id) WHERE (external_user_id IS NOT NULL);

CREATE INDEX travelers_provider ON public.travelers USING btree (partner_id, provider, id) WHERE (provider IS NOT NULL);

CREATE INDEX used_app_tokens_expiry ON public.used_app_tokens USING btree (expires_at);

CREATE INDEX webview_sessions_booking ON public.webview_sessions USING btree (partner_id, booking_id) WHERE (booking_id IS NOT NULL);

CREATE INDEX webview_sessions_end ON public.webview_sessions USING btree (partner_id, ends_at);

CREATE UNIQUE INDEX webview_sessions_opening ON public.webview_sessions USING btree (partner_id, opening_hash) WHERE (opening_hash IS NOT NULL);

CREATE INDEX webview_sessions_traveler ON public.webview_sessions USING btree (partner_id, traveler_id);

CREATE INDEX calls_account_reference_idx ON telco.calls USING btree (account, reference);

CREATE INDEX calls_customer_idx ON telco.calls USING btree (customer);

CREATE INDEX orders_account_created_at_id_idx ON telco.orders USING btree (account, created_at, id);

CREATE INDEX orders_account_reference_idx ON telco.orders USING btree (account, reference);

CREATE INDEX orders_customer_idx ON telco.orders USING btree (customer);

CREATE INDEX orders_iccid_idx ON telco.orders USING btree (iccid);

CREATE INDEX orders_pending ON telco.orders USING btree (allocate_at) WHERE (allocate_at IS NOT NULL);

CREATE INDEX packages_customer_idx ON telco.packages USING btree (customer);

CREATE INDEX packages_iccid_idx ON telco.packages USING btree (iccid);

CREATE INDEX profiles_customer_idx ON telco.profiles USING btree (customer);

CREATE INDEX usage_customer_idx ON telco.usage USING btree (customer);

CREATE TRIGGER audit_entries_stay BEFORE DELETE OR UPDATE ON public.audit_entries FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER audit_entries_stay_all BEFORE TRUNCATE ON public.audit_entries FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER esims_installation BEFORE INSERT OR UPDATE OF status ON public.esims FOR EACH ROW WHEN (((new.installed_at IS NULL) AND public.is_on_device(new.status))) EXECUTE FUNCTION public.note_installation();

CREATE TRIGGER support_queue AFTER INSERT OR DELETE OR UPDATE OF status ON public.support_requests FOR EACH ROW EXECUTE FUNCTION public.keep_support_queue();

ALTER TABLE ONLY pay_desk.deliveries
    ADD CONSTRAINT deliveries_event_id_fkey FOREIGN KEY (event_id) REFERENCES pay_desk.events(id);

ALTER TABLE ONLY pay_desk.disputes
    ADD CONSTRAINT disputes_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES pay_desk.payments(id);

ALTER TABLE ONLY pay_desk.events
    ADD CONSTRAINT events_session_id_fkey FOREIGN KEY (session_id) REFERENCES pay_desk.sessions(id);

ALTER TABLE ONLY pay_desk.payments
    ADD CONSTRAINT payments_session_id_fkey FOREIGN KEY (session_id) REFERENCES pay_desk.sessions(id);

ALTER TABLE ONLY pay_desk.refunds
    ADD CONSTRAINT refunds_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES pay_desk.payments(id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.brand_drafts
    ADD CONSTRAINT brand_drafts_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.brand_logos
    ADD CONSTRAINT brand_logos_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.brand_uploads
    ADD CONSTRAINT brand_uploads_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.bundle_sources
    ADD CONSTRAINT bundle_sources_bundle_id_fkey FOREIGN KEY (bundle_id) REFERENCES public.bundles(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bundle_sources
    ADD CONSTRAINT bundle_sources_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.sources(id);

ALTER TABLE ONLY public.bundles
    ADD CONSTRAINT bundles_destination_id_fkey FOREIGN KEY (destination_id) REFERENCES public.destinations(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.bundles
    ADD CONSTRAINT bundles_template_id_fkey FOREIGN KEY (template_id) REFERENCES public.package_templates(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalog_syncs
    ADD CONSTRAINT catalog_syncs_account_fkey FOREIGN KEY (account) REFERENCES public.supplier_accounts(name) ON DELETE CASCADE;

ALTER TABLE ONLY public.counted_days
    ADD CONSTRAINT counted_days_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.device_tokens
    ADD CONSTRAINT device_tokens_partner_id_traveler_id_fkey FOREIGN KEY (partner_id, traveler_id) REFERENCES public.travelers(partner_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.es2plus_profiles
    ADD CONSTRAINT es2plus_profiles_account_reference_fkey FOREIGN KEY (account, reference) REFERENCES public.es2plus_orders(account, reference);

ALTER TABLE ONLY public.es2plus_steps
    ADD CONSTRAINT es2plus_steps_account_reference_fkey FOREIGN KEY (account, reference) REFERENCES public.es2plus_orders(account, reference);

ALTER TABLE ONLY public.esim_counters
    ADD CONSTRAINT esim_counters_partner_id_esim_id_fkey FOREIGN KEY (partner_id, esim_id) REFERENCES public.esims(partner_id, id);

ALTER TABLE ONLY public.esim_replacements
    ADD CONSTRAINT esim_replacements_partner_id_new_esim_id_fkey FOREIGN KEY (partner_id, new_esim_id) REFERENCES public.esims(partner_id, id);

ALTER TABLE ONLY public.esim_replacements
    ADD CONSTRAINT esim_replacements_partner_id_old_esim_id_fkey FOREIGN KEY (partner_id, old_esim_id) REFERENCES public.esims(partner_id, id);

ALTER TABLE ONLY public.esim_replacements
    ADD CONSTRAINT esim_replacements_partner_id_traveler_id_fkey FOREIGN KEY (partner_id, traveler_id) REFERENCES public.travelers(partner_id, id);

ALTER TABLE ONLY public.esims
    ADD CONSTRAINT esims_partner_id_traveler_id_fkey FOREIGN KEY (partner_id, traveler_id) REFERENCES public.travelers(partner_id, id);

ALTER TABLE ONLY public.factor_resets
    ADD CONSTRAINT factor_resets_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.fired_triggers
    ADD CONSTRAINT fired_triggers_partner_id_booking_id_fkey FOREIGN KEY (partner_id, booking_id) REFERENCES public.bookings(partner_id, id);

ALTER TABLE ONLY public.first_purchases
    ADD CONSTRAINT first_purchases_partner_id_purchase_id_fkey FOREIGN KEY (partner_id, purchase_id) REFERENCES public.purchases(partner_id, id);

ALTER TABLE ONLY public.import_rows
    ADD CONSTRAINT import_rows_partner_id_import_id_fkey FOREIGN KEY (partner_id, import_id) REFERENCES public.imports(partner_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.member_invitations
    ADD CONSTRAINT member_invitations_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.member_links
    ADD CONSTRAINT member_links_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.member_sessions
    ADD CONSTRAINT member_sessions_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.member_sessions
    ADD CONSTRAINT member_sessions_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.notification_addresses
    ADD CONSTRAINT notification_addresses_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.notification_choices
    ADD CONSTRAINT notification_choices_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notification_choices
    ADD CONSTRAINT notification_choices_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.notification_looks
    ADD CONSTRAINT notification_looks_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.notification_mails
    ADD CONSTRAINT notification_mails_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notification_mails
    ADD CONSTRAINT notification_mails_occasion_id_fkey FOREIGN KEY (occasion_id) REFERENCES public.occasions(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notification_posts
    ADD CONSTRAINT notification_posts_address_id_fkey FOREIGN KEY (address_id) REFERENCES public.notification_addresses(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notification_posts
    ADD CONSTRAINT notification_posts_occasion_id_fkey FOREIGN KEY (occasion_id) REFERENCES public.occasions(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.occasions
    ADD CONSTRAINT occasions_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.opened_packages
    ADD CONSTRAINT opened_packages_partner_id_queue_id_fkey FOREIGN KEY (partner_id, queue_id) REFERENCES public.package_queues(partner_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.operator_mails
    ADD CONSTRAINT operator_mails_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incidents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.outage_notices
    ADD CONSTRAINT outage_notices_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incidents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.own_prices
    ADD CONSTRAINT own_prices_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.package_queues
    ADD CONSTRAINT package_queues_partner_id_booking_id_fkey FOREIGN KEY (partner_id, booking_id) REFERENCES public.bookings(partner_id, id);

ALTER TABLE ONLY public.package_queues
    ADD CONSTRAINT package_queues_partner_id_traveler_id_fkey FOREIGN KEY (partner_id, traveler_id) REFERENCES public.travelers(partner_id, id);

ALTER TABLE ONLY public.packages
    ADD CONSTRAINT packages_partner_id_esim_id_fkey FOREIGN KEY (partner_id, esim_id) REFERENCES public.esims(partner_id, id);

ALTER TABLE ONLY public.packages
    ADD CONSTRAINT packages_partner_id_queue_id_fkey FOREIGN KEY (partner_id, queue_id) REFERENCES public.package_queues(partner_id, id);

ALTER TABLE ONLY public.partner_clocks
    ADD CONSTRAINT partner_clocks_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.partner_prices
    ADD CONSTRAINT partner_prices_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.partner_views
    ADD CONSTRAINT partner_views_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.partner_views
    ADD CONSTRAINT partner_views_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.partner_views
    ADD CONSTRAINT partner_views_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.member_sessions(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_price_list_id_fkey FOREIGN KEY (price_list_id) REFERENCES public.price_lists(id);

ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT passkey_challenges_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.price_list_items
    ADD CONSTRAINT price_list_items_price_list_id_fkey FOREIGN KEY (price_list_id) REFERENCES public.price_lists(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.promo_code_batches
    ADD CONSTRAINT promo_code_batches_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.promo_code_reissues
    ADD CONSTRAINT promo_code_reissues_partner_id_queue_id_fkey FOREIGN KEY (partner_id, queue_id) REFERENCES public.promo_codes(partner_id, queue_id);

ALTER TABLE ONLY public.promo_codes
    ADD CONSTRAINT promo_codes_batch FOREIGN KEY (partner_id, batch_id) REFERENCES public.promo_code_batches(partner_id, id);

ALTER TABLE ONLY public.promo_codes
    ADD CONSTRAINT promo_codes_partner_id_queue_id_fkey FOREIGN KEY (partner_id, queue_id) REFERENCES public.package_queues(partner_id, id);

ALTER TABLE ONLY public.purchases
    ADD CONSTRAINT purchases_partner_id_queue_id_fkey FOREIGN KEY (partner_id, queue_id) REFERENCES public.package_queues(partner_id, id);

ALTER TABLE ONLY public.purchases
    ADD CONSTRAINT purchases_partner_id_traveler_id_fkey FOREIGN KEY (partner_id, traveler_id) REFERENCES public.travelers(partner_id, id);

ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.redirect_tokens
    ADD CONSTRAINT redirect_tokens_partner_id_booking_id_fkey FOREIGN KEY (partner_id, booking_id) REFERENCES public.bookings(partner_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.redirect_tokens
    ADD CONSTRAINT redirect_tokens_partner_id_traveler_id_fkey FOREIGN KEY (partner_id, traveler_id) REFERENCES public.travelers(partner_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT refunds_partner_id_purchase_id_fkey FOREIGN KEY (partner_id, purchase_id) REFERENCES public.purchases(partner_id, id);

ALTER TABLE ONLY public.replaced_packages
    ADD CONSTRAINT replaced_packages_partner_id_package_id_fkey FOREIGN KEY (partner_id, package_id) REFERENCES public.packages(partner_id, id);

ALTER TABLE ONLY public.replaced_packages
    ADD CONSTRAINT replaced_packages_partner_id_replacement_id_fkey FOREIGN KEY (partner_id, replacement_id) REFERENCES public.esim_replacements(partner_id, id);

ALTER TABLE ONLY public.sso_connections
    ADD CONSTRAINT sso_connections_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.sso_identities
    ADD CONSTRAINT sso_identities_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sso_identities
    ADD CONSTRAINT sso_identities_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.sso_sign_ins
    ADD CONSTRAINT sso_sign_ins_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES public.member_invitations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sso_sign_ins
    ADD CONSTRAINT sso_sign_ins_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.supplier_states
    ADD CONSTRAINT supplier_states_account_fkey FOREIGN KEY (account) REFERENCES public.supplier_accounts(name) ON DELETE CASCADE;

ALTER TABLE ONLY public.support_requests
    ADD CONSTRAINT support_requests_partner_id_traveler_id_fkey FOREIGN KEY (partner_id, traveler_id) REFERENCES public.travelers(partner_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.support_secrets
    ADD CONSTRAINT support_secrets_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.traveler_emails
    ADD CONSTRAINT traveler_emails_partner_id_traveler_id_fkey FOREIGN KEY (partner_id, traveler_id) REFERENCES public.travelers(partner_id, id);

ALTER TABLE ONLY public.travelers
    ADD CONSTRAINT travelers_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.webview_sessions
    ADD CONSTRAINT webview_sessions_partner_id_booking_id_fkey FOREIGN KEY (partner_id, booking_id) REFERENCES public.bookings(partner_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.webview_sessions
    ADD CONSTRAINT webview_sessions_partner_id_traveler_id_fkey FOREIGN KEY (partner_id, traveler_id) REFERENCES public.travelers(partner_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY telco.orders
    ADD CONSTRAINT orders_iccid_fkey FOREIGN KEY (iccid) REFERENCES telco.profiles(iccid);

ALTER TABLE ONLY telco.packages
    ADD CONSTRAINT packages_iccid_fkey FOREIGN KEY (iccid) REFERENCES telco.profiles(iccid);

ALTER TABLE ONLY telco.packages
    ADD CONSTRAINT packages_order_id_fkey FOREIGN KEY (order_id) REFERENCES telco.orders(id);

ALTER TABLE ONLY telco.usage
    ADD CONSTRAINT usage_iccid_fkey FOREIGN KEY (iccid) REFERENCES telco.profiles(iccid);

ALTER TABLE public.api_request_counts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.api_request_texts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.api_requests ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.attempts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.booking_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bookings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.brand_drafts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.brand_logos ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.brand_uploads ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.counted_days ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.device_tokens ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.esim_counters ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.esim_replacements ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.esims ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.fired_triggers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.first_purchases ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.idempotency_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_rows ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.imports ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.model_budgets ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.opened_links ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.opened_packages ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.own_prices ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.package_queues ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.packages ENABLE ROW LEVEL SECURITY;

CREATE POLICY partner ON public.api_request_counts USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.api_request_texts USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.api_requests USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.attempts USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.booking_keys USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.bookings USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.brand_drafts USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.brand_logos USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.brand_uploads USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.counted_days USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.device_tokens USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.esim_counters USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.esim_replacements USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.esims USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.events USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.fired_triggers USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.first_purchases USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.idempotency_keys USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.import_rows USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.imports USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.messages USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.model_budgets USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.opened_links USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.opened_packages USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.own_prices USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.package_queues USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.packages USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.partner_prices USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.promo_code_batches USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.promo_code_reissues USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.promo_codes USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.purchases USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.refunds USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.refused_bookings USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.replaced_packages USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.support_requests USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.support_secrets USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.suppressed_recipients USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.traveler_emails USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.travelers USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.webhook_endpoints USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

CREATE POLICY partner ON public.webview_sessions USING ((partner_id = current_setting('hubby.partner_id'::text, true)));

ALTER TABLE public.partner_prices ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.promo_code_batches ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.promo_code_reissues ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.promo_codes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.purchases ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.refunds ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.refused_bookings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.replaced_packages ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.support_requests ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.support_secrets ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.suppressed_recipients ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.traveler_emails ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.travelers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.webhook_endpoints ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.webview_sessions ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA pay_desk TO hubby_app;

GRANT USAGE ON SCHEMA public TO hubby_app;

GRANT USAGE ON SCHEMA telco TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE telco.profiles TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE telco.orders TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE telco.accounts TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE telco.packages TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE pay_desk.deliveries TO hubby_app;

GRANT SELECT,USAGE ON SEQUENCE pay_desk.deliveries_id_seq TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE pay_desk.disputes TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE pay_desk.events TO hubby_app;

GRANT SELECT,USAGE ON SEQUENCE pay_desk.events_number_seq TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE pay_desk.keys TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE pay_desk.payments TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE pay_desk.refunds TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE pay_desk.sessions TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.abuse_counters TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_keys TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_request_counts TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_request_texts TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_requests TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.attempts TO hubby_app;

GRANT SELECT,INSERT ON TABLE public.audit_entries TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.booking_keys TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bookings TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.brand_drafts TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.brand_logos TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.brand_uploads TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bundle_sources TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bundles TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.catalog_syncs TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.checkouts TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.counted_days TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.currency_rates TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.deliveries TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.destinations TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.device_tokens TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.dispatches TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.due_reports TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.erasures TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.es2plus_orders TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.es2plus_profiles TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.es2plus_steps TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.esim_counters TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.esim_replacements TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.esims TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.events TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.factor_resets TO hubby_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.feed_ceiling TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.fired_triggers TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.first_purchases TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.hosted_redemptions TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.iccids TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.idempotency_keys TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_rows TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_work TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imported_devices TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.incidents TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.install_tokens TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.issuer_keys TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mail_tokens TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.market_prices TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.member_invitations TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.member_links TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.member_mails TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.member_sessions TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.members TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.memberships TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.messages TO hubby_app;

GRANT SELECT,INSERT ON TABLE public.meta TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.model_answers TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.model_budgets TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notification_addresses TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notification_choices TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notification_looks TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notification_mails TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notification_posts TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.occasions TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.opened_links TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.opened_packages TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.operator_mails TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.operator_tokens TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.outage_notices TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.own_prices TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.package_queues TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.package_templates TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.packages TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.partner_clocks TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.partner_prices TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.partner_views TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.partners TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.passkey_challenges TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.passkeys TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.payment_events TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.price_list_items TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.price_lists TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.promo_code_batches TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.promo_code_lookups TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.promo_code_reissues TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.promo_codes TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.provider_orders TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.provider_reports TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.published_bundles TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.publishing_rules TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.purchases TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reconcile_findings TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recovery_codes TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.redirect_tokens TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.refunds TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.refused_bookings TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.replaced_packages TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.replacement_work TO hubby_app;

GRANT SELECT ON TABLE public.schema_version TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.service_hours TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.service_minutes TO hubby_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.shared_values TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sso_connections TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sso_identities TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sso_sign_ins TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.supplier_accounts TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.supplier_calls TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.supplier_pace TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.supplier_states TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.support_queue TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.support_requests TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.support_secrets TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.suppressed_recipients TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.timers TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.traveler_emails TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.travelers TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.used_app_tokens TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_endpoints TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webview_sessions TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE telco.calls TO hubby_app;

GRANT SELECT,USAGE ON SEQUENCE telco.calls_id_seq TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE telco.faults TO hubby_app;

GRANT SELECT,USAGE ON SEQUENCE telco.orders_id_seq TO hubby_app;

GRANT SELECT,USAGE ON SEQUENCE telco.package_id TO hubby_app;

GRANT SELECT,USAGE ON SEQUENCE telco.profile_number TO hubby_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE telco.usage TO hubby_app;
