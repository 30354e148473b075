-- Plain bookings of one partner, written together: a few statements for all of them, where
-- create_booking needs as many for each. Plain are those for travelers with an id of the partner's,
-- without codes, mails and pushes (`is_plain` of the CreateBooking). The same rows come of it.
-- Answers { n (its place in `p`, from 1), r (as create_booking does) } of those it has made. Left
-- out is what is there already, whose traveler has another provider or a generated id that is to
-- give way, or whose Idempotency-Key is in use: nothing of it is written here, and create_booking
-- says what becomes of it.
-- Locks in the order of the house: keys of requests, travelers, then bookings, each in its order.
create or replace function create_plain_bookings(p_partner text, p jsonb[])
returns table (n integer, r jsonb) language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
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
