-- Traffic of a device: counted on a package, at most what is left of it, or by country on the
-- profile. A wholesaler counts all of it on the profile.
create or replace function telco.consume(p_account text, p_iccid text, p_bytes bigint, p_iso3 text,
  p_package_id bigint, p_at timestamptz,
  out refusal text, out consumed bigint, out esim json)
language plpgsql volatile as $$
declare
  f telco.profiles;
  p telco.packages;
begin
  select * into f from telco.profiles where account = p_account and iccid = p_iccid for update;
  if not found then refusal := 'profile_not_found'; return; end if;
  if f.state <> 'ENABLED' then refusal := 'profile_not_enabled'; return; end if;
  if p_package_id is null or telco.is_wholesale(p_account) then
    insert into telco.usage as u (iccid, iso3, customer, used_bytes)
    values (p_iccid, p_iso3, f.customer, p_bytes)
    on conflict (iccid, iso3)
    do update set used_bytes = least(u.used_bytes + excluded.used_bytes, 9007199254740991);
    consumed := p_bytes;
  else
    select * into p from telco.packages where id = p_package_id and iccid = p_iccid for update;
    if not found then refusal := 'package_not_found'; return; end if;
    if p.status in ('CANCELLED', 'EXPIRED') or p.expires_at <= p_at then
      refusal := 'package_not_active';
      return;
    end if;
    consumed := least(p_bytes, coalesce(p.total_bytes, 9007199254740991) - p.used_bytes);
    if consumed > 0 then
      update telco.packages set used_bytes = p.used_bytes + consumed,
        activated_at = coalesce(p.activated_at, p_at),
        expires_at = coalesce(p.expires_at, p_at + p.duration_days * interval '24 h'),
        status = case when p.used_bytes + consumed >= p.total_bytes then 'DEPLETED'
          else p.status end
      where id = p.id;
    end if;
  end if;
  esim := telco.esim_json(f);
end $$;
