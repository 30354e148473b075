/** Calls that fail: what is certain then, and what is not. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ProviderRefused, ProviderUnclear } from '../provider.ts';
import { create, order, orderMore, sent, type Cases, type Subject } from './subject.ts';

/** Whether a look-up can tell what became of a creation. */
const canTell = (s: Subject): boolean => s.provider.tiers.create_esim !== 'T3';

export const faults: Cases = {
  'a refused order leaves nothing': async (s) => {
    const reference = randomUUID();
    await s.breakNext('out_of_stock');
    await assert.rejects(
      order(s, reference),
      (e) => e instanceof ProviderRefused && e.reason === 'out_of_stock',
    );
    assert.equal(await s.countProvisioned(reference), 0);
    if (canTell(s)) await isNowhere(s, reference);
    await assert.rejects(
      orderMore(s, { iccid: '8999999000000000008', esim_id: 'nobody' }, randomUUID()),
      (e) => e instanceof ProviderRefused && e.concerns === 'order',
    );
    assert.equal((await create(s)).status, 'confirmed');
  },

  'a timeout after success is unclear, and the order is found': async (s) => {
    const reference = randomUUID();
    await s.breakNext('timeout');
    await assert.rejects(order(s, reference), ProviderUnclear);
    assert.equal(await s.countProvisioned(reference), 1);
    if (!canTell(s)) return;
    await s.finish();
    const found = await s.provider.findByReference(sent(s, reference));
    assert.equal(found?.reference, reference);
    assert.equal(await s.countProvisioned(reference), 1);
  },

  ...Object.fromEntries(
    (['timeout_before', 'error'] as const).map((fault) => [
      `${fault} is unclear, and nothing is found`,
      async (s) => {
        const reference = randomUUID();
        await s.breakNext(fault);
        await assert.rejects(order(s, reference), ProviderUnclear);
        assert.equal(await s.countProvisioned(reference), 0);
        if (canTell(s) && s.provider.tiers.create_esim === 'T2') await isNowhere(s, reference);
      },
    ]),
  ),
};

const isNowhere = async (s: Subject, reference: string): Promise<void> =>
  assert.equal(await s.provider.findByReference({ ...sent(s, reference), sent_at: null }), null);
