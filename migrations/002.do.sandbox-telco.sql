-- The sandbox telco: a telco of its own that happens to live in the same database. Nothing outside src/sandbox-telco/
-- reads these tables; Hubby speaks to it over HTTP, as to any telco. `customer` is what the telco's client calls itself
-- (Hubby sends its partner id); it stands on every row so that a customer's data can be deleted as a whole.
create schema telco;

create table telco.accounts (
  name           text primary key,
  -- Whether a repeated reference is answered with the first order (T1) or makes another one (T2).
  idempotent     boolean not null,
  -- null = unlimited
  stock_profiles integer check (stock_profiles >= 0),
  stock_packages integer check (stock_packages >= 0),
  latency_min_ms integer not null default 20 check (latency_min_ms >= 0),
  latency_max_ms integer not null default 60,
  iccid_prefix   text not null unique check (iccid_prefix ~ '^89\d{6}$'),
  check (latency_max_ms >= latency_min_ms)
);

insert into telco.accounts (name, idempotent, iccid_prefix) values
  ('sandbox-one', true, '89999010'),
  ('sandbox-two', false, '89999020');

-- One number per profile for all accounts: ICCID and subscriber IMSI are made of it and so unique by construction.
create sequence telco.profile_number maxvalue 9999999999;

create table telco.profiles (
  iccid            text primary key check (iccid ~ '^89\d{17}$'),
  account          text not null,
  customer         text not null,
  subscriber_imsi  text not null unique check (subscriber_imsi ~ '^\d{15}$'),
  imsi_plan        text,
  smdp_host        text not null,
  matching_id      text not null unique check (matching_id ~ '^[0-9A-Z-]+$'),
  state            text not null default 'RELEASED' check (state in ('RELEASED', 'INSTALLED', 'ENABLED', 'DISABLED', 'DELETED')),
  state_changed_at timestamptz not null
);
create index on telco.profiles (customer);

-- THE LEDGER: what was provisioned, one row per order. `account` has no foreign key: its share locks on two hot rows
-- would cost more than the order itself; place_order looks the account up anyway.
create table telco.orders (
  id              bigint generated always as identity primary key,
  account         text not null,
  customer        text not null,
  reference       text not null,
  -- The reference where the account is idempotent, null where it is not.
  idempotency_key text check (idempotency_key = reference),
  kind            text not null check (kind in ('create_esim', 'add_package')),
  iccid           text not null references telco.profiles (iccid),
  -- Drawn before the package's row is written; no foreign key, since the package refers to the order.
  package_id      bigint,
  template_id     text,
  created_at      timestamptz not null,
  unique (account, idempotency_key),
  check ((package_id is null) = (template_id is null))
);
create index on telco.orders (account, reference);
create index on telco.orders (account, created_at, id);
create index on telco.orders (customer);
create index on telco.orders (iccid);

create sequence telco.package_id;

create table telco.packages (
  id            bigint primary key,
  account       text not null,
  customer      text not null,
  iccid         text not null references telco.profiles (iccid),
  order_id      bigint not null unique references telco.orders (id),
  reference     text not null,
  template_id   text not null,
  -- null = unlimited
  total_bytes   bigint check (total_bytes > 0),
  used_bytes    bigint not null default 0 check (used_bytes >= 0),
  duration_days integer not null check (duration_days > 0),
  coverage      text[] not null,
  status        text not null default 'ACTIVE' check (status in ('ACTIVE', 'DEPLETED', 'EXPIRED', 'CANCELLED')),
  assigned_at   timestamptz not null,
  activated_at  timestamptz,
  expires_at    timestamptz,
  cancelled_at  timestamptz,
  check (used_bytes <= total_bytes),
  check ((status = 'CANCELLED') = (cancelled_at is not null))
);
create index on telco.packages (iccid);
create index on telco.packages (customer);

-- Every provisioning call received, whatever became of it: tests see blind resends here.
create table telco.calls (
  id        bigint generated always as identity primary key,
  account   text not null,
  customer  text not null,
  kind      text not null check (kind in ('create_esim', 'add_package', 'cancel_package')),
  -- Of a cancellation: the reference of the package's order, null for an unknown package.
  reference text,
  outcome   text not null check (outcome in ('provisioned', 'cancelled', 'replayed', 'refused', 'fault')),
  -- The fault the call used up; 'timeout' beside 'provisioned' = done, but never answered.
  fault     text,
  at        timestamptz not null
);
create index on telco.calls (customer);
create index on telco.calls (account, reference);

create table telco.faults (
  customer text primary key,
  next     text not null check (next in ('timeout', 'timeout_before', 'error', 'out_of_stock')),
  count    integer not null check (count >= 0)
);

create function telco.luhn_digit(digits text) returns text language sql immutable strict as $$
  select ((10 - sum(case when (length(digits) - i) % 2 = 0 then d * 2 - case when d > 4 then 9 else 0 end else d end) % 10) % 10)::text
  from generate_series(1, length(digits)) i, lateral (select substr(digits, i, 1)::int as d) s
$$;

-- The wire forms. Instants leave as ISO 8601 with an offset.
create function telco.profile_json(f telco.profiles) returns json language sql stable as $$
  select json_build_object(
    'iccid', f.iccid,
    'activation_code', 'LPA:1$' || f.smdp_host || '$' || f.matching_id,
    'subscriber_imsi', f.subscriber_imsi,
    'imsi_plan', f.imsi_plan,
    'state', f.state)
$$;

create function telco.order_json(o telco.orders) returns json language sql stable as $$
  select json_build_object(
    'id', o.id::text,
    'reference', o.reference,
    'kind', o.kind,
    'status', case when p.cancelled_at is null then 'confirmed' else 'cancelled' end,
    'package_id', o.package_id::text,
    'template_id', o.template_id,
    'created_at', o.created_at,
    'profile', telco.profile_json(f))
  from telco.profiles f left join telco.packages p on p.order_id = o.id
  where f.iccid = o.iccid
$$;

create function telco.package_json(p telco.packages) returns json language sql stable as $$
  select json_build_object(
    'package_id', p.id::text,
    'reference', p.reference,
    'template_id', p.template_id,
    'used_bytes', p.used_bytes,
    'total_bytes', p.total_bytes,
    'assigned_at', p.assigned_at,
    'activated_at', p.activated_at,
    'expires_at', p.expires_at,
    'status', p.status)
$$;

-- One fault of the customer, used up; null = none. Takes the row's lock until the end of the transaction.
create function telco.take_fault(p_customer text, p_but text default null) returns text language sql volatile as $$
  update telco.faults set count = count - 1
  where customer = p_customer and count > 0 and next is distinct from p_but
  returning next
$$;

-- A whole order in one transaction and one round trip. Locks are taken in the order reference, fault, profile, stock,
-- so that two orders never wait for each other. A call that waits longer than its client (lock_timeout) does nothing:
-- the client has given up, may have looked the reference up and found nothing.
create function telco.place_order(
  p_account text, p_customer text, p_reference text, p_kind text, p_iccid text, p_template json, p_at timestamptz,
  out refusal text, out fault text, out replayed boolean, out placed json
) language plpgsql volatile set lock_timeout = '1500ms' as $$
declare
  a telco.accounts;
  o telco.orders;
  f telco.profiles;
  n text;
begin
  replayed := false;
  select * into a from telco.accounts where name = p_account;
  if not found then
    refusal := 'unknown_account';
    return;
  end if;

  if a.idempotent then
    -- Concurrent repeats queue here: none may meet a fault or an empty stock while another one provisions, since a
    -- clean refusal says that nothing was. That there is one order at most is the unique constraint's doing.
    perform pg_advisory_xact_lock(hashtextextended('telco ' || p_account || ' ' || p_reference, 0));
    select * into o from telco.orders where account = p_account and idempotency_key = p_reference;
  end if;

  -- What was provisioned is not refused for want of stock afterwards, so a replay leaves such a fault alone.
  fault := telco.take_fault(p_customer, case when o.id is not null then 'out_of_stock' end);

  if fault in ('timeout_before', 'error') then
    null;
  elsif o.id is not null then
    if (o.customer, o.kind, o.template_id) is distinct from (p_customer, p_kind, p_template ->> 'id')
      or (p_kind = 'add_package' and o.iccid <> p_iccid) then
      refusal := 'reference_reused';
    else
      replayed := true;
    end if;
  elsif fault = 'out_of_stock' then
    refusal := 'out_of_stock';
  else
    if p_kind = 'add_package' then
      select * into f from telco.profiles
        where iccid = p_iccid and account = p_account and customer = p_customer for share;
      refusal := case when not found then 'profile_not_found' when f.state = 'DELETED' then 'profile_deleted' end;
    end if;
    if refusal is null and (a.stock_profiles is not null or a.stock_packages is not null) then
      update telco.accounts set
        stock_profiles = stock_profiles - (p_kind = 'create_esim')::int,
        stock_packages = stock_packages - (p_template is not null)::int
      where name = p_account
        and (stock_profiles is null or p_kind <> 'create_esim' or stock_profiles > 0)
        and (stock_packages is null or p_template is null or stock_packages > 0);
      if not found then refusal := 'out_of_stock'; end if;
    end if;
    if refusal is null then
      if p_kind = 'create_esim' then
        n := lpad(nextval('telco.profile_number')::text, 10, '0');
        insert into telco.profiles (iccid, account, customer, subscriber_imsi, imsi_plan, smdp_host, matching_id, state_changed_at)
        values (a.iccid_prefix || n || telco.luhn_digit(a.iccid_prefix || n), p_account, p_customer, '99999' || n,
          p_template ->> 'imsi', 'rsp.' || p_account || '.example', upper(gen_random_uuid()::text), p_at)
        returning * into f;
      end if;
      insert into telco.orders (account, customer, reference, idempotency_key, kind, iccid, package_id, template_id, created_at)
      values (p_account, p_customer, p_reference, case when a.idempotent then p_reference end, p_kind, f.iccid,
        case when p_template is not null then nextval('telco.package_id') end, p_template ->> 'id', p_at)
      returning * into o;
      if p_template is not null then
        insert into telco.packages (id, account, customer, iccid, order_id, reference, template_id, total_bytes, duration_days, coverage, assigned_at)
        values (o.package_id, p_account, p_customer, f.iccid, o.id, p_reference, o.template_id, (p_template ->> 'bytes')::bigint,
          (p_template ->> 'duration_days')::int, array(select json_array_elements_text(p_template -> 'coverage')), p_at);
      end if;
    end if;
  end if;

  insert into telco.calls (account, customer, kind, reference, outcome, fault, at)
  values (p_account, p_customer, p_kind, p_reference,
    case when fault in ('timeout_before', 'error') then 'fault' when refusal is not null then 'refused'
      when replayed then 'replayed' else 'provisioned' end, fault, p_at);
  if refusal is null and o.id is not null then placed := telco.order_json(o); end if;
end
$$;

create function telco.cancel_package(
  p_account text, p_customer text, p_package_id bigint, p_at timestamptz,
  out refusal text, out fault text, out replayed boolean, out placed json
) language plpgsql volatile set lock_timeout = '1500ms' as $$
declare
  p telco.packages;
begin
  replayed := false;
  fault := telco.take_fault(p_customer);
  select * into p from telco.packages
    where id = p_package_id and account = p_account and customer = p_customer for update;
  if fault in ('timeout_before', 'error') then
    null;
  elsif p.id is null then
    refusal := 'package_not_found';
  elsif p.cancelled_at is not null then
    replayed := true;
  elsif fault = 'out_of_stock' then
    refusal := 'out_of_stock';
  elsif p.used_bytes > 0 or p.activated_at is not null or p.status <> 'ACTIVE' then
    refusal := 'package_in_use';
  else
    update telco.packages set status = 'CANCELLED', cancelled_at = p_at where id = p.id returning * into p;
  end if;
  insert into telco.calls (account, customer, kind, reference, outcome, fault, at)
  values (p_account, p_customer, 'cancel_package', p.reference,
    case when fault in ('timeout_before', 'error') then 'fault' when refusal is not null then 'refused'
      when replayed then 'replayed' else 'cancelled' end, fault, p_at);
  if refusal is null and p.id is not null then placed := telco.package_json(p); end if;
end
$$;

grant usage on schema telco to hubby_app;
grant select, insert, update, delete on all tables in schema telco to hubby_app;
grant usage, select on all sequences in schema telco to hubby_app;
