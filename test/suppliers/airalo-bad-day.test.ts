/** A day on which much goes wrong at Airalo: nothing is bought twice, and nothing is lost. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type ProviderOrder,
} from '../../src/providers/provider.ts';
import { pick, random } from '../support/chance.ts';
import { openBench, type Bench } from '../support/suppliers/airalo/bench.ts';
import type { Fault, RouteName } from '../../packages/standins/src/airalo/faults.ts';

const ORDERS = 200;
const AT_ONCE = 8;

const FAULTS: readonly Fault[] = [
  { kind: 'cut_before' },
  { kind: 'cut_after' },
  { kind: 'error_before' },
  { kind: 'error_after' },
  { kind: 'malformed' },
  { kind: 'busy', retryAfterS: 1 },
  { kind: 'says', status: 422, body: { code: 53, reason: 'unexpected' } },
];
const ROUTES: readonly RouteName[] = ['orders', 'topups', 'sim-topups', 'find', 'token'];

type Send = () => Promise<ProviderOrder>;
type Ask = () => Promise<ProviderOrder | null>;
/**
 * So often something is broken for one order. Without an end to it, faults of the sign-in, which
 * all orders wait for and one call takes away, can come as fast as they go.
 */
const BROKEN_AT_MOST = 10;
/** Far more than a bad day takes; who needs them all will never be done. */
const TRIES = 400;

/** How Hubby goes about it: what is unclear is looked up, and sent again only when not there. */
async function settle(b: Bench, send: Send, ask: Ask): Promise<ProviderOrder> {
  for (let i = 0; i < TRIES; i++) {
    if (i < BROKEN_AT_MOST && random() < 0.5) b.control.break(pick(ROUTES), pick(FAULTS));
    if (random() < 0.1) b.control.expireTokens();
    try {
      return await send();
    } catch (error) {
      // Refused by a token that ran out twice: nothing was ordered.
      if (error instanceof ProviderNotReached || error instanceof ProviderRefused) continue;
      assert.ok(error instanceof ProviderUnclear, String(error));
    }
    const found = await lookUp(b, ask);
    if (found !== null) return found;
  }
  throw new Error('an order does not come to an end');
}

async function lookUp(b: Bench, ask: Ask): Promise<ProviderOrder | null> {
  for (let i = 0; i < TRIES; i++) {
    b.clock.at += b.provider.settleMs;
    try {
      return await ask();
    } catch (error) {
      const isOpen = error instanceof ProviderUnclear || error instanceof ProviderNotReached;
      assert.ok(isOpen, String(error));
    }
  }
  throw new Error('an order cannot be looked up');
}

test(`of ${ORDERS} orders each is there once, whatever goes wrong`, async (t) => {
  const b = await openBench();
  t.after(b.close);
  b.control.lagList(5_000);
  const one = async (): Promise<void> => {
    const reference = randomUUID();
    const made = await settle(
      b,
      () => b.create(reference),
      () => b.find(reference),
    );
    assert.equal(b.count(reference), 1);
    assert.equal(made.iccid, b.standIn.ordersOf(reference)[0]?.sims[0]?.iccid);
    const more = randomUUID();
    const iccid = made.iccid!;
    const added = await settle(
      b,
      () => b.add(iccid, more),
      () => b.find(more, { kind: 'add_package', iccid }),
    );
    assert.equal(b.count(more), 1);
    assert.equal(added.iccid, b.standIn.ordersOf(more)[0]?.iccid);
  };
  let left = ORDERS / 2;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  assert.equal(b.standIn.ledger().orders.length, ORDERS);
});
