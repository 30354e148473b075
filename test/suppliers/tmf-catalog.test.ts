/** What a BSS sells, what it tells, and answers that make no sense. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { offering } from '../../packages/standins/src/es2plus/bss-offers.ts';
import type { Article } from '../../src/providers/article.ts';
import { type ProviderOrder, ProviderUnclear } from '../../src/providers/provider.ts';
import { makeAccount, stockOf } from '../support/suppliers/es2plus/account.ts';
import {
  closeAll,
  create,
  given,
  isOfOurs,
  open,
  readAll,
} from '../support/suppliers/es2plus/with-plans.ts';

afterEach(closeAll);

describe('the catalog', () => {
  const read = (): Promise<Article[]> => readAll(given.provider);

  it('has offerings as articles, their prices inline or referred to', async () => {
    await open();
    const [first] = await read();
    assert.deepEqual(first, {
      id: 'po-es-1gb-7d',
      topup_id: null,
      name: 'ES 1 GB 7 days',
      bytes: 1_000_000_000,
      daily_bytes: null,
      throttle_kbps: null,
      duration_days: 7,
      coverage: ['ESP'],
      cost: { minor: 190, currency: 'EUR' },
      starts: 'first_use',
      activation_window_days: null,
      needs_kyc: false,
      can_top_up: true,
      imsi: null,
    });
    const inline = await read();
    given.bss.control.prices = 'reference';
    assert.deepEqual(await read(), inline);
  });

  it('leaves out what is no bundle, and gives places their countries', async () => {
    await open({ tmf: { places: { EU: ['ES', 'FR'] }, unit_base: 1024 } });
    const change = (id: string, changes: Record<string, unknown>): void =>
      given.bss.control.offer({ ...offering(id), ...changes });
    change('recurring', {
      productOfferingPrice: [{ id: 'p', priceType: 'recurring', price: { unit: 'EUR', value: 1 } }],
    });
    change('two-prices', { productOfferingPrice: [{ id: 'p' }, { id: 'q' }] });
    change('no-price', { productOfferingPrice: [{ id: 'nobody' }] });
    change('not-sold', { isSellable: false });
    change('nowhere', { place: [{ id: 'Atlantis' }] });
    change('no-volume', { prodSpecCharValueUse: [] });
    change('nameless', { name: 7 });
    given.bss.control.offer(offering('region', { place: 'EU', gb: 2, price: 0.101 }));
    const all = await read();
    assert.deepEqual(
      all.map(({ id }) => id),
      ['po-es-1gb-7d', 'po-fr-5gb-30d', 'region'],
    );
    const region = all.at(-1)!;
    assert.deepEqual(
      [region.coverage, region.bytes, region.cost.minor],
      [['ESP', 'FRA'], 2 * 1024 ** 3, 11],
    );
  });

  it('is read to its end, page by page', async () => {
    await open();
    for (let i = 0; i < 230; i++) given.bss.control.offer(offering(`po-${i}`));
    assert.equal((await read()).length, 232);
    given.bss.control.pages = false;
    await assert.rejects(read(), ProviderUnclear);
    given.bss.control.pages = true;
    given.bss.control.faults.next('broken_before', { of: 'GET productOffering' });
    await assert.rejects(read(), ProviderUnclear);
  });
});

describe('events of a BSS', () => {
  it('are hints, unsigned, and one that comes again is known', async () => {
    await open();
    const example = {
      eventId: 'e-1',
      eventTime: '2026-11-28T12:00:05Z',
      eventType: 'ProductOrderStateChangeEvent',
      event: { productOrder: { id: 'ord-1', externalId: '0b6f', state: 'completed' } },
    };
    const parse = (body: unknown) =>
      given.provider.parseCallback({ headers: {}, body: JSON.stringify(body) });
    assert.deepEqual(parse(example), {
      trust: 'unsigned',
      id: 'e-1',
      reports: [],
      hints: [{ kind: 'order', reference: '0b6f', provider_order_id: null }],
    });
    const nameless = { ...example, eventId: undefined };
    assert.equal(parse(nameless).id, parse(nameless).id);
    assert.deepEqual(parse({ event: { bucket: { logicalResource: [{ id: '8944' }] } } }).hints, [
      { kind: 'esim', iccid: '8944', esim_id: null },
    ]);
    assert.deepEqual(parse({ event: 'nothing' }).hints, []);
    assert.throws(
      () => given.provider.parseCallback({ headers: {}, body: 'no json' }),
      ProviderUnclear,
    );
  });
});

describe('an answer of a BSS of random shape', () => {
  let body = '';
  const server = createServer((_request, response) => response.end(body));
  before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  after(() => new Promise((resolve) => server.close(resolve)));

  it('is never taken for a plan, nor thrown as anything but a failure of ours', async () => {
    await open();
    const tmfUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = makeAccount(given.smdp, given.ledger, { credentials: { tmf_url: tmfUrl } });
    const order = fc.record(
      {
        id: fc.anything(),
        externalId: fc.anything(),
        state: fc.oneof(fc.constantFrom('completed', 'partial', 'failed'), fc.anything()),
        productOrderItem: fc.oneof(
          fc.anything(),
          fc.array(fc.record({ id: fc.constant('1'), state: fc.anything() })),
        ),
      },
      { requiredKeys: [] },
    );
    await fc
      .assert(
        fc.asyncProperty(
          fc.oneof(
            fc.json(),
            fc.oneof(order, fc.array(order)).map((one) => JSON.stringify(one)),
          ),
          async (json) => {
            body = json;
            const reference = randomUUID();
            for (const ask of [
              () => create(reference, { ...given, provider }),
              () => provider.getEsim({ iccid: stockOf(1)[0]!, esim_id: null, packages: [] }),
              () => provider.signIn(),
            ]) {
              const answer = await ask().catch(isOfOurs);
              assert.notEqual((answer as ProviderOrder | null)?.status, 'confirmed');
            }
            await readAll(provider).catch(isOfOurs);
          },
        ),
        { numRuns: 60 },
      )
      .catch((error: unknown) => {
        if (!(error instanceof Error) || !isOfOurs((error as { cause?: unknown }).cause ?? error))
          throw error;
      });
    await provider.close();
  });
});
