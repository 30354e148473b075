-- What travelers buy in the store: purchases, their pages at the pay desk, what the pay desk calls back about, and money
-- that goes back. All instants of the money's way are real time.

alter table bookings drop constraint bookings_kind_check;
alter table bookings add constraint bookings_kind_check check (kind in ('booking', 'topup', 'purchase'));

-- One purchase: a payment for one package, and what became of it.
create table purchases (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  traveler_id text collate "C" not null,
  -- makes a retry under the same Idempotency-Key find it again
  request_key text collate "C",
  --   created      not paid
  --   paid         and not on an eSIM
  --   provisioned  on an eSIM
  --   failed       the payment failed
  --   expired      nobody paid in time
  --   refunded     the money goes back
  state text collate "C" not null default 'created'
    check (state in ('created', 'paid', 'provisioned', 'failed', 'expired', 'refunded')),
  -- what was bought, frozen: columns of package_queues
  choice jsonb not null,
  bundle_id text collate "C" not null,
  iso3 text collate "C" not null,
  -- what the traveler pays, tax included, frozen; minor units
  amount integer not null check (amount > 0),
  currency text collate "C" not null,
  -- where the traveler comes from and goes back to
  return_to text not null,
  -- language tag, null = the partner's
  locale text,
  -- when immediate performance was agreed to; null = nobody was asked
  consented_at timestamptz,
  -- whom the receipt went to, in lower case
  receipt_to text collate "C",
  -- the booking and the queue that it became; null = not yet
  booking_id text collate "C",
  queue_id text collate "C",
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  paid_at timestamptz,
  provisioned_at timestamptz,
  -- failed, expired or refunded
  ended_at timestamptz,
  -- what the traveler says, in asking for the money back; null = did not ask
  refund_asked text,
  refund_asked_at timestamptz,
  primary key (partner_id, id),
  foreign key (partner_id, traveler_id) references travelers,
  foreign key (partner_id, queue_id) references package_queues
);
create unique index purchases_request_key on purchases (partner_id, request_key) where request_key is not null;
-- One package for one payment, and the reverse.
create unique index purchases_queue on purchases (partner_id, queue_id) where queue_id is not null;
create index purchases_traveler on purchases (partner_id, traveler_id, id);

-- One destination that a traveler has bought something for: of two purchases at once only one is the first.
create table first_purchases (
  partner_id text collate "C" not null,
  traveler_id text collate "C" not null,
  iso3 text collate "C" not null,
  purchase_id text collate "C" not null,
  primary key (partner_id, traveler_id, iso3),
  foreign key (partner_id, purchase_id) references purchases
);

-- One purchase's money on its way back: all of it, once.
create table refunds (
  partner_id text collate "C" not null,
  purchase_id text collate "C" not null,
  -- not_delivered, requested, operator, at_pay_desk, disputed
  reason text collate "C" not null,
  -- the pay desk's id; null = not asked for yet, or nobody had to ask
  refund_id text collate "C",
  wanted_at timestamptz not null default now(),
  -- null = the pay desk has not taken it
  done_at timestamptz,
  primary key (partner_id, purchase_id),
  foreign key (partner_id, purchase_id) references purchases
);

-- One purchase's page at the pay desk, and when it is looked at again. Global, so that events of the pay desk find their
-- purchase, a worker finds due work of all partners by one index, and the operator sees what is in doubt. It holds no
-- personal data.
create table checkouts (
  purchase_id text collate "C" primary key,
  partner_id text collate "C" not null,
  -- the pay desk's id of the page; null = not told us
  checkout_id text collate "C",
  -- the page's address while it is open
  url text,
  -- the pay desk's id of the payment; null = nobody paid
  payment_id text collate "C",
  -- tries since something came of one
  attempts integer not null default 0,
  -- null = nothing is to be done
  next_attempt_at timestamptz,
  -- raised by whoever takes it or nudges it
  fence integer not null default 0,
  -- when a traveler who waits made it be looked at
  looked_at timestamptz,
  -- why the operator has to decide; null = nothing
  doubt text collate "C",
  doubted_at timestamptz,
  created_at timestamptz not null default now()
);
create unique index checkouts_checkout on checkouts (checkout_id) where checkout_id is not null;
create unique index checkouts_payment on checkouts (payment_id) where payment_id is not null;
create index checkouts_partner on checkouts (partner_id);
create index checkouts_due on checkouts (partner_id, next_attempt_at) where next_attempt_at is not null;
create index checkouts_doubt on checkouts (doubted_at) where doubt is not null;

-- One event of the pay desk, stored once before it is answered, without anything of the person.
create table payment_events (
  id text collate "C" primary key,
  -- null: of nothing that matters here
  kind text collate "C",
  -- in the pay desk's words
  type text not null,
  is_live boolean not null,
  at timestamptz not null,
  checkout_id text collate "C",
  payment_id text collate "C",
  purchase_id text collate "C",
  amount bigint,
  currency text collate "C",
  received_at timestamptz not null default now(),
  attempts integer not null default 0,
  -- null = it was applied
  next_attempt_at timestamptz default now(),
  -- why it does not fit; null = it does, or was not looked at
  unfit text,
  -- when the operator has seen that
  seen_at timestamptz
);
create index payment_events_due on payment_events (next_attempt_at) where next_attempt_at is not null;
create index payment_events_unfit on payment_events (received_at) where unfit is not null and seen_at is null;
create index payment_events_old on payment_events (received_at);

do $$
declare t text;
begin
  foreach t in array array['purchases', 'first_purchases', 'refunds'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy partner on %I using (partner_id = current_setting(''hubby.partner_id'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on purchases, first_purchases, refunds, checkouts, payment_events to hubby_app;
