-- The packages of these eSIMs of a partner, those that were cancelled left out. Codes of countries
-- contain no space.
create or replace function packages_on(p_partner text, p_esims text[])
returns table (esim_id text, id text, queue_id text, provider_package_id text, iso3 text,
  coverage text, package_type text, total_bytes bigint, used_bytes bigint, reported_bytes bigint,
  allocated_bytes bigint, threshold smallint, sequence integer, duration_days integer,
  status text, assigned_at timestamptz, activate_before timestamptz,
  date_activated timestamptz, expires_at timestamptz)
language plpgsql as $$
begin
  perform set_config('hubby.partner_id', p_partner, true);
  return query
    select k.esim_id, k.id, k.queue_id, k.provider_package_id, k.iso3,
      array_to_string(k.coverage, ' '), k.package_type, k.total_bytes, k.used_bytes,
      k.reported_bytes, k.allocated_bytes, k.threshold, k.sequence, k.duration_days,
      k.status, k.assigned_at, k.activate_before, k.date_activated, k.expires_at
    from packages k
    where k.partner_id = p_partner and k.esim_id = any(p_esims) and k.status <> 'CANCELLED';
end $$;
