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

-- When an eSIM was first on a device, for figures that a removal after the trip must not lower.
alter table esims add column installed_at timestamptz;
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
