create or replace function telco.package_json(p telco.packages)
returns json language sql stable as $$
  select json_build_object(
    'package_id', p.id::text,
    'reference', p.reference,
    'template_id', p.template_id,
    'used_bytes', p.used_bytes,
    'total_bytes', p.total_bytes,
    'assigned_at', p.assigned_at,
    'activated_at', p.activated_at,
    'expires_at', p.expires_at,
    'status', p.status)
$$;
