-- A profile as reports and answers show it.
create or replace function telco.esim_json(f telco.profiles) returns json language sql stable as $$
  select json_build_object(
    'profile', telco.profile_json(f),
    'state_changed_at', f.state_changed_at,
    'packages', coalesce((
      select json_agg(telco.package_json(p) order by p.id)
      from telco.packages p where p.iccid = f.iccid), '[]'),
    'usage', coalesce((
      select json_agg(
        json_build_object('iso3', u.iso3, 'used_bytes', u.used_bytes) order by u.iso3)
      from telco.usage u where u.iccid = f.iccid), '[]'))
$$;
