-- One day of one partner as reports need it, counted ahead: only of partners with so many bookings that counting them at
-- every look would take too long. It is made of other rows and can be thrown away at any time.
create table counted_days (
  partner_id text collate "C" not null references partners,
  -- YYYY-MM-DD in `zone`
  day text collate "C" not null,
  zone text not null,
  -- src/domain/reports/counting/day-counts.ts says what is in it
  counts jsonb not null,
  -- real time
  counted_at timestamptz not null default now(),
  primary key (partner_id, day)
);
alter table counted_days enable row level security;
alter table counted_days force row level security;
create policy partner on counted_days using (partner_id = current_setting('hubby.partner_id', true));
grant select, insert, update, delete on counted_days to hubby_app;

-- Codes that nobody redeemed and that end soon.
create index promo_codes_ending on promo_codes (partner_id, valid_until);

-- Null = this member still sees the first steps on the partner's Home, as long as one is left.
alter table memberships add column first_steps_put_away_at timestamptz;
