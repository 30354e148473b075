/** Sources, and what accounts that nothing is against sell of a catalog, without a server. */
import { ratesOn } from '../../src/domain/catalog/rates/rates.ts';
import { sourceId } from '../../src/domain/catalog/source-id.ts';
import { buildCatalog } from '../../src/domain/catalog/store.ts';
import type { Bundle, Destination, Source } from '../../src/domain/catalog/types.ts';
import type { Market } from '../../src/domain/planning/market.ts';
import { DEFAULT_POLICY } from '../../src/domain/routing/policy.ts';
import type { SupplierStore } from '../../src/domain/suppliers/store.ts';
import type { RoutableAccount } from '../../src/domain/suppliers/routable-accounts.ts';

const GB = 2 ** 30;
export const NO_RATES = ratesOn('2026-01-01', 'EUR', []);

/** An article of `account`: 1 GB for 365 days in Greece, unless it is said otherwise. */
export function source(account: string, article: string, over: Partial<Source> = {}): Source {
  return {
    id: sourceId(account, article),
    account,
    article,
    topup_article: null,
    esim_types: ['universal', 'classic'],
    bytes: GB,
    daily_bytes: null,
    throttle_kbps: null,
    duration_days: 365,
    coverage: ['GRC'],
    cost: 100,
    currency: 'EUR',
    starts: 'first_use',
    needs_kyc: false,
    imsi: null,
    activation_window_days: 365,
    is_stale: false,
    is_held: false,
    ...over,
  };
}

/** The sources of a bundle as they would be if `over` were said of each. */
export const withSources = (bundle: Bundle, over: Partial<Source>): Bundle => ({
  ...bundle,
  sources: bundle.sources.map((one) => ({ ...one, ...over })),
});

/**
 * A bundle under another id, with one source at `account` that delivers just what it promises;
 * `over` may change the promise.
 */
export function bundleAt(
  model: Bundle,
  id: string,
  account: string,
  over: Partial<Bundle> = {},
  of: Partial<Source> = {},
): Bundle {
  const bundle = { ...model, ...over, id };
  const { bytes, duration_days, coverage, currency } = bundle;
  const promise = { bytes, duration_days, coverage, currency };
  const { id: _, account: __, article: ___, ...rest } = model.sources[0]!;
  return { ...bundle, sources: [source(account, id, { ...rest, ...promise, ...of })] };
}

export const account = (name: string, over: Partial<RoutableAccount> = {}): RoutableAccount => ({
  name,
  kind: 'sandbox',
  mode: 'test',
  status: 'active',
  preorder: false,
  priority: 0,
  takesNew: true,
  outBecause: null,
  health: 1,
  ...over,
});

/** At list prices; no thread solves hard covers. */
export function marketWith(
  destinations: Destination[],
  bundles: Bundle[],
  accounts: RoutableAccount[],
): Market {
  const catalog = buildCatalog(1, destinations, bundles);
  return {
    catalog,
    onSale: catalog.onSale(accounts),
    accounts,
    policy: DEFAULT_POLICY,
    priceOf: (b) => ({ b2b: b.b2b_price, b2c: b.b2c_price }),
  };
}

/** A store of active accounts of these names, with nothing against them. */
export const suppliersOf = (names: string[]): SupplierStore =>
  ({
    all: () => names.map((name) => ({ name, priority: 0, status: 'active', out_because: null })),
    figures: { callsOf: () => ({ succeeded: 0, failed: 0 }), spentOf: () => [] },
    registry: { running: () => ({ isBroken: () => false }) },
    outHere: () => null,
    rates: () => NO_RATES,
  }) as unknown as SupplierStore;
