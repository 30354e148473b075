create or replace function telco.order_json(o telco.orders) returns json language sql stable as $$
  select json_build_object(
    'id', o.id::text,
    'reference', o.reference,
    'kind', o.kind,
    'status', case when p.cancelled_at is null then 'confirmed' else 'cancelled' end,
    'package_id', o.package_id::text,
    'template_id', o.template_id,
    'created_at', o.created_at,
    'profile', telco.profile_json(f))
  from telco.profiles f left join telco.packages p on p.order_id = o.id
  where f.iccid = o.iccid
$$;
