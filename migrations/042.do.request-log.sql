-- What partners' servers asked of the public API, kept for a while for them to read. All of it in real time, written in
-- batches that a crash may lose: a figure of what went by, and no record of what was done.

-- One request that a key of the partner signed, or that failed for its signature or scope and named such a key. Narrow:
-- lists look through many of these.
create table api_requests (
  partner_id text collate "C" not null,
  -- ours, made when it came; says when
  id text collate "C" not null,
  -- what the client called it and its answer repeated; null = it was answered with the id above
  client_request_id text collate "C",
  method text collate "C" not null,
  -- the target without its query
  path text not null,
  operation_id text collate "C" not null,
  status smallint not null,
  -- null = it was answered as it should
  error_type text collate "C",
  duration_ms integer not null,
  -- the key that it named; gone keys stay named
  key_id text collate "C" not null,
  ip text collate "C",
  request_bytes integer not null,
  response_bytes integer not null,
  -- what became of either body: 0 there was none, 1 kept, 2 kept and cut, 3 a secret, 4 dropped
  request_state smallint not null,
  response_state smallint not null,
  primary key (partner_id, id)
);
create index api_requests_failed on api_requests (partner_id, id) where status >= 400;
create index api_requests_client_id on api_requests (partner_id, client_request_id, id)
  where client_request_id is not null;

-- What one of them said and was told; none where nothing of it is kept.
create table api_request_bodies (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  -- behind the question mark, as sent; null = there was none
  query text,
  user_agent text,
  request_body text,
  response_body text,
  primary key (partner_id, id)
);

-- How many requests of one hour were answered alike: the errors of a partner are counted here, and a list looks here for
-- the hours that have what it looks for.
create table api_request_counts (
  partner_id text collate "C" not null,
  -- its beginning
  hour timestamptz not null,
  operation_id text collate "C" not null,
  -- empty = no error
  error_type text collate "C" not null,
  status smallint not null,
  count integer not null,
  first_id text collate "C" not null,
  last_id text collate "C" not null,
  primary key (partner_id, hour, operation_id, error_type, status)
);

do $$
declare t text;
begin
  foreach t in array array['api_requests', 'api_request_bodies', 'api_request_counts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy partner on %I using (partner_id = current_setting(''hubby.partner_id'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on api_requests, api_request_bodies, api_request_counts to hubby_app;
