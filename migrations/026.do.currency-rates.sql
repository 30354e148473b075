-- What one unit of a currency is worth in the catalog's, from a date on. The installation's own and global: no partner owns any
-- of it.
create table currency_rates (
  currency text collate "C" not null,
  -- the catalog's when the rate was set; where the catalog has another since, it is not used
  to_currency text collate "C" not null,
  -- UTC; in the future it is not in force yet
  date date not null,
  -- units of to_currency for one of currency
  rate numeric(21, 12) not null check (rate > 0),
  set_at timestamptz not null default now(),
  primary key (to_currency, currency, date),
  check (currency <> to_currency)
);

grant select, insert, update, delete on currency_rates to hubby_app;
