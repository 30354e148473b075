-- A key that was changed at a supplier signs callbacks that were under way by then.
alter table supplier_accounts
  -- those that were good before, as credentials_sealed has them
  add column previous_credentials_sealed bytea,
  add column previous_credentials_until timestamptz,
  add check ((previous_credentials_sealed is null) = (previous_credentials_until is null));
