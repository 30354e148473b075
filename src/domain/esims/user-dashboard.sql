-- All that the user dashboard shows of one traveler, null when there is none. A code is nobody's
-- queue before it is redeemed; the eSIM is as fresh as the newest report of its packages.
create or replace function user_dashboard(p_partner text, p_external text)
returns json language plpgsql as $$
declare
  v_dashboard json;
begin
  perform set_config('hubby.partner_id', p_partner, true);
  select json_build_object(
    'traveler_id', t.id,
    'esim', case when e.id is not null then json_build_object(
      'id', e.id, 'iccid', e.iccid, 'provider', e.provider,
      'lpa_sealed', encode(e.lpa_sealed, 'base64'), 'status', e.status, 'type', e.type,
      'time_assigned', e.time_assigned, 'last_updated', e.last_updated) end,
    'queues', coalesce((
      select json_agg(json_build_object(
        'id', q.id, 'iso3', q.iso3, 'bytes', q.bytes, 'duration_days', q.duration_days,
        'package_type', q.package_type, 'covers', q.covers, 'created_at', q.created_at,
        'redeemed_at', q.redeemed_at) order by q.created_at desc, q.position, q.id)
      from package_queues q
      where q.partner_id = p_partner and q.traveler_id = t.id and q.esim_type = 'universal'
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
      where k.partner_id = p_partner and k.esim_id = e.id and k.status <> 'CANCELLED'), '[]'::json))
  into v_dashboard
  from travelers t
    left join esims e on e.partner_id = p_partner and e.traveler_id = t.id
      and e.type = 'universal' and e.archived_at is null
  where t.partner_id = p_partner and t.external_user_id = p_external;
  return v_dashboard;
end $$;
