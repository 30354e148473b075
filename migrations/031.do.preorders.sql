-- Packages that are ordered ahead of their redemption, together with the eSIM that comes only with one.

alter table supplier_accounts
  -- the first package is ordered right after the booking, where an eSIM comes only with one
  add column preorder boolean not null default false;

alter table provider_orders
  -- what became of a package that was ordered ahead; null = it was not, or a redemption has taken the order over
  --   ordered            the order is open
  --   held               on the eSIM, and hidden
  --   redeemed           by a call or by its first use
  --   cancelling         nobody wants it any more; its telco is asked to take it back
  --   cancelled, cancel_requested, lost   what the telco said
  add column preorder text check (preorder in
    ('ordered', 'held', 'redeemed', 'cancelling', 'cancelled', 'cancel_requested', 'lost')),
  -- the telco's id of a package that was ordered ahead
  add column provider_package_id text collate "C",
  -- partner's time
  add column preordered_at timestamptz,
  -- when it is looked at again; real time
  add column preorder_due_at timestamptz;

create index provider_orders_preorder on provider_orders (preorder, id) where preorder is not null;
create index provider_orders_held on provider_orders (esim_id) where preorder = 'held';
create index provider_orders_preorder_due on provider_orders (preorder_due_at) where preorder_due_at is not null;
