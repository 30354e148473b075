/**
 * The money's way on a bad day: travelers buy at a real Hubby in every way a payment can go, the
 * telco fails, and the process is killed with -9 at every step. At the end the books of the pay desk
 * and of the telco are compared with the purchases.
 *   node test/faults/purchase-drill.ts --purchases 200 --kills 60 [--seed 1]
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seeded } from '../support/seeded.ts';
import { until } from './checks.ts';
import { audit } from './purchases/audit.ts';
import { makeBuyers, WAYS, type Buyers, type Chance, type Way } from './purchases/buyers.ts';
import { openShop, type Shop } from './purchases/shop.ts';
import { holdUpWrites, STEPS, waitForStep } from './purchases/steps.ts';

export type DrillOptions = {
  purchases: number;
  kills: number;
  seed: number;
  /** how far it is */
  tell?: (text: string) => void;
};

/** Buyers at the same time. */
const AT_ONCE = 6;
const PATIENCE_MS = 600_000;
/** After that nobody is expected to come to a step any more. */
const STEP_WITHIN_MS = 20_000;

export async function purchaseDrill(options: DrillOptions) {
  const random = seeded(options.seed);
  const chance: Chance = { random, pick: (of) => of[Math.floor(random() * of.length)]! };
  const shop = await openShop();
  await holdUpWrites(shop);
  options.tell?.('the shop is open');
  const buyers = makeBuyers(shop, chance, inTurns(WAYS, chance));
  try {
    const [hits] = await Promise.all([
      killAtEveryStep(shop, buyers, options),
      shopAway(buyers, chance, options.purchases),
    ]);
    options.tell?.(`${buyers.bought.length} have bought`);
    await bringToAnEnd(shop);
    assert.deepEqual(buyers.wrong, []);
    return { ...(await audit(shop, buyers.bought)), kills: options.kills, hits };
  } catch (error) {
    throw new Error(`seed ${options.seed}: ${String(error)}`, { cause: error });
  } finally {
    await shop.close();
  }
}

/** Each comes once before one comes again. */
function inTurns(ways: readonly Way[], { random }: Chance): () => Way {
  let left: Way[] = [];
  return () => {
    if (left.length === 0) left = [...ways];
    return left.splice(Math.floor(random() * left.length), 1)[0]!;
  };
}

async function shopAway(buyers: Buyers, { random }: Chance, purchases: number): Promise<void> {
  let left = purchases;
  const line = async (): Promise<void> => {
    while (left > 0) {
      const times = Math.min(left, 1 + Math.floor(random() * 3));
      left -= times;
      await buyers.shopping(times);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
}

/** Answers how often the process died at each step; `elsewhere`: nobody came by in time. */
async function killAtEveryStep(
  shop: Shop,
  buyers: Buyers,
  { purchases, kills, tell }: DrillOptions,
): Promise<Record<string, number>> {
  const hits: Record<string, number> = {};
  const names = Object.keys(STEPS);
  for (let n = 1; n <= kills; n++) {
    await until(
      `kill ${n}`,
      async () => buyers.bought.length >= ((purchases - AT_ONCE) * n) / (kills + 1),
      PATIENCE_MS,
    );
    const step = names[n % names.length]!;
    const where = (await waitForStep(shop, step, STEP_WITHIN_MS)) ? step : 'elsewhere';
    await shop.kill();
    hits[where] = (hits[where] ?? 0) + 1;
    tell?.(`kill ${n}: ${where}; ${buyers.bought.length} bought`);
  }
  return hits;
}

/** What is planned for later is due; whatever is open afterwards is found. */
const HURRY = [
  `update pay_desk.sessions set expires_at = clock_timestamp() where status = 'open'`,
  `update pay_desk.events set next_attempt_at = clock_timestamp()
   where next_attempt_at > clock_timestamp() + interval '16 seconds'`,
  `update provider_orders
   set next_attempt_at = clock_timestamp(), sent_at = sent_at - interval '1 minute'
   where next_attempt_at is not null and (lease_until is null or lease_until < clock_timestamp())
     and updated_at < clock_timestamp() - interval '1 s'`,
  `update checkouts set next_attempt_at = clock_timestamp()
   where next_attempt_at > clock_timestamp() + interval '2 s'`,
  `update payment_events set next_attempt_at = clock_timestamp()
   where next_attempt_at > clock_timestamp() + interval '2 s'`,
];
const OPEN = `select u.id, u.state, u.queue_id, c.attempts
  from purchases u
  join checkouts c on c.purchase_id = u.id
  left join refunds r on r.purchase_id = u.id
  where c.doubt is null and (u.state in ('created', 'paid')
    or (u.state = 'refunded' and r.done_at is null)
    or (u.state = 'provisioned' and u.refund_asked_at is not null))`;
const UNTOLD = `select id from payment_events where next_attempt_at is not null
  union all
  select id from pay_desk.events where next_attempt_at is not null
  union all
  select id from pay_desk.payments where settles_at is not null or disputes_at is not null`;

async function bringToAnEnd(shop: Shop): Promise<void> {
  await shop.as(shop.arena.key)('POST', '/api/sandbox/fail', { next: 'error', count: 0 });
  let open: unknown[] = [];
  await until(
    'every purchase to end',
    async () => {
      for (const text of HURRY) await shop.sql(text);
      await sleep(1_000);
      open = [...(await shop.sql(OPEN)), ...(await shop.sql(UNTOLD))];
      return open.length === 0;
    },
    PATIENCE_MS,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${JSON.stringify(open.slice(0, 5))}`, { cause: error });
  });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      purchases: { type: 'string', default: '200' },
      kills: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  });
  console.log(`purchase drill: ${values.purchases} purchases, --seed ${values.seed}`);
  const began = performance.now();
  const report = await purchaseDrill({
    purchases: Number(values.purchases),
    kills: Number(values.kills),
    seed: Number(values.seed),
    tell: (text) => console.log(`${Math.round((performance.now() - began) / 1_000)} s: ${text}`),
  });
  console.log({ ...report, seconds: Math.round((performance.now() - began) / 1_000) });
}
