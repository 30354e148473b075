-- Writes down what a provider has counted on locked eSIMs of a partner, by visited country.
create or replace function save_counters(p_partner text, p_esims text[], p_countries text[],
  p_used bigint[])
returns void language plpgsql as $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  insert into esim_counters (partner_id, esim_id, iso3, used_bytes)
  select p_partner, x.esim, x.iso3, x.used
  from unnest(p_esims, p_countries, p_used) as x(esim, iso3, used)
  on conflict (partner_id, esim_id, iso3) do update set used_bytes = excluded.used_bytes;
end $$;
