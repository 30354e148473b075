create or replace function telco.cancel_package(
  p_account text, p_customer text, p_package_id bigint, p_at timestamptz,
  out refusal text, out fault text, out replayed boolean, out placed json
) language plpgsql volatile set lock_timeout = '1500ms' as $$
declare
  p telco.packages;
begin
  replayed := false;
  fault := telco.take_fault(p_customer);
  select * into p from telco.packages
    where id = p_package_id and account = p_account and customer = p_customer for update;
  if fault in ('timeout_before', 'error') then
    null;
  elsif p.id is null then
    refusal := 'package_not_found';
  elsif p.cancelled_at is not null then
    replayed := true;
  elsif fault = 'out_of_stock' then
    refusal := 'out_of_stock';
  elsif p.used_bytes > 0 or p.activated_at is not null or p.status <> 'ACTIVE' then
    refusal := 'package_in_use';
  elsif telco.is_wholesale(p_account) and not exists (
    select from telco.profiles f where f.iccid = p.iccid and f.state = 'RELEASED' for share)
  then
    refusal := 'package_in_use';
  else
    update telco.packages set status = 'CANCELLED', cancelled_at = p_at where id = p.id
    returning * into p;
  end if;
  insert into telco.calls (account, customer, kind, reference, outcome, fault, at)
  values (p_account, p_customer, 'cancel_package', p.reference,
    case when fault in ('timeout_before', 'error') then 'fault'
      when refusal is not null then 'refused'
      when replayed then 'replayed' else 'cancelled' end, fault, p_at);
  if refusal is null and p.id is not null then placed := telco.package_json(p); end if;
end
$$;
