-- Files of bookings that partners send: kept row by row, checked, and booked when somebody says so. All instants are real
-- time.

-- One file, and how far it is.
create table imports (
  partner_id text collate "C" not null references partners,
  id text collate "C" not null,
  --   receiving  its rows are still coming in: nobody is shown it
  --   checking   its rows are being looked at; nothing is booked
  --   checked    waits for somebody to run it
  --   running    its good rows are being booked
  --   done       none is left
  --   cancelled  somebody stopped it
  --   failed     it cannot be checked as its columns are mapped: `problem` says why
  state text collate "C" not null default 'receiving'
    check (state in ('receiving', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed')),
  -- as the sender calls it
  filename text,
  -- names in its header, in their order
  columns jsonb not null,
  -- field of a booking → name of the column
  map jsonb not null,
  problem text,
  -- makes a retry under the same Idempotency-Key find it again
  request_key text collate "C",
  created_by text not null,
  rows_total integer not null default 0,
  -- up to this row all are checked as the map is now
  checked_to integer not null default 0,
  rows_checked integer not null default 0,
  rows_bad integer not null default 0,
  rows_done integer not null default 0,
  rows_failed integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (partner_id, id)
);
create unique index imports_request_key on imports (partner_id, request_key) where request_key is not null;

-- One row of a file.
create table import_rows (
  partner_id text collate "C" not null,
  import_id text collate "C" not null,
  -- its line in the file; the header is 1
  row integer not null,
  cells jsonb not null,
  -- why it cannot be read, whatever its columns mean; null = it can
  flaw text,
  --   new     not looked at
  --   good    can be booked
  --   bad     cannot: `problems`
  --   done    is in `booking_id`
  --   failed  was refused when it was booked: `problems`
  state text collate "C" not null default 'new' check (state in ('new', 'good', 'bad', 'done', 'failed')),
  -- of a good row: the first good row of the same booking, which may be itself
  leader integer,
  -- of a leader: what all rows of its booking have in common
  reference text collate "C",
  key_date text collate "C",
  booking jsonb,
  -- of a leader: how many rows its booking has
  entries integer,
  problems jsonb,
  booking_id text collate "C",
  primary key (partner_id, import_id, row),
  foreign key (partner_id, import_id) references imports on delete cascade
);
-- The booking of a row that is being checked; what is to be booked, a booking's rows together; what is wrong.
create index import_rows_leaders on import_rows (partner_id, import_id, reference, key_date) where leader = row;
create index import_rows_good on import_rows (partner_id, import_id, leader, row) where state = 'good';
create index import_rows_problems on import_rows (partner_id, import_id, row) where problems is not null;

-- When an import is worked on next. Global, so that a worker finds due work of all partners by one index; it holds nothing
-- of the file.
create table import_work (
  partner_id text collate "C" not null,
  import_id text collate "C" not null,
  -- null = nothing is to be done
  next_attempt_at timestamptz default now(),
  lease_until timestamptz,
  fence integer not null default 0,
  -- tries since something came of one
  tries integer not null default 0,
  created_at timestamptz not null default now(),
  -- null = its last row has not come
  received_at timestamptz,
  primary key (partner_id, import_id)
);
create index import_work_due on import_work (partner_id, next_attempt_at) where next_attempt_at is not null;
create index import_work_age on import_work (created_at);
create index import_work_unfinished on import_work (created_at) where received_at is null;

do $$
declare t text;
begin
  foreach t in array array['imports', 'import_rows'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy partner on %I using (partner_id = current_setting(''hubby.partner_id'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on imports, import_rows, import_work to hubby_app;
