/**
 * The catalog in memory: read once, replaced when the stored version changes. Planning a booking
 * asks no database.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Db } from '../../db/pool.ts';
import { dateIn } from '../time.ts';
import { buildResolver } from './places/resolve.ts';
import { successorsOf } from './former-ids.ts';
import { ratesOn, type Rate, type Rates } from './rates/rates.ts';
import { keyOf, workOutOnSale, type OnSale, type SellingAccount } from './on-sale.ts';
import type { Bundle, Destination, PackageType, Source } from './types.ts';

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
  /** by id, active or not; by a former id the one that took its place */
  bundle(id: string): Bundle | null;
  bundles: readonly Bundle[];
  /** what can be sold with these accounts; worked out anew when their state or the rates are others */
  onSale(accounts: readonly SellingAccount[]): OnSale;
  /** what costs in other currencies are converted by, today (UTC) */
  rates(): Rates;
};

export type CatalogStore = {
  current(): Catalog;
  /** Reads the catalog when its stored version is another. */
  refresh(): Promise<void>;
};

type BundleRow = {
  id: string;
  destination_id: string;
  type: PackageType;
  label: string;
  bytes: number | null;
  duration_days: number;
  coverage: string[] | null;
  traffic_policy: string | null;
  throttling: string | null;
  b2b_price: number;
  b2c_price: number;
  currency: string;
  priority: number;
  is_active: boolean;
  source_ids: string[] | null;
};

function bundleOf(r: BundleRow, sources: ReadonlyMap<string, Source>): Bundle {
  const own = (r.source_ids ?? []).map((id) => sources.get(id)!);
  return {
    id: r.id,
    destination: r.destination_id,
    type: r.type,
    label: r.label,
    bytes: r.bytes,
    duration_days: r.duration_days,
    // Null only where a process of the release before has written it, without sources too.
    coverage: r.coverage ?? [],
    traffic_policy: r.traffic_policy,
    throttling: r.throttling,
    b2b_price: r.b2b_price,
    b2c_price: r.b2c_price,
    currency: r.currency,
    priority: r.priority,
    is_active: r.is_active,
    sources: own,
  };
}

export function buildCatalog(
  version: number,
  destinations: Destination[],
  bundles: Bundle[],
  rateTable: readonly Rate[] = [],
): Catalog {
  const currency = bundles[0]?.currency ?? 'EUR';
  const rates = ratesByDay(currency, rateTable);
  const resolver = buildResolver(destinations);
  const byBundle = new Map(bundles.map((b) => [b.id, b]));
  const bundleBy = (id: string): Bundle | null => {
    const named = byBundle.get(id);
    if (named !== undefined) return named;
    for (const next of successorsOf(id)) if (byBundle.has(next)) return byBundle.get(next)!;
    return null;
  };
  // Partners that the sandbox's wholesaler serves have accounts of their own.
  const onSale = new LRUCache<string, OnSale>({ max: 4 });
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
    currency,
    destinations,
    resolve: resolver.resolve,
    byIso3: resolver.byIso3,
    byId: resolver.byId,
    bundlesOf: (id) => byDestination.get(id) ?? [],
    bundle: bundleBy,
    bundles,
    onSale: (accounts) => {
      const today = rates();
      const key = keyOf(accounts, today);
      const kept = onSale.get(key) ?? workOutOnSale(bundles, accounts, today);
      onSale.set(key, kept);
      return kept;
    },
    rates,
  };
}

/** Those in force today, chosen anew when the day is another. */
function ratesByDay(currency: string, table: readonly Rate[]): () => Rates {
  let day = '';
  let rates = ratesOn(day, currency, []);
  return () => {
    const today = dateIn('UTC', new Date());
    if (today !== day) {
      day = today;
      rates = ratesOn(today, currency, table);
    }
    return rates;
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
    // One statement, one snapshot: an import in between is seen whole or not at all. Suppliers list
    // many more articles than are sold, and of each rate only the last ones count.
    const rows = await db.one<{
      version: string | null;
      destinations: Destination[] | null;
      sources: Source[] | null;
      bundles: BundleRow[] | null;
      rates: Rate[] | null;
    }>(
      `select (select value from shared_values where key = 'catalog_version') as version,
         (select json_agg(d order by d.id) from destinations d) as destinations,
         (select json_agg(x)
           from (select id, account, article, topup_article, esim_types, bytes, daily_bytes,
               throttle_kbps, duration_days, coverage, cost, currency, starts, needs_kyc, imsi,
               activation_window_days, is_stale, is_held
             from sources s
             where exists (select 1 from bundle_sources b where b.source_id = s.id)) x) as sources,
         (select json_agg(x)
           from (select currency, to_currency as "to", date::text as date, rate::text as rate
             from currency_rates r
             where date >= coalesce((select max(n.date)
                 from currency_rates n
                 where n.to_currency = r.to_currency and n.currency = r.currency
                   and n.date < (now() at time zone 'UTC')::date), date)) x) as rates,
         (select json_agg(x order by x.id)
           from (select b.id, b.destination_id, b.type, b.label, b.bytes, b.duration_days,
               b.coverage, b.traffic_policy, b.throttling, b.b2b_price, b.b2c_price, b.currency,
               b.priority, b.is_active, s.source_ids
             from bundles b
             left join (select bundle_id, array_agg(source_id order by source_id) as source_ids
               from bundle_sources
               group by bundle_id) s on s.bundle_id = b.id) x) as bundles`,
    );
    const sources = new Map((rows?.sources ?? []).map((source) => [source.id, source]));
    catalog = buildCatalog(
      Number(rows?.version ?? 0),
      rows?.destinations ?? [],
      (rows?.bundles ?? []).map((row) => bundleOf(row, sources)),
      rows?.rates ?? [],
    );
  }
  const refresh = (): Promise<void> =>
    (running ??= load().finally(() => {
      running = undefined;
    }));
  await refresh();
  return { current: () => catalog, refresh };
}
