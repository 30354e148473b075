-- Travelers without an account: promo codes and their claims, classic eSIMs, messages that leave, limits against abuse.

-- ── promo codes ───────────────────────────────────────────────────────────────────────────────────────────────────
-- A code is a package queue that nobody owns yet (is_code): its traveler is set when it is redeemed, its bundle too where
-- the destination is chosen then. One that a partner imported belongs to no booking.
alter table package_queues
  alter column booking_id drop not null,
  alter column traveler_id drop not null,
  add column is_code boolean not null default false,
  -- what an entry without a destination asks for; its bundle may be chosen until it is redeemed
  add column wanted jsonb,
  add constraint package_queues_owned check (is_code or (traveler_id is not null and booking_id is not null));
-- The same entry of the same booking makes the same code; package_queues_entry_once says so of the others.
create unique index package_queues_code_once on package_queues (partner_id, booking_id, fingerprint, ordinal, part) where is_code;

create table promo_codes (
  partner_id text collate "C" not null,
  queue_id text collate "C" not null,
  code text collate "C" not null,
  -- null: imported without one, so nobody can claim it by link
  uuid uuid,
  -- whom the booking names, in lower case; null = nobody yet
  recipient text collate "C",
  valid_until timestamptz not null,
  claimed_at timestamptz,
  claimed_email text collate "C",
  claim_locale text,
  -- how often it got a new code and link
  reissues integer not null default 0,
  -- of its events
  sequence integer not null default 0,
  primary key (partner_id, queue_id),
  unique (partner_id, code),
  foreign key (partner_id, queue_id) references package_queues
);

-- Whose a code or link is. Global, since a visitor says only the uuid; it holds no personal data. Codes of two partners may
-- be the same, links never are.
create table promo_code_lookups (
  code text collate "C" not null,
  partner_id text collate "C" not null,
  queue_id text collate "C" not null,
  uuid uuid unique,
  -- it was issued anew: this code and link are dead
  replaced_at timestamptz,
  primary key (code, partner_id)
);
create index promo_code_lookups_queue on promo_code_lookups (partner_id, queue_id);

-- Every re-issue, with what it replaced.
create table promo_code_reissues (
  partner_id text collate "C" not null,
  queue_id text collate "C" not null,
  number integer not null,
  reissued_at timestamptz not null,
  old_code text collate "C" not null,
  old_uuid uuid,
  old_claimed_at timestamptz,
  old_claimed_email text collate "C",
  reason text,
  -- the key that asked for it
  api_key text collate "C" not null,
  primary key (partner_id, queue_id, number),
  foreign key (partner_id, queue_id) references promo_codes
);

-- ── classic eSIMs ─────────────────────────────────────────────────────────────────────────────────────────────────
-- A profile ordered together with the package of a queue is a classic eSIM; one ordered for a traveler is the universal.
alter table provider_orders drop constraint provider_orders_check;
alter table provider_orders add constraint provider_orders_package_has_queue check (kind = 'create_esim' or queue_id is not null);
drop index provider_orders_one_creation;
create unique index provider_orders_one_creation on provider_orders (partner_id, traveler_id)
  where kind = 'create_esim' and queue_id is null and state <> 'rejected' and not is_archived;

-- ── messages ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- pending → sent → delivered | bounced | complained; failed: given up; skipped, cancelled: never sent (reason says why).
-- Subject and bodies are made by who sends it.
alter table messages
  alter column subject drop not null,
  alter column text drop not null,
  alter column html drop not null,
  drop constraint messages_status_check,
  drop constraint messages_partner_id_kind_subject_id_recipient_key;
-- Row-level security binds the owner too, who names no partner here.
alter table messages no force row level security;
update messages set status = 'delivered' where status = 'stored';
alter table messages force row level security;
alter table messages
  add constraint messages_status_check check (status in ('pending', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'skipped', 'cancelled')),
  add column booking_id text collate "C",
  add column reason text,
  -- partner's time
  add column sent_at timestamptz,
  add column settled_at timestamptz,
  add constraint messages_once unique (partner_id, kind, subject_id, channel, recipient);
create index messages_booking on messages (partner_id, booking_id) where booking_id is not null;

-- A message on its way out. Global, so that a worker finds the due ones of all partners by one partial index, and a
-- sender's callback the message; it holds no personal data. All instants are real time.
create table dispatches (
  partner_id text collate "C" not null,
  message_id text collate "C" not null,
  -- null = nothing is planned
  next_attempt_at timestamptz,
  lease_until timestamptz,
  fence integer not null default 0,
  tries smallint not null default 0,
  -- tries that certainly had no effect; within one number a sender that knows repeats drops them
  rounds smallint not null default 0,
  sender text collate "C",
  -- by which the sender's callbacks name it
  provider_message_id text collate "C",
  created_at timestamptz not null default now(),
  primary key (partner_id, message_id)
);
-- By partner: workers go from one to the next, so that nobody's many hold up others' few.
create index dispatches_due on dispatches (partner_id, next_attempt_at) where next_attempt_at is not null;
create unique index dispatches_provider_message on dispatches (sender, provider_message_id) where provider_message_id is not null;

-- Addresses that bounced or complained: nothing more goes there until the partner lifts it.
create table suppressed_recipients (
  partner_id text collate "C" not null,
  recipient text collate "C" not null,
  reason text not null check (reason in ('bounced', 'complained')),
  message_id text collate "C",
  suppressed_at timestamptz not null,
  primary key (partner_id, recipient)
);

-- Messages by schedule have timers of their own: subject = a booking or a package.
alter table timers drop constraint timers_kind_check;
alter table timers add constraint timers_kind_check check (kind in ('booking', 'package', 'message'));

-- Logos as they are shown: decoded and encoded anew, never what a partner's server sends.
create table brand_logos (
  partner_id text collate "C" not null references partners,
  brand text collate "C" not null,
  -- the URL it was taken from; another one in the settings makes it void
  source_url text not null,
  png bytea not null,
  width integer not null,
  height integer not null,
  -- of the image: names it in its own URL, so that caches may keep it
  hash text collate "C" not null,
  created_at timestamptz not null default now(),
  primary key (partner_id, brand)
);

-- ── figures and limits ────────────────────────────────────────────────────────────────────────────────────────────
-- Bookings that were refused, by quarter hours of the partner's time: no time zone's day begins within one.
create table refused_bookings (
  partner_id text collate "C" not null,
  at timestamptz not null,
  count integer not null,
  primary key (partner_id, at)
);
-- Rows lie in the order of their creation; an ordinary index would cost every booking more than a report costs.
create index bookings_created on bookings using brin (created_at) with (pages_per_range = 16);

-- When an eSIM was first on a device, for figures that a removal after the trip must not lower. By a trigger, since states are
-- written by more than one statement; it does something once per eSIM.
alter table esims add column installed_at timestamptz;
create function note_installation() returns trigger language plpgsql as $$
begin
  new.installed_at := new.status_at;
  return new;
end $$;
create trigger esims_installation before insert or update of status on esims
  for each row when (new.installed_at is null and new.status in ('INSTALLED', 'ENABLED', 'DISABLED')) execute function note_installation();
alter table esims no force row level security;
alter table packages no force row level security;
update esims e set installed_at = coalesce((select min(k.date_activated) from packages k where k.partner_id = e.partner_id and k.esim_id = e.id), e.status_at)
where e.status in ('INSTALLED', 'ENABLED', 'DISABLED')
  or exists (select 1 from packages k where k.partner_id = e.partner_id and k.esim_id = e.id and k.date_activated is not null);
alter table esims force row level security;
alter table packages force row level security;

-- Counters of the limits on public endpoints. Keys are hashes; losing them in a crash lets a few more through.
create unlogged table abuse_counters (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
create index abuse_counters_expire on abuse_counters (expire);

do $$
declare t text;
begin
  foreach t in array array['promo_codes', 'promo_code_reissues', 'suppressed_recipients', 'brand_logos', 'refused_bookings'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy partner on %I using (partner_id = current_setting(''hubby.partner_id'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on promo_codes, promo_code_lookups, promo_code_reissues, dispatches, suppressed_recipients, brand_logos, refused_bookings, abuse_counters to hubby_app;

-- ── operations ────────────────────────────────────────────────────────────────────────────────────────────────────
-- Messages of a change, in its transaction; each once by messages_once. Rows: [ { id, channel, kind, subject_id, recipient,
-- locale, booking_id, data, status ('pending' or 'skipped'), reason, subject, text, html (the last three null until it is
-- sent, unless it is made already) } ]. Answers how many are to be sent (wake('messages') after the commit).
create function enqueue_messages(p_partner text, p_rows jsonb, p_at timestamptz) returns integer language plpgsql as $$
declare
  v_count integer;
begin
  with made as (
    insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, booking_id, data, status, reason, subject, text, html, created_at)
    select p_partner, m.id, m.channel, m.kind, m.subject_id, m.recipient, m.locale, m.booking_id, coalesce(m.data, '{}'), m.status, m.reason, m.subject, m.text, m.html, p_at
    from jsonb_to_recordset(p_rows) as m(id text, channel text, kind text, subject_id text, recipient text, locale text, booking_id text, data jsonb,
      status text, reason text, subject text, text text, html text)
    on conflict on constraint messages_once do nothing
    returning id, status),
  due as (
    insert into dispatches (partner_id, message_id, next_attempt_at) select p_partner, id, now() from made where status = 'pending' returning 1)
  select count(*) into v_count from due;
  return v_count;
end $$;

-- Data of booking.created, booking.updated and booking.cancelled: as in 001, with the codes.
create or replace function booking_event_data(p_partner text, p_booking text) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'booking_id', b.id,
    'external_booking_id', b.booking_id,
    'departure_date', b.departure_date,
    'package_queues', coalesce((
      select jsonb_agg(jsonb_build_object('id', q.id, 'uuid', queue_uuid(q.id), 'iso3', q.iso3, 'esim_type', q.esim_type) order by q.created_at, q.position, q.id)
      from package_queues q where q.partner_id = p_partner and q.booking_id = p_booking and not q.is_code), '[]'::jsonb),
    'promo_codes', coalesce((
      select jsonb_agg(jsonb_build_object('uuid', c.uuid) order by q.created_at, q.position, q.id)
      from package_queues q join promo_codes c on c.partner_id = p_partner and c.queue_id = q.id
      where q.partner_id = p_partner and q.booking_id = p_booking and q.is_code), '[]'::jsonb))
  from bookings b where b.partner_id = p_partner and b.id = p_booking
$$;

-- As in 003. Whom a code is for travels too, though nobody knows more of them before they redeem it.
create or replace function trigger_event_data(p_partner text, p_booking text, p_at timestamptz) returns jsonb language sql stable as $$
  select booking_event_data(p_partner, p_booking) || jsonb_build_object(
    'travelers', coalesce(jsonb_agg(jsonb_build_object('external_user_id', w.external_user_id, 'email', w.email, 'esim_installed', w.installed) order by w.created_at, w.position), '[]'::jsonb),
    'external_user_id', (array_agg(w.external_user_id order by w.created_at, w.position))[1],
    'esim_installed', coalesce(bool_and(w.installed), false),
    'hours_to_departure', (select round((extract(epoch from b.departure_at - p_at) / 3600)::numeric, 2) from bookings b where b.partner_id = p_partner and b.id = p_booking))
  from (
    select distinct on (coalesce(q.traveler_id, c.recipient)) q.created_at, q.position, t.external_user_id,
      coalesce(q.requested->>'email', c.claimed_email, c.recipient, (select min(m.email) from traveler_emails m where m.partner_id = p_partner and m.traveler_id = q.traveler_id)) as email,
      exists (select 1 from esims e where e.partner_id = p_partner and e.traveler_id = q.traveler_id and e.archived_at is null
        and e.status in ('INSTALLED', 'ENABLED', 'DISABLED')) as installed
    from package_queues q
      left join travelers t on t.partner_id = p_partner and t.id = q.traveler_id
      left join promo_codes c on q.is_code and c.partner_id = p_partner and c.queue_id = q.id
    where q.partner_id = p_partner and q.booking_id = p_booking and (q.traveler_id is not null or c.recipient is not null)
    order by coalesce(q.traveler_id, c.recipient), q.created_at, q.position) w
$$;

-- As in 003, with codes, messages and their timers. Beside what is said there, `p` has
--   booking { …, message_timer_at (when its schedules have something to look at, null = never) },
--   mail: null, or { channels, senders (channels that have one), locale, phone, ids (of messages, enough of them) }: a
--     confirmation for each recipient, with the queues that are new; of a merge as the stored booking wants it;
--   push_ids: null, or as many ids of messages as there are grants;
--   queues [ { …, t null for codes, email (the entry's own, lower case, else null), code, uuid, valid_until (codes only), wanted } ]
-- and the answer messages (how many are to be sent).
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
    if b->>'message_timer_at' is not null then
      insert into timers (partner_id, due_at, kind, subject_id) values (p_partner, (b->>'message_timer_at')::timestamptz, 'message', v_id);
    end if;
  end if;

  -- Entries that are there already, whatever became of them, are skipped. The booking's lock keeps others from adding.
  if not v_created then
    select coalesce(jsonb_agg(e.value order by e.n), '[]'::jsonb) into v_queues from jsonb_array_elements(v_queues) with ordinality as e(value, n)
    where case when e.value->'t' = 'null'::jsonb
      then not exists (
        select 1 from package_queues x where x.partner_id = p_partner and x.booking_id = v_id and x.is_code
          and x.fingerprint = e.value->>'fingerprint' and x.ordinal = (e.value->>'ordinal')::smallint)
      else not exists (
        select 1 from package_queues x where x.partner_id = p_partner and x.booking_id = v_id and x.traveler_id = v_travelers[(e.value->>'t')::integer + 1]
          and x.fingerprint = e.value->>'fingerprint' and x.ordinal = (e.value->>'ordinal')::smallint)
      end;
    if jsonb_array_length(v_queues) = 0 then return jsonb_build_object('outcome', 'unchanged', 'id', v_id, 'wanted', 0); end if;
    v_outcome := 'merged';
    update bookings set updated_at = v_now, sequence = sequence + 1 where partner_id = p_partner and id = v_id
    returning sequence, lower(email), case when (communication_options->>'should_send_message')::boolean
      then v_mail || jsonb_build_object('channels', communication_options->'channels', 'locale', coalesce(locale, ''), 'phone', contact->'phone') end,
      (communication_options->>'should_send_message')::boolean
    into v_sequence, v_email, v_mail, v_sends;
    -- Confirmations that wait have the moment of these entries.
    if v_sends then insert into timers (partner_id, due_at, kind, subject_id) values (p_partner, v_now, 'message', v_id) on conflict do nothing; end if;
  end if;

  insert into package_queues (partner_id, id, booking_id, traveler_id, is_code, esim_type, fingerprint, ordinal, part, position, requested, bundle_id, template_id,
    provider, destination_id, iso3, coverage, covers, package_type, bytes, duration_days, traffic_policy, imsi, activation_window_days,
    b2b_price, b2c_price, currency, expires_at, wanted, created_at)
  select p_partner, q.id, v_id, v_travelers[q.t + 1], q.t is null, q.esim_type, q.fingerprint, q.ordinal, q.part, q.position, q.requested, q.bundle_id, q.template_id,
    q.provider, q.destination_id, q.iso3, q.coverage, q.covers, q.package_type, q.bytes, q.duration_days, q.traffic_policy, q.imsi,
    q.activation_window_days, q.b2b_price, q.b2c_price, q.currency, q.expires_at, q.wanted, v_now
  from jsonb_to_recordset(v_queues) as q(t integer, id text, esim_type text, fingerprint text, ordinal smallint, part smallint, position integer, requested jsonb,
    bundle_id text, template_id text, provider text, destination_id text, iso3 text, coverage text[], covers text[], package_type text,
    bytes bigint, duration_days integer, traffic_policy text, imsi text, activation_window_days integer, b2b_price integer, b2c_price integer,
    currency text, expires_at timestamptz, wanted jsonb);

  -- To the devices of who was granted something; the function is that of 005.
  if p->'push_ids' <> 'null'::jsonb then
    v_messages := enqueue_grant_pushes(p_partner, v_id, array(select q.id from jsonb_to_recordset(v_queues) as q(id text, esim_type text) where q.esim_type = 'classic'),
      array(select jsonb_array_elements_text(p->'push_ids')), v_now);
  end if;

  if (p->>'has_codes')::boolean then
    with made as (
      insert into promo_codes (partner_id, queue_id, code, uuid, recipient, valid_until)
      select p_partner, q.id, q.code, q.uuid, coalesce(q.email, v_email), q.valid_until
      from jsonb_to_recordset(v_queues) as q(id text, code text, uuid uuid, email text, valid_until timestamptz) where q.code is not null
      returning code, queue_id, uuid)
    insert into promo_code_lookups (code, partner_id, queue_id, uuid) select code, p_partner, queue_id, uuid from made;
  end if;

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

  if v_mail is not null then
    v_messages := coalesce(v_messages, 0) + enqueue_messages(p_partner, (
      select jsonb_agg(jsonb_build_object('id', v_mail->'ids'->>(w.n - 1)::integer, 'channel', w.channel, 'kind', 'booking_confirmation', 'subject_id', v_id || ':' || v_sequence,
        'recipient', w.address, 'locale', v_mail->>'locale', 'booking_id', v_id, 'data', jsonb_build_object('queue_ids', w.queues),
        'status', case when v_mail->'senders' ? w.channel then 'pending' else 'skipped' end,
        'reason', case when v_mail->'senders' ? w.channel then null else 'no_sender' end))
      from (
        select c.channel, case when c.channel = 'EMAIL' then r.recipient else coalesce(v_mail->>'phone', r.recipient) end as address,
          jsonb_agg(r.queue order by r.position) as queues, row_number() over () as n
        from (select coalesce(q.email, v_email) as recipient, q.id as queue, q.position from jsonb_to_recordset(v_queues) as q(id text, email text, position integer)
            where coalesce(q.email, v_email) is not null) r,
          jsonb_array_elements_text(v_mail->'channels') as c(channel)
        group by c.channel, address) w), v_now);
  end if;

  if v_created then
    v_deliver := record_event(p_partner, p->>'event_id', 'booking.created', v_id, 1, v_now, p->'event');
  else
    v_deliver := record_event(p_partner, p->>'event_id', 'booking.updated', v_id, v_sequence, v_now, booking_event_data(p_partner, v_id));
  end if;
  return jsonb_build_object('outcome', v_outcome, 'id', v_id, 'wanted', v_wanted, 'deliver', v_deliver, 'messages', coalesce(v_messages, 0));
end $$;

-- As in 003; a code is nobody's queue before it is redeemed.
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
      from package_queues q where q.partner_id = p_partner and q.traveler_id = t.id and q.esim_type = 'universal' and q.cancelled_at is null
        and (not q.is_code or q.redeemed_at is not null)), '[]'::json),
    'packages', coalesce((select json_agg(json_build_object('id', k.id, 'queue_id', k.queue_id, 'bundle_id', k.bundle_id, 'template_id', k.template_id,
        'iso3', k.iso3, 'package_type', k.package_type, 'total_bytes', k.total_bytes, 'used_bytes', k.used_bytes, 'duration_days', k.duration_days,
        'status', k.status, 'assigned_at', k.assigned_at, 'date_activated', k.date_activated, 'expires_at', k.expires_at, 'reported_at', k.reported_at) order by k.assigned_at desc, k.id desc)
      from packages k where k.partner_id = p_partner and k.esim_id = e.id and k.status <> 'CANCELLED'), '[]'::json))
  into v_dashboard
  from travelers t left join esims e on e.partner_id = p_partner and e.traveler_id = t.id and e.type = 'universal' and e.archived_at is null
  where t.partner_id = p_partner and t.external_user_id = p_external;
  return v_dashboard;
end $$;
