-- One fault of the customer, used up; null = none. Takes the row's lock until the end of the
-- transaction.
create or replace function telco.take_fault(p_customer text, p_but text default null)
returns text language sql volatile as $$
  update telco.faults set count = count - 1
  where customer = p_customer and count > 0 and next is distinct from p_but
  returning next
$$;
