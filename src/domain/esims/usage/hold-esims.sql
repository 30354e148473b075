-- Locks these eSIMs of a partner and answers them. Whoever changes the usage, state or time of an
-- eSIM or its packages holds the eSIM's lock, taken in the order of ids, so the packages need none
-- of their own; packages and counters are read by statements that begin when it is held.
create or replace function hold_esims(p_partner text, p_esims text[])
returns table (partner_id text, id text, iccid text, provider text, status text,
  status_at timestamptz, sequence integer, uncovered_bytes bigint)
language plpgsql as $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  return query
    select e.partner_id, e.id, e.iccid, e.provider, e.status, e.status_at, e.sequence,
      e.uncovered_bytes
    from esims e
    where e.partner_id = p_partner and e.id = any(p_esims)
    order by e.id for no key update;
end $$;
