/** Data plans of a BSS that are refused, or used. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, it } from 'node:test';
import { UnfitForm } from '../../src/providers/kind.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
} from '../../src/providers/provider.ts';
import { makeAccount } from '../support/suppliers/es2plus/account.ts';
import {
  CUSTOMER,
  TEMPLATE,
  add,
  closeAll,
  create,
  find,
  given,
  made,
  open,
  plansOf,
  settle,
  taken,
  usageOf,
} from '../support/suppliers/es2plus/with-plans.ts';

afterEach(closeAll);

describe('a plan that is refused', () => {
  for (const state of ['rejected', 'failed', 'partial', 'cancelled'] as const)
    it(`(${state}) gives the profile back`, async () => {
      await open();
      given.bss.control.failNext = state;
      const reference = randomUUID();
      assert.equal((await create(reference)).status, 'pending');
      given.bss.control.finish();
      assert.equal(await find(reference), null);
      assert.deepEqual(taken(), []);
      given.bss.control.looks = 0;
      assert.equal((await create(reference)).status, 'confirmed');
    });

  it('after it was said to be under way is refused, also when it is asked for again', async () => {
    await open();
    given.bss.control.failNext = 'failed';
    const { id } = await create('a-promised-one');
    given.bss.control.finish();
    for (let i = 0; i < 2; i++)
      await assert.rejects(find('a-promised-one', 'create_esim', id), ProviderRefused);
    assert.deepEqual(taken(), []);
  });

  it('by its offering concerns the order, by who asks the account', async () => {
    const { bss } = await open();
    bss.control.withdrawOffer(TEMPLATE.id);
    const refusedFor = (concerns: string) => (error: unknown) => {
      assert.ok(error instanceof ProviderRefused, String(error));
      assert.equal(error.concerns, concerns);
      return true;
    };
    await assert.rejects(create(), refusedFor('order'));
    assert.deepEqual(taken(), []);
    const wrong = { tmf_client_secret: 'another' };
    const provider = makeAccount(given.smdp, given.ledger, {
      credentials: { ...bss.credentials, ...wrong },
    });
    await assert.rejects(provider.signIn(), refusedFor('account'));
    await assert.rejects(create(randomUUID(), { ...given, provider }), refusedFor('account'));
    await provider.close();
    const elsewhere = makeAccount(given.smdp, given.ledger, {
      credentials: bss.credentials,
      settings: { tmf: { paths: { 622: '/other' } } },
    });
    await assert.rejects(
      create(randomUUID(), { ...given, provider: elsewhere }),
      refusedFor('account'),
    );
    await assert.rejects(elsewhere.signIn(), ProviderUnclear);
    await elsewhere.close();
    assert.deepEqual(taken(), []);
    assert.throws(
      () =>
        makeAccount(given.smdp, given.ledger, {
          credentials: { tmf_url: 'http://bss.example.com' },
        }),
      new UnfitForm('credentials.tmf_url', 'expected an address that begins with https'),
    );
  });

  it('by the SM-DP+ afterwards ends the plan, and its name is good for another', async () => {
    const { bss, smdp } = await open();
    const reference = randomUUID();
    await create(reference);
    bss.control.finish();
    smdp.control.failNext('confirmOrder', '8.2.1/3.9');
    await assert.rejects(find(reference), ProviderUnclear);
    bss.control.finish();
    assert.equal(await find(reference), null);
    assert.equal(bss.ledger().products[0]!.status, 'terminated');
    assert.deepEqual(taken(), []);
    // The answer of the next one is lost: the ended one is not taken for it.
    bss.control.faults.next('broken_before', { of: 'POST productOrder' });
    await create(reference);
    const order = await settle(reference);
    const [ended, runs] = bss.ledger().products;
    assert.equal(order.package_id, runs!.id);
    assert.notEqual(ended!.id, runs!.id);
    assert.equal(bss.ledger().products.length, 2);
  });

  it('while it is open is withdrawn', async () => {
    const { bss, smdp } = await open();
    bss.control.looks = 'held';
    const reference = randomUUID();
    assert.equal((await create(reference)).status, 'pending');
    await given.ledger.refuse(reference, { reason: 'rejected', message: 'no', concerns: 'order' });
    await assert.rejects(find(reference), ProviderUnclear);
    assert.equal(await find(reference), null);
    assert.equal(plansOf(reference)[0]!.state, 'cancelled');
    assert.equal(smdp.ledger().profiles[0]!.state, 'Available');
  });
});

describe('what is left of a plan', () => {
  it('is sold minus remaining, in whatever unit that is said', async () => {
    await open({ tmf: { unit_base: 1000 } });
    const order = await made();
    for (const [unit, used] of [
      ['B', 250_000_000],
      ['KB', 250_000_000],
      ['MB', 250_000_000],
      ['GB', 250_000_000],
      ['MiB', 250_000_000],
    ] as const) {
      given.bss.control.unit = unit;
      if (unit === 'B') given.bss.control.use(order.package_id, used);
      const [one] = await usageOf(order);
      assert.ok(Math.abs(one!.used_bytes - used) <= 1, `${unit}: ${one!.used_bytes}`);
      assert.deepEqual([one!.total_bytes, one!.status], [TEMPLATE.bytes, 'ACTIVE']);
    }
    given.bss.control.use(order.package_id, 2e9);
    given.bss.control.unit = 'GB';
    assert.deepEqual(
      (await usageOf(order)).map((one) => [one.used_bytes, one.status]),
      [[1_000_000_000, 'DEPLETED']],
    );
  });

  it('follows the product, also one state that is published with a blank', async () => {
    await open();
    const order = await made();
    const seen: [string, string][] = [
      ['created', 'ACTIVE'],
      ['pendingActive', 'ACTIVE'],
      ['suspended', 'ACTIVE'],
      ['aborted ', 'CANCELLED'],
      ['cancelled', 'CANCELLED'],
      ['pendingTerminate', 'EXPIRED'],
      ['terminated', 'EXPIRED'],
      ['something', 'unknown'],
    ];
    for (const [status, ours] of seen) {
      given.bss.control.setProduct(order.package_id, status);
      assert.equal((await usageOf(order))[0]?.status, ours, status);
    }
  });

  it('is cancelled where we asked for its end', async () => {
    await open();
    const order = await made();
    const input = {
      package_id: order.package_id,
      reference: order.reference,
      template_id: TEMPLATE.id,
      iccid: order.iccid,
      esim_id: null,
      customer: CUSTOMER,
    };
    assert.equal(await given.provider.cancelPackage(input), 'requested');
    given.bss.control.finish();
    assert.equal(await given.provider.cancelPackage(input), 'done');
    assert.equal((await usageOf(order))[0]?.status, 'CANCELLED');
    assert.equal(plansOf(`end-${order.package_id}`).length, 1);
  });

  it('is only that of the eSIM, also where filters are ignored', async () => {
    await open();
    const [first, second] = [await made(), await made()];
    given.bss.control.filters = 'ignored';
    given.bss.control.use(first.package_id, 7);
    assert.deepEqual(
      [(await usageOf(first))[0]?.used_bytes, (await usageOf(second))[0]?.used_bytes],
      [7, 0],
    );
  });

  it('cannot be asked for with a token that is old: a new one is fetched', async () => {
    await open();
    const order = await made();
    given.bss.control.expireTokens();
    assert.equal((await usageOf(order)).length, 1);
    given.bss.control.expireTokens();
    given.bss.control.faults.next('broken_before', { of: 'token' });
    await assert.rejects(usageOf(order), ProviderUnclear);
    await assert.rejects(
      (async () => {
        given.bss.control.faults.next('broken_before', { of: 'token' });
        await add(order.iccid);
      })(),
      ProviderNotReached,
    );
  });
});
