-- What an installation knows of itself.
--
-- In all of these files: instants come from the application's clock (a sandbox partner has one of its own), except where
-- a comment says "real time". Identifiers compare by bytes (collate "C"). What the application may do with each table,
-- and which rows it sees, stands in 011.do.access.sql.

-- One value by which a database knows whose it is, written once: its environment, the fingerprint of its secret key.
create table meta (
  key text collate "C" primary key,
  value text not null
);

-- One value that the application itself changes, shared by all its processes.
create table shared_values (
  key text collate "C" primary key,
  value text not null
);

-- One SQL function and which text of it is in this database. The functions stand beside the operations that call them
-- and are applied after the tables (src/db/functions.ts).
create table sql_functions (
  name text collate "C" primary key,
  hash text not null,
  -- real time
  applied_at timestamptz not null default now()
);

-- One bearer token of an operator; only its hash is kept.
create table operator_tokens (
  hash bytea primary key,
  -- both real time
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

-- One counter of a limit on public endpoints. Keys are hashes; losing them in a crash lets a few more through. The table's
-- shape is rate-limiter-flexible's.
create unlogged table abuse_counters (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
create index abuse_counters_expire on abuse_counters (expire);
