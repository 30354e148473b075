-- The package that a queue has become, on its eSIM: the eSIM before the package, the timer last.
-- Answers what is told of it: the package with when it has to be active, the place, its size, and
-- whose it is.
create or replace function put_package(p_partner text, p_queue text, p_id text, p_esim text,
  p_iccid text, p_provider_package text, p_bytes bigint, p_days integer, p_now timestamptz,
  p_at timestamptz, p_since timestamptz, p_poll_ms double precision, p_poll_rank integer,
  p_traveler text)
returns table (id text, activate_before timestamptz, iso3 text, total_bytes bigint,
  external_user_id text) language plpgsql as $$
begin
  update esims e set last_updated = p_now where e.partner_id = p_partner and e.id = p_esim;
  perform poll_soon(p_iccid, p_poll_ms, p_poll_rank);
  insert into packages as k (partner_id, id, queue_id, esim_id, provider_package_id, bundle_id,
    template_id, iso3, coverage, package_type, total_bytes, duration_days, status, assigned_at,
    activate_before)
  select q.partner_id, p_id, q.id, p_esim, p_provider_package, q.bundle_id, q.template_id, q.iso3,
    q.coverage, q.package_type, p_bytes, p_days, 'ACTIVE', p_at,
    p_since + q.activation_window_days * interval '1 day'
  from package_queues q
  where q.partner_id = p_partner and q.id = p_queue
  returning k.id, k.activate_before, k.iso3, k.total_bytes
  into put_package.id, put_package.activate_before, put_package.iso3, put_package.total_bytes;
  insert into timers (partner_id, due_at, kind, subject_id)
  values (p_partner, put_package.activate_before, 'package', p_id)
  on conflict do nothing;
  select t.external_user_id into put_package.external_user_id
  from travelers t
  where t.partner_id = p_partner and t.id = p_traveler;
  return next;
end $$;
