-- The first in this order that is known; null = none. firstKnown of recipient.ts, for functions
-- that look up under their locks what the order is applied to. In plpgsql, which unlike SQL keeps
-- its plan from call to call.
create or replace function first_known(p_order jsonb, p_known jsonb)
returns text language plpgsql immutable parallel safe as $$
begin
  for i in 0 .. jsonb_array_length(p_order) - 1 loop
    if p_known->>(p_order->>i) is not null then return p_known->>(p_order->>i); end if;
  end loop;
  return null;
end $$;
