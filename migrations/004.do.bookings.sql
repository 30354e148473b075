-- Travelers, the bookings that name them, and what a booking gives: package queues.

-- One traveler of a partner.
create table travelers (
  partner_id text collate "C" not null references partners,
  id text collate "C" not null,
  external_user_id text collate "C",
  provider text collate "C",
  created_at timestamptz not null,
  primary key (partner_id, id)
);
create unique index travelers_external on travelers (partner_id, external_user_id)
  where external_user_id is not null;

-- One address, which names one traveler of a partner; a traveler may be known by several.
create table traveler_emails (
  partner_id text collate "C" not null,
  email text collate "C" not null,
  traveler_id text collate "C" not null,
  primary key (partner_id, email),
  foreign key (partner_id, traveler_id) references travelers
);
create index traveler_emails_traveler on traveler_emails (partner_id, traveler_id);

-- One notice of a departure; the same booking sent again is merged into its row. partner_id has no foreign key of its own:
-- locking the one partner row for every booking would make all of a partner's bookings write the same tuple (ADR 0003);
-- partners are never deleted, and row-level security checks the id. Room is left beside each row, so that an update within
-- the page touches no index.
create table bookings (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  booking_id text collate "C",
  request_key text collate "C",
  kind text not null check (kind in ('booking', 'topup')),
  departure_date text not null,
  departure_at timestamptz not null,
  is_departure_defaulted boolean not null,
  return_date text,
  ends_at timestamptz not null,
  -- when the departure triggers are due; null = not armed: a departure nobody chose (top-ups, gifts), or one already
  -- behind when it was stored
  cutoff_at timestamptz,
  about_to_depart_at timestamptz,
  email text,
  locale text,
  custom_branding text,
  contact jsonb not null,
  communication_options jsonb not null,
  data jsonb,
  -- of its events
  sequence integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  cancelled_at timestamptz,
  -- dates of the natural keys that its cancelling freed
  freed_dates text[],
  primary key (partner_id, id)
) with (fillfactor = 90);
create unique index bookings_request_key on bookings (partner_id, request_key) where request_key is not null;
-- Rows lie in the order of their creation; an ordinary index would cost every booking more than a report costs.
create index bookings_created on bookings using brin (created_at) with (pages_per_range = 16);

-- One natural key of a live booking. A cancelled booking frees its keys, a changed one keeps its first.
create table booking_keys (
  partner_id text collate "C" not null,
  booking_id text collate "C" not null,
  key_date text collate "C" not null,
  id text collate "C" not null,
  primary key (partner_id, booking_id, key_date),
  foreign key (partner_id, id) references bookings deferrable initially deferred
);
create index booking_keys_booking on booking_keys (partner_id, id);

-- Bookings that were refused within one quarter hour of the partner's time: no time zone's day begins within one.
create table refused_bookings (
  partner_id text collate "C" not null,
  at timestamptz not null,
  count integer not null,
  primary key (partner_id, at)
);

-- One entitlement: granted, later redeemed or cancelled.
create table package_queues (
  partner_id text collate "C" not null,
  -- 'pq_' and the 32 hex digits of the wire's uuid
  id text collate "C" not null,
  -- nobody's yet, or of no booking: only a code (promo_codes)
  is_code boolean not null default false,
  booking_id text collate "C",
  traveler_id text collate "C",
  esim_type text not null check (esim_type in ('universal', 'classic')),
  -- what makes an entry the same entry when a booking is sent again
  fingerprint text collate "C" not null,
  ordinal smallint not null,
  part smallint not null,
  -- place in the request that made it, for the order of answers
  position integer not null,
  -- the entry's words, for the answer: destination as sent, iata_code, external_user_id, email
  requested jsonb not null,
  -- what an entry without a destination asks for; its bundle may be chosen until it is redeemed
  wanted jsonb,
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
  constraint package_queues_entry_once
    unique (partner_id, booking_id, traveler_id, fingerprint, ordinal, part),
  constraint package_queues_owned check (is_code or (traveler_id is not null and booking_id is not null)),
  foreign key (partner_id, booking_id) references bookings,
  foreign key (partner_id, traveler_id) references travelers
);
-- The same entry of the same booking makes the same code; package_queues_entry_once says so of the others.
create unique index package_queues_code_once
  on package_queues (partner_id, booking_id, fingerprint, ordinal, part) where is_code;
create index package_queues_traveler on package_queues (partner_id, traveler_id);

-- One departure trigger that was fired: once per booking and departure, whatever the clock does.
create table fired_triggers (
  partner_id text collate "C" not null,
  booking_id text collate "C" not null,
  trigger text collate "C" not null
    check (trigger in ('booking.within_cutoff', 'booking.about_to_depart')),
  departure_at timestamptz not null,
  primary key (partner_id, booking_id, trigger, departure_at),
  foreign key (partner_id, booking_id) references bookings
);

-- One look at a subject when it is due: a hint, never a fact. Who handles it reads the subject and decides; one that came
-- too early or twice does nothing. It holds no business data and is global, so that a worker finds the due ones of all
-- partners: it leaps over the primary key from partner to partner, which costs by the number of partners, not of timers.
create table timers (
  partner_id text collate "C" not null,
  due_at timestamptz not null,
  -- message = a message by schedule, whose subject is a booking or a package
  kind text collate "C" not null check (kind in ('booking', 'package', 'message')),
  subject_id text collate "C" not null,
  primary key (partner_id, due_at, kind, subject_id)
);
