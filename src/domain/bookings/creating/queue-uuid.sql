-- The uuid of the wire, from a queue's id.
create or replace function queue_uuid(p_id text)
returns text language sql immutable parallel safe as $$
  select substr(p_id, 4)::uuid::text
$$;
