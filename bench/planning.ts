/**
 * What sources cost a booking: processor time of planning with the shipped catalog, and with ten
 * sources of five accounts behind each bundle, in turns in one run, beside the signature that every
 * request is checked by. Planning asks no database: rows and round trips are the same.
 *   node bench/planning.ts
 */
import { createHmac } from 'node:crypto';
import type { Context } from '../src/context.ts';
import { seedCatalog } from '../src/domain/catalog/seed.ts';
import type { Bundle } from '../src/domain/catalog/types.ts';
import type { Market } from '../src/domain/planning/market.ts';
import { planEntries } from '../src/domain/planning/plan-entries.ts';
import { DEFAULT_POLICY } from '../src/domain/routing/policy.ts';
import { supplyOf } from '../src/domain/routing/supply.ts';
import { account, marketWith, suppliersOf } from '../test/support/market.ts';
import { columns, median } from './figures.ts';

const ROUNDS = 9;
const TIMES = 1_500;
const SHIPPED = ['sandbox-one', 'sandbox-two'];
const ACCOUNTS = [...SHIPPED, 'bench-three', 'bench-four', 'bench-five'];
const SOURCES = 10;

const { destinations, bundles } = seedCatalog();
const withMany = (bundle: Bundle): Bundle => ({
  ...bundle,
  sources: Array.from({ length: SOURCES }, (_, n) => ({
    ...bundle.sources[0]!,
    id: `bench-${n}-${bundle.id}`,
    account: ACCOUNTS[n % ACCOUNTS.length]!,
    cost: bundle.sources[0]!.cost + n,
  })),
});

/** As each request finds it: the accounts are looked at anew. */
function marketOf(of: Bundle[], names: string[]): () => Market {
  const accounts = names.map((name) => account(name));
  const market = marketWith(destinations, of, accounts);
  const ctx = {
    catalog: { current: () => market.catalog },
    suppliers: suppliersOf(names),
    routing: { current: () => DEFAULT_POLICY },
  } as unknown as Context;
  const buyer = { settings: {} } as Parameters<typeof supplyOf>[1];
  return () => ({ ...market, ...supplyOf(ctx, buyer) });
}
const sides = {
  shipped: marketOf(bundles, SHIPPED),
  'ten sources': marketOf(bundles.map(withMany), ACCOUNTS),
};

const WORKS: Record<string, { countries: string[]; fixed: Map<string, string> }> = {
  'one entry, a new traveler': { countries: ['GR'], fixed: new Map() },
  'one entry, one with an eSIM': { countries: ['GR'], fixed: new Map([['u', 'sandbox-one']]) },
  'five entries, a new traveler': { countries: ['GR', 'ES', 'FR', 'IT', 'PT'], fixed: new Map() },
};

async function plan(market: Market, { countries, fixed }: (typeof WORKS)[string]): Promise<void> {
  const entries = countries.map((destination, index) => ({
    entry: { external_user_id: 'u', destination, size: '1GB' },
    index,
  }));
  const context = { dates: null, strategy: undefined, now: new Date(), zone: 'UTC' };
  const planned = await planEntries(market, entries, fixed, context);
  if (planned.some(({ choices }) => choices.length === 0)) throw new Error('an entry got nothing');
}

const body = 'x'.repeat(300);
const sign = async (): Promise<unknown> => createHmac('sha256', 'key').update(body).digest('hex');

/** Microseconds of processor time of one. */
async function cpuOf(run: () => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage();
  for (let i = 0; i < TIMES; i++) await run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / TIMES;
}

const rows: string[][] = [['µs of processor time', 'signature', ...Object.keys(sides)]];
for (const [name, work] of Object.entries(WORKS)) {
  const all = [sign, ...Object.values(sides).map((market) => () => plan(market(), work))];
  const took: number[][] = all.map(() => []);
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++)
    for (const [i, run] of all.entries()) {
      const us = await cpuOf(run);
      if (round > 0) took[i]!.push(us);
    }
  rows.push([name, ...took.map((one) => median(one).toFixed(1))]);
}
console.log(columns(rows));
