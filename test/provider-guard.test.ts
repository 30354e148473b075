/**
 * What stands around every provider: so many calls at once, and none while its calls keep failing.
 */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { guarded } from '../src/providers/guard.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type Provider,
} from '../src/providers/provider.ts';
import { gate } from './faults/checks.ts';
import { cancelling, esimOf, sentAs, tiersOf } from './support/about-orders.ts';

const AT_ONCE = 64;
const OF_ONE_PARTNER = 48;
const WAITING = 1_000;
const customerOf = (i: number): string => (i % 2 === 0 ? 'one' : 'two');
/** So many failures in a row, and the breaker opens. */
const ENOUGH = 20;

/** A provider whose every call does what `answer` says; `sent` are the calls that reached it. */
function fake(
  scope: Provider['breakerScope'],
  answer: (customer: string) => Promise<unknown> = async () => null,
) {
  const sent: string[] = [];
  const call = (name: string, customer: string): Promise<never> => {
    sent.push(`${name} ${customer}`);
    return answer(customer) as Promise<never>;
  };
  const provider = guarded({
    name: 'fake',
    ...tiersOf('T1'),
    can: {
      emptyProfile: true,
      cancel: 'done',
      list: true,
      states: 'all',
      usage: 'package',
      events: true,
    },
    limits: { perSecond: null, atOnce: 64, esimIntervalMs: 0 },
    timeoutMs: 1_000,
    settleMs: 2_000,
    pendingMs: 60_000,
    breakerScope: scope,
    createEsim: ({ customer }) => call('createEsim', customer),
    addPackage: ({ customer }) => call('addPackage', customer),
    cancelPackage: ({ customer }) => call('cancelPackage', customer),
    canAdd: () => call('canAdd', '-'),
    async *catalog() {},
    balance: () => call('balance', '-'),
    getEsim: () => call('getEsim', '-'),
    findByReference: () => call('findByReference', '-'),
    list: () => call('list', '-'),
    parseCallback: () => ({ trust: 'signed', id: '1', reports: [], hints: [] }),
  });
  const order = (customer = 'one'): Promise<unknown> =>
    provider.createEsim({ template: null, reference: 'r', customer });
  return { provider, sent, order };
}

/** Time that stands still unless the test moves it. */
function stopClock(t: TestContext): { pass(ms: number): void } {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: Date.now() });
  let now = 1_000;
  t.mock.method(performance, 'now', () => now);
  return {
    pass(ms) {
      now += ms;
      t.mock.timers.tick(ms);
    },
  };
}

const unclear = async (): Promise<never> => {
  throw new ProviderUnclear('no answer');
};
const failMany = async (order: () => Promise<unknown>, times = ENOUGH): Promise<void> => {
  for (let n = 0; n < times; n++) await assert.rejects(order());
};
const isPaused = (error: unknown): boolean =>
  error instanceof ProviderNotReached && /paused after failures/.test(error.message);
const isBusy = (error: unknown): boolean =>
  error instanceof ProviderNotReached && /too busy/.test(error.message);

describe('calls to a provider', () => {
  it('go out so many at once, and the next when one has ended', async () => {
    const door = gate();
    const { order, sent } = fake('provider', door.wait);
    const calls = Array.from({ length: AT_ONCE + 1 }, (_, i) => order(customerOf(i)));
    await turn();
    assert.equal(sent.length, AT_ONCE);
    door.open();
    await Promise.all(calls);
    assert.equal(sent.length, AT_ONCE + 1);
  });

  it('that waited too long for a free line were not sent, and say so', async (t) => {
    const clock = stopClock(t);
    const door = gate();
    const { order, sent } = fake('provider', door.wait);
    const first = Array.from({ length: AT_ONCE }, (_, i) => order(customerOf(i)));
    const late = order();
    clock.pass(2_001);
    door.open();
    await Promise.all(first);
    await assert.rejects(late, isBusy);
    assert.equal(sent.length, AT_ONCE);
  });

  it('that waited less are sent', async (t) => {
    const clock = stopClock(t);
    const door = gate();
    const { order, sent } = fake('provider', door.wait);
    const calls = Array.from({ length: AT_ONCE + 1 }, (_, i) => order(customerOf(i)));
    clock.pass(2_000);
    door.open();
    await Promise.all(calls);
    assert.equal(sent.length, AT_ONCE + 1);
  });

  it('for which there is no room to wait are turned away unsent', async () => {
    const door = gate();
    const { order, sent } = fake('provider', door.wait);
    const calls = Array.from({ length: AT_ONCE + WAITING }, (_, i) => order(customerOf(i)));
    const [last, other] = await Promise.allSettled([
      order('one'),
      order('three'),
      turn().then(door.open),
    ]);
    assert.ok(last.status === 'rejected' && isBusy(last.reason));
    assert.equal(other.status, 'fulfilled', 'who has less than a share of them waiting still may');
    await Promise.all(calls);
    assert.equal(sent.length, AT_ONCE + WAITING + 1);
  });

  it('of one partner leave lines to the others, and take turns with theirs', async () => {
    const door = gate();
    const { order, sent } = fake('provider', door.wait);
    const calls = Array.from({ length: 500 }, () => order('one'));
    await turn();
    assert.equal(sent.length, OF_ONE_PARTNER);
    calls.push(...Array.from({ length: 20 }, () => order('two')));
    await turn();
    assert.equal(sent.length, AT_ONCE);
    door.open();
    await Promise.all(calls);
    const last = sent.lastIndexOf('createEsim two');
    assert.ok(last < AT_ONCE + 10, `the last of two's 20 is number ${last} of 520`);
  });

  it('of every kind that does something go by the lines and the breaker', async (t) => {
    stopClock(t);
    const { provider, order, sent } = fake('provider', unclear);
    await failMany(order);
    const template = { id: 't', bytes: 1, duration_days: 1, coverage: ['GRC'], imsi: null };
    const common = { template, reference: 'r', customer: 'one' };
    await assert.rejects(provider.createEsim(common), isPaused);
    await assert.rejects(provider.addPackage({ ...common, iccid: '89', esim_id: null }), isPaused);
    await assert.rejects(provider.cancelPackage(cancelling('p', 'one')), isPaused);
    assert.equal(sent.length, ENOUGH);
  });
});

describe('the breaker', () => {
  it('opens for calls that never got there as for those without a clear answer', async (t) => {
    stopClock(t);
    const { order, sent } = fake('provider', async () => {
      throw new ProviderNotReached('refused');
    });
    await failMany(order);
    await assert.rejects(order(), isPaused);
    assert.equal(sent.length, ENOUGH);
  });

  it('stays shut for fewer failures, and for answers that are a clear no', async (t) => {
    stopClock(t);
    const few = fake('provider', unclear);
    await failMany(few.order, ENOUGH - 1);
    await assert.rejects(few.order(), ProviderUnclear);
    const refusing = fake('provider', async () => {
      throw new ProviderRefused('out_of_stock', 'none left');
    });
    await failMany(refusing.order, ENOUGH * 2);
    await assert.rejects(refusing.order(), ProviderRefused);
    assert.equal(refusing.sent.length, ENOUGH * 2 + 1);
  });

  it('opens when half of the calls fail, not when fewer do', async (t) => {
    stopClock(t);
    const failing = (every: number) => {
      let n = 0;
      return fake('provider', async () => (n++ % every === 0 ? unclear() : null));
    };
    const settle = async (order: () => Promise<unknown>, times: number): Promise<void> => {
      for (let n = 0; n < times; n++) await order().catch(() => {});
    };
    const [half, third] = [failing(2), failing(3)];
    await settle(half.order, ENOUGH + 1);
    await assert.rejects(half.order(), isPaused);
    await settle(third.order, ENOUGH * 3);
    assert.equal(third.sent.length, ENOUGH * 3);
  });

  it('is one for all where the provider says so', async (t) => {
    stopClock(t);
    const { order, sent } = fake('provider', unclear);
    await failMany(() => order('one'));
    await assert.rejects(order('two'), isPaused);
    assert.equal(sent.length, ENOUGH);
  });

  it('is one per customer where the provider says so', async (t) => {
    stopClock(t);
    const { order } = fake('customer', async (customer) =>
      customer === 'one' ? unclear() : 'made',
    );
    await failMany(() => order('one'));
    await assert.rejects(order('one'), isPaused);
    assert.equal(await order('two'), 'made');
  });

  it('lets look-ups pass: they decide what happened', async (t) => {
    stopClock(t);
    let isWorking = false;
    const { provider, order } = fake('provider', async () => (isWorking ? 'found' : unclear()));
    await failMany(order);
    await assert.rejects(order(), isPaused);
    isWorking = true;
    assert.equal(await provider.getEsim(esimOf('89')), 'found');
    assert.equal(await provider.findByReference(sentAs('r')), 'found');
    assert.equal(await provider.list({ since: '2026-01-01T00:00:00Z', cursor: null }), 'found');
    await assert.rejects(order(), isPaused);
  });

  it('is not opened by look-ups that fail, which wait for no line either', async (t) => {
    stopClock(t);
    const door = gate();
    const { provider, order } = fake('provider', async (customer) =>
      customer === '-' ? unclear() : door.wait(),
    );
    const busy = Array.from({ length: AT_ONCE }, (_, i) => order(customerOf(i)));
    for (let n = 0; n < ENOUGH * 2; n++)
      await assert.rejects(provider.findByReference(sentAs('r')), ProviderUnclear);
    door.open();
    await Promise.all(busy);
    await order();
  });

  it('lets a call try again after a while, and shuts when that works', async (t) => {
    const clock = stopClock(t);
    let isWorking = false;
    const { order } = fake('provider', async () => (isWorking ? 'made' : unclear()));
    await failMany(order);
    isWorking = true;
    clock.pass(4_999);
    await assert.rejects(order(), isPaused);
    clock.pass(1);
    assert.equal(await order(), 'made');
    assert.equal(await order(), 'made');
  });
});
