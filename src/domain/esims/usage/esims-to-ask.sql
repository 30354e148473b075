-- What decides whether a silent eSIM is asked for, and what the provider needs to know it by:
-- `heard_at` is partner's time; `is_live`: one of its packages is in a state of p_live. `packages`:
-- [ KnownPackage ], the oldest first, before them what was ordered ahead and is not redeemed;
-- `least_left`: of the active package that has least, 0 to 1.
-- p: [ { partner_id, esims: [ id ] } ].
create or replace function esims_to_ask(p jsonb, p_live text[])
returns table (id text, provider text, heard_at timestamptz, is_live boolean, is_on_device boolean,
  is_active boolean, least_left float8, newest_at timestamptz, packages jsonb)
language plpgsql as $$
declare
  v record;
begin
  for v in
    select w.value->>'partner_id' as partner_id,
      array(select jsonb_array_elements_text(w.value->'esims')) as esims
    from jsonb_array_elements(p) w
  loop
    perform set_config('hubby.partner_id', v.partner_id, true);
    return query
      select e.id, e.provider, greatest(e.last_updated, k.reported_at),
        coalesce(k.is_live, false) or h.known is not null, is_on_device(e.status),
        coalesce(k.is_active, false), k.least_left, coalesce(k.newest_at, h.newest_at),
        coalesce(h.known, '[]') || coalesce(k.known, '[]')
      from unnest(v.esims) as x(id)
        join esims e on e.partner_id = v.partner_id and e.id = x.id,
        lateral (
          select max(k.reported_at) as reported_at, bool_or(k.status = any(p_live)) as is_live,
            bool_or(k.status = any(p_live) and k.date_activated is not null) as is_active,
            min(case when k.status = any(p_live) and k.date_activated is not null
              then 1 - k.used_bytes::float8 / k.total_bytes end) as least_left,
            max(k.assigned_at) as newest_at,
            jsonb_agg(jsonb_build_object('package_id', k.provider_package_id,
              'reference', o.reference, 'template_id', o.template->>'id',
              'ordered_at', o.created_at, 'expires_at', k.expires_at)
              order by k.assigned_at, k.id)
              filter (where o.id is not null) as known
          from packages k
            left join provider_orders o on o.queue_id = k.queue_id and o.state = 'confirmed'
              and o.esim_id = k.esim_id
          where k.partner_id = v.partner_id and k.esim_id = e.id) k,
        lateral (
          select max(o.preordered_at) as newest_at,
            jsonb_agg(jsonb_build_object('package_id', o.provider_package_id,
              'reference', o.reference, 'template_id', o.template->>'id',
              'ordered_at', o.created_at, 'expires_at', null)) as known
          from provider_orders o
          where o.esim_id = e.id and o.preorder = 'held') h;
  end loop;
end $$;
