/** ES2+ with pySim, both ways, as it was on the wire. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { connect } from 'node:tls';
import { inspect } from 'node:util';
import { es2plusProvider } from '../../src/providers/es2plus/adapter.ts';
import { startListener, type Told } from '../../src/providers/es2plus/progress/listener.ts';
import type { SupplierProvider } from '../../src/providers/kind.ts';
import {
  ProviderRefused,
  ProviderUnclear,
  type ProviderOrder,
} from '../../src/providers/provider.ts';
import { makeAuthority, type Identity } from '../../packages/standins/src/es2plus/certificates.ts';
import { stockOf } from '../support/suppliers/es2plus/account.ts';
import { memoryLedger, type MemoryLedger } from '../support/suppliers/es2plus/memory-ledger.ts';
import {
  BROKEN,
  FAILED,
  failed,
  json,
  startPysim,
  type Pysim,
} from '../support/suppliers/es2plus/pysim.ts';

const ICCIDS = stockOf(5);
let pysim: Pysim;
let ledger: MemoryLedger;
let opened: SupplierProvider[];

beforeEach(async () => {
  pysim = await startPysim(ICCIDS);
  ledger = memoryLedger();
  ledger.addStock(ICCIDS.map((iccid) => ({ iccid, subscriberImsi: null, imsi: null })));
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((one) => one.close()));
  await pysim.close();
});

function open(
  settings: Record<string, unknown> = {},
  { credentials = {}, baseUrl = pysim.url }: { credentials?: object; baseUrl?: string } = {},
): SupplierProvider {
  const provider = es2plusProvider(
    {
      name: 'own-smdp',
      baseUrl,
      credentials: { ...pysim.credentials, ...credentials },
      settings: { ca: pysim.authority.ca, ...settings },
      limits: {},
    },
    ledger,
    { callMs: 8_000, settleMs: 0 },
  );
  opened.push(provider);
  return provider;
}
const create = (provider: SupplierProvider, reference = 'ref-1'): Promise<ProviderOrder> =>
  provider.createEsim({ template: null, reference, customer: 'prt_1' });
const names = (): (string | undefined)[] =>
  pysim.asked.map(({ line }) => line.split(/[/ ]/).at(-3));

describe('an order at a server of pySim', () => {
  it('is three calls on one connection, each with all that has to be there', async () => {
    const order = await create(open());
    const matchingId = ledger.orders.get('ref-1')!.matchingId!;
    assert.deepEqual(
      [order.status, order.iccid, order.profile?.lpa],
      ['confirmed', ICCIDS[0], `LPA:1$rsp.example.com$${matchingId}`],
    );
    const callIds = pysim.asked.map(({ body }) => {
      const header = body['header'] as Record<string, string>;
      assert.equal(header['functionRequesterIdentifier'], '1.3.6.1.4.1.99999.1');
      delete body['header'];
      return header['functionCallIdentifier'];
    });
    assert.equal(new Set(callIds).size, 3);
    assert.deepEqual(
      pysim.asked.map(({ line, body }) => [line, body]),
      [
        ['POST /gsma/rsp2/es2plus/downloadOrder HTTP/1.1', { iccid: ICCIDS[0] }],
        [
          'POST /gsma/rsp2/es2plus/confirmOrder HTTP/1.1',
          { iccid: ICCIDS[0], matchingId, releaseFlag: false },
        ],
        ['POST /gsma/rsp2/es2plus/releaseProfile HTTP/1.1', { iccid: ICCIDS[0] }],
      ],
    );
    for (const { headers } of pysim.asked) {
      assert.equal(headers['content-type'], 'application/json');
      assert.equal(headers['x-admin-protocol'], 'gsma/rsp/v2.2.0');
    }
    const provider = open();
    for (let i = 0; i < 3; i++) await create(provider, `more-${i}`);
    // Kept and used again, or each call would have its own.
    assert.ok(pysim.connections() < pysim.asked.length);
  });

  it('is one of the profile type where that is agreed', async () => {
    const order = await create(open({ order_by: 'profile_type', profile_type: 'ES-DATA-1' }));
    assert.deepEqual([order.status, order.iccid], ['confirmed', ICCIDS[0]]);
    const { header: _, ...asked } = pysim.asked[0]!.body;
    assert.deepEqual(asked, { profileType: 'ES-DATA-1' });
  });

  it('names 20 places of an ICCID where that is agreed, and reads both', async () => {
    const order = await create(open({ iccid_format: 'padded' }));
    assert.equal(order.iccid, ICCIDS[0]);
    assert.ok(pysim.asked.every(({ body }) => body['iccid'] === `${ICCIDS[0]}F`));
  });

  for (const instead of ['hang up', BROKEN])
    for (const name of ['downloadOrder', 'confirmOrder', 'releaseProfile'])
      it(`goes on where ${name} ends in ${instead === BROKEN ? '500' : 'nothing'}`, async () => {
        const provider = open();
        pysim.next.set(name, instead);
        const first = await create(provider).catch((error: unknown) => {
          assert.ok(error instanceof ProviderUnclear);
          return null;
        });
        assert.ok(first === null ? name === 'downloadOrder' : first.status === 'pending');
        const order = await create(provider);
        assert.deepEqual([order.status, order.iccid], ['confirmed', ICCIDS[0]]);
        const ids = pysim.asked.flatMap(({ body }) => body['matchingId'] ?? []);
        assert.equal(new Set(ids).size, 1);
      });

  it('that fails half-way is cancelled, with the matching id', async () => {
    const provider = open();
    pysim.next.set('releaseProfile', failed('8.2.1', '3.5'));
    const thrown: unknown[] = [];
    pysim.next.set('cancelOrder', BROKEN);
    for (const kind of [ProviderUnclear, ProviderRefused])
      await assert.rejects(create(provider), (error) => {
        thrown.push(error);
        return error instanceof kind;
      });
    // Whoever knows it can have the profile, so it is in no error, nor in what one came of.
    const matchingId = String(pysim.asked[1]!.body['matchingId']);
    assert.ok(!inspect(thrown, { depth: Infinity }).includes(matchingId));
    assert.deepEqual(names().slice(0, 4), [
      'downloadOrder',
      'confirmOrder',
      'releaseProfile',
      'cancelOrder',
    ]);
    const { header: _, ...cancel } = pysim.asked.at(-1)!.body;
    assert.deepEqual(cancel, {
      iccid: ICCIDS[0],
      matchingId: pysim.asked[1]!.body['matchingId'],
      finalProfileStatusIndicator: 'Available',
    });
  });
});

describe('where no address is said', () => {
  const lpa = async (provider: SupplierProvider): Promise<string> => {
    const { profile } = await create(provider, randomUUID());
    return profile!.lpa.replace(/\$[^$]*$/, '');
  };

  it('an activation code has the configured one, or the host of base_url', async () => {
    pysim.smdpAddress = null;
    assert.equal(await lpa(open({ smdp_address: 'rsp.example.net' })), 'LPA:1$rsp.example.net');
    assert.equal(await lpa(open()), 'LPA:1$smdp.localhost');
    const baseUrl = pysim.url.replace('127.0.0.1', 'localhost');
    assert.equal(await lpa(open({}, { baseUrl })), 'LPA:1$smdp.localhost');
  });

  it('nor can be, the order is refused and taken back', async () => {
    pysim.smdpAddress = null;
    // Leads here as well, and no activation code can be made of it.
    const baseUrl = pysim.url.replace('127.0.0.1', '0.0.0.0');
    const provider = open({}, { baseUrl });
    await assert.rejects(create(provider), (error) => {
      assert.ok(error instanceof ProviderRefused, String(error));
      assert.match(error.message, /smdp_address/);
      return error.concerns === 'account';
    });
    assert.equal(names().at(-1), 'cancelOrder');
    pysim.smdpAddress = 'rsp.example.com';
    assert.equal((await create(provider)).status, 'confirmed');
  });
});

describe('an account is tried', () => {
  it('and is good where the server knows it, whatever it thinks of the profile', async () => {
    const provider = open();
    for (const answer of [failed('8.2.1', '3.9'), failed('8.2.1', '3.5'), FAILED, undefined]) {
      if (answer !== undefined) pysim.next.set('releaseProfile', answer);
      await provider.signIn();
    }
    assert.deepEqual(new Set(names()), new Set(['releaseProfile']));
    await open({ iccid_format: 'padded' }).signIn();
    assert.match(String(pysim.asked.at(-1)!.body['iccid']), /^89\d{17}F$/);
    // Given with the path that all functions have.
    await open({}, { baseUrl: `${pysim.url}/gsma/rsp2/es2plus` }).signIn();
  });

  it('and is not where it does not know it, or is not there', async () => {
    const provider = open();
    pysim.next.set('releaseProfile', failed('1.1', '1.1'));
    await assert.rejects(provider.signIn(), ProviderRefused);
    pysim.next.set('releaseProfile', BROKEN);
    await assert.rejects(provider.signIn(), ProviderUnclear);
    pysim.next.set('releaseProfile', json('{}'));
    await assert.rejects(provider.signIn(), ProviderUnclear);
  });

  it('and is told that its certificate is a stranger', async () => {
    const stranger = await (await makeAuthority('Another CA')).issue('hubby');
    const credentials = { certificate: stranger.certificate, private_key: stranger.key };
    await assert.rejects(open({}, { credentials }).signIn(), /our client certificate/);
  });
});

describe('progress by a client of pySim', () => {
  let told: Omit<Told, 'id'>[];
  let refused: string[];
  let listener: Awaited<ReturnType<typeof startListener>>;
  let client: Identity;

  beforeEach(async () => {
    [told, refused] = [[], []];
    client = await pysim.authority.issue('smdpp.local');
    const own = await pysim.authority.issue('hub.example.com');
    listener = await startListener({
      host: '127.0.0.1',
      port: 0,
      tls: { cert: own.certificate, key: own.key, ca: pysim.authority.ca },
      accounts: async () => [{ name: 'own', baseUrl: 'https://smdpp.local:8443', settings: {} }],
      async tell(_account, { iccid, state, at }) {
        told.push({ iccid, state, at });
        return true;
      },
      onError: (error) => assert.fail(String(error)),
      onRefused: (reason) => refused.push(reason),
    });
  });
  afterEach(() => listener.close());

  /** As python-requests 2.28 sends what `HandleDownloadProgressInfo` makes. */
  function request(changes: string): string {
    const body =
      '{"header": {"functionRequesterIdentifier": "smdpp.local", "functionCallIdentifier": "FCI-1795962809-1"}, ' +
      `"iccid": "${ICCIDS[0]}F", "profileType": "ES", ${changes}, ` +
      '"notificationPointStatus": {"status": "Executed-Success"}, "resultData": "YWJj"}';
    return (
      'POST /gsma/rsp2/es2plus/handleDownloadProgressInfo HTTP/1.1\r\n' +
      `Host: localhost:${listener.port}\r\nUser-Agent: python-requests/2.28.1\r\n` +
      'Accept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\n' +
      'Content-Type: application/json\r\nX-Admin-Protocol: gsma/rsp/v2.5.0\r\n' +
      `Content-Length: ${body.length}\r\n\r\n${body}`
    );
  }

  async function dial(session?: Buffer) {
    const socket = connect({
      host: '127.0.0.1',
      port: listener.port,
      ca: pysim.authority.ca,
      cert: client.certificate,
      key: client.key,
      ...(session === undefined ? {} : { session }),
    });
    await once(socket, 'secureConnect');
    return socket;
  }

  it('is taken with times as Python writes them, again and again on one connection', async () => {
    const socket = await dial();
    const changes = [
      '"timestamp": "2026-11-28T12:30:00.359299", "notificationPointId": 4',
      '"timestamp": "2026-11-28T12:30:00.359301+00:00", "notificationPointId": "4"',
      '"timestamp": "2026-11-28T14:30:00+02:00", "notificationPointId": 4',
    ];
    for (const one of changes) {
      socket.write(request(one));
      const [answer] = (await once(socket, 'data')) as [Buffer];
      const [line, ...headers] = answer.toString().split('\r\n');
      assert.equal(line, 'HTTP/1.1 204 No Content');
      assert.ok(headers.includes('x-admin-protocol: gsma/rsp/v2.5.0'));
      assert.ok(!/content-length|transfer-encoding/i.test(answer.toString()));
      assert.ok(answer.toString().endsWith('\r\n\r\n'));
    }
    socket.destroy();
    assert.deepEqual(
      told.map(({ at }) => at),
      ['2026-11-28T12:30:00.359Z', '2026-11-28T12:30:00.359Z', '2026-11-28T12:30:00.000Z'],
    );
    assert.ok(told.every(({ iccid, state }) => iccid === ICCIDS[0] && state === 'INSTALLED'));
  });

  it('is known by its certificate also where it takes up a TLS session again', async () => {
    const socket = await dial();
    const asked = once(socket, 'session') as Promise<[Buffer]>;
    const [session] = await asked;
    socket.destroy();
    const again = await dial(session);
    assert.ok(again.isSessionReused());
    again.write(request('"timestamp": "2026-11-28T12:30:00Z", "notificationPointId": 4'));
    const [answer] = (await once(again, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 204 /);
    again.destroy();
    assert.deepEqual(refused, []);
  });
});
