/**
 * Suppliers on a bad day: a real Hubby buys at stand-ins that fail in every way they know, and is
 * killed with -9 between a call and its answer. At the end the suppliers' own books are read.
 *   node test/faults/supplier-drill.ts --kind airalo --orders 5000 --accounts 8 --kills 20 [--seed 1]
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seeded } from '../support/seeded.ts';
import { until } from './checks.ts';
import { audit } from './drill/audit.ts';
import { decide, inReview, type InReview } from './drill/review.ts';
import { KINDS, startSupplier, type Supplier } from './drill/suppliers.ts';
import { makeTravelers, type Travelers } from './drill/travelers.ts';
import { makeTrouble, passTime, stir, tend, type Chance } from './drill/trouble.ts';
import { openWorld, type World } from './drill/world.ts';

export type DrillOptions = {
  kinds: readonly string[];
  /** of each kind */
  orders: number;
  accounts: number;
  kills: number;
  seed: number;
  /** how far it is */
  tell?: (text: string) => void;
};

/** Travelers of one kind at the same time. */
const AT_ONCE = 16;
/** Who was not served by then goes on, and comes again at the end. */
const TRIES = 2;
const PATIENCE_MS = 600_000;

export async function supplierDrill(options: DrillOptions) {
  const chance = chanceOf(options.seed);
  const suppliers: Supplier[] = [];
  let world: World | null = null;
  try {
    for (const kind of options.kinds)
      for (let nth = 1; nth <= options.accounts; nth++)
        suppliers.push(await startSupplier(kind, nth, options.orders));
    world = await openWorld(suppliers);
    options.tell?.(`${suppliers.length} accounts are ready`);
    return await play(world, chance, options);
  } catch (error) {
    throw new Error(`seed ${options.seed}: ${String(error)}`, { cause: error });
  } finally {
    await world?.close();
    await Promise.all(suppliers.map(({ standIn }) => standIn.close()));
  }
}

async function play(world: World, chance: Chance, options: DrillOptions) {
  const { suppliers } = world;
  const travelers = makeTravelers(world, chance);
  const stop = new AbortController();
  const beside = [
    repeat(stop.signal, 500, () => passTime(world)),
    repeat(stop.signal, 700, () => tend(world)),
    repeat(stop.signal, 100, () => stir(chance.pick(suppliers), chance)),
  ];
  try {
    const [kills] = await Promise.all([
      killNow(world, travelers, options),
      ...options.kinds.map((kind) => live(world, travelers, chance, { kind, ...options })),
    ]);
    options.tell?.(`${travelers.queues.length} are booked, ${travelers.redeemed.size} redeemed`);
    for (const { standIn } of suppliers) standIn.desk.heal();
    const { reviews, sentAgain } = await bringToAnEnd(world, travelers, options.tell);
    stop.abort();
    await Promise.all(beside);
    assert.deepEqual(travelers.wrong, []);
    const books = await audit(world, travelers.queues, sentAgain);
    return { ...books, kills, reviews, answers: Object.fromEntries(travelers.answers) };
  } finally {
    stop.abort();
    await Promise.allSettled(beside);
  }
}

function chanceOf(seed: number): Chance {
  const random = seeded(seed);
  return { random, pick: (of) => of[Math.floor(random() * of.length)]! };
}

async function repeat(signal: AbortSignal, ms: number, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await work();
    await sleep(ms);
  }
}

/** Travelers of one kind, one after the other on each of some lines, until all is ordered. */
async function live(
  { suppliers }: World,
  travelers: Travelers,
  chance: Chance,
  { kind, orders }: { kind: string; orders: number },
): Promise<void> {
  const own = suppliers.filter((one) => one.kind === kind);
  let left = orders;
  const line = async (): Promise<void> => {
    while (left > 0) {
      const count = Math.min(left, 1 + Math.floor(chance.random() * 3));
      left -= count;
      for (const queue of await travelers.book(kind, count))
        for (let tries = 0; tries < TRIES; tries++) {
          if (chance.random() < 0.6) makeTrouble(chance.pick(own), chance);
          if (await travelers.redeem(queue)) break;
        }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
}

/**
 * Kills both processes while a supplier has done what it was asked for and has not answered yet;
 * answers how often that was so.
 */
async function killNow(
  world: World,
  travelers: Travelers,
  { kinds, kills, orders, tell }: DrillOptions,
): Promise<{ kills: number; betweenCallAndAnswer: number }> {
  const { suppliers } = world;
  const all = kinds.length * orders;
  const bought = (): number =>
    suppliers.reduce((sum, { standIn }) => sum + standIn.desk.sold().length, 0);
  let hits = 0;
  for (let n = 1; n <= kills; n++) {
    await until(
      `kill ${n}`,
      async () => travelers.queues.length >= (all * n) / (kills + 1),
      PATIENCE_MS,
    );
    for (const { standIn } of suppliers) standIn.desk.fail('hang_after', 'purchase', 1);
    const before = bought();
    const isHit = await until('a purchase', async () => bought() > before, 5_000).catch(
      () => false,
    );
    if (isHit) hits++;
    await world.killAll();
    tell?.(
      `kill ${n}, ${isHit ? 'before an answer' : 'between calls'}; ${travelers.queues.length} booked`,
    );
    for (const { standIn } of suppliers) standIn.desk.heal();
  }
  return { kills, betweenCallAndAnswer: hits };
}

/**
 * Nothing fails any more: what is under way ends, a person decides the rest, and all is redeemed.
 * However slow the machine is, as long as there is progress.
 */
async function bringToAnEnd(
  world: World,
  travelers: Travelers,
  tell: DrillOptions['tell'],
): Promise<{ reviews: Record<string, number>; sentAgain: string[] }> {
  const reviews: Record<string, number> = {};
  /** the account of each order that was */
  const sentAgain: string[] = [];
  const note = (what: string): void => void (reviews[what] = (reviews[what] ?? 0) + 1);
  // Accounts beside each other: each is called only as often as it allows.
  const decideAll = async (): Promise<void> => {
    const accounts = Map.groupBy(await inReview(world), ({ provider }) => provider);
    const ofAccount = async (orders: readonly InReview[]): Promise<void> => {
      for (const order of orders) {
        const decided = await decide(world, order);
        note(`${order.provider.replace(/-\d+$/, '')} ${order.kind}: ${decided}`);
        if (decided === 'sent again') sentAgain.push(order.provider);
      }
    };
    await Promise.all([...accounts.values()].map(ofAccount));
  };
  for (let isOver = false; !isOver;) {
    const before = travelers.redeemed.size;
    await until(
      'a queue to be redeemed',
      async () => {
        const [open] = await world.arena.sql(
          `select 1 from provider_orders where state in ('intent', 'unknown', 'pending') limit 1`,
        );
        await decideAll();
        const left = await redeemLeft(travelers);
        isOver = left === 0 && open === undefined;
        return isOver || travelers.redeemed.size > before;
      },
      PATIENCE_MS,
    );
    tell?.(`${travelers.redeemed.size} of ${travelers.queues.length} redeemed`);
  }
  return { reviews, sentAgain };
}

/** Answers how many were left before. */
async function redeemLeft(travelers: Travelers): Promise<number> {
  const left = travelers.queues.filter(({ id }) => !travelers.redeemed.has(id));
  const byTraveler = [...Map.groupBy(left, ({ user }) => user).values()];
  const line = async (): Promise<void> => {
    for (let own = byTraveler.pop(); own !== undefined; own = byTraveler.pop())
      for (const queue of own) if (!(await travelers.redeem(queue))) break;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
  return left.length;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      kind: { type: 'string', default: KINDS.join(',') },
      orders: { type: 'string', default: '5000' },
      accounts: { type: 'string', default: '8' },
      kills: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  });
  console.log(`supplier drill: ${values.orders} orders at ${values.kind}, --seed ${values.seed}`);
  const began = performance.now();
  const report = await supplierDrill({
    kinds: values.kind.split(','),
    orders: Number(values.orders),
    accounts: Number(values.accounts),
    kills: Number(values.kills),
    seed: Number(values.seed),
    tell: (text) => console.log(`${Math.round((performance.now() - began) / 1_000)} s: ${text}`),
  });
  console.log({ ...report, seconds: Math.round((performance.now() - began) / 1_000) });
}
