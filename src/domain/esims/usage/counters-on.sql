-- What a provider has counted on these eSIMs of a partner, by visited country.
create or replace function counters_on(p_partner text, p_esims text[])
returns table (esim_id text, iso3 text, used_bytes bigint)
language plpgsql as $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  return query
    select c.esim_id, c.iso3, c.used_bytes
    from esim_counters c
    where c.partner_id = p_partner and c.esim_id = any(p_esims);
end $$;
