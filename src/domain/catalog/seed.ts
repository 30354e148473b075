import { continentOf, tierOf } from './places/country-facts.ts';
import regions from './data/regions.json' with { type: 'json' };
import sandboxTwo from './data/sandbox-two.json' with { type: 'json' };
import { bundleId, bundleKey, bundleLabel } from './bundle-id.ts';
import { type CatalogData, shippedDestinations } from './destinations.ts';
import { fitsBundle } from './fits-bundle.ts';
import { OTHER } from './former-ids.ts';
import { countryBase, priceOf, spread } from './price-model.ts';
import { parseSize } from './size.ts';
import { sourceId } from './source-id.ts';
import { trafficFigures } from './traffic-figures.ts';
import type { Bundle, Destination, EsimType, PackageType, Source } from './types.ts';

/** What is sold: type, size (null = unlimited), days. */
type Offer = [type: PackageType, size: string | null, days: number];

const YEAR: Offer[] = ['1GB', '3GB', '5GB', '10GB', '20GB'].map((size) => [
  'data-limited',
  size,
  365,
]);
const SHORT: Offer[] = [
  ['starter', '500MB', 2] satisfies Offer,
  ['data-limited', '1GB', 7] satisfies Offer,
  ...['3GB', '5GB', '10GB'].map((size): Offer => ['data-limited', size, 30]),
];
/** Only where networks are cheap: tiers 1 and 2. */
const CHEAP: Offer[] = [
  ...['3GB', '10GB'].flatMap((size) =>
    [3, 7, 15, 30].map((days): Offer => ['time-limited', size, days]),
  ),
  ...[1, 3, 5, 7, 10, 15, 30].map((days): Offer => ['unlimited', null, days]),
];
const SECOND: Offer[] = [
  ...['1GB', '3GB', '5GB', '10GB', '50GB'].map((size): Offer => ['data-limited', size, 365]),
  ['data-limited', '2GB', 15] satisfies Offer,
  ['data-limited', '10GB', 90] satisfies Offer,
];

type Provider = { name: string; short: string; priority: number; esimTypes: EsimType[] };
const ONE: Provider = {
  name: 'sandbox-one',
  short: 's1',
  priority: 100,
  esimTypes: ['universal', 'classic'],
};
const TWO: Provider = { name: 'sandbox-two', short: 's2', priority: 200, esimTypes: ['classic'] };

/** As a wholesaler: for partners that ask for it. */
const THREE: Pick<Provider, 'name' | 'short' | 'esimTypes'> = {
  name: 'sandbox-three',
  short: 's3',
  esimTypes: ['universal', 'classic'],
};

const words = (text: string): string[] => text.split(' ').filter(Boolean);

/** The price of 1 GB: a country's own, a region's above the mean of its countries. */
function baseOf(destination: Destination): number {
  const bases = destination.iso3s.map((iso3) => countryBase(iso3, tierOf(iso3)));
  const mean = bases.reduce((sum, base) => sum + base, 0) / bases.length;
  return destination.type === 'country'
    ? mean
    : mean * regions[destination.id as keyof typeof regions].factor;
}

/** One plan per provider and continent. None for remote countries and for what spans continents. */
function imsiOf(provider: Provider, destination: Destination, coverage: string[]): string | null {
  const continents = new Set(coverage.map(continentOf));
  const [continent] = continents;
  return continents.size === 1 && continent && destination.tier < 4
    ? `${provider.short}-${continent}`
    : null;
}

/**
 * What sandbox-two covers for a destination; null where it sells none: remote countries and a part
 * of the others.
 */
function secondCoverage(destination: Destination): string[] | null {
  if (destination.type === 'region') {
    const change = new Map(Object.entries(sandboxTwo.regions)).get(destination.id);
    if (!change) return null;
    const without = words(change.without);
    return [
      ...destination.iso3s.filter((iso3) => !without.includes(iso3)),
      ...words(change.with),
    ].toSorted();
  }
  const neighbours = new Map(Object.entries(sandboxTwo.neighbours)).get(destination.iso3);
  if (neighbours) return words(neighbours);
  return destination.tier < 4 && spread(destination.iso3, 1) % 5 !== 0 ? destination.iso3s : null;
}

function bundleOf(
  provider: Provider,
  destination: Destination,
  base: number,
  coverage: string[],
  offer: Offer,
): Bundle {
  const [type, size, days] = offer;
  const bytes = size === null ? null : parseSize(size);
  const { cost, ...prices } = priceOf(base, type, bytes, days);
  const rate = destination.tier === 1 ? ['2GB/day', '1 Mbps'] : ['1GB/day', '512 kbps'];
  const key = bundleKey(destination, type, bytes, days);
  const article = `${provider.short}-${key.join('-')}`;
  const traffic_policy = bytes === null ? `${rate[0]} then ${rate[1]}` : null;
  return {
    id: bundleId(destination, type, bytes, days),
    destination: destination.id,
    type,
    label: bundleLabel(type, bytes, days),
    bytes,
    duration_days: days,
    coverage: [...coverage],
    traffic_policy,
    throttling: bytes === null ? rate[1]! : null,
    ...prices,
    currency: 'EUR',
    priority: provider.priority,
    is_active: true,
    sources: [
      {
        id: sourceId(provider.name, article),
        account: provider.name,
        article,
        topup_article: null,
        esim_types: [...provider.esimTypes],
        bytes,
        ...trafficFigures(traffic_policy),
        duration_days: days,
        coverage: [...coverage],
        cost,
        currency: 'EUR',
        starts: 'first_use',
        needs_kyc: false,
        imsi: imsiOf(provider, destination, coverage),
        activation_window_days: 365,
        is_stale: false,
        is_held: false,
      },
    ],
  };
}

/**
 * The second provider's articles behind the first one's bundles, where they fit; else bundles of
 * their own, with another id where size and days are those of a bundle of the first.
 */
function together(first: readonly Bundle[], second: readonly Bundle[]): Bundle[] {
  const byId = new Map(first.map((bundle) => [bundle.id, bundle]));
  const own: Bundle[] = [];
  for (const bundle of second) {
    const same = byId.get(bundle.id);
    const [source] = bundle.sources;
    if (same === undefined) own.push(bundle);
    else if (fitsBundle(same, source!)) same.sources.push(dearer(source!, same.sources[0]!.cost));
    else own.push({ ...bundle, id: `${bundle.id}${OTHER}` });
  }
  return [...first, ...own];
}

/** What the first provider has too costs more at the second: it is there for when the first fails. */
const dearer = (source: Source, cost: number): Source => ({
  ...source,
  cost: Math.max(source.cost, cost + 1),
});

/** What the wholesaler has of the first provider's articles, at a little more. */
const WHOLESALE: readonly PackageType[] = ['data-limited', 'unlimited'];

function withWholesaler(bundle: Bundle): Bundle {
  const like = bundle.sources.find(({ account }) => account === ONE.name);
  if (like === undefined || !WHOLESALE.includes(bundle.type)) return bundle;
  const article = like.article.replace(ONE.short, THREE.short);
  const source: Source = {
    ...like,
    id: sourceId(THREE.name, article),
    account: THREE.name,
    article,
    esim_types: [...THREE.esimTypes],
    cost: Math.ceil(like.cost * 1.04) + 1,
    imsi: like.imsi?.replace(ONE.short, THREE.short) ?? null,
  };
  const sources = [...bundle.sources, source].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ...bundle, sources };
}

/**
 * The shipped catalog of the three sandbox providers, in EUR cents: the same on every call and every
 * machine.
 */
export function seedCatalog(): CatalogData {
  const destinations = shippedDestinations();
  const bundles = destinations
    .filter((destination) => destination.is_active)
    .flatMap((destination) => {
      const base = baseOf(destination);
      const first = [...YEAR, ...SHORT, ...(destination.tier <= 2 ? CHEAP : [])];
      const second = secondCoverage(destination);
      const secondBase = base * (0.9 + spread(destination.iso3, 2) / 125);
      return together(
        first.map((offer) => bundleOf(ONE, destination, base, destination.iso3s, offer)),
        second === null
          ? []
          : SECOND.map((offer) => bundleOf(TWO, destination, secondBase, second, offer)),
      );
    });
  return { destinations, bundles: bundles.map(withWholesaler) };
}
