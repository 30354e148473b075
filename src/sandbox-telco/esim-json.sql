-- A profile as reports and answers show it: what was used beside its packages by country, of a
-- wholesaler's in one figure.
create or replace function telco.esim_json(f telco.profiles) returns json language sql stable as $$
  select json_build_object(
    'profile', telco.profile_json(f),
    'state_changed_at', f.state_changed_at,
    'packages', coalesce((
      select json_agg(telco.package_json(p) order by p.id)
      from telco.packages p where p.iccid = f.iccid), '[]'),
    'usage', coalesce((
      select json_agg(json_build_object('iso3', u.told, 'used_bytes', u.used) order by u.told)
      from (
        select case when not telco.is_wholesale(f.account) then iso3 end as told,
          least(sum(used_bytes), 9007199254740991) as used
        from telco.usage where iccid = f.iccid
        group by 1) u), '[]'))
$$;
