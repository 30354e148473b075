/** Zendit's adapter: its list, its catalog and its balance. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { until } from '../faults/checks.ts';
import { startZendit } from '../../packages/standins/src/zendit/server.ts';
import { zenditBench } from './zendit-bench.ts';
import { collect, GB, providerAt, TEMPLATE } from './zendit-subject.ts';

const b = zenditBench();

describe('the list', () => {
  it('has every purchase since an instant once, the oldest first, over pages, without failed ones', async () => {
    const shop = await startZendit({ stepMs: 1 });
    const small = providerAt(shop.url, shop.credentials.api_key, { pageSize: 3 });
    try {
      await small.createEsim({ template: TEMPLATE, reference: randomUUID(), customer: 'c' });
      const since = await until('another second has begun', async () => {
        const at = new Date();
        return at > new Date(shop.ledger().purchases[0]!.createdAt) && at.toISOString();
      });
      shop.control.hold();
      const references = Array.from({ length: 7 }, () => randomUUID());
      for (const reference of references)
        await small.createEsim({ template: TEMPLATE, reference, customer: 'c' });
      shop.control.rules.failures.push('SUPPLIER_ERROR');
      await small.createEsim({ template: TEMPLATE, reference: randomUUID(), customer: 'c' });
      shop.control.release();
      const { iccid } = shop.ledger().purchases[1]!;
      await small.addPackage({
        iccid: iccid!,
        esim_id: null,
        template: TEMPLATE,
        reference: references[references.push(randomUUID()) - 1]!,
        customer: 'c',
      });
      shop.control.release();
      const { orders, next_cursor } = await small.list({ since, cursor: null });
      assert.equal(next_cursor, null);
      assert.deepEqual(
        orders.map((one) => one.reference),
        references,
      );
      // Which of them made the eSIM is not said.
      assert.ok(orders.every((one) => one.kind === null));
      const asked = shop.ledger().calls.filter((call) => call.path.includes('createdAt'));
      assert.ok(asked.length >= 3);
      // The comparison stands directly before the date, without a colon.
      for (const { path, status } of asked)
        assert.ok(status === 200 && /createdAt=gte\d{4}-\d\d-\d\dT/.test(path), path);
    } finally {
      await small.close();
      await shop.close();
    }
  });
});

describe('the catalog and the balance', () => {
  it('are read whole, over pages, and what cannot be sold is left out', async () => {
    const small = providerAt(b.standIn.url, b.standIn.credentials.api_key, { pageSize: 50 });
    const articles = (await collect(small.catalog())).flat();
    await small.close();
    const byId = new Map(articles.map((one) => [one.id, one]));
    assert.equal(byId.size, articles.length);
    assert.ok(articles.length > 100);
    assert.deepEqual(byId.get('ESIM-ES-7D-1GB'), {
      id: 'ESIM-ES-7D-1GB',
      topup_id: null,
      name: 'Acme eSIM 1GB 7 days',
      bytes: GB,
      daily_bytes: null,
      throttle_kbps: null,
      duration_days: 7,
      coverage: ['ESP'],
      cost: { minor: 150, currency: 'USD' },
      starts: 'first_use',
      activation_window_days: null,
      needs_kyc: false,
      can_top_up: true,
      imsi: null,
    });
    assert.equal(byId.get('ESIM-ES-7D-UNLIMITED')?.bytes, null);
    assert.equal(byId.has('ESIM-ES-1D-1GB'), false, 'switched off');
    const regional = byId.get('ESIM-EU-30D-5GB')!.coverage;
    assert.ok(regional.includes('FRA') && regional.length > 10);
    assert.deepEqual(regional, regional.toSorted());
    const before = b.standIn.ledger().calls.length;
    await collect(b.provider.catalog());
    assert.ok(
      b.standIn
        .ledger()
        .calls.slice(before)
        .every((call) => call.status === 200),
    );
  });

  it('count money in minor units of its currency', async () => {
    b.standIn.control.setBalance(12_345);
    assert.deepEqual(await b.provider.balance(), { minor: 12_345, currency: 'USD' });
  });
});
