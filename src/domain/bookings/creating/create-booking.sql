-- Everything a booking writes, in one statement: found again by its natural key (merge) or made,
-- with its travelers, queues, codes, wanted eSIMs, messages and event. `p` is the CreateBooking of
-- create-booking-payload.ts, where everything is decided. What only shows here, under the locks
-- (whether the booking is new, which addresses a traveler has), comes with both answers: the rule
-- of either event, the order of the addresses to look at.
-- Answers { outcome: created | merged | unchanged | replayed, id, wanted (eSIMs to be made),
-- deliver (whether its event has a delivery), messages (how many are to be sent), key (what was
-- found of its Idempotency-Key; in use, it is all that is answered) }; the caller reads a booking
-- that it did not make.
-- Raises HB002 when merge_only and there is nothing to merge with.
-- The statements are plain ones with one index each: an "or" or an anti-join here was planned as a
-- scan of the partner.
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
