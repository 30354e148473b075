-- Orders that a telco has accepted and not finished, eSIMs that come with their first package, and what telcos say beside
-- the activation code.

alter table provider_orders
  drop constraint provider_orders_state_check,
  add constraint provider_orders_state_check
    check (state in ('intent', 'unknown', 'pending', 'confirmed', 'rejected', 'needs_review')),
  -- a profile made together with the package of a queue is a classic eSIM, unless this says that it is the universal one
  add column is_universal boolean not null default false,
  -- until then a pending order is waited for; real time
  add column pending_until timestamptz,
  -- the telco's own id of the eSIM that a package goes onto
  add column provider_esim_id text collate "C",
  -- what the telco charged
  add column cost_minor bigint,
  add column cost_currency text,
  -- calls with an Idempotency-Key that were told to come again: they get the answer once it is there
  add column request_keys text[] not null default '{}';

alter table replaced_packages
  drop constraint replaced_packages_reason_check,
  add constraint replaced_packages_reason_check
    check (reason in ('in_use', 'started', 'not_cancellable', 'cancel_requested'));

drop index provider_orders_one_creation;
create unique index provider_orders_one_creation on provider_orders (partner_id, traveler_id)
  where kind = 'create_esim' and (is_universal or (queue_id is null and not is_classic))
    and state <> 'rejected' and not is_archived;
drop index provider_orders_traveler;
create index provider_orders_traveler on provider_orders (partner_id, traveler_id)
  where state in ('intent', 'unknown', 'pending', 'needs_review');
create index provider_orders_pending on provider_orders (updated_at) where state = 'pending';

alter table esims
  -- confirmation code, APN and set-up links, sealed; null = nothing but the activation code is needed
  add column install_sealed bytea;

alter table iccids
  add column provider text collate "C",
  -- the telco's own id of the eSIM, where it has one
  add column provider_esim_id text collate "C",
  -- when the telco was last asked, in real time: how soon an unsigned hint may cause the next question
  add column polled_at timestamptz;
create index iccids_provider_esim on iccids (provider, provider_esim_id) where provider_esim_id is not null;
