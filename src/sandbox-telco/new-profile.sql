-- A profile that nobody has touched. ICCIDs of a wholesaler have no check digit.
create or replace function telco.new_profile(
  a telco.accounts, p_customer text, p_imsi_plan text, p_at timestamptz
) returns telco.profiles language plpgsql volatile as $$
declare
  n text := lpad(nextval('telco.profile_number')::text, 10, '0');
  f telco.profiles;
begin
  insert into telco.profiles (iccid, account, customer, subscriber_imsi, imsi_plan, smdp_host,
    matching_id, state_changed_at)
  values (
    a.iccid_prefix || n
      || case when a.is_wholesale then '' else telco.luhn_digit(a.iccid_prefix || n) end,
    a.name, p_customer, '99999' || n, p_imsi_plan, 'rsp.' || a.name || '.example',
    upper(gen_random_uuid()::text), p_at)
  returning * into f;
  return f;
end
$$;
