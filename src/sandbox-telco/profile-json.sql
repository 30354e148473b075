-- The wire forms. Instants leave as ISO 8601 with an offset. A wholesaler does not know whether a
-- profile is switched on.
create or replace function telco.profile_json(f telco.profiles)
returns json language sql stable as $$
  select json_build_object(
    'iccid', f.iccid,
    'activation_code', 'LPA:1$' || f.smdp_host || '$' || f.matching_id,
    'subscriber_imsi', f.subscriber_imsi,
    'imsi_plan', f.imsi_plan,
    'state', case when f.state in ('ENABLED', 'DISABLED') and telco.is_wholesale(f.account)
      then 'INSTALLED' else f.state end)
$$;
