-- Bundles belong to no supplier: what they can be ordered from stands beside them. package_templates and the two columns of
-- bundles that named a template and the kinds of eSIM stay for processes of the release before.

-- One article of one supplier account, which can fulfil bundles. A file that is imported names it, or the supplier's catalog.
create table sources (
  id text collate "C" primary key,
  account text collate "C" not null,
  article text collate "C" not null,
  -- the article that adds the same to an eSIM that is there; null = the same one
  topup_article text collate "C",
  esim_types text[] not null,
  -- as delivered; null = unlimited
  bytes bigint check (bytes > 0),
  -- full speed per day; null = not counted by the day
  daily_bytes bigint check (daily_bytes > 0),
  -- kbit/s once an allowance is used up; null = cut off, or not said
  throttle_kbps integer check (throttle_kbps >= 0),
  duration_days integer not null check (duration_days > 0),
  coverage text[] not null,
  -- in minor units of its own currency
  cost integer not null check (cost >= 0),
  currency text not null,
  -- from when its days count
  starts text not null check (starts in ('first_use', 'installation', 'order')),
  needs_kyc boolean not null,
  -- the IMSI plan, by which a later classic package finds an eSIM that it fits on
  imsi text,
  activation_window_days integer not null check (activation_window_days > 0),
  -- real time, in the supplier's own catalog; null = only a file has named it
  last_seen_at timestamptz,
  -- its supplier no longer lists it: nothing is ordered from it
  is_stale boolean not null default false
);
create index sources_article on sources (account, article);

-- One source that a bundle can be ordered from.
create table bundle_sources (
  bundle_id text collate "C" not null references bundles on delete cascade,
  source_id text collate "C" not null references sources,
  primary key (bundle_id, source_id)
);
create index bundle_sources_source on bundle_sources (source_id);

grant select, insert, update, delete on sources, bundle_sources to hubby_app;

-- Null only where a process of the release before has written it.
alter table bundles add column coverage text[];
alter table bundles alter column template_id drop not null;
alter table bundles alter column esim_types drop not null;

-- Each bundle of before with its one source. Bundles that shared a template and differ in what they deliver become sources of
-- their own, since a source says that itself.
create temporary table carried on commit drop as
select b.id as bundle_id,
  'src_' || t.provider || '_' || t.id
    || case when v.n = 1 then '' else '~' || v.n end as source_id,
  v.n, t.id as article, t.provider, t.coverage, t.imsi, t.cost, t.activation_window_days, b.currency,
  b.esim_types, b.bytes, b.duration_days, b.traffic_policy
from bundles b
  join package_templates t on t.id = b.template_id
  join (
    select id, dense_rank() over (
      partition by template_id
      order by bytes nulls last, duration_days, esim_types, traffic_policy nulls first) as n
    from bundles) v on v.id = b.id;

insert into sources (id, account, article, esim_types, bytes, daily_bytes, throttle_kbps,
  duration_days, coverage, cost, currency, starts, needs_kyc, imsi, activation_window_days)
select distinct on (c.source_id) c.source_id, c.provider, c.article, c.esim_types, c.bytes,
  p.daily, p.kbps, c.duration_days, c.coverage, c.cost, c.currency, 'first_use', false, c.imsi,
  c.activation_window_days
from carried c,
  lateral (
    select regexp_match(c.traffic_policy,
      '^(\d+(?:\.\d+)?)(MB|GB)/day(?: then (\d+(?:\.\d+)?) ?(kbps|Mbps))?$', 'i') as m) x,
  lateral (
    select (x.m[1]::numeric * case when upper(x.m[2]) = 'GB' then 1073741824 else 1048576 end)::bigint
        as daily,
      (x.m[3]::numeric * case when lower(x.m[4]) = 'mbps' then 1000 else 1 end)::integer as kbps) p
order by c.source_id;

insert into bundle_sources (bundle_id, source_id) select bundle_id, source_id from carried;
update bundles b set coverage = c.coverage from carried c where c.bundle_id = b.id;

-- A catalog is read anew when its version is another.
update shared_values set value = (value::bigint + 1)::text where key = 'catalog_version';
