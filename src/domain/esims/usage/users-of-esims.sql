-- Whose these eSIMs of a partner are, as the partner knows them; null where it gave no id.
create or replace function users_of_esims(p_partner text, p_esims text[])
returns table (esim_id text, external_user_id text)
language plpgsql as $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  return query
    select e.id, t.external_user_id
    from unnest(p_esims) as x(id)
    join esims e on e.partner_id = p_partner and e.id = x.id
    join travelers t on t.partner_id = p_partner and t.id = e.traveler_id;
end $$;
