-- What the operator is warned of before an account at an SM-DP+ has nothing left to order.
alter table supplier_states
  -- the operator has heard that its stock of free profiles is below the threshold
  add column is_stock_low boolean not null default false;
