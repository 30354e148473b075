/**
 * The catalog in memory: read once, replaced when the stored version changes. Planning a booking
 * asks no database.
 */
import { createHash } from 'node:crypto';
import type { Db } from '../../db/pool.ts';
import { buildResolver } from './places/resolve.ts';
import type { Bundle, Destination, EsimType, PackageTemplate, PackageType } from './types.ts';

export type Catalog = {
  version: number;
  /** of the content, for ETags */
  hash: string;
  currency: string;
  destinations: readonly Destination[];
  resolve(input: string): Destination | null;
  byIso3(iso3: string): Destination | null;
  byId(id: string): Destination | null;
  /** active ones of a destination */
  bundlesOf(destinationId: string): readonly Bundle[];
  /** by id, active or not */
  bundle(id: string): Bundle | null;
  bundles: readonly Bundle[];
};

export type CatalogStore = {
  current(): Catalog;
  /** Reads the catalog when its stored version is another. */
  refresh(): Promise<void>;
};

type BundleRow = {
  id: string;
  destination_id: string;
  template_id: string;
  type: PackageType;
  label: string;
  bytes: number | null;
  duration_days: number;
  esim_types: EsimType[];
  traffic_policy: string | null;
  throttling: string | null;
  b2b_price: number;
  b2c_price: number;
  currency: string;
  priority: number;
  is_active: boolean;
  provider: string;
  coverage: string[];
  imsi: string | null;
  cost: number;
  activation_window_days: number;
};

const templateOf = (r: BundleRow): PackageTemplate => ({
  id: r.template_id,
  provider: r.provider,
  coverage: r.coverage,
  imsi: r.imsi,
  cost: r.cost,
  activation_window_days: r.activation_window_days,
});
const bundleOf = (r: BundleRow): Bundle => ({
  id: r.id,
  destination: r.destination_id,
  type: r.type,
  label: r.label,
  bytes: r.bytes,
  duration_days: r.duration_days,
  esim_types: r.esim_types,
  traffic_policy: r.traffic_policy,
  throttling: r.throttling,
  b2b_price: r.b2b_price,
  b2c_price: r.b2c_price,
  currency: r.currency,
  priority: r.priority,
  is_active: r.is_active,
  template: templateOf(r),
});

export function buildCatalog(
  version: number,
  destinations: Destination[],
  bundles: Bundle[],
): Catalog {
  const resolver = buildResolver(destinations);
  const byBundle = new Map(bundles.map((b) => [b.id, b]));
  const byDestination = new Map<string, Bundle[]>();
  for (const bundle of bundles) {
    if (!bundle.is_active) continue;
    const list = byDestination.get(bundle.destination);
    if (list === undefined) byDestination.set(bundle.destination, [bundle]);
    else list.push(bundle);
  }
  return {
    version,
    hash: createHash('sha256')
      .update(JSON.stringify([destinations, bundles]))
      .digest('hex')
      .slice(0, 16),
    currency: bundles[0]?.currency ?? 'EUR',
    destinations,
    resolve: resolver.resolve,
    byIso3: resolver.byIso3,
    byId: resolver.byId,
    bundlesOf: (id) => byDestination.get(id) ?? [],
    bundle: (id) => byBundle.get(id) ?? null,
    bundles,
  };
}

export async function makeCatalogStore(db: Db): Promise<CatalogStore> {
  let catalog = buildCatalog(-1, [], []);
  let running: Promise<void> | undefined;
  async function load(): Promise<void> {
    const row = await db.one<{ value: string }>(
      `select value from shared_values where key = 'catalog_version'`,
    );
    const version = Number(row?.value ?? 0);
    if (version === catalog.version) return;
    // One statement, one snapshot: an import in between is seen whole or not at all.
    const rows = await db.one<{
      version: string | null;
      destinations: Destination[] | null;
      bundles: BundleRow[] | null;
    }>(
      `select (select value from shared_values where key = 'catalog_version') as version,
         (select json_agg(d order by d.id) from destinations d) as destinations,
         (select json_agg(x order by x.id)
           from (select b.*, t.provider, t.coverage, t.imsi, t.cost, t.activation_window_days
             from bundles b
             join package_templates t on t.id = b.template_id) x) as bundles`,
    );
    catalog = buildCatalog(
      Number(rows?.version ?? 0),
      rows?.destinations ?? [],
      (rows?.bundles ?? []).map(bundleOf),
    );
  }
  const refresh = (): Promise<void> =>
    (running ??= load().finally(() => {
      running = undefined;
    }));
  await refresh();
  return { current: () => catalog, refresh };
}
