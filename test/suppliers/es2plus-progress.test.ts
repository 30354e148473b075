/** The entrance for progress notifications: mutual TLS, and whatever SM-DP+ write. */
import assert from 'node:assert/strict';
import { randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { connect as connectTls } from 'node:tls';
import fc from 'fast-check';
import { loadConfig } from '../../src/config.ts';
import { ConfigError } from '../../src/config/read-parts.ts';
import { oncePerHour } from '../../src/providers/es2plus/progress/complaints.ts';
import {
  startListener,
  type Listener,
  type Told,
} from '../../src/providers/es2plus/progress/listener.ts';
import { readNotification } from '../../src/providers/es2plus/progress/notification.ts';
import type { ProgressAccount } from '../../src/providers/es2plus/progress/peers.ts';
import { stateAt, statesTold } from '../../src/providers/es2plus/points.ts';
import { readFiles } from '../../src/start/listen-to-progress.ts';
import { iccid, stockOf, TYPE } from '../support/suppliers/es2plus/account.ts';
import { makeAuthority } from '../../packages/standins/src/es2plus/certificates.ts';
import { startEs2plus, type Es2plus } from '../../packages/standins/src/es2plus/server.ts';

const PRETTY = { '100': 'ENABLED', '101': 'DISABLED', '102': 'DELETED' };
const PATH = '/gsma/rsp2/es2plus/handleDownloadProgressInfo';
const SMDP = 'https://rsp.example.com';

let smdp: Es2plus;
let listener: Listener;
let accounts: ProgressAccount[];
let told: ({ account: string } & Omit<Told, 'id'>)[];
/** ICCIDs by account; of any account where there is none */
let owned: Record<string, string[]>;
let isBroken: boolean;
let errors: string[];
const refusals: string[] = [];

before(async () => {
  smdp = await startEs2plus();
  smdp.control.addStock(stockOf(3).map((one) => ({ iccid: one, profileType: TYPE })));
  const { certificate, key } = await smdp.authority.issue('hub.example.com');
  listener = await startListener({
    host: '127.0.0.1',
    port: 0,
    tls: { cert: certificate, key, ca: smdp.authority.ca },
    accounts: async () => accounts,
    async tell(account, { iccid: of, state, at }) {
      if (isBroken) throw new Error('the database is away');
      if (owned[account]?.includes(of) === false) return false;
      told.push({ account, iccid: of, state, at });
      return true;
    },
    onError: (error) => errors.push((error as Error).message),
    onRefused: (reason) => refusals.push(reason),
  });
  smdp.control.device.target = `https://127.0.0.1:${listener.port}`;
});
after(async () => {
  await smdp.close();
  await listener.close();
});
beforeEach(() => {
  accounts = [{ name: 'own', baseUrl: SMDP, settings: { notification_points: PRETTY } }];
  told = [];
  owned = {};
  isBroken = false;
  errors = [];
  smdp.control.device.identity = null;
});

const AT = '2025-11-28T12:30:00Z';
const states = () => told.map(({ state }) => state);

describe('a progress notification', () => {
  it('is answered with 204 and nothing, and says the state', async () => {
    const answer = await smdp.control.device.tell(iccid(1), 4, { timestamp: AT });
    assert.deepEqual(
      [answer.status, answer.text, answer.headers['x-admin-protocol']],
      [204, '', 'gsma/rsp/v2.5.0'],
    );
    assert.deepEqual(told, [
      { account: 'own', iccid: iccid(1), state: 'INSTALLED', at: '2025-11-28T12:30:00.000Z' },
    ]);
  });

  it('comes from a device that downloads and installs', async () => {
    smdp.ledger().profiles[1]!.state = 'Released';
    assert.equal((await smdp.control.device.download(iccid(2)))?.status, 204);
    assert.deepEqual(told, []);
    assert.equal((await smdp.control.device.install(iccid(2)))?.status, 204);
    assert.deepEqual(states(), ['INSTALLED']);
  });

  const QUIRKS: [string, Parameters<Es2plus['control']['device']['tell']>[2], string][] = [
    ['timeStamp for timestamp', { timestampName: 'timeStamp', timestamp: AT }, AT],
    ['an offset', { timestamp: '2025-11-28T14:30:00+02:00' }, AT],
    ['an offset without a colon', { timestamp: '2025-11-28T14:30:00+0200' }, AT],
    ['no offset at all', { timestamp: '2025-11-28T12:30:00.000000' }, AT],
    ['seconds since 1970', { timestamp: Date.parse(AT) / 1_000 }, AT],
    ['the same as a text', { timestamp: String(Date.parse(AT) / 1_000) }, AT],
    ['milliseconds', { timestamp: Date.parse(AT) }, AT],
    ['the id as a text', { idAsText: true, timestamp: AT }, AT],
    ['a padded ICCID', { padded: true, timestamp: AT }, AT],
    ['no profile type', { withoutType: true, timestamp: AT }, AT],
    [
      'more than there has to be',
      { extra: { tac: '35', imei: '35', resultData: 'AAAA' }, timestamp: AT },
      AT,
    ],
  ];
  for (const [quirk, options, at] of QUIRKS)
    it(`is read with ${quirk}`, async () => {
      assert.equal((await smdp.control.device.tell(iccid(1), 4, options)).status, 204);
      assert.deepEqual(told, [
        { account: 'own', iccid: iccid(1), state: 'INSTALLED', at: new Date(at).toISOString() },
      ]);
    });

  it('of a failure, or of a point that means nothing, changes nothing', async () => {
    for (const code of ['8.8.5/3.8', '8.2.10/4.2', '8/4.2'])
      assert.equal((await smdp.control.device.tell(iccid(1), 4, { code })).status, 204);
    for (const point of [1, 2, 3, 5, 99, 777])
      assert.equal((await smdp.control.device.tell(iccid(1), point)).status, 204);
    assert.deepEqual(told, []);
  });

  it('means what the account agreed', async () => {
    for (const point of [100, 101, 102]) await smdp.control.device.tell(iccid(1), point);
    assert.deepEqual(states(), ['ENABLED', 'DISABLED', 'DELETED']);
    assert.equal(stateAt({ '5': 'DELETED', '4': 'ENABLED' }, 4), 'ENABLED');
    assert.deepEqual([statesTold({}), statesTold(PRETTY as never)], ['installed', 'all']);
  });

  it('from a clock that is ahead is of now', async () => {
    const before_ = new Date().toISOString();
    await smdp.control.device.tell(iccid(1), 4, { timestamp: '2199-01-01T00:00:00Z' });
    assert.ok(told[0]!.at >= before_ && told[0]!.at <= new Date().toISOString());
  });

  it('that cannot be stored is refused for now', async () => {
    isBroken = true;
    assert.equal((await smdp.control.device.tell(iccid(1), 4)).status, 503);
    assert.deepEqual(errors, ['the database is away']);
  });

  it('that makes no sense is 400, too long 413, elsewhere 404', async () => {
    const { device } = smdp.control;
    for (const extra of [{ iccid: '123' }, { notificationPointId: 'x' }, { timestamp: 'soon' }])
      assert.equal((await device.tell(iccid(1), 4, { extra })).status, 400);
    const long = { resultData: 'A'.repeat(300_000) };
    assert.equal((await device.tell(iccid(1), 4, { extra: long })).status, 413);
    const target = device.target;
    device.target = `${target}/elsewhere`;
    assert.equal((await device.tell(iccid(1), 4)).status, 404);
    device.target = target;
    assert.deepEqual(told, []);
  });
});

describe('who tells', () => {
  it('is known by the name or the fingerprint of the certificate', async () => {
    const own = await smdp.authority.issue('progress.example.net');
    const fingerprint = new X509Certificate(own.certificate).fingerprint256;
    smdp.control.device.identity = own;
    const tell = async (...certificates: string[]): Promise<number> => {
      accounts[0]!.settings = { notification_certificates: certificates };
      return (await smdp.control.device.tell(iccid(1), 4)).status;
    };
    assert.equal(await tell(), 403);
    assert.equal(await tell('other.example.net'), 403);
    assert.equal(await tell('other.example.net', 'progress.example.net'), 204);
    assert.equal(await tell(fingerprint), 204);
    assert.equal(await tell(fingerprint.replaceAll(':', '').toLowerCase()), 204);
    const another = fingerprint.startsWith('00') ? '01' : '00';
    assert.equal(await tell(fingerprint.replace(/^../, another)), 403);
    assert.equal(told.length, 3);
    // The operator reads what has to be entered, and once is enough.
    const named = refusals.filter((reason) => reason.includes(fingerprint));
    assert.deepEqual(named, [
      `no account knows the client certificate ${fingerprint} of "progress.example.net"`,
    ]);
  });

  it('speaks for the account that has the profile, where it has several', async () => {
    accounts.push({ name: 'second', baseUrl: SMDP, settings: {} });
    owned = { own: [iccid(1)], second: [iccid(2)] };
    for (const one of [1, 2, 3])
      assert.equal((await smdp.control.device.tell(iccid(one), 4)).status, 204);
    assert.deepEqual(
      told.map((one) => [one.account, one.iccid]),
      [
        ['own', iccid(1)],
        ['second', iccid(2)],
      ],
    );
  });

  it('is not let in with a certificate of another authority', async () => {
    smdp.control.device.identity = await (
      await makeAuthority('Another CA')
    ).issue('rsp.example.com');
    await assert.rejects(smdp.control.device.tell(iccid(1), 4));
    assert.deepEqual(told, []);
  });

  it('and sends no TLS at all, or hangs up half-way, harms nobody', async () => {
    const garbage = connect(listener.port, '127.0.0.1');
    garbage.on('error', () => {});
    garbage.write(randomBytes(4_096));
    await once(garbage, 'close');
    const { certificate: cert, key } = await smdp.authority.issue('rsp.example.com');
    const half = connectTls({ port: listener.port, ca: smdp.authority.ca, cert, key });
    await once(half, 'secureConnect');
    half.write(`POST ${PATH} HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{"iccid"`);
    half.destroy();
    await once(half, 'close');
    assert.equal((await smdp.control.device.tell(iccid(1), 4)).status, 204);
    assert.deepEqual(errors, []);
    assert.ok(refusals.some((reason) => reason.startsWith('a TLS handshake failed: ')));
  });
});

describe('what is told to the operator', () => {
  it('is told once an hour, and of a hundred kinds at most', () => {
    const all: string[] = [];
    let now = 0;
    const complain = oncePerHour(
      (reason) => all.push(reason),
      () => now,
    );
    for (const at of [0, 1, 3_599_999, 3_600_000, 3_600_001]) {
      now = at;
      complain('a');
    }
    assert.deepEqual(all, ['a', 'a']);
    for (let i = 0; i < 500; i++) complain(`kind ${i}`);
    assert.equal(all.length, 2 + 99);
  });
});

describe('what is read', () => {
  it('of anything is a notification or the name of a field', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record(
            {
              iccid: fc.oneof(fc.constant(iccid(1)), fc.anything()),
              notificationPointId: fc.oneof(fc.nat(), fc.anything()),
              timestamp: fc.oneof(fc.constant(AT), fc.double(), fc.string(), fc.anything()),
              notificationPointStatus: fc.anything(),
            },
            { requiredKeys: [] },
          ),
        ),
        (value) => {
          const read = readNotification(value);
          if ('unreadable' in read) return;
          assert.equal(read.iccid, iccid(1));
          assert.ok(Number.isInteger(read.point) && read.point >= 0);
          assert.equal(new Date(read.at).toISOString(), read.at);
        },
      ),
    );
  });
});

describe('the files', () => {
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hubby-es2plus-'));
    const [one, other] = [await smdp.authority.issue('a'), await smdp.authority.issue('b')];
    const files = { cert: one.certificate, key: one.key, other: other.key, ca: smdp.authority.ca };
    for (const [name, text] of Object.entries({ ...files, bad: 'no PEM' }))
      writeFileSync(join(folder, name), text);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('are read, and what is wrong with one is said by its variable', () => {
    const read = (cert: string, key: string, ca: string) =>
      readFiles({ cert: join(folder, cert), key: join(folder, key), ca: join(folder, ca) });
    assert.equal(read('cert', 'key', 'ca').ca, smdp.authority.ca);
    const wrong: [string, string, string, RegExp][] = [
      ['bad', 'key', 'ca', /^HUBBY_ES2PLUS_CERT: the file holds no certificate in PEM$/],
      ['cert', 'bad', 'ca', /^HUBBY_ES2PLUS_KEY: the file holds no private key/],
      ['cert', 'other', 'ca', /^HUBBY_ES2PLUS_KEY: the file holds another key/],
      ['cert', 'key', 'bad', /^HUBBY_ES2PLUS_CA: the file holds no certificates in PEM$/],
      ['cert', 'key', 'none', /^HUBBY_ES2PLUS_CA: the file cannot be read: ENOENT$/],
    ];
    for (const [cert, key, ca, message] of wrong)
      assert.throws(() => read(cert, key, ca), { message });
  });
});

describe('the variables', () => {
  it('come together, or not at all', () => {
    assert.equal(loadConfig({}).es2plus, null);
    const files = {
      HUBBY_ES2PLUS_CERT: 'a.pem',
      HUBBY_ES2PLUS_KEY: 'b.pem',
      HUBBY_ES2PLUS_CA: 'c.pem',
    };
    assert.deepEqual(loadConfig({ HUBBY_ES2PLUS_PORT: '8443', ...files }).es2plus, {
      port: 8443,
      cert: 'a.pem',
      key: 'b.pem',
      ca: 'c.pem',
    });
    assert.throws(() => loadConfig({ HUBBY_ES2PLUS_PORT: '8443' }), ConfigError);
    assert.throws(() => loadConfig(files), ConfigError);
  });
});
