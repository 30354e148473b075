-- What partners set of what they sell: their own prices, and promo codes made or imported together.

-- What a partner itself asks of travelers for one bundle, in minor units of the catalog's currency: before every recommended
-- price, whoever set that.
create table own_prices (
  partner_id text collate "C" not null references partners,
  bundle_id text collate "C" not null,
  price integer not null check (price >= 0),
  primary key (partner_id, bundle_id)
);

-- Promo codes that were made or imported together. They belong to no booking.
create table promo_code_batches (
  partner_id text collate "C" not null references partners,
  id text collate "C" not null,
  -- the partner's own: the same batch sent again is refused by it
  name text collate "C" not null,
  -- from a file, in which each code says what it is for
  is_imported boolean not null,
  -- what was asked for, the same for all of them; null = imported
  package jsonb,
  -- null = imported
  valid_until timestamptz,
  codes integer not null check (codes > 0),
  -- real time
  created_at timestamptz not null default now(),
  -- a member, a key or an operator
  created_by text collate "C" not null,
  primary key (partner_id, id),
  constraint promo_code_batches_name unique (partner_id, name)
);

-- null = of a booking, or imported alone
alter table promo_codes add column batch_id text collate "C";
alter table promo_codes add constraint promo_codes_batch
  foreign key (partner_id, batch_id) references promo_code_batches;
create index promo_codes_of_batch on promo_codes (partner_id, batch_id, code) where batch_id is not null;

do $$
declare t text;
begin
  foreach t in array array['own_prices', 'promo_code_batches'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy partner on %I using (partner_id = current_setting(''hubby.partner_id'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on own_prices, promo_code_batches to hubby_app;
