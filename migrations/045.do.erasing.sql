-- Travelers who are forgotten on somebody's request: what says who they are goes, what was booked and used stays.

-- Real time. Null = known as ever. What says who they are is gone from here: nobody is found by it any more, and who comes
-- again is somebody new.
alter table travelers add column erased_at timestamptz;

-- How far the forgetting of one traveler is. What is theirs by its keys goes with the row's own making; what merely names
-- them (logs, files, answers) is looked through afterwards, batch by batch. Global, so that a worker finds due work of all
-- partners by one index; what it looks for is sealed. Real time throughout.
create table erasures (
  partner_id text collate "C" not null,
  traveler_id text collate "C" not null,
  -- what names them, to look for it; null = nothing is left to look through
  words_sealed bytea,
  -- which of the places is being looked through, by its number, and how far
  step smallint not null default 0,
  place text,
  created_at timestamptz not null default now(),
  -- from then on what was under way when it was asked for is over, and written
  settled_at timestamptz not null,
  done_at timestamptz,
  -- null = nothing is to be done
  next_attempt_at timestamptz default now(),
  lease_until timestamptz,
  fence integer not null default 0,
  -- tries since something came of one
  tries integer not null default 0,
  primary key (partner_id, traveler_id)
);
create index erasures_due on erasures (partner_id, next_attempt_at) where next_attempt_at is not null;
grant select, insert, update, delete on erasures to hubby_app;

-- Whose people this session has asked to see unmasked: partner → until when, in ISO 8601.
alter table member_sessions add column revealed jsonb not null default '{}';

-- From where the key may sign: networks in CIDR notation; empty = from everywhere.
alter table api_keys add column allowed_ips text[] not null default '{}';
