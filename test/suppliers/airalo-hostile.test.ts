/** Whatever Airalo answers: the adapter fails in one of its four ways, or tells the truth. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { SupplierProvider } from '../../src/providers/kind.ts';
import { parseLpa, supplierIccid } from '../../src/providers/identifiers.ts';
import {
  ForgedCallback,
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
} from '../../src/providers/provider.ts';
import { providerAt, sent, SPAIN } from '../support/suppliers/airalo/bench.ts';
import { sign } from '../../packages/standins/src/airalo/wire.ts';

const SECRET = 'demo-secret';
const ICCID = '8944123400000000013';
const REFERENCE = '0b6f0000-0000-4000-8000-000000000000';

let answer: { status: number; body: string };
let server: Server;
let provider: SupplierProvider;
before(async () => {
  server = createServer((request, response) => {
    const isToken = request.url === '/v2/token';
    const { status, body } = isToken
      ? { status: 200, body: '{"data":{"access_token":"t"}}' }
      : answer;
    request.resume().on('end', () => response.writeHead(status).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`;
  provider = providerAt({ url, credentials: { client_id: 'c', client_secret: SECRET } });
});
after(async () => {
  await provider.close();
  server.closeAllConnections();
  server.close();
});

const isOurs = (e: unknown): boolean =>
  [ProviderRefused, ProviderUnclear, ProviderNotReached].some((kind) => e instanceof kind);

/** What it told; undefined where it failed in a way that it may. */
const tell = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((e: unknown) => {
    assert.ok(isOurs(e), String(e));
    return undefined;
  });

const SIM = {
  id: 81_001,
  iccid: ICCID,
  matching_id: 'K2-AB12CD',
  confirmation_code: null,
  qrcode: 'LPA:1$rsp.example.com$K2-AB12CD',
  apn_type: 'automatic',
  apn_value: null,
};
/** A sound order in its envelope, with the paging of a list. */
const sound = () => ({
  data: {
    id: 71_001,
    currency: 'USD',
    package_id: SPAIN.id,
    quantity: 1,
    type: 'sim',
    description: REFERENCE,
    validity: 7,
    price: 3.6,
    created_at: '2026-11-28 12:00:00',
    sims: [SIM],
  },
  meta: { message: 'success', last_page: 1 },
});

const PATHS = [
  ['data'],
  ...Object.keys(sound().data).map((key) => ['data', key]),
  ...Object.keys(SIM).map((key) => ['data', 'sims', '0', key]),
];
/** A sound answer with one thing in it replaced. */
const spoilt = fc
  .tuple(fc.constantFrom(...PATHS), fc.jsonValue({ maxDepth: 2 }))
  .map(([path, value]) => {
    const whole = structuredClone(sound());
    let at = whole as unknown as Record<string, never>;
    for (const step of path.slice(0, -1)) at = at[step]!;
    at[path.at(-1)!] = value as never;
    return JSON.stringify(whole);
  });
const anything = fc.oneof(fc.json({ maxDepth: 4 }), fc.string(), spoilt);
const status = fc.constantFrom(200, 200, 200, 201, 202, 204, 302, 400, 401, 403, 404, 422, 500);

async function readAll<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const create = () => provider.createEsim({ template: SPAIN, reference: REFERENCE, customer: 'c' });

test('a sound answer is taken', async () => {
  answer = { status: 200, body: JSON.stringify(sound()) };
  assert.equal((await create()).status, 'confirmed');
});

test('an order is confirmed only by an answer that is that order, whole', async () => {
  await fc.assert(
    fc.asyncProperty(status, anything, async (code, body) => {
      answer = { status: code, body };
      const made = await tell(create());
      if (made === undefined) return;
      assert.ok(code < 300);
      assert.deepEqual(
        [made.reference, made.kind, made.template_id],
        [REFERENCE, 'create_esim', SPAIN.id],
      );
      if (made.status === 'pending') assert.equal(made.package_id, null);
      else {
        assert.equal(supplierIccid(made.iccid!), made.iccid);
        assert.equal(made.profile?.iccid, made.iccid);
        assert.ok(parseLpa(made.profile!.lpa));
        assert.ok(made.cost === null || made.cost.minor >= 0);
      }
    }),
    { numRuns: 400 },
  );
});

test('"none" is said by an empty list alone', async () => {
  await fc.assert(
    fc.asyncProperty(status, anything, async (code, body) => {
      answer = { status: code, body };
      if ((await tell(provider.findByReference(sent(REFERENCE)))) !== null) return;
      const said = JSON.parse(body) as { data: object; meta: { last_page: number } };
      assert.ok(code === 200 && Object.keys(said.data).length === 0 && said.meta.last_page <= 1);
    }),
    { numRuns: 400 },
  );
});

test('nothing else throws anything else', async () => {
  const iccid = ICCID;
  const onto = { iccid, esim_id: null, template: SPAIN };
  await fc.assert(
    fc.asyncProperty(status, anything, async (code, body) => {
      answer = { status: code, body };
      assert.equal(
        await tell(provider.addPackage({ ...onto, reference: REFERENCE, customer: 'c' })),
        undefined,
      );
      assert.notEqual(await tell(provider.canAdd(onto)), true);
      await tell(provider.getEsim({ iccid, esim_id: null, packages: [] }));
      await tell(provider.list({ since: new Date().toISOString(), cursor: null }));
      await tell(provider.balance());
      await tell(readAll(provider.catalog()));
    }),
    { numRuns: 200 },
  );
});

test('a callback is read, or it is forged or unclear', () => {
  fc.assert(
    fc.property(anything, fc.boolean(), (body, isSigned) => {
      const signature = isSigned ? sign(SECRET, body) : sign('x', body);
      try {
        provider.parseCallback({ headers: { 'airalo-signature': signature }, body });
        assert.ok(isSigned);
      } catch (e) {
        assert.ok(isSigned ? e instanceof ProviderUnclear : e instanceof ForgedCallback, String(e));
      }
    }),
  );
});
