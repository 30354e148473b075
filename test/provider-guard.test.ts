/**
 * What stands around every provider: so many calls at once, and none while its calls keep failing.
 */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { guarded, narrowed, type CallNote, type Guarding } from '../src/providers/guard.ts';
import { paceInMemory } from '../src/providers/pace.ts';
import {
  ProviderBusy,
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type Provider,
} from '../src/providers/provider.ts';
import { gate } from './faults/checks.ts';
import { cancelling, esimOf, sentAs, tiersOf } from './support/about-orders.ts';

const ALL_LINES = 64;
/** Of them, for orders: the others are left to look-ups. */
const AT_ONCE = 56;
const OF_ONE_PARTNER = 42;
const WAITING = 1_000;
const customerOf = (i: number): string => (i % 2 === 0 ? 'one' : 'two');
/** So many failures in a row, and the breaker opens. */
const ENOUGH = 20;

/** A provider whose every call does what `answer` says; `sent` are the calls that reached it. */
function fake(
  scope: Provider['breakerScope'],
  answer: (customer: string) => Promise<unknown> = async () => null,
  guarding: Guarding = {},
) {
  const sent: string[] = [];
  const call = (name: string, customer: string): Promise<never> => {
    sent.push(`${name} ${customer}`);
    return answer(customer) as Promise<never>;
  };
  const unguarded: Provider = {
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
    limits: { perSecond: null, atOnce: ALL_LINES, esimIntervalMs: 0 },
    timeoutMs: 1_000,
    settleMs: 2_000,
    pendingMs: 60_000,
    breakerScope: scope,
    createEsim: ({ customer }) => call('createEsim', customer),
    addPackage: ({ customer }) => call('addPackage', customer),
    cancelPackage: ({ customer }) => call('cancelPackage', customer),
    canAdd: () => call('canAdd', '-'),
    async *catalog() {
      for (const page of ['first', 'second']) yield await call(`catalog ${page}`, '-');
    },
    balance: () => call('balance', '-'),
    getEsim: () => call('getEsim', '-'),
    findByReference: () => call('findByReference', '-'),
    list: () => call('list', '-'),
    parseCallback: () => ({ trust: 'signed', id: '1', reports: [], hints: [] }),
  };
  const { provider, isBroken, retire } = guarded(unguarded, guarding);
  const order = (customer = 'one'): Promise<unknown> =>
    provider.createEsim({ template: null, reference: 'r', customer });
  return { provider, sent, order, isBroken, retire };
}

/** Time that stands still unless the test moves it. */
function stopClock(t: TestContext): { pass(ms: number): void; lag(ms: number): void } {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: Date.now() });
  let now = 1_000;
  t.mock.method(performance, 'now', () => now);
  return {
    pass(ms) {
      now += ms;
      t.mock.timers.tick(ms);
    },
    /** Timers are late, as in a busy process. */
    lag(ms) {
      now += ms;
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
    const late = assert.rejects(order(), isBusy);
    await turn();
    clock.lag(2_001);
    door.open();
    await Promise.all(first);
    await late;
    assert.equal(sent.length, AT_ONCE);
  });

  it('wait no longer than that, whether or not a line becomes free', async (t) => {
    const clock = stopClock(t);
    const door = gate();
    const { order } = fake('provider', door.wait);
    const first = Array.from({ length: AT_ONCE }, (_, i) => order(customerOf(i)));
    const late = assert.rejects(order(), isBusy);
    await turn();
    clock.pass(2_000);
    await late;
    door.open();
    await Promise.all(first);
  });

  it('that waited less are sent', async (t) => {
    const clock = stopClock(t);
    const door = gate();
    const { order, sent } = fake('provider', door.wait);
    const calls = Array.from({ length: AT_ONCE + 1 }, (_, i) => order(customerOf(i)));
    await turn();
    clock.pass(1_999);
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
    assert.ok(last < AT_ONCE + 14, `the last of two's 20 is number ${last} of 520`);
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

  it('is not opened by look-ups that fail, which have lines of their own', async (t) => {
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

describe('the limits of an account', () => {
  it('hold for look-ups as for orders, and are the stricter of the kind and the account', async (t) => {
    const clock = stopClock(t);
    const { provider, order, sent } = fake('provider', undefined, { limits: { perSecond: 2 } });
    assert.equal(provider.limits.perSecond, 2);
    assert.equal(provider.limits.atOnce, ALL_LINES);
    const calls = [order(), provider.getEsim(esimOf('89')), order(), provider.balance()];
    await turn();
    assert.equal(sent.length, 2);
    clock.pass(500);
    await turn();
    assert.equal(sent.length, 3);
    clock.pass(500);
    await turn();
    assert.equal(sent.length, 4);
    await Promise.all(calls);
  });

  it('turn away at once whoever would wait too long, and say for how long', async (t) => {
    stopClock(t);
    const { order, sent } = fake('provider', undefined, { limits: { perSecond: 0.2 } });
    await order();
    await assert.rejects(
      order(),
      (error) => error instanceof ProviderBusy && error.retryAfterMs === 5_000,
    );
    assert.equal(sent.length, 1);
  });

  it('let partners take turns, however many calls one of them has waiting', async (t) => {
    const clock = stopClock(t);
    const { order, sent } = fake('provider', undefined, { limits: { perSecond: 4 } });
    const many = Array.from({ length: 20 }, () => order('one').catch(() => {}));
    const other = order('two');
    for (let n = 0; n < 5; n++) {
      await turn();
      clock.pass(250);
    }
    await turn();
    const at = sent.indexOf('createEsim two');
    for (let n = 0; n < 20; n++) {
      clock.pass(250);
      await turn();
    }
    await Promise.all([...many, other.catch(() => {})]);
    assert.ok(at >= 0 && at <= 6, sent.join());
  });

  it('leave questions about eSIMs for when no order waits', async (t) => {
    const clock = stopClock(t);
    const { provider, order, sent } = fake('provider', undefined, { limits: { perSecond: 4 } });
    const polls = Array.from({ length: 8 }, (_, n) => provider.getEsim(esimOf(`89${n}`)));
    const all = [...polls, order(), order(), order('two')];
    for (let n = 0; n < 8; n++) {
      await turn();
      clock.pass(250);
    }
    await turn();
    await Promise.all(all);
    assert.deepEqual(sent.slice(0, 5), [
      'getEsim -',
      'createEsim one',
      'createEsim two',
      'createEsim one',
      'getEsim -',
    ]);
  });

  it('bound what is under way, look-ups included', async () => {
    const door = gate();
    const { provider, order, sent } = fake('provider', door.wait, { limits: { atOnce: 3 } });
    const calls = [order(), order(), provider.balance(), provider.balance(), order('two')];
    await turn();
    assert.equal(sent.length, 3);
    door.open();
    await Promise.all(calls);
    assert.equal(sent.length, 5);
  });

  it('ask about one eSIM no more often than they say', async (t) => {
    const clock = stopClock(t);
    const { provider, sent } = fake('provider', undefined, { limits: { esimIntervalMs: 60_000 } });
    await provider.getEsim(esimOf('89'));
    await provider.getEsim(esimOf('90'));
    await assert.rejects(
      provider.getEsim(esimOf('89')),
      (error) => error instanceof ProviderBusy && error.retryAfterMs === 60_000,
    );
    clock.pass(60_000);
    await provider.getEsim(esimOf('89'));
    assert.equal(sent.length, 3);
  });

  it('leave an eSIM askable whose question found no place at the account', async (t) => {
    const clock = stopClock(t);
    const limits = { perSecond: 0.1, esimIntervalMs: 60_000 };
    const { provider, order, sent } = fake('provider', undefined, { limits });
    await order();
    await assert.rejects(provider.getEsim(esimOf('89')), ProviderBusy);
    clock.pass(10_000);
    await provider.getEsim(esimOf('89'));
    assert.equal(sent.length, 2);
  });

  it('are shared by all who share a pace', async (t) => {
    stopClock(t);
    const guarding = { limits: { perSecond: 0.1 }, pace: paceInMemory() };
    const [one, two] = [
      fake('provider', undefined, guarding),
      fake('provider', undefined, guarding),
    ];
    await one.order();
    await assert.rejects(two.order(), ProviderBusy);
    assert.equal(two.sent.length, 0);
  });

  it('that nobody knows at the moment let no call leave', async () => {
    const pace = { ...paceInMemory(), reserve: () => Promise.reject(new Error('no database')) };
    const { order, sent } = fake('provider', undefined, { limits: { perSecond: 5 }, pace });
    await assert.rejects(order(), ProviderNotReached);
    assert.equal(sent.length, 0);
  });

  for (const limits of [{ perSecond: 1_000 }, {}])
    it(`stop for as long as the supplier says, ${limits.perSecond ?? 'any number of'} calls a second`, async (t) => {
      const clock = stopClock(t);
      let isTooMuch = true;
      const answer = async (): Promise<string> => {
        if (isTooMuch) throw new ProviderBusy('too many', 30_000);
        return 'made';
      };
      const { provider, order, sent } = fake('provider', answer, { limits });
      await assert.rejects(order(), ProviderBusy);
      isTooMuch = false;
      await assert.rejects(
        provider.balance(),
        (error) => error instanceof ProviderBusy && error.retryAfterMs === 30_000,
      );
      assert.equal(sent.length, 1);
      clock.pass(30_000);
      assert.equal(await order(), 'made');
    });

  it('that a supplier says were passed open no breaker', async (t) => {
    stopClock(t);
    const { order, sent, isBroken } = fake('provider', async () => {
      throw new ProviderBusy('too many', 0);
    });
    await failMany(order, ENOUGH * 2);
    assert.deepEqual([sent.length, isBroken()], [ENOUGH * 2, false]);
  });

  it('are the stricter ones, whoever sets them', () => {
    const kinds = { perSecond: 5, atOnce: 8, esimIntervalMs: 1_000 };
    const wider = { perSecond: 50, atOnce: 80, esimIntervalMs: 10 };
    assert.deepEqual(narrowed(kinds, wider), kinds);
    assert.deepEqual(narrowed(wider, kinds), kinds);
    assert.deepEqual(narrowed(kinds, {}), kinds);
  });

  it('hold for each page of the catalog', async (t) => {
    const clock = stopClock(t);
    const { provider, sent } = fake('provider', async () => [], { limits: { perSecond: 1 } });
    const pages = provider.catalog()[Symbol.asyncIterator]();
    await pages.next();
    const second = pages.next();
    await turn();
    assert.deepEqual(sent, ['catalog first -']);
    clock.pass(1_000);
    await second;
    assert.equal(sent.length, 2);
  });

  it('do not end a catalog: a page waits until there is room, where its reader has the patience', async (t) => {
    const clock = stopClock(t);
    let isBusy = true;
    const { provider, sent } = fake('provider', async () => {
      if (isBusy) throw new ProviderBusy('too many', 10_000);
      return [];
    });
    const pages = provider.catalog()[Symbol.asyncIterator]();
    // What the supplier turns away has ended the adapter's list.
    await assert.rejects(pages.next(), ProviderBusy);
    isBusy = false;
    await assert.rejects(provider.catalog()[Symbol.asyncIterator]().next(), ProviderBusy);
    const page = provider.catalog(60_000)[Symbol.asyncIterator]().next();
    await turn();
    assert.equal(sent.length, 1, 'the supplier has asked for a pause');
    clock.pass(10_000);
    assert.equal((await page).done, false);
    assert.equal(sent.length, 2);
  });
});

describe('around a provider', () => {
  it('nothing that costs money leaves while orders are stopped; everything else does', async () => {
    let why: string | null = 'paused by the operator';
    const { provider, order, sent } = fake('provider', undefined, { refusesOrders: () => why });
    const template = { id: 't', bytes: 1, duration_days: 1, coverage: ['GRC'], imsi: null };
    const common = { template, reference: 'r', customer: 'one', iccid: '89', esim_id: null };
    const isStopped = (error: unknown): boolean =>
      error instanceof ProviderNotReached && error.message === 'paused by the operator';
    await assert.rejects(order(), isStopped);
    await assert.rejects(provider.addPackage(common), isStopped);
    await provider.cancelPackage({ ...common, package_id: 'p', template_id: 't' });
    await provider.getEsim(esimOf('89'));
    assert.deepEqual(sent, ['cancelPackage one', 'getEsim -']);
    why = null;
    await order();
  });

  it('every call is noted by what it says of the account', async () => {
    const notes: CallNote[] = [];
    const failures: (Error | null)[] = [
      null,
      new ProviderUnclear('?'),
      new ProviderNotReached('?'),
      new ProviderBusy('?', 0),
      new ProviderRefused('rejected', 'no such article'),
      new ProviderRefused('no_funds', 'empty'),
      new ProviderRefused('rejected', 'wrong key', 'account'),
    ];
    for (const scope of ['provider', 'customer'] as const)
      for (const failure of failures) {
        const { order } = fake(
          scope,
          async () => {
            if (failure !== null) throw failure;
          },
          { note: (note) => notes.push(note) },
        );
        await order().catch(() => {});
      }
    assert.deepEqual(
      notes,
      [
        { outcome: 'succeeded' },
        { outcome: 'failed' },
        { outcome: 'failed' },
        { outcome: 'succeeded' },
        { outcome: 'account_refused', reason: 'no_funds' },
        { outcome: 'account_refused', reason: 'rejected' },
      ],
      'and what one customer meets says nothing of the account',
    );
  });

  it('a last call is waited for when it is replaced, and none begins any more', async () => {
    const door = gate();
    const { order, retire, sent } = fake('provider', door.wait);
    const last = order();
    await door.reached;
    let isOver = false;
    const retired = retire().then(() => (isOver = true));
    await assert.rejects(order(), ProviderBusy);
    await turn();
    assert.equal(isOver, false);
    door.open();
    await last;
    await retired;
    assert.equal(sent.length, 1);
  });
});
