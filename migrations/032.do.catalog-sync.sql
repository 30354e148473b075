-- Suppliers' catalogs are read into sources.

alter table sources
  -- the supplier's; null = only a file has named it
  add column name text,
  -- the supplier's word, likewise null
  add column can_top_up boolean,
  -- what its cost was before the last change, and when that was (real time); null = it never changed
  add column previous_cost integer check (previous_cost >= 0),
  add column previous_currency text,
  add column cost_changed_at timestamptz,
  -- what the supplier lists as its cost, in minor units, and since when (real time), while that waits for the operator's
  -- approval; null = nothing waits
  add column offered_cost integer check (offered_cost >= 0),
  add column offered_currency text,
  add column offered_at timestamptz,
  -- the cost that waits is a rise: nothing is ordered from it meanwhile
  add column is_held boolean not null default false,
  add check ((offered_cost is null) = (offered_currency is null)),
  add check (offered_cost is not null or not is_held);
comment on column sources.last_seen_at is
  'real time: when its row was last written by a reading of its supplier''s catalog; one that is not stale was also in every '
  'reading since. null = only a file has named it';
create index sources_account on sources (account, id);
create index sources_stale on sources (id) where is_stale;
create index sources_waiting on sources (id) where offered_cost is not null;

-- The readings of one account's catalog: when the next one is due, who is at it, what came of the last. All instants are real
-- time.
create table catalog_syncs (
  account text collate "C" primary key references supplier_accounts on delete cascade,
  next_attempt_at timestamptz not null,
  fence integer not null default 0,
  -- null = nobody reads it
  lease_until timestamptz,
  -- readings in a row that failed
  tries integer not null default 0,
  -- the operator has said that the next reading may list far fewer articles
  accepts_fewer boolean not null default false,
  -- sources that are sold were changed, and processes not yet told to read them anew
  is_unannounced boolean not null default false,
  -- of the last reading that ended; null = none has
  started_at timestamptz,
  ended_at timestamptz,
  -- of the last one that came to the end of the catalog
  completed_at timestamptz,
  -- of the last one that ended
  articles integer not null default 0,
  added integer not null default 0,
  changed integer not null default 0,
  vanished integer not null default 0,
  -- articles that made no sense
  left_out integer not null default 0,
  -- costs that wait for approval since
  waiting integer not null default 0,
  -- in a sentence; null = it was complete
  failure text
);
create index catalog_syncs_due on catalog_syncs (next_attempt_at);

grant select, insert, update, delete on catalog_syncs to hubby_app;

-- Accounts of before are read for the first time, not all at once.
insert into catalog_syncs (account, next_attempt_at)
select name, now() + random() * interval '1 hour'
from supplier_accounts
where kind <> 'sandbox' and tested_at is not null;
