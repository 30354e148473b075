/** `hubby demo` as a newcomer runs it: a process of its own against a running server. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startWorker, type Worker } from '../src/worker.ts';
import { startHubby, type Hubby } from './harness.ts';

const BIN = fileURLToPath(new URL('../bin/hubby.mjs', import.meta.url));
type Ended = { code: number | null; out: string; err: string };

let hubby: Hubby;
let worker: Worker;
before(async () => {
  hubby = await startHubby();
  worker = await startWorker(hubby.ctx);
});
after(async () => {
  await worker.stop();
  await hubby.close();
});

function demo(args: string[] = [], env: Record<string, string> = {}): Promise<Ended> {
  const { api_key, api_secret } = hubby.partner;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', BIN, 'demo', ...args], {
    env: { PATH: process.env['PATH'] ?? '', HUBBY_DATA_DIR: '/nonexistent', HUBBY_URL: hubby.url, HUBBY_API_KEY: api_key, HUBBY_API_SECRET: api_secret, ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => { out += chunk; });
  child.stderr.on('data', (chunk) => { err += chunk; });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

describe('hubby demo', () => {
  it('plays the journey, survives a silent telco, and agrees with the ledger', async () => {
    const { code, out, err } = await demo();
    assert.deepEqual([code, err], [0, ''], `${out}\n${err}`);
    const [, user] = /Booking for traveler (demo_[0-9a-f]{8})/.exec(out)!;
    const [, iccid] = /ICCID +(89\d{17})/.exec(out)!;
    for (const part of [/LPA:1\$\S+\$\S+/, /the same booking, nothing doubled/, /4 GB on the same eSIM/, /503 provider_unavailable/, /finished by itself/, /one is redeemed, four are refused/,
      /Hubby +1 eSIM, 4 packages, 6 GB/, /telco +1 eSIM, 4 packages, 1 answer withheld/, /0 lost, 0 doubled/]) assert.match(out, part);
    assert.ok(!out.includes('\x1b') && !out.includes('\r'), 'a pipe gets plain text');

    const { body } = await hubby.call('GET', `/api/native/user-dashboard?external_user_id=${user}`);
    assert.equal(body.data.current_esim.iccid, iccid);
    assert.equal(body.data.current_esim_packages.length, 4);
    const { orders, calls } = await hubby.ledger();
    assert.equal(orders.length, 5);
    assert.equal(calls.length, 5, 'no call was sent twice');
  });

  it('leaves no fault behind', async () => {
    const [row] = await hubby.sql<{ count: number }>('select count from telco.faults where customer = $1', [hubby.partner.partner_id]);
    assert.equal(row?.count, 0);
  });

  it('says how to start a server when there is none', async () => {
    const { code, out, err } = await demo(['--url', 'http://127.0.0.1:9']);
    assert.equal(code, 1);
    assert.match(err, /http:\/\/127\.0\.0\.1:9 cannot be reached .*Is Hubby running\?/);
    assert.doesNotMatch(out, /✓/);
  });

  it('says so when neither an address nor a key is known', async () => {
    const { code, err } = await demo([], { HUBBY_URL: '', HUBBY_API_KEY: '', HUBBY_API_SECRET: '' });
    assert.equal(code, 1);
    assert.match(err, /^No (API key|server address): start Hubby here first/);
  });

  it('refuses a production server before it books anything', async () => {
    const production = await startHubby({ env: { HUBBY_ENV: 'production' } });
    try {
      const { api_key, api_secret } = production.partner;
      const live = { HUBBY_URL: production.url, HUBBY_API_KEY: api_key, HUBBY_API_SECRET: api_secret };
      for (const env of [live, { HUBBY_URL: production.url }]) {
        const { code, err } = await demo([], env);
        assert.equal(code, 1);
        assert.match(err, /the demo runs on staging only/);
      }
      assert.deepEqual(await production.sql('select id from bookings'), []);
    } finally {
      await production.close();
    }
  });

  it('knows another server when it meets one', async () => {
    const other = createServer((_req, res) => res.end('<html>')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    try {
      const { code, err } = await demo(['--url', `http://127.0.0.1:${(other.address() as AddressInfo).port}`]);
      assert.equal(code, 1);
      assert.match(err, /something else than Hubby's JSON/);
    } finally {
      other.close();
    }
  });
});
