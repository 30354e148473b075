-- The pay desk: the pretend Stripe of staging. Nothing outside src/pay-desk/ reads these tables; Hubby speaks to it over
-- HTTP, as to Stripe. All instants are real time, as Stripe's are; amounts are minor
-- units, of eight digits at most, as Stripe's.
create schema pay_desk;

-- One Checkout Session.
create table pay_desk.sessions (
  id text primary key check (id ~ '^cs_test_[0-9A-Za-z]{20,}$'),
  status text not null default 'open' check (status in ('open', 'complete', 'expired')),
  amount integer not null check (amount > 0),
  currency text not null check (currency ~ '^[a-z]{3}$'),
  -- the parameters it was made with, by their names
  asked jsonb not null,
  -- how often its card was declined
  declines integer not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
create index sessions_open on pay_desk.sessions (expires_at) where status = 'open';
create index sessions_newest on pay_desk.sessions (created_at, id);

-- THE LEDGER: what was paid, one row per session at most. PaymentIntent and Charge in one, since a session takes one
-- payment whole.
create table pay_desk.payments (
  id text primary key check (id like 'pi\_%'),
  charge_id text not null unique check (charge_id like 'ch\_%'),
  session_id text not null references pay_desk.sessions (id),
  amount integer not null check (amount > 0),
  currency text not null,
  status text not null check (status in ('processing', 'succeeded', 'failed')),
  refunded integer not null default 0,
  -- of a payment that is processing: when the bank decides, and how
  settles_at timestamptz,
  settles_as text check (settles_as in ('succeeded', 'failed')),
  -- whether the bank sends refunds back, because the card is no more
  refunds_fail boolean not null default false,
  -- when the cardholder will dispute it; null = not by itself, or it has been done
  disputes_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  -- one session is paid once
  constraint payments_once unique (session_id),
  -- never more is given back than was taken
  constraint payments_refunded check (refunded between 0 and case status when 'succeeded' then amount else 0 end),
  constraint payments_settle check ((status = 'processing') = (settles_at is not null) and (settles_at is null) = (settles_as is null))
);
create index payments_settling on pay_desk.payments (settles_at) where settles_at is not null;
create index payments_disputing on pay_desk.payments (disputes_at) where disputes_at is not null;

-- One refund, whole or of a part.
create table pay_desk.refunds (
  id text primary key check (id like 're\_%'),
  payment_id text not null references pay_desk.payments (id),
  amount integer not null check (amount > 0),
  -- as the caller gave it, null = none
  reason text,
  metadata jsonb not null,
  status text not null check (status in ('pending', 'succeeded', 'failed')),
  -- of a pending one: when the bank sends it back
  fails_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  constraint refunds_pending check ((status = 'pending') = (fails_at is not null))
);
create index refunds_failing on pay_desk.refunds (fails_at) where fails_at is not null;
create index refunds_payment on pay_desk.refunds (payment_id);

-- One dispute: of the whole payment, once.
create table pay_desk.disputes (
  id text primary key check (id like 'du\_%'),
  payment_id text not null references pay_desk.payments (id),
  status text not null default 'needs_response' check (status in ('needs_response', 'won', 'lost')),
  created_at timestamptz not null default clock_timestamp(),
  constraint disputes_once unique (payment_id)
);

-- One event, and what is still to be sent of it.
create table pay_desk.events (
  id text primary key check (id like 'evt\_%'),
  -- the order in which they happened
  number bigint generated always as identity,
  session_id text not null references pay_desk.sessions (id),
  type text not null,
  -- what it is about, as it was then
  object jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  -- how often it is to arrive: 0 = it is never sent, 2 = doubled
  arrivals integer not null check (arrivals between 0 and 2),
  -- refused or unanswered in a row
  failures integer not null default 0,
  -- null = it is not sent any more; while it is being sent, when another process may
  next_attempt_at timestamptz
);
create index events_due on pay_desk.events (next_attempt_at) where next_attempt_at is not null;
create index events_newest on pay_desk.events (number);
create index events_session on pay_desk.events (session_id);

-- One try to tell Hubby of an event.
create table pay_desk.deliveries (
  id bigint generated always as identity primary key,
  event_id text not null references pay_desk.events (id),
  -- what was answered, null = nothing
  status integer,
  at timestamptz not null default clock_timestamp()
);
create index deliveries_event on pay_desk.deliveries (event_id);

-- One Idempotency-Key and the answer that it is given again.
create table pay_desk.keys (
  key text primary key,
  path text not null,
  -- of the parameters
  digest text not null,
  answer jsonb not null,
  request_id text not null,
  created_at timestamptz not null default clock_timestamp()
);
create index keys_oldest on pay_desk.keys (created_at);

grant usage on schema pay_desk to hubby_app;
grant select, insert, update, delete on all tables in schema pay_desk to hubby_app;
grant usage, select on all sequences in schema pay_desk to hubby_app;
