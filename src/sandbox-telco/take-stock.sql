-- One profile, one package or both out of the account's stock, where that is limited; false: there
-- is too little.
create or replace function telco.take_stock(a telco.accounts, p_profiles int, p_packages int)
returns boolean language plpgsql volatile as $$
begin
  if a.stock_profiles is null and a.stock_packages is null then return true; end if;
  update telco.accounts
  set stock_profiles = stock_profiles - p_profiles, stock_packages = stock_packages - p_packages
  where name = a.name
    and (stock_profiles is null or stock_profiles >= p_profiles)
    and (stock_packages is null or stock_packages >= p_packages);
  return found;
end
$$;
