-- An eSIM is replaced by a new one, which takes over the packages that were never used; and instants kept for later figures.

-- ── replacing ─────────────────────────────────────────────────────────────────────────────────────────────────────
-- One per eSIM that was given up, so that any number of calls replaces it once.
create table esim_replacements (
  partner_id text collate "C" not null,
  id text collate "C" not null,
  traveler_id text collate "C" not null,
  old_esim_id text collate "C" not null,
  -- null = the provider has not made it yet
  new_esim_id text collate "C",
  reason text not null check (reason in ('new_device', 'deleted', 'broken')),
  -- towards the yearly limit; one that a redemption began by itself is not
  is_counted boolean not null,
  -- partner's time
  created_at timestamptz not null,
  -- partner's time; from then on it is fixed which packages are brought over
  listed_at timestamptz,
  -- real time; every package is brought over, ordered or left, and the event is recorded
  finished_at timestamptz,
  primary key (partner_id, id),
  constraint esim_replacements_once unique (partner_id, old_esim_id),
  foreign key (partner_id, traveler_id) references travelers,
  foreign key (partner_id, old_esim_id) references esims,
  foreign key (partner_id, new_esim_id) references esims
);
create index esim_replacements_traveler on esim_replacements (partner_id, traveler_id);

-- What was on the old eSIM: asked = the provider is asked to cancel it; ordered = it has, and the package is ordered for the
-- new eSIM; left = it stays where it is, and why.
create table replaced_packages (
  partner_id text collate "C" not null,
  replacement_id text collate "C" not null,
  package_id text collate "C" not null,
  state text not null check (state in ('asked', 'ordered', 'left')),
  reason text check (reason in ('in_use', 'started', 'not_cancellable')),
  primary key (partner_id, replacement_id, package_id),
  check ((state = 'left') = (reason is not null)),
  foreign key (partner_id, replacement_id) references esim_replacements,
  foreign key (partner_id, package_id) references packages
);

-- Unfinished replacements. Global, so that a worker finds the due ones of all partners; it holds no business data, its
-- instants are real time.
create table replacement_work (
  replacement_id text collate "C" primary key,
  partner_id text collate "C" not null,
  next_attempt_at timestamptz not null,
  lease_until timestamptz,
  fence integer not null default 0,
  tries smallint not null default 0
);
create index replacement_work_due on replacement_work (next_attempt_at);

alter table provider_orders
  -- the eSIM that this creation replaces, or the package that this order brings over
  add column replaces text collate "C",
  -- a classic eSIM that comes without a package, which only a replacement does
  add column is_classic boolean not null default false,
  -- the package it made was cancelled at the provider: its queue may be ordered again
  add column cancelled_at timestamptz,
  -- for figures: when a call first left, and when its outcome was known
  add column first_sent_at timestamptz,
  add column settled_at timestamptz;

drop index provider_orders_one_per_queue;
create unique index provider_orders_one_per_queue on provider_orders (queue_id)
  where queue_id is not null and state <> 'rejected' and cancelled_at is null;
drop index provider_orders_one_creation;
create unique index provider_orders_one_creation on provider_orders (partner_id, traveler_id)
  where kind = 'create_esim' and queue_id is null and not is_classic and state <> 'rejected' and not is_archived;

-- A queue becomes one package that is not cancelled.
alter table packages drop constraint packages_partner_id_queue_id_key;
create index packages_queue on packages (partner_id, queue_id);
create unique index packages_one_per_queue on packages (partner_id, queue_id) where status <> 'CANCELLED';

-- ── for later figures ─────────────────────────────────────────────────────────────────────────────────────────────
-- Partner's time at which the provider measured the newest figure; reported_at says when it was heard of.
alter table packages add column measured_at timestamptz;

-- Partner's time of the first answer, by the knowledge base or by whoever closed it.
alter table support_requests add column first_answered_at timestamptz;

-- The first time that somebody opened a claim link or an install link. Real time.
create table opened_links (
  partner_id text collate "C" not null,
  page text not null check (page in ('claim', 'install')),
  -- a claim link's uuid; the hash of an install link's token, in hex
  link text collate "C" not null,
  opened_at timestamptz not null default now(),
  primary key (partner_id, page, link)
);

do $$
declare t text;
begin
  foreach t in array array['esim_replacements', 'replaced_packages', 'opened_links'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy partner on %I using (partner_id = current_setting(''hubby.partner_id'', true))', t);
  end loop;
end $$;
grant select, insert, update, delete on esim_replacements, replaced_packages, replacement_work, opened_links to hubby_app;
