-- Whom a message about an entry goes to, in lower case; null = nobody is known. Whoever claimed or redeemed a code has it now;
-- then whom the entry names (of a code, as its recipient stands), then the traveler's own address, then the booking's. The one
-- rule for messages of every kind, whether the booking's own transaction writes them or a schedule does.
create or replace function recipient_of(p_is_code boolean, p_claimed text, p_entry text, p_code text, p_traveler text, p_booking text)
returns text language sql immutable parallel safe as $$
  select lower(coalesce(p_claimed, case when p_is_code then p_traveler end, p_entry, p_code, p_traveler, p_booking))
$$;
