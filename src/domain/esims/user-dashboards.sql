-- Of each traveler all that the user dashboard shows, null where there is none; read together, by
-- partner. A code is nobody's queue before it is redeemed; the eSIM is as fresh as the newest
-- report of its packages; `others` are the classic ones in use, each with its packages.
-- Each traveler is looked up by key, however many are asked for at once, so one plan does for any
-- number.
create or replace function user_dashboards(p_partners text[], p_externals text[])
returns table (n integer, r json) language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  v_partner text;
begin
  foreach v_partner in array array(select distinct p from unnest(p_partners) p) loop
    perform set_config('hubby.partner_id', v_partner, true);
    return query
    select asked.n::integer, case when t.id is not null then json_build_object(
      'traveler_id', t.id,
      'esim', case when e.id is not null then json_build_object(
        'id', e.id, 'iccid', e.iccid, 'provider', e.provider,
        'lpa_sealed', encode(e.lpa_sealed, 'base64'),
        'install_sealed', encode(e.install_sealed, 'base64'), 'status', e.status, 'type', e.type,
        'time_assigned', e.time_assigned, 'last_updated', e.last_updated) end,
      'queues', coalesce((
        select json_agg(json_build_object(
          'id', q.id, 'iso3', q.iso3, 'bytes', q.bytes, 'duration_days', q.duration_days,
          'package_type', q.package_type, 'covers', q.covers, 'created_at', q.created_at,
          'redeemed_at', q.redeemed_at) order by q.created_at desc, q.position, q.id)
        from package_queues q
        where q.partner_id = v_partner
          and q.traveler_id = t.id
          and q.esim_type = 'universal'
          and q.cancelled_at is null and (not q.is_code or q.redeemed_at is not null)), '[]'::json),
      'packages', coalesce((
        select json_agg(json_build_object(
          'id', k.id, 'queue_id', k.queue_id, 'bundle_id', k.bundle_id,
          'template_id', k.template_id, 'iso3', k.iso3, 'package_type', k.package_type,
          'total_bytes', k.total_bytes, 'used_bytes', k.used_bytes,
          'duration_days', k.duration_days, 'status', k.status, 'assigned_at', k.assigned_at,
          'date_activated', k.date_activated, 'expires_at', k.expires_at,
          'reported_at', k.reported_at) order by k.assigned_at desc, k.id desc)
        from packages k
        where k.partner_id = v_partner and k.esim_id = e.id and k.status <> 'CANCELLED'),
        '[]'::json),
      'others', coalesce((
        select json_agg(json_build_object(
          'esim', json_build_object(
            'id', c.id, 'iccid', c.iccid, 'provider', c.provider,
            'lpa_sealed', encode(c.lpa_sealed, 'base64'),
            'install_sealed', encode(c.install_sealed, 'base64'), 'status', c.status,
            'type', c.type, 'time_assigned', c.time_assigned, 'last_updated', c.last_updated),
          'packages', coalesce((
            select json_agg(json_build_object(
              'id', k.id, 'queue_id', k.queue_id, 'bundle_id', k.bundle_id,
              'template_id', k.template_id, 'iso3', k.iso3, 'package_type', k.package_type,
              'total_bytes', k.total_bytes, 'used_bytes', k.used_bytes,
              'duration_days', k.duration_days, 'status', k.status, 'assigned_at', k.assigned_at,
              'date_activated', k.date_activated, 'expires_at', k.expires_at,
              'reported_at', k.reported_at) order by k.assigned_at desc, k.id desc)
            from packages k
            where k.partner_id = v_partner and k.esim_id = c.id and k.status <> 'CANCELLED'),
            '[]'::json)) order by c.time_assigned desc, c.id desc)
        from (
          select esims.*
          from esims
          where esims.partner_id = v_partner and esims.traveler_id = t.id
            and esims.type = 'classic' and esims.archived_at is null
          order by esims.time_assigned desc, esims.id desc
          limit 100) c), '[]'::json)) end
    from unnest(p_partners, p_externals) with ordinality asked(partner_id, external_user_id, n)
      left join lateral (
        select travelers.id
        from travelers
        where travelers.partner_id = v_partner
          and travelers.external_user_id = asked.external_user_id
        limit 1) t on true
      left join lateral (
        select esims.*
        from esims
        where esims.partner_id = v_partner and esims.traveler_id = t.id
          and esims.type = 'universal' and esims.archived_at is null
        limit 1) e on true
    where asked.partner_id = v_partner;
  end loop;
end $$;
