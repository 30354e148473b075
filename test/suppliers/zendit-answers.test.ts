/** Zendit's adapter against answers to the letter, and against those that no stand-in gives. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, it } from 'node:test';
import fc from 'fast-check';
import type { Article } from '../../src/providers/article.ts';
import { parseLpa } from '../../src/providers/identifiers.ts';
import type { SupplierProvider } from '../../src/providers/kind.ts';
import {
  ProviderBusy,
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type KnownEsim,
  type SentOrder,
} from '../../src/providers/provider.ts';
import { makeOffer } from '../../packages/standins/src/zendit/offers.ts';
import { collect, GB, providerAt, refusedAs, sent, TEMPLATE } from './zendit-subject.ts';

let answer: (response: ServerResponse, request: IncomingMessage) => void;
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => answer(response, request));
});
let reader: SupplierProvider;
before(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  reader = providerAt(`http://127.0.0.1:${port}/v1`, 'k', { timeoutMs: 5_000 });
});
after(async () => {
  await reader.close();
  server.closeAllConnections();
  server.close();
});
const says = (status: number, body: unknown): void => {
  answer = (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(body));
};
const reference = '0b6f0000-0000-4000-8000-000000000000';
const order = () => reader.createEsim({ template: TEMPLATE, reference, customer: 'c' });
const lookUp = (more: Partial<SentOrder> = {}) => reader.findByReference(sent(reference, more));
const confirmation = {
  iccid: '8944123400000000013',
  smdpAddress: 'rsp.example.com',
  activationCode: 'K2-AB12CD',
  externalReferenceId: 'x-1',
  redemptionInstructions: 'Scan',
};
const purchase = {
  transactionId: reference,
  status: 'DONE',
  offerId: 'ESIM-ES-7D-1GB',
  productType: 'ESIM',
  dataGB: 1,
  dataUnlimited: false,
  cost: 150,
  costCurrency: 'USD',
  costCurrencyDivisor: 100,
  confirmation,
  log: [],
  createdAt: '2026-11-28T12:00:00Z',
  updatedAt: '2026-11-28T12:00:04Z',
};
const plan = {
  iccid: '8944123400000000013',
  offerId: 'ESIM-ES-7D-1GB',
  description: '1GB 7 days',
  initialDataGB: 1,
  remainingDataGB: 0.75,
  unlimited: false,
  startAt: '2026-11-28T13:00:00Z',
  endAt: '2026-12-05T13:00:00Z',
  status: 'ACTIVE',
};
const esim: KnownEsim = {
  iccid: '8944123400000000013',
  esim_id: null,
  packages: [
    {
      package_id: reference,
      reference,
      template_id: 'ESIM-ES-7D-1GB',
      ordered_at: '2026-11-28T12:00:00.000Z',
    },
  ],
};
const plans = { firstInstalledAt: '2026-11-28T12:30:00Z', total: 1, list: [plan] };

it('answers of a purchase that is done are read to the letter', async () => {
  says(200, purchase);
  assert.deepEqual(await lookUp(), {
    id: reference,
    reference,
    kind: 'create_esim',
    status: 'confirmed',
    iccid: '8944123400000000013',
    profile: {
      iccid: '8944123400000000013',
      esim_id: null,
      lpa: 'LPA:1$rsp.example.com$K2-AB12CD',
      subscriber_imsi: null,
      imsi: null,
      state: 'RELEASED',
      install: null,
    },
    package_id: reference,
    template_id: 'ESIM-ES-7D-1GB',
    cost: { minor: 150, currency: 'USD' },
    created_at: '2026-11-28T12:00:00.000Z',
  });
  says(200, { ...purchase, status: 'BREWING' });
  assert.equal((await lookUp())?.status, 'pending');
  says(200, { transactionId: reference, status: 'ACCEPTED' });
  assert.equal((await order()).status, 'pending');
});

it('answers may have the whole activation code in place of the matching id', async () => {
  for (const activationCode of [
    'LPA:1$other.example.com$AB-1',
    'lpa:1$other.example.com$AB-1',
    '1$other.example.com$AB-1',
  ]) {
    says(200, { ...purchase, confirmation: { ...confirmation, activationCode } });
    assert.equal((await lookUp())?.profile?.lpa, 'LPA:1$other.example.com$AB-1');
  }
});

it('answers about money are converted by their own divisor, parts rounded up', async () => {
  const cases = [
    [
      { cost: 1501, costCurrencyDivisor: 1000 },
      { minor: 151, currency: 'USD' },
    ],
    [
      { cost: 150, costCurrency: 'JPY', costCurrencyDivisor: 1 },
      { minor: 150, currency: 'JPY' },
    ],
    [
      { cost: 150, costCurrency: 'KWD' },
      { minor: 1500, currency: 'KWD' },
    ],
    [{ cost: 0 }, { minor: 0, currency: 'USD' }],
    [{ cost: null }, null],
  ] as const;
  for (const [given, expected] of cases) {
    says(200, { ...purchase, ...given });
    assert.deepEqual((await lookUp())?.cost, expected);
  }
});

it('answers about orders that cannot be trusted are unclear', async () => {
  const bad: unknown[] = [
    [],
    null,
    7,
    {},
    { ...purchase, transactionId: 'another' },
    { ...purchase, status: 7 },
    { ...purchase, status: '' },
    { ...purchase, offerId: 'ANOTHER' },
    { ...purchase, confirmation: undefined },
    { ...purchase, createdAt: 'today' },
    { ...purchase, dataGB: -1 },
    { ...purchase, cost: 'much' },
    { ...purchase, cost: 1e15 },
    { ...purchase, costCurrency: 'LIRA' },
    { ...purchase, costCurrencyDivisor: 0 },
    ...['', '1', '7744123400000000013', 8944123400000000013n.toString().slice(0, 10)].map(
      (iccid) => ({ ...purchase, confirmation: { ...confirmation, iccid } }),
    ),
    ...['LPA:1$x', 'not valid', '<b>', '', null, 'LPA:2$rsp.example.com$AB'].map(
      (activationCode) => ({ ...purchase, confirmation: { ...confirmation, activationCode } }),
    ),
  ];
  for (const body of bad) {
    says(200, body);
    await assert.rejects(lookUp(), ProviderUnclear, JSON.stringify(body));
  }
  says(200, purchase);
  await assert.rejects(
    lookUp({ kind: 'add_package', iccid: '8944123400000000099' }),
    ProviderUnclear,
  );
  for (const body of [
    {},
    [],
    { transactionId: reference },
    { transactionId: 'x', status: 'ACCEPTED' },
  ]) {
    says(200, body);
    await assert.rejects(order(), ProviderUnclear, JSON.stringify(body));
  }
});

it('answers that say no are a refusal only where Zendit knows no purchase under the reference', async () => {
  const none = { errorCode: 'NOT_FOUND', message: 'Purchase not found', fields: {} };
  const refuse = (fields: object, then: [number, unknown]): void => {
    answer = (response, { method }) => {
      const [status, body] =
        method === 'POST' ? [400, { errorCode: 'INVALID_REQUEST', message: '', fields }] : then;
      response
        .writeHead(status as number, { 'content-type': 'application/json' })
        .end(JSON.stringify(body));
    };
  };
  refuse({}, [404, none]);
  await assert.rejects(order(), refusedAs('rejected'));
  refuse({ offerId: 'is not yours' }, [500, {}]);
  await assert.rejects(order(), refusedAs('rejected'));
  refuse({}, [404, { message: 'no such page' }]);
  await assert.rejects(order(), ProviderUnclear);
  refuse({}, [500, {}]);
  await assert.rejects(order(), ProviderUnclear);
  refuse({}, [200, purchase]);
  assert.equal((await order()).status, 'confirmed');
  refuse({ transactionId: 'used' }, [404, none]);
  await assert.rejects(order(), ProviderUnclear);
  for (const status of [302, 408, 500, 503]) {
    says(status, { errorCode: 'SYSTEM_UNAVAILABLE' });
    await assert.rejects(order(), ProviderUnclear, String(status));
  }
});

it('answers about plans are read to the letter, with an ICCID however it is written', async () => {
  says(200, plans);
  assert.deepEqual(await reader.getEsim(esim), {
    iccid: '8944123400000000013',
    state: 'INSTALLED',
    state_changed_at: '2026-11-28T12:30:00.000Z',
    packages: [
      {
        package_id: reference,
        used_bytes: GB / 4,
        total_bytes: GB,
        activated_at: '2026-11-28T13:00:00.000Z',
        expires_at: '2026-12-05T13:00:00.000Z',
        status: 'ACTIVE',
      },
    ],
    usage: [],
  });
  says(200, { ...plans, list: [{ ...plan, iccid: '8944123400000000013F' }] });
  assert.equal((await reader.getEsim(esim))?.iccid, '8944123400000000013');
  for (const firstInstalledAt of ['', null, undefined]) {
    says(200, { ...plans, firstInstalledAt });
    assert.equal((await reader.getEsim(esim))?.state, 'RELEASED');
  }
  says(200, { ...plans, list: [{ ...plan, status: 'PAUSED' }] });
  assert.equal((await reader.getEsim(esim))?.packages[0]?.status, 'unknown');
  says(200, { ...plans, list: [{ ...plan, startAt: '', endAt: null, status: 'QUEUED' }] });
  assert.equal((await reader.getEsim(esim))?.packages[0]?.activated_at, null);
});

it('answers about plans that cannot be are unclear', async () => {
  const bad = [
    { plans: [] },
    { ...plans, list: {} },
    { ...plans, firstInstalledAt: 'soon' },
    ...[
      { iccid: '8944123400000000099' },
      { remainingDataGB: -0.1 },
      { remainingDataGB: null },
      { initialDataGB: 1e300 },
      { unlimited: 'no' },
      { offerId: '' },
      { startAt: 'once' },
    ].map((wrong) => ({ ...plans, list: [{ ...plan, ...wrong }] })),
  ];
  for (const body of bad) {
    says(200, body);
    await assert.rejects(reader.getEsim(esim), ProviderUnclear, JSON.stringify(body));
  }
});

it('answers with offers that make no sense lose those, and not the page', async () => {
  const good = makeOffer({ offerId: 'GOOD', country: 'ES', costMinor: 150 });
  const bad = [
    null,
    { ...good, offerId: '' },
    { ...good, productType: 'VOUCHER' },
    { ...good, priceType: 'RANGE' },
    { ...good, dataGB: 0 },
    { ...good, dataGB: -1 },
    { ...good, durationDays: 0.5 },
    { ...good, durationDays: 1e9 },
    { ...good, country: '', roaming: [] },
    { ...good, country: 'ZZ' },
    { ...good, roaming: 'all' },
    { ...good, enabled: 'yes' },
    { ...good, cost: null },
    { ...good, cost: { ...good.cost, fixed: 0 } },
    { ...good, cost: { ...good.cost, fixed: -5 } },
    { ...good, cost: { ...good.cost, currency: 'XYZ' } },
    { ...good, brandName: 'a\u0000b' },
  ];
  const fees = {
    ...good,
    offerId: 'FEES',
    cost: { ...good.cost, fee: 5, feePct: 2.5, discount: 9 },
  };
  const list = [
    good,
    ...bad,
    fees,
    {
      ...good,
      offerId: 'ROAMS',
      roaming: [{ country: 'XK' }, { country: 'fr' }, { country: 'ES' }, {}],
    },
  ];
  says(200, { limit: 200, offset: 0, total: list.length, list });
  const walk = reader.catalog()[Symbol.asyncIterator]();
  const { value: articles } = (await walk.next()) as { value: Article[] };
  assert.deepEqual(
    articles.map((one) => [one.id, one.cost.minor, one.coverage]),
    [
      ['GOOD', 150, ['ESP']],
      ['FEES', 159, ['ESP']],
      ['ROAMS', 150, ['ESP', 'FRA', 'XKX']],
    ],
  );
  // They are counted.
  assert.deepEqual(await walk.next(), { done: true, value: bad.length });
});

it('answers with pages that never end do not keep us for ever', async () => {
  says(200, { total: 3, list: [] });
  assert.deepEqual(await collect(reader.catalog()), []);
  for (const body of [{ list: [] }, { total: 3 }, [], { total: '3', list: [1] }]) {
    says(200, body);
    await assert.rejects(collect(reader.catalog()), ProviderUnclear);
  }
});

it('answers of any shape are one of four failures, and never a success that was not said', async () => {
  const mutated = (of: object) =>
    fc.oneof(
      { weight: 1, arbitrary: fc.jsonValue() },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom(...Object.keys(of)), fc.jsonValue())
          .map(([key, value]) => ({ ...of, [key]: value })),
      },
    );
  const failures = [ProviderRefused, ProviderUnclear, ProviderNotReached, ProviderBusy];
  const tried = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      assert.ok(
        failures.some((kind) => error instanceof kind),
        String(error),
      );
      return undefined;
    }
  };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(200, 200, 200, 201, 400, 401, 403, 404, 429, 500, 503),
      mutated(purchase),
      mutated({ ...plans, ...plan }),
      async (status, said, planned) => {
        says(status, said);
        for (const found of [await tried(order), await tried(() => lookUp())]) {
          if (found === undefined || found === null) continue;
          assert.ok(status < 300 && found.reference === reference);
          const isDone = (said as { status?: unknown }).status === 'DONE';
          assert.equal(found.status !== 'pending', isDone);
          if (isDone) assert.ok(parseLpa(found.profile!.lpa) !== null);
        }
        says(status, planned);
        await tried(() => reader.getEsim(esim));
        says(status, { limit: 1, offset: 0, total: 1, list: [said] });
        await tried(() => reader.list({ since: '2026-01-01T00:00:00Z', cursor: null }));
        assert.deepEqual((await tried(() => collect(reader.catalog()))) ?? [], []);
        await tried(() => reader.balance());
      },
    ),
    { numRuns: 300 },
  );
});
