-- Whether an eSIM in this state is on a device, for statements and other functions: ON_DEVICE of
-- on-device.ts in SQL, and a test compares the two. Inlined into what asks, so no plan suffers.
create or replace function is_on_device(p_status text)
returns boolean language sql immutable parallel safe as $$
  select p_status in ('INSTALLED', 'ENABLED', 'DISABLED')
$$;
