/** eSIM Access: orders and top-ups, and every way in which they go wrong. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { signedHeaders } from '../../src/providers/esim-access/auth.ts';
import { makeRate } from '../../src/providers/esim-access/rate.ts';
import { esimAccessKind } from '../../src/providers/esim-access/config.ts';
import { ProviderBusy, ProviderNotReached, ProviderUnclear } from '../../src/providers/provider.ts';
import {
  articlesOf,
  connect,
  ENOUGH_AGO,
  GB,
  known,
  refused,
  sent,
  SPAIN,
} from '../support/suppliers/connect-esim-access.ts';
import { startEsimAccess } from '../../packages/standins/src/esim-access/server.ts';

// The vector that eSIM Access publishes.
test('calls are signed as documented', () => {
  assert.deepEqual(
    signedHeaders({ accessCode: '11111', secretKey: '1111' }, '{"imsi":"326543826"}', {
      timestamp: '1628670421',
      requestId: '4ce9d9cdac9e4e17b3a2c66c358c1ce2',
    }),
    {
      'RT-AccessCode': '11111',
      'RT-RequestID': '4ce9d9cdac9e4e17b3a2c66c358c1ce2',
      'RT-Timestamp': '1628670421',
      'RT-Signature': '7eb765e27df5373dea2dbc8c41a7d9557743e46c8054750f3d851b3fd01d0835',
    },
  );
});

test('an account comes alive by its form; a wrong key, address or clock concerns the account', async (t) => {
  const standIn = await startEsimAccess();
  t.after(() => standIn.close());
  const account = {
    name: 'access',
    baseUrl: standIn.url,
    credentials: standIn.credentials as Record<string, string>,
    settings: {},
    limits: {},
  };
  const open = (more: Partial<typeof account> = {}) => {
    const provider = esimAccessKind.make({ ...account, ...more });
    t.after(() => provider.close());
    return provider;
  };
  const provider = open();
  await provider.signIn();
  assert.deepEqual(await provider.balance(), { minor: 100_000, currency: 'USD' });
  const wrong = { ...account.credentials, secret_key: 'another' };
  await assert.rejects(open({ credentials: wrong }).signIn(), refused('rejected', 'account'));
  await assert.rejects(
    open({ credentials: wrong }).createEsim({ template: SPAIN, reference: 'r', customer: 'c' }),
    refused('rejected', 'account'),
  );
  standIn.control.settings.isShutOut = true;
  await assert.rejects(provider.signIn(), refused('rejected', 'account'));
  // What cannot be asked is not decided.
  await assert.rejects(provider.findByReference(sent('r')), ProviderUnclear);
  const late = await startEsimAccess({ now: () => Date.now() + 3_600_000 });
  t.after(() => late.close());
  await assert.rejects(open({ baseUrl: late.url }).signIn(), (error: Error) => {
    assert.match(error.message, /clock/);
    return refused('rejected', 'account')(error);
  });
});

test('an order is pending until its profile is there, and then has it', async (t) => {
  const { create, find, control } = await connect(t, { allocationMs: null });
  const reference = randomUUID();
  const order = await create(reference);
  assert.deepEqual(
    [order.status, order.iccid, order.profile, order.package_id, order.template_id],
    ['pending', null, null, null, 'PHES1'],
  );
  const before = await find(reference, { provider_order_id: order.id });
  assert.deepEqual([before?.status, before?.id], ['pending', order.id]);
  control.release();
  const { created_at, ...after } = (await find(reference, { provider_order_id: order.id }))!;
  assert.equal(new Date(created_at).toISOString(), created_at);
  const { iccid } = after;
  assert.match(iccid!, /^89\d{18}$/);
  assert.match(after.profile!.lpa, /^LPA:1\$rsp\.example\.com\$[0-9A-F]{16}$/);
  assert.deepEqual(after, {
    id: order.id,
    reference,
    kind: 'create_esim',
    status: 'confirmed',
    iccid,
    profile: {
      iccid,
      esim_id: control.esimTranNoOf(iccid!),
      lpa: after.profile!.lpa,
      subscriber_imsi: after.profile!.subscriber_imsi,
      imsi: null,
      state: 'RELEASED',
      install: { confirmation_code: null, apn: 'internet', apple_url: null, android_url: null },
    },
    package_id: reference,
    template_id: 'PHES1',
    cost: null,
  });
});

test('profiles come by themselves after their time', async (t) => {
  const { create, find } = await connect(t, { allocationMs: 20 });
  const reference = randomUUID();
  const { id, status } = await create(reference);
  assert.equal(status, 'pending');
  const look = () => find(reference, { provider_order_id: id });
  let order = await look();
  while (order!.status === 'pending') order = await look();
  assert.equal(order!.status, 'confirmed');
});

test('a repeated reference provisions once, also at once, also a top-up', async (t) => {
  const { create, made, add, ledger } = await connect(t);
  const reference = randomUUID();
  const orders = await Promise.all(Array.from({ length: 20 }, () => create(reference)));
  assert.equal(new Set(orders.map(({ id }) => id)).size, 1);
  assert.equal(ledger().countOf(reference), 1);
  const esim = await made();
  const again = randomUUID();
  const added = await Promise.all(Array.from({ length: 20 }, () => add(esim, again)));
  assert.equal(new Set(added.map(({ id }) => id)).size, 1);
  assert.equal(ledger().countOf(again), 1);
});

test('what was sent is found by sending it again; what was not is never sent', async (t) => {
  const { create, find, control, ledger } = await connect(t);
  const [lost, never, unsent] = [randomUUID(), randomUUID(), randomUUID()];
  control.fail('cut', { when: 'after' });
  await assert.rejects(create(lost), ProviderUnclear);
  assert.equal(ledger().countOf(lost), 1);
  assert.equal((await find(lost))?.status, 'confirmed');
  assert.equal(ledger().countOf(lost), 1);
  control.fail('cut', { when: 'before' });
  await assert.rejects(create(never), ProviderUnclear);
  assert.equal(ledger().countOf(never), 0);
  assert.equal((await find(never))?.reference, never);
  assert.equal(ledger().countOf(never), 1);
  const calls = ledger().calls.length;
  assert.equal(await find(unsent, { sent_at: null }), null);
  assert.deepEqual([ledger().countOf(unsent), ledger().calls.length], [0, calls]);
});

test('a top-up is done when it is answered, and found by sending it again', async (t) => {
  const { made, add, provider, find, control, ledger } = await connect(t);
  const esim = await made();
  const added = await add(esim);
  assert.deepEqual(
    { ...added, created_at: null },
    {
      id: added.reference,
      reference: added.reference,
      kind: 'add_package',
      status: 'confirmed',
      iccid: esim.iccid,
      profile: null,
      package_id: added.reference,
      template_id: 'PHES1',
      cost: null,
      created_at: null,
    },
  );
  assert.equal(ledger().calls.at(-1)?.body?.['packageCode'], 'TOPUP_PHES1');
  assert.equal(ledger().calls.at(-1)?.body?.['esimTranNo'], esim.esim_id);
  const { packages } = (await provider.getEsim(known(esim, added)))!;
  assert.deepEqual(
    packages.map((one) => one.total_bytes),
    [GB, GB],
  );
  const lost = randomUUID();
  control.fail('error', { when: 'after' });
  await assert.rejects(add(esim, lost), ProviderUnclear);
  const about = { kind: 'add_package', iccid: esim.iccid, esim_id: esim.esim_id } as const;
  assert.equal((await find(lost, about))?.package_id, lost);
  assert.equal(ledger().countOf(lost), 1);
  assert.equal(await find(randomUUID(), { ...about, sent_at: null }), null);
});

test('an article whose top-up is known is not asked about first', async (t) => {
  const { made, provider, ledger } = await connect(t);
  const { iccid, esim_id } = await made();
  const template = { ...SPAIN, topup_id: 'TOPUP_PHES5' };
  await provider.addPackage({ iccid, esim_id, template, reference: 'r', customer: 'c' });
  assert.deepEqual(
    ledger()
      .calls.slice(-1)
      .map(({ path, body }) => [path, body?.['packageCode']]),
    [['/esim/topup', 'TOPUP_PHES5']],
  );
  assert.ok(!ledger().calls.some(({ path }) => path === '/package/list'));
});

test('what may go onto an eSIM is what the supplier offers for it, while it lives', async (t) => {
  const { made, add, provider, control } = await connect(t);
  const esim = await made();
  const fits = (template = SPAIN) => provider.canAdd({ ...esim, template });
  assert.equal(await fits(), true);
  assert.equal(await fits({ ...SPAIN, id: 'ES_1_7' }), true, 'by its alias');
  assert.equal(await fits({ ...SPAIN, id: 'PHUS3' }), false);
  await assert.rejects(add(esim, 'r', { ...SPAIN, id: 'PHUS3' }), refused('out_of_stock'));
  control.use(esim.esim_id, GB);
  assert.equal(await fits(), true, 'used up');
  control.expire(esim.esim_id);
  assert.equal(await fits(), false, 'over');
});

test('each way in which a call fails is what it says', async (t) => {
  const { create, control, ledger } = await connect(t);
  for (const when of ['before', 'after'] as const)
    for (const how of ['cut', 'error', 'fault', 'busy', 'malformed'] as const) {
      const reference = randomUUID();
      control.fail(how, { when });
      await assert.rejects(create(reference), ProviderUnclear, `${how} ${when}`);
      assert.equal(ledger().countOf(reference), when === 'after' ? 1 : 0);
    }
  const reference = randomUUID();
  control.fail('too_many');
  await assert.rejects(create(reference), (error: unknown) => {
    assert.ok(error instanceof ProviderBusy);
    assert.equal(error.retryAfterMs, 2_000);
    return true;
  });
  assert.equal(ledger().countOf(reference), 0);
});

test('an answer that never comes is unclear, and nobody at all is not reached', async (t) => {
  const { create, control, standIn } = await connect(t, { timeoutMs: 300 });
  for (const when of ['before', 'after'] as const) {
    control.fail('hang', { when });
    await assert.rejects(create(), ProviderUnclear);
  }
  await standIn.close();
  await assert.rejects(create(), ProviderNotReached);
});

test('a slow answer that comes is an answer', async (t) => {
  const { create, control } = await connect(t);
  control.settings.delayMs = 30;
  assert.equal((await create()).status, 'pending');
});

test('more calls than the supplier takes are 429', async (t) => {
  const { create, control } = await connect(t);
  control.settings.perSecond = 2;
  const all = await Promise.allSettled(Array.from({ length: 12 }, () => create()));
  const failed = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  assert.ok(failed.length > 0);
  for (const error of failed) assert.ok(error instanceof ProviderBusy);
});

test('of the calls of an account so many leave in any second, and nobody waits long', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(0.5, 1, 3, 8),
      fc.array(fc.nat(400), { minLength: 1, maxLength: 60 }),
      async (perSecond, pauses) => {
        let now = 0;
        let waitMs = 0;
        const rate = makeRate(perSecond, {
          now: () => now,
          sleep: async (ms) => void (waitMs = ms),
        });
        const left: number[] = [];
        for (const pause of pauses) {
          now += pause;
          waitMs = 0;
          try {
            await rate();
            assert.ok(waitMs <= 2_000);
            left.push(now + waitMs);
          } catch (error) {
            assert.ok(error instanceof ProviderBusy && error.retryAfterMs > 2_000);
          }
        }
        const atOnce = Math.max(1, perSecond);
        left.slice(atOnce).forEach((at, n) => {
          assert.ok(at - left[n]! >= 1_000 * Math.max(1, 1 / perSecond) - 1e-6);
        });
        assert.ok(left.length > 0);
      },
    ),
  );
});

test('a supplier that is busy is asked again; one that has a fault has said nothing', async (t) => {
  const { made, provider, find, control } = await connect(t);
  const esim = await made();
  const reads: Record<string, () => Promise<unknown>> = {
    '/esim/query': () => provider.getEsim(known(esim)),
    '/balance/query': () => provider.balance(),
    '/package/list': () => articlesOf(provider),
  };
  for (const [path, read] of Object.entries(reads)) {
    control.fail('busy', { path });
    await assert.rejects(read(), ProviderBusy, path);
    control.fail('fault', { path });
    await assert.rejects(read(), ProviderUnclear, path);
    await read();
  }
  control.fail('busy', { path: '/esim/query' });
  await assert.rejects(find(esim.reference, { provider_order_id: esim.id }), ProviderBusy);
  // An order is no question: nobody knows what became of it.
  control.fail('busy');
  await assert.rejects(find(randomUUID()), ProviderUnclear);
});

test('nothing was bought where it is only not known what fits', async (t) => {
  const { made, add, control, ledger } = await connect(t);
  const esim = await made();
  control.fail('error', { path: '/package/list' });
  const reference = randomUUID();
  await assert.rejects(add(esim, reference), ProviderNotReached);
  assert.equal(ledger().countOf(reference), 0);
});

test('refusals have their reasons', async (t) => {
  const { create, made, add, provider, control } = await connect(t);
  const esim = await made();
  control.setStock('PHES1', 0);
  await assert.rejects(create(), refused('out_of_stock'));
  control.setStock('PHES1', null);
  control.setBalance(100);
  await assert.rejects(create(), refused('no_funds', 'account'));
  await assert.rejects(add(esim), refused('no_funds', 'account'));
  control.setBalance(10_000_000);
  control.vanish('PHES1');
  await assert.rejects(create(), refused('out_of_stock'));
  await assert.rejects(
    provider.createEsim({ template: null, reference: 'r', customer: 'c' }),
    refused('rejected'),
  );
  await assert.rejects(
    provider.addPackage({ ...esim, esim_id: null, template: SPAIN, customer: 'c' }),
    refused('rejected'),
  );
  await assert.rejects(create('x'.repeat(51)), refused('rejected'));
});

test('an order that was accepted and given up is refused', async (t) => {
  const { create, find, control, ledger } = await connect(t, { allocationMs: null });
  const reference = randomUUID();
  const { id } = await create(reference);
  control.failAllocations(1);
  control.release();
  await assert.rejects(find(reference, { provider_order_id: id }), refused('out_of_stock'));
  assert.equal(ledger().countOf(reference), 0);
  // Also where its number never came.
  await assert.rejects(find(reference, { sent_at: ENOUGH_AGO() }), refused('out_of_stock'));
});

test('a refusal of the second call is not taken for one of the first', async (t) => {
  const { find, create, control, ledger } = await connect(t);
  const reference = randomUUID();
  control.setBalance(100);
  await assert.rejects(find(reference), ProviderUnclear);
  await assert.rejects(find(reference, { sent_at: ENOUGH_AGO() }), refused('no_funds', 'account'));
  assert.equal(ledger().countOf(reference), 0);
  // The first call took the last of the money, and the supplier forgot that it had it.
  control.setBalance(9_000);
  control.fail('cut', { when: 'after' });
  await assert.rejects(create(reference), ProviderUnclear);
  control.forgetReference(reference);
  assert.equal((await find(reference, { sent_at: ENOUGH_AGO() }))?.status, 'confirmed');
  assert.equal(ledger().countOf(reference), 1);
});

test('a call that is not let in says nothing of the order, however long ago that left', async (t) => {
  const { find, control } = await connect(t);
  const reference = randomUUID();
  control.fail('too_old');
  await assert.rejects(find(reference, { sent_at: ENOUGH_AGO() }), ProviderUnclear);
  assert.equal((await find(reference))?.status, 'confirmed');
});

test('a top-up that may be the one that was refused is decided by a person', async (t) => {
  const { made, add, find, control, ledger } = await connect(t);
  const esim = await made();
  const about = { kind: 'add_package', iccid: esim.iccid, esim_id: esim.esim_id } as const;
  const reference = randomUUID();
  control.setBalance(100);
  const look = () => find(reference, { ...about, sent_at: ENOUGH_AGO() });
  await assert.rejects(look(), refused('no_funds', 'account'));
  control.setBalance(9_000);
  control.fail('cut', { when: 'after' });
  await assert.rejects(add(esim, reference), ProviderUnclear);
  control.forgetReference(reference);
  await assert.rejects(look(), ProviderUnclear);
  assert.equal(ledger().countOf(reference), 1);
});

test('an order that the supplier numbered and does not know is not "none"', async (t) => {
  const { find, ledger } = await connect(t);
  const reference = randomUUID();
  await assert.rejects(find(reference, { provider_order_id: 'B1' }), ProviderUnclear);
  assert.equal(ledger().countOf(reference), 0);
});

test('an order in another state of the supplier’s is neither done nor none', async (t) => {
  const { made, provider, find } = await connect(t);
  const esim = await made();
  await provider.cancelPackage({
    ...esim,
    package_id: esim.package_id!,
    template_id: 'PHES1',
    customer: 'c',
  });
  const order = await find(esim.reference, { provider_order_id: esim.id });
  assert.equal(order?.status, 'cancelled');
  assert.equal((await find(esim.reference, { provider_order_id: null }))?.status, 'cancelled');
});
