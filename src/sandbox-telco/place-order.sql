-- A whole order in one transaction and one round trip; at an account that needs time for it the
-- order is accepted, and telco.finish_order makes what was ordered. Locks are taken in the order
-- reference, fault, profile, stock, so that two orders never wait for each other. A call that waits
-- longer than its client (lock_timeout) does nothing: the client has given up, may have looked the
-- reference up and found nothing.
create or replace function telco.place_order(
  p_account text, p_customer text, p_reference text, p_kind text, p_iccid text, p_template json,
  p_at timestamptz,
  out refusal text, out fault text, out replayed boolean, out placed json
) language plpgsql volatile set lock_timeout = '1500ms' as $$
declare
  a telco.accounts;
  o telco.orders;
  f telco.profiles;
begin
  replayed := false;
  select * into a from telco.accounts where name = p_account;
  if not found then
    refusal := 'unknown_account';
    return;
  end if;

  if a.idempotent then
    -- Concurrent repeats queue here: none may meet a fault or an empty stock while another one
    -- provisions, since a clean refusal says that nothing was. That there is one order at most is
    -- the unique constraint's doing.
    perform pg_advisory_xact_lock(
      hashtextextended('telco ' || p_account || ' ' || p_reference, 0));
    select * into o from telco.orders
    where account = p_account and idempotency_key = p_reference;
  end if;

  -- What was provisioned is not refused for want of stock afterwards, so a replay leaves such a
  -- fault alone.
  fault := telco.take_fault(p_customer, case when o.id is not null then 'out_of_stock' end);

  if fault in ('timeout_before', 'error') then
    null;
  elsif o.id is not null then
    if (o.customer, o.kind, o.template_id)
      is distinct from (p_customer, p_kind, p_template ->> 'id')
      or (p_kind = 'add_package' and o.iccid <> p_iccid)
    then
      refusal := 'reference_reused';
    else
      replayed := true;
    end if;
  elsif fault = 'out_of_stock' then
    refusal := 'out_of_stock';
  elsif p_template is null and a.is_wholesale then
    refusal := 'package_required';
  else
    if p_kind = 'add_package' then
      select * into f from telco.profiles
        where iccid = p_iccid and account = p_account and customer = p_customer for share;
      refusal := case when not found then 'profile_not_found'
        when f.state = 'DELETED' then 'profile_deleted' end;
    end if;
    if refusal is null and a.allocation_ms is null then
      if not telco.take_stock(a, (p_kind = 'create_esim')::int, (p_template is not null)::int) then
        refusal := 'out_of_stock';
      end if;
    elsif refusal is null then
      -- What is finished later is taken out of the stock then.
      if a.stock_packages = 0 or (p_kind = 'create_esim' and a.stock_profiles = 0) then
        refusal := 'out_of_stock';
      end if;
    end if;
    if refusal is null then
      if p_kind = 'create_esim' and a.allocation_ms is null then
        f := telco.new_profile(a, p_customer, p_template ->> 'imsi', p_at);
      end if;
      insert into telco.orders (account, customer, reference, idempotency_key, kind, iccid,
        package_id, template_id, created_at, allocate_at, template)
      values (p_account, p_customer, p_reference, case when a.idempotent then p_reference end,
        p_kind, f.iccid,
        case when p_template is not null and a.allocation_ms is null
          then nextval('telco.package_id') end,
        p_template ->> 'id', p_at, clock_timestamp() + a.allocation_ms * interval '1 ms',
        case when a.allocation_ms is not null then p_template end)
      returning * into o;
      if o.package_id is not null then perform telco.new_package(o, p_template, p_at); end if;
    end if;
  end if;

  insert into telco.calls (account, customer, kind, reference, outcome, fault, at)
  values (p_account, p_customer, p_kind, p_reference,
    case when fault in ('timeout_before', 'error') then 'fault'
      when refusal is not null then 'refused'
      when replayed then 'replayed' else 'provisioned' end, fault, p_at);
  if refusal is null and o.id is not null then placed := telco.order_json(o); end if;
end
$$;
