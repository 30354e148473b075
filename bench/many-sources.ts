/** The shipped catalog, or the same with ten more sources behind each bundle, at five accounts. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Side } from './figures.ts';
import type { Stage } from './stage.ts';

const ACCOUNTS = ['sandbox-one', 'sandbox-two', 'bench-three', 'bench-four', 'bench-five'];
const SOURCES = 10;
/** A change is in force within 5 s. */
const IN_FORCE_MS = 6_000;

/** Every article is dearer than the shipped one, so that both sides choose the same. */
const ADD = [
  `insert into supplier_accounts (name, kind, mode, priority, status, awaits_test)
   select name, 'sandbox', 'test', 100, 'active', false from unnest('{${ACCOUNTS.join()}}'::text[]) name
   on conflict do nothing`,
  `insert into sources (id, account, article, topup_article, esim_types, bytes, daily_bytes,
     throttle_kbps, duration_days, coverage, cost, currency, starts, needs_kyc, imsi,
     activation_window_days)
   select 'bench-' || n || '-' || b.id, ('{${ACCOUNTS.join()}}'::text[])[1 + n % ${ACCOUNTS.length}],
     'bench-' || n || '-' || b.id, null, s.esim_types, s.bytes, s.daily_bytes, s.throttle_kbps,
     s.duration_days, s.coverage, s.cost + n, s.currency, s.starts, false, s.imsi,
     s.activation_window_days
   from bundles b,
     lateral (select s.* from bundle_sources x join sources s on s.id = x.source_id
       where x.bundle_id = b.id order by s.id limit 1) s,
     generate_series(1, ${SOURCES}) n`,
  `insert into bundle_sources (bundle_id, source_id)
   select b.id, 'bench-' || n || '-' || b.id from bundles b, generate_series(1, ${SOURCES}) n`,
];
const REMOVE = [
  `delete from bundle_sources where source_id like 'bench-%'`,
  `delete from sources where id like 'bench-%'`,
];
const TELL = `update shared_values set value = (value::bigint + 1)::text
  where key in ('catalog_version', 'supplier_version')`;

export async function setSources(stage: Stage, side: Side): Promise<void> {
  for (const text of [...REMOVE, ...(side === 'product' ? ADD : []), TELL]) await stage.sql(text);
  await sleep(IN_FORCE_MS);
}
