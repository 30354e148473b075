-- What came of which request: the request of a partner's key, by its id in the log of requests, on what it made and
-- changed. The transaction says it by the setting `hubby.caused_by`, so that each column is filled where its row is
-- written anyway. Bookings and events have no index for it, which each booking would pay for: ids say when they were made, so
-- what came of a request is among the first ones after it.
do $$
declare t text;
begin
  foreach t in array array['bookings', 'events', 'provider_orders', 'packages', 'esims', 'messages', 'support_requests',
      'esim_replacements'] loop
    execute format('alter table %I add column caused_by text collate "C"', t);
    execute format('alter table %I alter column caused_by set default nullif(current_setting(''hubby.caused_by'', true), '''')', t);
    execute format('comment on column %I.caused_by is %L', t, 'null = of no request of a key, or of one before this was kept');
  end loop;
end $$;

-- Who ran it; its rows are booked for that request. null = a member did, or nobody has.
alter table imports add column caused_by text collate "C";
create index provider_orders_cause on provider_orders (partner_id, caused_by)
  where caused_by is not null and queue_id is not null;
create index imports_cause on imports (partner_id, caused_by) where caused_by is not null;
