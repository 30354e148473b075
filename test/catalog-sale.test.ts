/** What of a catalog is sold, and which of two places with one name is meant. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sellableBundles } from '../src/domain/routing/sellable-bundles.ts';
import { buildResolver } from '../src/domain/catalog/places/resolve.ts';
import {
  fits,
  routeById,
  routeCover,
  routeOne,
  sellable,
  type Criteria,
} from '../src/domain/planning/route.ts';
import { seedCatalog } from '../src/domain/catalog/seed.ts';
import type { Bundle, Destination } from '../src/domain/catalog/types.ts';
import { unsold } from '../src/domain/planning/unsold.ts';
import { account, bundleAt, marketWith, suppliersOf, withSources } from './support/market.ts';

const greece = seedCatalog().destinations.find((d) => d.id === 'GR')!;
const model = withSourceOf(
  'sandbox-one',
  seedCatalog().bundles.find(
    (b) =>
      b.destination === 'GR' &&
      b.type === 'data-limited' &&
      b.sources.some(({ account }) => account === 'sandbox-one'),
  )!,
);
function withSourceOf(name: string, bundle: Bundle): Bundle {
  return { ...bundle, sources: bundle.sources.filter(({ account }) => account === name) };
}
const CRITERIA: Criteria = {
  type: model.type,
  bytes: model.bytes,
  duration: model.duration_days,
  trafficPolicy: null,
  esimType: 'universal',
  provider: null,
};
const marketOf = (
  bundle: Bundle,
  destination: Destination = greece,
  accounts = [model.sources[0]!.account],
) =>
  marketWith(
    [destination],
    [bundle],
    accounts.map((name) => account(name)),
  );

describe('a bundle is sold', () => {
  it('as it is', () => {
    const market = marketOf(model);
    assert.equal(sellable(market, model, CRITERIA), true);
    assert.equal(routeOne(market, greece, CRITERIA).ok, true);
    assert.equal(routeById(market, model.id, null, CRITERIA).ok, true);
    assert.equal(unsold(market, ['GRC'], CRITERIA), null);
  });

  const KEPT: [string, ReturnType<typeof marketOf>][] = [
    ['that is inactive', marketOf({ ...model, is_active: false })],
    ['whose supplier is not connected', marketOf(model, greece, ['another'])],
    ['without a source', marketOf({ ...model, sources: [] })],
    ['whose source has vanished', marketOf(withSources(model, { is_stale: true }))],
    ['whose source does not deliver it', marketOf(withSources(model, { coverage: ['ITA'] }))],
    ['whose source costs what nobody can count', marketOf(withSources(model, { currency: 'USD' }))],
    [
      'that is for the other type of eSIM',
      marketOf(withSources(model, { esim_types: ['classic'] })),
    ],
  ];
  for (const [which, market] of KEPT)
    it(`not one ${which}: by place, by id, among several countries`, () => {
      const [bundle] = market.catalog.bundles;
      assert.equal(sellable(market, bundle!, CRITERIA), false);
      assert.equal(routeOne(market, greece, CRITERIA).ok, false);
      assert.equal(routeById(market, bundle!.id, null, CRITERIA).ok, false);
      assert.match(unsold(market, ['GRC'], CRITERIA) ?? '', /Greece/);
    });

  it('not of a destination that is inactive, but by its id', () => {
    const closed = { ...greece, is_active: false };
    const market = marketOf(model, closed);
    assert.equal(routeOne(market, closed, CRITERIA).ok, false);
    assert.match(unsold(market, ['GRC'], CRITERIA) ?? '', /Greece/);
    assert.equal(routeById(market, model.id, null, CRITERIA).ok, true);
  });

  it('in the shop window where all of that holds', () => {
    const shown = (market: ReturnType<typeof marketOf>, destination = greece): number =>
      sellableBundles(
        {
          catalog: { current: () => market.catalog, refresh: async () => {} },
          suppliers: suppliersOf(market.accounts.map(({ name }) => name)),
        },
        null,
        destination,
      ).length;
    assert.equal(shown(marketOf(model)), 1);
    assert.equal(shown(marketOf({ ...model, is_active: false })), 0);
    assert.equal(shown(marketOf(model, greece, ['another'])), 0);
    assert.equal(shown(marketOf(model), { ...greece, is_active: false }), 0);
  });

  it('for just as long, and just as much, as is wished for', () => {
    const days = (duration: number): boolean => fits(model, { ...CRITERIA, duration });
    assert.deepEqual(
      [model.duration_days - 1, model.duration_days, model.duration_days + 1].map(days),
      [true, true, false],
    );
    assert.equal(fits(model, { ...CRITERIA, bytes: model.bytes! - 1 }), false);
    assert.equal(fits(model, { ...CRITERIA, bytes: null }), true);
    assert.equal(fits(model, { ...CRITERIA, trafficPolicy: 'another' }), false);
  });
});

describe('several countries', () => {
  const of = (id: string, provider: string, coverage: string[], over: Partial<Bundle> = {}) =>
    bundleAt(model, id, provider, { b2b_price: 100, ...over, coverage });
  const chosen = (
    bundles: Bundle[],
    criteria: Partial<Criteria> = {},
    destination = greece,
  ): string[] => {
    const market = marketWith([destination], bundles, [account('one'), account('two')]);
    const routed = routeCover(market, ['GRC', 'ESP'], { ...CRITERIA, ...criteria });
    return routed.ok ? routed.choices.map((c) => c.bundle.id) : [];
  };

  it('are covered by one provider for a universal eSIM, by any for others', () => {
    const bundles = [of('greece', 'one', ['GRC']), of('spain', 'two', ['ESP'])];
    assert.deepEqual(chosen(bundles), []);
    assert.deepEqual(chosen(bundles, { esimType: 'classic' }), ['greece', 'spain']);
    assert.deepEqual(chosen(bundles, { esimType: null }), ['greece', 'spain']);
  });

  it('are covered by the fewest bundles, then the lowest price, then the least surplus', () => {
    const wide = of('wide', 'one', ['GRC', 'ESP', 'ITA']);
    const exact = of('exact', 'two', ['GRC', 'ESP']);
    assert.deepEqual(chosen([wide, exact]), ['exact']);
    assert.deepEqual(chosen([{ ...wide, b2b_price: 99 }, exact]), ['wide']);
    const two = [
      of('greece', 'two', ['GRC'], { b2b_price: 1 }),
      of('spain', 'two', ['ESP'], { b2b_price: 1 }),
    ];
    assert.deepEqual(chosen([wide, ...two]), ['wide']);
  });

  it('are not covered by what a destination sold that is inactive now', () => {
    const bundles = [of('both', 'one', ['GRC', 'ESP'])];
    assert.deepEqual(chosen(bundles), ['both']);
    assert.deepEqual(chosen(bundles, {}, { ...greece, is_active: false }), []);
  });
});

describe('of two places with one name', () => {
  const region = (id: string, name: string): Destination => ({
    ...greece,
    id,
    iso2: null,
    iso3: id,
    type: 'region',
    name,
  });

  it('the first of the catalog is meant', () => {
    const [first, second] = [region('ONE', 'Sunny Islands'), region('TWO', 'sunny islands')];
    assert.equal(buildResolver([first, second]).resolve('Sunny Islands')?.id, 'ONE');
    assert.equal(buildResolver([second, first]).resolve('Sunny Islands')?.id, 'TWO');
  });

  it("a destination's own name comes before another's alias, whichever comes first", () => {
    const hellas = region('HELLAS', 'Hellenic Republic');
    for (const list of [
      [greece, hellas],
      [hellas, greece],
    ])
      assert.equal(buildResolver(list).resolve('Hellenic Republic')?.id, 'HELLAS');
  });
});
