-- Of each claim link its partner and how its code stands, null where there is no such link; read
-- together, by partner, and nothing is consumed. A link that was issued anew is found as well:
-- `uuid` is the code's own then, `link` the one that was asked for.
-- Each is looked up by key, however many are asked for at once, so one plan does for any number.
create or replace function claim_offers(p_links uuid[])
returns table (n integer, r json) language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  v_partner text;
  v_found integer[] := '{}';
begin
  for v_partner in
    select distinct l.partner_id from promo_code_lookups l where l.uuid = any (p_links)
  loop
    perform set_config('hubby.partner_id', v_partner, true);
    for n, r in
    select asked.n::integer, json_build_object(
      'partner', json_build_object(
        'partner_id', p.id, 'name', p.name, 'slug', p.slug, 'settings', p.settings,
        'price_list_id', p.price_list_id, 'b2b_modification', p.b2b_modification,
        'b2c_modification', p.b2c_modification, 'prices_version', p.prices_version,
        'suspended_at', p.suspended_at),
      'link', l.uuid, 'queue_id', q.id, 'code', c.code, 'uuid', c.uuid,
      'booking_id', q.booking_id, 'locale', b.locale, 'custom_branding', b.custom_branding,
      'valid_until', c.valid_until, 'claimed_at', c.claimed_at, 'redeemed_at', q.redeemed_at,
      'cancelled_at', q.cancelled_at, 'reissues', c.reissues,
      'destination_id', q.destination_id, 'iso3', q.iso3, 'covers', q.covers,
      'package_type', q.package_type, 'bytes', q.bytes, 'duration_days', q.duration_days,
      'is_opened', exists (
        select from opened_links o
        where o.partner_id = v_partner and o.page = 'claim' and o.link = l.uuid::text))
    from unnest(p_links) with ordinality asked(link, n)
      join promo_code_lookups l on l.uuid = asked.link and l.partner_id = v_partner
      join partners p on p.id = v_partner
      join package_queues q on q.partner_id = v_partner and q.id = l.queue_id
      join promo_codes c on c.partner_id = v_partner and c.queue_id = q.id
      left join bookings b on b.partner_id = v_partner and b.id = q.booking_id
    loop
      v_found := v_found || n;
      return next;
    end loop;
  end loop;
  return query
  select asked.n::integer, null::json
  from generate_series(1, cardinality(p_links)) asked(n)
  where asked.n <> all (v_found);
end $$;
