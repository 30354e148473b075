/** Calls that fail: what is certain then, and what is not. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ProviderRefused, ProviderUnclear } from '../provider.ts';
import { add, create, type Cases } from './subject.ts';

export const faults: Cases = {
  'a refused order leaves nothing': async (s) => {
    const reference = randomUUID();
    await s.breakNext('out_of_stock');
    await assert.rejects(
      create(s, reference),
      (e) => e instanceof ProviderRefused && e.reason === 'out_of_stock',
    );
    assert.equal(await s.countProvisioned(reference), 0);
    assert.equal(await s.provider.findByReference(reference), null);
    await assert.rejects(
      add(s, '8999999000000000008', reference),
      (e) => e instanceof ProviderRefused && e.reason === 'rejected',
    );
    assert.equal(await s.provider.findByReference(reference), null);
    assert.equal((await create(s, reference)).reference, reference);
  },

  'a timeout after success is unclear, and the order is found': async (s) => {
    const reference = randomUUID();
    await s.breakNext('timeout');
    await assert.rejects(create(s, reference), ProviderUnclear);
    const found = await s.provider.findByReference(reference);
    assert.equal(found?.reference, reference);
    assert.equal(await s.countProvisioned(reference), 1);
    const more = randomUUID();
    await s.breakNext('timeout');
    await assert.rejects(add(s, found!.profile.iccid, more), ProviderUnclear);
    assert.equal((await s.provider.findByReference(more))?.profile.iccid, found!.profile.iccid);
  },

  ...Object.fromEntries(
    (['timeout_before', 'error'] as const).map((fault) => [
      `${fault} is unclear, and nothing is found`,
      async (s) => {
        const reference = randomUUID();
        await s.breakNext(fault);
        await assert.rejects(create(s, reference), ProviderUnclear);
        assert.equal(await s.provider.findByReference(reference), null);
        assert.equal(await s.countProvisioned(reference), 0);
      },
    ]),
  ),
};
