-- A telco account that behaves as wholesalers do: `sandbox-three`.

alter table telco.accounts
  -- no profile without a package, ICCIDs of 18 digits without a check digit; data is counted on the eSIM as a whole, of
  -- its life on the device only the installation is told, and a package is taken back only before that
  add column is_wholesale boolean not null default false,
  -- milliseconds from accepting an order to finishing it, in real time; null = it is finished at once
  add column allocation_ms integer check (allocation_ms > 0);

insert into telco.accounts (name, idempotent, iccid_prefix, is_wholesale, allocation_ms)
values ('sandbox-three', true, '89999030', true, 1500);

alter table telco.profiles
  drop constraint profiles_iccid_check,
  add constraint profiles_iccid_check check (iccid ~ '^89\d{16,17}$');

alter table telco.orders
  alter column iccid drop not null,
  -- when an order that was accepted is finished, in real time; null = it is not pending
  add column allocate_at timestamptz,
  -- of a pending order: what was ordered
  add column template json,
  -- why an order that was accepted came to nothing; null = it did not
  add column failure text check (failure in ('out_of_stock', 'profile_deleted')),
  drop constraint orders_check1,
  add constraint orders_pending_or_made check (
    case when allocate_at is not null or failure is not null then package_id is null
      else iccid is not null and (package_id is null) = (template_id is null) end
  ),
  add constraint orders_template_while_pending
    check ((allocate_at is null) = (template is null));
create index orders_pending on telco.orders (allocate_at) where allocate_at is not null;
