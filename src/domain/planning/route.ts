/**
 * Which bundle a package specification leads to (section 4.3 of docs/contract.md). Pure: catalog and prices in,
 * choice or reason out.
 */
import { makeCovers } from './covers.ts';
import { formatSize } from '../catalog/size.ts';
import type { Bundle, Destination, EsimType, PackageType } from '../catalog/types.ts';
import type { Market } from './market.ts';
import { countryName } from '../catalog/places/names.ts';

export type Criteria = {
  type: PackageType;
  /** null = any (starter, unlimited) */
  bytes: number | null;
  /** days; bundles of at least this many fit */
  duration: number;
  /** null = any */
  trafficPolicy: string | null;
  /** null = any (promo codes) */
  esimType: EsimType | null;
  /** the traveler's supplier account once it is fixed; null = any */
  provider: string | null;
};

/**
 * `covers`: the requested countries that the bundle serves; null where one destination was named.
 */
export type Choice = { bundle: Bundle; covers: string[] | null };
export type Routed =
  /**
   * `proven` false: the best found within the budget of the search, which need not be the best
   * there is
   */
  | { ok: true; choices: Choice[]; reason: string; proven?: boolean }
  | { ok: false; issue: string; field?: string; type?: 'bundle_not_available' };

/** Whether this installation can sell it to such an entry. */
export const sellable = (
  market: Market,
  bundle: Bundle,
  criteria: Pick<Criteria, 'esimType' | 'provider'>,
): boolean =>
  bundle.is_active && market.onSale.isSold(bundle, criteria.esimType, criteria.provider);

/** Whether it is what was asked for. */
export const fits = (bundle: Bundle, criteria: Criteria): boolean =>
  bundle.type === criteria.type &&
  (criteria.bytes === null || bundle.bytes === criteria.bytes) &&
  bundle.duration_days >= criteria.duration &&
  (criteria.trafficPolicy === null || bundle.traffic_policy === criteria.trafficPolicy);

/** Smallest duration first, then priority, net price, id. Negative: `a` is the better one. */
export function compareBundles(market: Market, a: Bundle, b: Bundle): number {
  const key = (x: Bundle): (number | string)[] => [
    x.duration_days,
    x.priority,
    market.priceOf(x).b2b,
    x.id,
  ];
  const [ka, kb] = [key(a), key(b)];
  for (let i = 0; i < ka.length; i++) if (ka[i] !== kb[i]) return ka[i]! < kb[i]! ? -1 : 1;
  return 0;
}

const listed = (values: Iterable<string>): string => [...new Set(values)].join(', ');

/** Why nothing fits, naming what is on sale in the first respect that fails. */
function whyNot(
  destination: Destination,
  onSale: readonly Bundle[],
  criteria: Criteria,
): { field?: string; issue: string } {
  const place = destination.name;
  const ofType = onSale.filter((b) => b.type === criteria.type);
  if (onSale.length === 0) return { issue: `nothing is on sale for ${place}` };
  if (ofType.length === 0) {
    return {
      field: 'package_type',
      issue: `no ${criteria.type} bundle is on sale for ${place}; types on sale: ${listed(onSale.map((b) => b.type).sort())}`,
    };
  }
  const ofSize = ofType.filter((b) => criteria.bytes === null || b.bytes === criteria.bytes);
  if (ofSize.length === 0) {
    const sizes = [...new Set(ofType.map((b) => b.bytes ?? 0))]
      .sort((a, b) => a - b)
      .map(formatSize);
    return {
      field: 'size',
      issue: `no ${criteria.type} bundle of ${formatSize(criteria.bytes!)} is on sale for ${place}; sizes on sale: ${sizes.join(', ')}`,
    };
  }
  const ofDuration = ofSize.filter((b) => b.duration_days >= criteria.duration);
  if (ofDuration.length === 0) {
    const longest = Math.max(...ofSize.map((b) => b.duration_days));
    return {
      field: 'package_duration',
      issue: `no such bundle of at least ${criteria.duration} days is on sale for ${place}; the longest has ${longest}`,
    };
  }
  const policies = listed(ofDuration.map((b) => b.traffic_policy ?? 'none'));
  return {
    field: 'traffic_policy',
    issue: `no such bundle with traffic policy "${criteria.trafficPolicy}" is on sale for ${place}; policies on sale: ${policies}`,
  };
}

/** One destination: its own bundles only. */
export function routeOne(market: Market, destination: Destination, criteria: Criteria): Routed {
  const own = destination.is_active ? market.catalog.bundlesOf(destination.id) : [];
  const onSale = own.filter((b) => sellable(market, b, criteria));
  const candidates = onSale.filter((b) => fits(b, criteria));
  if (candidates.length === 0) {
    const elsewhere =
      criteria.provider !== null &&
      own.some((b) => sellable(market, b, { ...criteria, provider: null }) && fits(b, criteria));
    if (elsewhere)
      return {
        ok: false,
        type: 'bundle_not_available',
        issue: `the traveler's provider does not offer this bundle for ${destination.name}`,
      };
    return { ok: false, ...whyNot(destination, onSale, criteria) };
  }
  const bundle = candidates.reduce((a, b) => (compareBundles(market, a, b) <= 0 ? a : b));
  return {
    ok: true,
    choices: [{ bundle, covers: null }],
    reason:
      `${candidates.length === 1 ? 'the only' : 'the best of ' + candidates.length} ${criteria.type} bundles of ${destination.name}` +
      `${criteria.bytes === null ? '' : ` with ${formatSize(criteria.bytes)}`} and at least ${criteria.duration} days` +
      `${candidates.length === 1 ? '' : ': shortest duration, then priority, net price, id'}`,
  };
}

/**
 * Several countries: the fewest bundles, country or regional, of one account; then lowest net
 * price, surplus, ids.
 */
export function routeCover(market: Market, iso3s: readonly string[], criteria: Criteria): Routed {
  const priced = coverCandidates(market, criteria);
  const covers = market.covers ?? makeCovers(null);
  // A universal eSIM belongs to one account; codes and grants may mix.
  const groups =
    criteria.esimType === 'universal'
      ? accountsFor(market, criteria).map(
          (name) => [name, priced.filter((c) => isSoldBy(market, c.bundle, name))] as const,
        )
      : [['', priced] as const];
  let best: { choices: Choice[]; key: number[] } | undefined;
  let proven = true;
  let uncovered: string[] = [...iso3s];
  for (const [account, group] of groups) {
    const result = covers.solve(iso3s, JSON.stringify([criteria, account]), () => group);
    if (!result.ok) {
      if (result.uncovered.length < uncovered.length) uncovered = result.uncovered;
      continue;
    }
    proven &&= result.proven;
    const choices = result.chosen.map(({ id, covers }) => ({
      bundle: market.catalog.bundle(id)!,
      covers,
    }));
    const wanted = new Set(iso3s);
    const surplus = choices.reduce(
      (n, c) => n + new Set(c.bundle.coverage.filter((x) => !wanted.has(x))).size,
      0,
    );
    const key = [
      choices.length,
      choices.reduce((n, c) => n + market.priceOf(c.bundle).b2b, 0),
      surplus,
    ];
    if (best === undefined || lower(key, best.key)) best = { choices, key };
  }
  if (best === undefined) {
    const what = `${criteria.type} bundle${criteria.bytes === null ? '' : ` of ${formatSize(criteria.bytes)}`} with at least ${criteria.duration} days`;
    return {
      ok: false,
      issue: `no ${what} covers ${uncovered.map((iso3) => `${countryName(iso3)} (${iso3})`).join(', ')}`,
    };
  }
  return {
    ok: true,
    choices: best.choices,
    proven,
    reason: `the fewest bundles (${best.choices.length}) that cover ${iso3s.length} countries, then lowest net price, least surplus${proven ? '' : ', as far as the search went: not proven'}`,
  };
}

function coverCandidates(market: Market, criteria: Criteria) {
  const candidates: Bundle[] = [];
  for (const destination of market.catalog.destinations) {
    if (!destination.is_active) continue;
    for (const bundle of market.catalog.bundlesOf(destination.id))
      if (fits(bundle, criteria) && sellable(market, bundle, criteria)) candidates.push(bundle);
  }
  return candidates.map((bundle) => ({
    id: bundle.id,
    bundle,
    coverage: bundle.coverage,
    price: market.priceOf(bundle).b2b,
  }));
}

const accountsFor = (market: Market, { provider }: Criteria): string[] =>
  provider === null ? market.accounts.map(({ name }) => name) : [provider];

const isSoldBy = (market: Market, bundle: Bundle, account: string): boolean =>
  market.onSale.isSold(bundle, 'universal', account);

function lower(a: number[], b: number[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]!;
  return false;
}

/**
 * A bundle named by id: no fallback. `named`: countries of a destination sent beside it, which it
 * has to cover.
 */
export function routeById(
  market: Market,
  id: string,
  named: readonly string[] | null,
  criteria: Pick<Criteria, 'esimType' | 'provider'>,
): Routed {
  const bundle = market.catalog.bundle(id);
  const types = bundle === null ? [] : market.onSale.typesOf(bundle);
  if (bundle === null || !bundle.is_active || (types.length === 0 && criteria.provider === null))
    return { ok: false, issue: `there is no bundle "${id}" on sale` };
  if (!sellable(market, bundle, criteria)) {
    const issue =
      criteria.provider !== null && sellable(market, bundle, { ...criteria, provider: null })
        ? `the traveler's provider does not offer this bundle`
        : `this bundle is not sold for ${criteria.esimType} eSIMs; it is for: ${types.join(', ')}`;
    return { ok: false, type: 'bundle_not_available', issue };
  }
  const missing = (named ?? []).filter((iso3) => !bundle.coverage.includes(iso3));
  if (missing.length > 0)
    return {
      ok: false,
      field: 'destination',
      issue: `bundle "${id}" does not cover ${missing.join(', ')}`,
    };
  return {
    ok: true,
    choices: [{ bundle, covers: null }],
    reason: 'the bundle named by package_id',
  };
}
