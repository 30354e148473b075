create or replace function telco.is_wholesale(p_account text)
returns boolean language sql stable as $$
  select coalesce((select is_wholesale from telco.accounts where name = p_account), false)
$$;
