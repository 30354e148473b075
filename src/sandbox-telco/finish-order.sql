-- Finishes one order whose time has come: what was ordered is made, or the order fails. Nothing
-- for one that is not pending, or not yet due; whoever else is finishing it is waited for, so that
-- all who ask afterwards are told the same. Locks are taken in the order order, profile, stock.
create or replace function telco.finish_order(p_id bigint, p_at timestamptz,
  out account text, out id text, out reference text)
language plpgsql volatile as $$
declare
  a telco.accounts;
  f telco.profiles;
  o telco.orders;
  ordered json;
  lacks text;
begin
  select * into o from telco.orders oo
  where oo.id = p_id and oo.allocate_at <= clock_timestamp()
  for update;
  if not found then return; end if;

  select * into a from telco.accounts where name = o.account;
  ordered := o.template;
  select * into f from telco.profiles where iccid = o.iccid for share;
  if o.kind = 'add_package' and f.state = 'DELETED' then
    lacks := 'profile_deleted';
  elsif not telco.take_stock(a, (o.kind = 'create_esim')::int, 1) then
    lacks := 'out_of_stock';
  elsif o.kind = 'create_esim' then
    f := telco.new_profile(a, o.customer, ordered ->> 'imsi', p_at);
  end if;
  update telco.orders oo
  set allocate_at = null, template = null, failure = lacks, iccid = f.iccid,
    package_id = case when lacks is null then nextval('telco.package_id') end
  where oo.id = o.id
  returning * into o;
  if lacks is null then perform telco.new_package(o, ordered, p_at); end if;
  account := o.account;
  id := o.id::text;
  reference := o.reference;
end
$$;
