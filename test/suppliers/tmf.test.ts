/** Data plans by TM Forum's APIs, beside the stand-in SM-DP+. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { stateEvent } from '../../packages/standins/src/es2plus/bss-hub.ts';
import { conformance } from '../../src/providers/conformance.ts';
import { ProviderRefused, ProviderUnclear } from '../../src/providers/provider.ts';
import {
  CUSTOMER,
  TEMPLATE,
  add,
  closeAll,
  create,
  find,
  given,
  isOfOurs,
  made,
  open,
  plansOf,
  settle,
  start,
  taken,
} from '../support/suppliers/es2plus/with-plans.ts';

afterEach(closeAll);

for (const name of ['a page of it', 'inline'] as const)
  conformance(`es2plus with TM Forum, prices by ${name}`, async () => {
    const one = await start();
    const { smdp, bss, provider } = one;
    bss.control.prices = name === 'inline' ? 'inline' : 'reference';
    return {
      provider,
      customer: CUSTOMER,
      template: TEMPLATE,
      async breakNext(fault) {
        if (fault === 'out_of_stock') smdp.control.failNext('downloadOrder', '8.2.5/3.7');
        else
          smdp.control.faults.next(fault === 'timeout' ? 'cut' : 'broken_before', {
            of: 'downloadOrder',
          });
      },
      async countProvisioned(reference) {
        const profiles = smdp
          .ledger()
          .calls.filter(
            (call) =>
              call.name === 'downloadOrder' &&
              call.result === 'ok' &&
              call.callId.includes(reference),
          ).length;
        const plans = bss.ledger().orders.filter((order) => order.externalId === reference).length;
        return Math.max(profiles, plans);
      },
      finish: async () => bss.control.finish(),
      async callback(iccid) {
        const product = bss.ledger().products.find((found) => found.iccid === iccid)!;
        const order = bss.ledger().orders.find(({ id }) => id === product.orderId)!;
        return { headers: {}, body: JSON.stringify({ ...stateEvent(order), eventId: order.id }) };
      },
      use: async (_iccid, { bytes, packageId }) => bss.control.use(packageId!, bytes),
      close: one.close,
    };
  });

describe('a plan', () => {
  it('is ordered with ICCID, IMSI and our reference before the profile is released', async () => {
    await open({ tmf: { party_id: 'hubby-account', category: 'travel' } });
    const reference = randomUUID();
    assert.equal((await create(reference)).status, 'pending');
    assert.equal(taken()[0]!.state, 'Allocated');
    given.bss.control.finish();
    const order = await find(reference);
    assert.equal(order?.status, 'confirmed');
    assert.equal(order.package_id, given.bss.ledger().products[0]!.id);
    assert.equal(taken()[0]!.state, 'Released');
    const [sent] = plansOf(reference);
    assert.deepEqual(sent!.body['product'], {
      productCharacteristic: [
        { name: 'iccid', value: order.iccid },
        { name: 'imsi', value: '001010000000000' },
      ],
      realizingResource: [{ id: order.iccid, '@referredType': 'LogicalResource' }],
    });
  });

  it('is ordered after the release where that is agreed, its ICCID where the BSS reads it', async () => {
    await open({
      settings: { plan_order: 'after_release' },
      tmf: { iccid_in: 'resource', imsi_name: 'IMSI' },
    });
    const reference = randomUUID();
    assert.equal((await create(reference)).status, 'pending');
    assert.equal(taken()[0]!.state, 'Released');
    const order = await settle(reference);
    assert.deepEqual(plansOf(reference)[0]!.body['product'], {
      productCharacteristic: [{ name: 'IMSI', value: '001010000000000' }],
      realizingResource: [{ id: order.iccid, '@referredType': 'LogicalResource' }],
    });
  });

  for (const filters of ['honoured', 'ignored'] as const)
    for (const fault of ['cut', 'broken_after', 'malformed', 'broken_before', 'busy'] as const)
      it(`is one where its order ends in ${fault} (filters ${filters})`, async () => {
        await open();
        Object.assign(given.bss.control, { filters, counts: fault !== 'cut' });
        await made();
        given.bss.control.faults.next(fault, { of: 'POST productOrder' });
        const reference = randomUUID();
        assert.equal((await create(reference)).status, 'pending');
        const order = await settle(reference);
        assert.equal(plansOf(reference).length, 1);
        assert.equal(order.package_id, plansOf(reference)[0]!.productId);
        assert.equal(taken().length, 2);
      });

  it('is not sent again while the first call may be on its way', async () => {
    await open({ settleMs: 3_600_000 });
    given.bss.control.faults.next('broken_before', { of: 'POST productOrder' });
    const reference = randomUUID();
    assert.equal((await create(reference)).status, 'pending');
    assert.equal((await find(reference))?.status, 'pending');
    assert.equal((await create(reference)).status, 'pending');
    assert.equal(plansOf(reference).length, 0);
  });

  it('is not said to be none where a list has no end, or is no list', async () => {
    await open();
    Object.assign(given.bss.control, { filters: 'ignored', counts: false, pages: false });
    const first = await made();
    given.bss.control.faults.next('broken_before', { of: 'POST productOrder' });
    const reference = randomUUID();
    await assert.rejects(add(first.iccid, reference), ProviderUnclear);
    await assert.rejects(find(reference, 'add_package'), ProviderUnclear);
    Object.assign(given.bss.control, { filters: 'honoured' });
    given.bss.control.faults.next('broken_after', { of: 'GET productOrder' });
    await assert.rejects(find(reference, 'add_package'), ProviderUnclear);
    assert.equal(plansOf(reference).length, 0);
  });

  it('is one under every fault at once, of many calls for each', async () => {
    await open();
    const random = fc.sample(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), 9_000);
    const { bss, smdp } = given;
    for (const { faults } of [bss.control, smdp.control])
      faults.often(
        0.25,
        ['cut', 'broken_before', 'broken_after', 'busy', 'malformed'],
        () => random.pop() ?? 0.5,
      );
    const references = Array.from({ length: 30 }, () => randomUUID());
    // A look says "none" only after its time: here nothing is on its way when one is made.
    for (const reference of references) await create(reference).catch(isOfOurs);
    for (const reference of references) await find(reference).catch(isOfOurs);
    for (const { faults } of [bss.control, smdp.control]) faults.none();
    const orders = await Promise.all(references.map((reference) => settle(reference)));
    assert.equal(new Set(orders.map((order) => order.package_id)).size, 30);
    assert.equal(new Set(orders.map((order) => order.iccid)).size, 30);
    assert.ok(references.every((reference) => plansOf(reference).length === 1));
    assert.equal(bss.ledger().products.length, 30);
    assert.equal(taken().length, 30);
  });

  it('of a name that the BSS has already is that order', async () => {
    await open();
    given.bss.control.repeats = 'conflict';
    const { iccid } = await made();
    const reference = randomUUID();
    await add(iccid, reference);
    given.bss.control.finish();
    // As after a database that forgot that it was sent.
    given.ledger.orders.delete(reference);
    const order = await add(iccid, reference);
    assert.equal(order.status, 'confirmed');
    assert.equal(plansOf(reference).length, 1);
  });

  it('goes onto an eSIM that is there, and onto no other', async () => {
    await open();
    const { iccid } = await made();
    const reference = randomUUID();
    assert.equal((await add(iccid, reference)).status, 'pending');
    given.bss.control.finish();
    const order = await find(reference, 'add_package');
    assert.deepEqual(
      [order?.status, order?.iccid, order?.profile, order?.template_id],
      ['confirmed', iccid, null, TEMPLATE.id],
    );
    await assert.rejects(add('8944123400009999999'), ProviderRefused);
  });

  it('that is done and does not say what it made is awaited', async () => {
    await open();
    Object.assign(given.bss.control, { looks: 0, saysProduct: false });
    const reference = randomUUID();
    assert.equal((await create(reference)).status, 'pending');
    given.bss.control.saysProduct = true;
    assert.equal((await find(reference))?.status, 'confirmed');
  });
});
