/** What is ordered: profiles and packages, found again by their reference. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { parseLpa, supplierIccid } from '../identifiers.ts';
import { ProviderRefused } from '../provider.ts';
import { add, create, known, order, orderMore, sent, type Cases, type Subject } from './subject.ts';

export const orders: Cases = {
  'a created profile is valid': async (s) => {
    const reference = randomUUID();
    const made = await create(s, reference);
    assert.equal(supplierIccid(made.iccid), made.iccid);
    assert.equal(made.profile?.iccid, made.iccid);
    assert.ok(parseLpa(made.profile!.lpa));
    assert.ok(['RELEASED', 'unknown'].includes(made.profile!.state));
    assert.deepEqual(
      [made.reference, made.kind, made.status, made.template_id],
      [reference, 'create_esim', 'confirmed', s.template.id],
    );
    assert.ok(made.package_id);
    assert.equal(new Date(made.created_at).toISOString(), made.created_at);
  },

  'a profile without a package is made, or refused by who makes none': async (s) => {
    if (!s.provider.can.emptyProfile)
      return assert.rejects(order(s, randomUUID(), null), ProviderRefused);
    const made = await create(s, randomUUID(), null);
    assert.deepEqual([made.package_id, made.template_id], [null, null]);
    assert.deepEqual((await s.provider.getEsim(known(made)))?.packages, []);
  },

  'an order is found by its reference, an unknown one is not': async (s) => {
    if (s.provider.tiers.create_esim !== 'T3') {
      const made = await create(s);
      const found = await s.provider.findByReference(sent(s, made.reference));
      assert.deepEqual(identity(found), identity(made));
      assert.equal(
        await s.provider.findByReference({ ...sent(s, randomUUID()), sent_at: null }),
        null,
      );
    }
    if (s.provider.tiers.add_package !== 'T3') {
      const { onto } = await create(s);
      const added = await add(s, onto);
      const about = sent(s, added.reference, 'add_package', onto);
      assert.deepEqual(identity(await s.provider.findByReference(about)), identity(added));
    }
  },

  'a repeated reference provisions once (T1)': async (s) => {
    if (s.provider.tiers.create_esim === 'T1') {
      const reference = randomUUID();
      await Promise.all(Array.from({ length: 20 }, () => order(s, reference)));
      assert.equal(await s.countProvisioned(reference), 1);
    }
    if (s.provider.tiers.add_package === 'T1') {
      const { onto } = await create(s);
      const reference = randomUUID();
      await Promise.all(Array.from({ length: 20 }, () => orderMore(s, onto, reference)));
      assert.equal(await s.countProvisioned(reference), 1);
    }
  },

  'a package lands on the profile it was ordered for': async (s) => {
    const made = await create(s);
    assert.equal(await s.provider.canAdd({ ...made.onto, template: s.template }), true);
    const added = await add(s, made.onto);
    assert.deepEqual([added.kind, added.iccid], ['add_package', made.iccid]);
    assert.equal(added.template_id, s.template.id);
    const there = await s.provider.getEsim(known(made, made, added));
    assert.deepEqual(
      there?.packages.map((p) => p.package_id).sort(),
      [made.package_id, added.package_id].sort(),
    );
  },

  'an unused package is cancelled as promised': async (s) => {
    const made = await create(s);
    const cancel = (): Promise<string> =>
      s.provider.cancelPackage({
        ...made.onto,
        package_id: made.package_id!,
        reference: made.reference,
        template_id: made.template_id!,
        customer: s.customer,
      });
    const { cancel: promised } = s.provider.can;
    if (promised === 'impossible') return assert.rejects(cancel(), ProviderRefused);
    assert.equal(await cancel(), promised);
    assert.ok(['done', promised].includes(await cancel()));
    if (promised === 'done') await isCancelled(s, made);
  },
};

/** What must be the same whenever an order is told of. */
const identity = (one: Awaited<ReturnType<Subject['provider']['findByReference']>>) =>
  one === null
    ? null
    : [one.id, one.reference, one.kind, one.status, one.iccid, one.package_id, one.template_id];

/** By the eSIM's word, or because the telco takes the whole eSIM back. */
async function isCancelled(s: Subject, made: Awaited<ReturnType<typeof create>>): Promise<void> {
  const esim = await s.provider.getEsim(known(made, made));
  if (esim !== null) assert.equal(esim.packages[0]?.status, 'CANCELLED');
}
