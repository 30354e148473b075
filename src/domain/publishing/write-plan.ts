import type { Tx } from '../../db/pool.ts';
import type { Bundle } from '../catalog/types.ts';
import { raiseCatalogVersion } from '../catalog/raise-version.ts';
import { fingerprint } from './fingerprint.ts';
import type { Plan } from './plan.ts';

/**
 * Only what differs is written. What vanishes is switched off and keeps its row: queues that froze
 * it are still ordered from its sources. Answers the catalog's new version, null where nothing
 * differs.
 */
export async function writePlan(tx: Tx, plan: Plan): Promise<number | null> {
  const made = [...plan.appear, ...plan.change];
  const gone = plan.vanish.map(({ bundle, rule }) => ({
    rule,
    bundle: { ...bundle, is_active: false },
  }));
  if (made.length + gone.length === 0) return null;
  const version = await raiseCatalogVersion(tx);
  await putBundles(
    tx,
    made.map(({ bundle }) => bundle),
  );
  await tx.rows('update bundles set is_active = false where id = any($1)', [
    gone.map(({ bundle }) => bundle.id),
  ]);
  await putOwners(tx, [...made, ...gone]);
  await putOnSale(tx, [...made, ...gone]);
  return version;
}

async function putBundles(tx: Tx, bundles: readonly Bundle[]): Promise<void> {
  const rows = bundles.map(({ sources: _sources, destination, ...bundle }) => ({
    ...bundle,
    destination_id: destination,
  }));
  await tx.rows(
    `insert into bundles (id, destination_id, type, label, bytes, duration_days, coverage,
       traffic_policy, throttling, b2b_price, b2c_price, currency, priority, is_active)
     select id, destination_id, type, label, bytes, duration_days, coverage, traffic_policy,
       throttling, b2b_price, b2c_price, currency, priority, is_active
     from json_populate_recordset(null::bundles, $1)
     on conflict (id) do update
     set destination_id = excluded.destination_id, type = excluded.type, label = excluded.label,
       bytes = excluded.bytes, duration_days = excluded.duration_days,
       coverage = excluded.coverage, traffic_policy = excluded.traffic_policy,
       throttling = excluded.throttling, b2b_price = excluded.b2b_price,
       b2c_price = excluded.b2c_price, currency = excluded.currency,
       priority = excluded.priority, is_active = excluded.is_active`,
    [JSON.stringify(rows)],
  );
  await putSources(tx, bundles);
}

async function putSources(tx: Tx, bundles: readonly Bundle[]): Promise<void> {
  const pairs = bundles.flatMap((b) => b.sources.map((s) => [b.id, s.id] as const));
  const wanted = [pairs.map(([id]) => id), pairs.map(([, id]) => id)];
  await tx.rows(
    `delete from bundle_sources b
     where b.bundle_id = any($3)
       and not exists (
         select 1
         from unnest($1::text[], $2::text[]) as w(bundle_id, source_id)
         where w.bundle_id = b.bundle_id and w.source_id = b.source_id)`,
    [...wanted, bundles.map(({ id }) => id)],
  );
  await tx.rows(
    `insert into bundle_sources (bundle_id, source_id)
     select * from unnest($1::text[], $2::text[])
     on conflict do nothing`,
    wanted,
  );
}

type Owned = { bundle: Bundle; rule: string };

async function putOwners(tx: Tx, owned: readonly Owned[]): Promise<void> {
  await tx.rows(
    `insert into published_bundles (bundle_id, rule, fingerprint)
     select * from unnest($1::text[], $2::text[], $3::text[])
     on conflict (bundle_id) do update
     set rule = excluded.rule, fingerprint = excluded.fingerprint`,
    [
      owned.map(({ bundle }) => bundle.id),
      owned.map(({ rule }) => rule),
      owned.map(({ bundle }) => fingerprint(bundle)),
    ],
  );
  // Of bundles that an import has left out.
  await tx.rows(
    `delete from published_bundles p
     where not exists (select 1 from bundles b where b.id = p.bundle_id)`,
  );
}

/** A destination is on sale while it has an active bundle, as after an import. */
async function putOnSale(tx: Tx, owned: readonly Owned[]): Promise<void> {
  await tx.rows(
    `update destinations d
     set is_active = not d.is_active
     where d.id = any($1)
       and d.is_active <> exists (
         select 1 from bundles b where b.destination_id = d.id and b.is_active)`,
    [[...new Set(owned.map(({ bundle }) => bundle.destination))]],
  );
}
