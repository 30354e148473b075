/** What is ordered: profiles and packages, found again by their reference. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { isIccid, parseLpa } from '../identifiers.ts';
import { ProviderRefused } from '../provider.ts';
import { add, create, TEMPLATE, type Cases } from './subject.ts';

export const orders: Cases = {
  'a created profile is valid': async (s) => {
    const reference = randomUUID();
    const order = await create(s, reference);
    assert.ok(isIccid(order.profile.iccid));
    assert.ok(parseLpa(order.profile.lpa));
    assert.equal(order.profile.state, 'RELEASED');
    assert.equal(order.profile.imsi, TEMPLATE.imsi);
    assert.deepEqual(
      [order.reference, order.kind, order.status, order.template_id],
      [reference, 'create_esim', 'confirmed', TEMPLATE.id],
    );
    assert.ok(order.package_id);
    assert.equal(new Date(order.created_at).toISOString(), order.created_at);
  },

  'a profile can be ordered without a package': async (s) => {
    const order = await create(s, randomUUID(), null);
    assert.deepEqual([order.package_id, order.template_id], [null, null]);
    assert.deepEqual((await s.provider.getEsim(order.profile.iccid))?.packages, []);
  },

  'an order is found by its reference, an unknown one is not': async (s) => {
    const order = await create(s);
    assert.deepEqual(await s.provider.findByReference(order.reference), order);
    const added = await add(s, order.profile.iccid);
    assert.deepEqual(await s.provider.findByReference(added.reference), added);
    assert.equal(await s.provider.findByReference(randomUUID()), null);
  },

  'a repeated reference provisions once (T1)': async (s) => {
    if (s.provider.tier !== 'T1') return;
    const reference = randomUUID();
    const orders = await Promise.all(Array.from({ length: 20 }, () => create(s, reference)));
    for (const order of orders) assert.deepEqual(order, orders[0]);
    assert.equal(await s.countProvisioned(reference), 1);
    const again = randomUUID();
    const added = await Promise.all(
      Array.from({ length: 20 }, () => add(s, orders[0]!.profile.iccid, again)),
    );
    for (const order of added) assert.deepEqual(order, added[0]);
    assert.equal(await s.countProvisioned(again), 1);
  },

  'a package lands on the profile it was ordered for': async (s) => {
    const { profile } = await create(s, randomUUID(), null);
    const added = await add(s, profile.iccid);
    assert.deepEqual(
      [added.kind, added.profile.iccid, added.profile.lpa],
      ['add_package', profile.iccid, profile.lpa],
    );
    assert.deepEqual(
      (await s.provider.getEsim(profile.iccid))?.packages.map((p) => p.package_id),
      [added.package_id],
    );
  },

  'a package can be cancelled, twice too': async (s) => {
    const order = await create(s);
    await s.provider.cancelPackage(order.package_id!, s.customer);
    await s.provider.cancelPackage(order.package_id!, s.customer);
    assert.equal((await s.provider.getEsim(order.profile.iccid))?.packages[0]?.status, 'CANCELLED');
    assert.equal((await s.provider.findByReference(order.reference))?.status, 'cancelled');
    await assert.rejects(s.provider.cancelPackage('999999999999999', s.customer), ProviderRefused);
  },
};
