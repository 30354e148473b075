-- The package of an order, under the id that the order has drawn for it.
create or replace function telco.new_package(o telco.orders, p_template json, p_at timestamptz)
returns void language plpgsql volatile as $$
begin
  insert into telco.packages (id, account, customer, iccid, order_id, reference, template_id,
    total_bytes, duration_days, coverage, assigned_at)
  values (o.package_id, o.account, o.customer, o.iccid, o.id, o.reference, o.template_id,
    (p_template ->> 'bytes')::bigint, (p_template ->> 'duration_days')::int,
    array(select json_array_elements_text(p_template -> 'coverage')), p_at);
end
$$;
