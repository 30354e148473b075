-- Whose sessions these are, null where there is none: read together, by partner. A session goes
-- with its traveler. Whether it goes on is its caller's to say, who knows the time.
create or replace function find_visitors(p_partners text[], p_sessions text[])
returns table (n integer, r json) language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  v_partner text;
begin
  foreach v_partner in array array(select distinct p from unnest(p_partners) p) loop
    perform set_config('hubby.partner_id', v_partner, true);
    return query
    select asked.n::integer, case when s.id is not null then json_build_object(
      'session_id', s.id, 'traveler_id', s.traveler_id, 'external_user_id', t.external_user_id,
      'booking_id', s.booking_id, 'locale', s.locale, 'device', s.device, 'ends_at', s.ends_at,
      'ended_at', s.ended_at, 'last_seen_at', s.last_seen_at,
      'partner', (
        select json_build_object('partner_id', p.id, 'name', p.name, 'slug', p.slug,
          'settings', p.settings, 'price_list_id', p.price_list_id,
          'b2b_modification', p.b2b_modification, 'b2c_modification', p.b2c_modification,
          'prices_version', p.prices_version, 'suspended_at', p.suspended_at)
        from partners p
        where p.id = v_partner)) end
    from unnest(p_partners, p_sessions) with ordinality asked(partner_id, session_id, n)
      left join webview_sessions s on s.partner_id = v_partner and s.id = asked.session_id
      left join travelers t on t.partner_id = v_partner and t.id = s.traveler_id
    where asked.partner_id = v_partner;
  end loop;
end $$;
