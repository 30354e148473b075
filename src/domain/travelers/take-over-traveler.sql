-- The traveler whose generated id p_external takes the place of: who is known by p_email, where
-- nobody has p_external yet. Null where there is no such traveler. Of two ids that come at once the
-- first is the one; the other finds a traveler whose id is the partner's own.
create or replace function take_over_traveler(p_partner text, p_external text, p_email text)
returns text language plpgsql as $$
declare
  v_id text;
begin
  update travelers t
  set external_user_id = p_external, is_id_generated = false
  from traveler_emails e
  where e.partner_id = p_partner and e.email = p_email
    and t.partner_id = p_partner and t.id = e.traveler_id and t.is_id_generated
    and not exists (
      select from travelers o
      where o.partner_id = p_partner and o.external_user_id = p_external)
  returning t.id into v_id;
  return v_id;
exception when unique_violation then
  -- Somebody of this id was made just now.
  return null;
end $$;
