-- An order as answers show it: one that is pending or has failed has neither profile nor package.
create or replace function telco.order_json(o telco.orders) returns json language sql stable as $$
  select json_build_object(
    'id', o.id::text,
    'reference', o.reference,
    'kind', o.kind,
    'status', case when o.failure is not null then 'failed'
      when o.allocate_at is not null then 'pending'
      when p.cancelled_at is null then 'confirmed' else 'cancelled' end,
    'failure', o.failure,
    'package_id', o.package_id::text,
    'template_id', o.template_id,
    'created_at', o.created_at,
    'profile', case when f.iccid is not null then telco.profile_json(f) end)
  from (select 1) as one
  left join telco.profiles f
    on f.iccid = o.iccid and o.failure is null and o.allocate_at is null
  left join telco.packages p on p.order_id = o.id
$$;
