/** The adapter against a telco that misbehaves in ways the sandbox's own faults do not cover. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { isIccid, luhnDigit, makeIccid, parseLpa } from '../src/providers/identifiers.ts';
import {
  ProviderBusy,
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
} from '../src/providers/provider.ts';
import { sandboxProvider } from '../src/providers/sandbox/adapter.ts';
import { cancelling, esimOf, sentAs } from './support/about-orders.ts';

const ICCID = makeIccid('899990');
const profile = {
  iccid: ICCID,
  activation_code: 'LPA:1$rsp.example.com$AB-1',
  subscriber_imsi: '999990000000001',
  imsi_plan: null,
  state: 'RELEASED',
};
const order = {
  id: '7',
  reference: 'r',
  kind: 'create_esim',
  status: 'confirmed',
  package_id: '8',
  template_id: 't',
  created_at: '2025-01-02T03:04:05+00:00',
  profile,
};
const usage = {
  package_id: '8',
  reference: 'r',
  used_bytes: 0,
  total_bytes: 5,
  activated_at: null,
  expires_at: null,
  status: 'ACTIVE',
};
const esim = { profile, state_changed_at: '2025-01-02T03:04:05Z', packages: [usage] };
const template = { id: 't', bytes: 1, duration_days: 1, coverage: [], imsi: null };

let answer: (response: ServerResponse, request: IncomingMessage) => void;
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => answer(response, request));
});
let provider: ReturnType<typeof sandboxProvider>;
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provider = sandboxProvider({ name: 'sandbox-one', url, secret: 's', tier: 'T1', timeoutMs: 300 });
});
after(async () => {
  await provider.close();
  server.closeAllConnections();
  server.close();
});

const says = (status: number, body: unknown): void => {
  answer = (response) => {
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
  };
};
const create = () => provider.createEsim({ template, reference: 'r', customer: 'c' });

test('a sound answer is mapped', async () => {
  says(201, order);
  const made = await create();
  assert.deepEqual(
    [made.id, made.created_at, made.profile!.lpa],
    ['7', '2025-01-02T03:04:05.000Z', 'LPA:1$rsp.example.com$AB-1'],
  );
  says(200, { ...order, status: 'brewing', profile: { ...profile, state: 'LOST' } });
  const odd = await create();
  assert.deepEqual([odd.status, odd.profile!.state], ['pending', 'unknown']);
  says(200, {
    ...esim,
    usage: [
      { iso3: 'ESP', used_bytes: 5 },
      { iso3: null, used_bytes: 6 },
    ],
  });
  assert.deepEqual((await provider.getEsim(esimOf(ICCID)))?.usage, [
    { iso3: 'ESP', used_bytes: 5 },
    { iso3: null, used_bytes: 6 },
  ]);
  for (const odd of [
    7,
    {},
    [null],
    [{ iso3: 'es', used_bytes: 1 }],
    [{ iso3: 'ESP', used_bytes: -1 }],
    [{ iso3: 'ESP' }],
  ]) {
    says(200, { ...esim, usage: odd });
    await assert.rejects(provider.getEsim(esimOf(ICCID)), ProviderUnclear, JSON.stringify(odd));
  }
  says(200, { ...esim, packages: [{ ...usage, status: 'PAUSED' }] });
  assert.equal((await provider.getEsim(esimOf(ICCID)))?.packages[0]?.status, 'unknown');
});

test('orders: what cannot be trusted is unclear', async () => {
  const wrong = ICCID.slice(0, 18) + ((Number(ICCID[18]) + 1) % 10);
  const bad: unknown[] = [
    '',
    '{',
    'null',
    '[]',
    '7',
    {},
    { ...order, id: undefined },
    { ...order, id: 7 },
    { ...order, id: '' },
    { ...order, reference: 'q' },
    { ...order, kind: 'add_package' },
    { ...order, kind: 'x' },
    { ...order, created_at: 'today' },
    { ...order, created_at: '2025-99-01T00:00:00Z' },
    { ...order, profile: null },
    ...[wrong, '1', 5, `${ICCID}\n`].map((iccid) => ({ ...order, profile: { ...profile, iccid } })),
    ...['', 'LPA:1$x', 'LPA:1$rsp.example.com$<b>', 'http://x'].map((activation_code) => ({
      ...order,
      profile: { ...profile, activation_code },
    })),
  ];
  for (const body of bad) {
    says(201, body);
    await assert.rejects(create(), ProviderUnclear, JSON.stringify(body));
  }
});

test('usage: figures that cannot be are unclear', async () => {
  for (const used_bytes of [-1, 1.5, '1', null, 1e300, undefined]) {
    says(200, { ...esim, packages: [{ ...usage, used_bytes }] });
    await assert.rejects(provider.getEsim(esimOf(ICCID)), ProviderUnclear);
  }
  says(200, { ...esim, packages: [{ ...usage, total_bytes: undefined }] });
  await assert.rejects(provider.getEsim(esimOf(ICCID)), ProviderUnclear);
  says(200, esim);
  await assert.rejects(provider.getEsim(esimOf(makeIccid('8999'))), ProviderUnclear);
});

test('statuses: 5xx, redirects and 408 are unclear, other 4xx refuse', async () => {
  for (const status of [302, 408, 500, 502, 503]) {
    says(status, { error: { code: 'out_of_stock' } });
    await assert.rejects(create(), ProviderUnclear, String(status));
  }
  for (const status of [400, 401, 404, 409, 422]) {
    says(status, { error: { code: 'x' } });
    await assert.rejects(
      create(),
      (e) => e instanceof ProviderRefused && e.reason === 'rejected',
      String(status),
    );
  }
  says(429, {});
  await assert.rejects(create(), ProviderBusy);
  says(409, { error: { code: 'out_of_stock' } });
  await assert.rejects(
    create(),
    (e) => e instanceof ProviderRefused && e.reason === 'out_of_stock',
  );
  says(409, '<html>');
  await assert.rejects(create(), ProviderUnclear);
});

test('look-ups: only the telco\'s own "none" is none', async () => {
  says(200, { orders: [], next_cursor: null });
  assert.equal(await provider.findByReference(sentAs('r')), null);
  says(404, { error: { code: 'route_not_found' } });
  await assert.rejects(provider.findByReference(sentAs('r')), ProviderUnclear);
  await assert.rejects(provider.getEsim(esimOf(ICCID)), ProviderUnclear);
  says(401, { error: { code: 'unauthorized' } });
  await assert.rejects(provider.findByReference(sentAs('r')), ProviderUnclear);
  says(404, { error: { code: 'profile_not_found' } });
  assert.equal(await provider.getEsim(esimOf(ICCID)), null);
  says(200, { orders: [{ ...order, reference: 'another' }], next_cursor: null });
  await assert.rejects(provider.findByReference(sentAs('r')), ProviderUnclear);
  says(200, {
    orders: [
      { ...order, id: '1', status: 'cancelled' },
      { ...order, id: '2' },
    ],
    next_cursor: null,
  });
  assert.equal((await provider.findByReference(sentAs('r')))?.id, '2');
});

test('connections: reset, slow bytes and a huge answer are unclear; each call is sent once', async () => {
  let calls = 0;
  const cases: ((response: ServerResponse) => void)[] = [
    (response) => response.socket!.resetAndDestroy(),
    (response) => response.socket!.end(),
    (response) => {
      response.writeHead(201, { 'content-length': '5000' });
      response.write('{');
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
    },
    (response) => {
      response.writeHead(201);
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    },
    (response) => {
      response.writeHead(201);
      response.end(' '.repeat(3_000_000));
    },
    () => {},
  ];
  for (const [i, one] of cases.entries()) {
    answer = (response) => {
      calls++;
      one(response);
    };
    await assert.rejects(create(), ProviderUnclear, `case ${i}`);
  }
  assert.equal(calls, cases.length);
});

test('a refused connection: an order never left, a look-up stays unclear', async () => {
  const nobody = sandboxProvider({
    name: 'sandbox-one',
    url: 'http://127.0.0.1:1',
    secret: 's',
    tier: 'T1',
  });
  await assert.rejects(
    nobody.createEsim({ template, reference: 'r', customer: 'c' }),
    ProviderNotReached,
  );
  await assert.rejects(nobody.cancelPackage(cancelling('1', 'c')), ProviderNotReached);
  await assert.rejects(nobody.findByReference(sentAs('r')), ProviderUnclear);
  await nobody.close();
});

test('identifiers', () => {
  assert.equal(luhnDigit('7992739871'), 3);
  for (let i = 0; i < 100; i++) assert.ok(isIccid(makeIccid('8988')));
  for (const bad of ['', ICCID.slice(1), `${ICCID}0`, `77${ICCID.slice(2)}`, `${ICCID}\n`])
    assert.equal(isIccid(bad), false);
  assert.throws(() => makeIccid('12'));
  assert.deepEqual(parseLpa('LPA:1$smdp.gsma.com$04386-AGYFT-A74Y8-3F815'), {
    host: 'smdp.gsma.com',
    matchingId: '04386-AGYFT-A74Y8-3F815',
    oid: null,
    confirmationRequired: false,
  });
  assert.deepEqual(parseLpa('LPA:1$SMDP.GSMA.COM$04386$$1'), {
    host: 'SMDP.GSMA.COM',
    matchingId: '04386',
    oid: null,
    confirmationRequired: true,
  });
  assert.deepEqual(parseLpa('LPA:1$smdp.gsma.com$$1.3.6.1.4.1.31746$1'), {
    host: 'smdp.gsma.com',
    matchingId: '',
    oid: '1.3.6.1.4.1.31746',
    confirmationRequired: true,
  });
  for (const bad of [
    '1$a.b$C',
    'LPA:1$a.b',
    'LPA:1$a$C',
    'LPA:1$a.b$c',
    'LPA:1$a.b$C$',
    'LPA:1$a.b$C$1',
    'LPA:1$a.b$C$$2',
    'LPA:1$a.b$C$$1$',
    'LPA:1$a.b$C\n',
    'lpa:1$a.b$C',
    'LPA:1$-a.b$C',
  ]) {
    assert.equal(parseLpa(bad), null, bad);
  }
});
