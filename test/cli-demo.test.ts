/** `hubby demo` as a newcomer runs it: a process of its own against a running server. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Webhook } from 'standardwebhooks';
import type { Worker } from '../src/worker.ts';
import { run, type Ended } from './support/cli.ts';
import { startHubby, type Hubby } from './harness.ts';
import { startReceiver } from './support/receiver.ts';

let hubby: Hubby;
let worker: Worker;
before(async () => {
  hubby = await startHubby();
  worker = await hubby.work();
});
after(async () => {
  await worker.stop();
  await hubby.close();
});

const demo = (args: string[] = [], env: Record<string, string> = {}): Promise<Ended> =>
  run(hubby, ['demo', ...args], env);

/** In the order of the steps. */
const TRIP = [
  'booking.created',
  'package.provisioned',
  'package.provisioned',
  'package.provisioned',
  'booking.within_cutoff',
  'booking.about_to_depart',
  'esim.installed',
  'esim.enabled',
  'package.activated',
  'package.usage.20_percent',
  'package.usage.50_percent',
  'package.usage.80_percent',
  'package.usage.100_percent',
  'booking.created',
  'package.provisioned',
  'package.activated',
  'package.expired',
];
/** What it lists at the end: id and name of each event. */
const listed = (out: string): [id: string, event: string][] =>
  [...out.matchAll(/^ {5}(evt_[0-9a-z]{26}) {2}(\S+)/gm)].map((m) => [m[1]!, m[2]!]);

describe('hubby demo', () => {
  it('plays the trip, survives a silent telco, shows every event once, and agrees with the ledger', async () => {
    const { code, out, err } = await demo();
    assert.deepEqual([code, err], [0, ''], `${out}\n${err}`);
    const [, user] = /Booking for traveler (demo_[0-9a-f]{8})/.exec(out)!;
    const [, iccid] = /ICCID +(89\d{17})/.exec(out)!;
    for (const part of [
      /LPA:1\$\S+\$\S+/,
      /the same booking, nothing doubled/,
      /503 provider_unavailable/,
      /finished by itself/,
      /one is redeemed, four are refused/,
      /the dashboard says ENABLED/,
      /25 %: 0\.75 GB left of 1 GB/,
      /100 %: 0 GB left/,
      /Greece is DEPLETED/,
      /5 GB left on the same eSIM/,
      /Greece is EXPIRED/,
      /Hubby +1 eSIM, 4 packages, 5 GB not expired/,
      /telco +1 eSIM, 4 packages, 1 answer withheld/,
      /0 lost, 0 doubled/,
      /17 events, 17 ids: each once/,
      /17\.\d days ahead/,
      /hubby reset/,
    ])
      assert.match(out, part);
    assert.ok(!out.includes('\x1b') && !out.includes('\r'), 'a pipe gets plain text');

    const { body } = await hubby.call('GET', `/api/native/user-dashboard?external_user_id=${user}`);
    assert.equal(body.data.current_esim.iccid, iccid);
    assert.equal(body.data.current_esim_packages.length, 4);
    const { orders, calls } = await hubby.ledger();
    assert.equal(orders.length, 5);
    assert.equal(calls.length, 5, 'no call was sent twice');

    const shown = [...out.matchAll(/^ {3}← \S+ \S+ {2}(\S+)/gm)].map((m) => m[1]);
    assert.deepEqual(shown, TRIP, 'beside the steps');
    const feed = (await hubby.call('GET', '/api/events?limit=1000')).body.data.events as {
      event_id: string;
      event: string;
    }[];
    assert.deepEqual(
      listed(out),
      feed.map((e) => [e.event_id, e.event]),
      'at the end',
    );
  });

  it('plays again on the same clock, which has gone on, and forwards what it shows', async () => {
    const receiver = await startReceiver(204);
    try {
      const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
      const { code, out, err } = await demo(['--forward-to', receiver.url, '--secret', secret]);
      assert.deepEqual([code, err], [0, ''], `${out}\n${err}`);
      assert.match(out, /3[45]\.\d days ahead/);
      assert.deepEqual(
        receiver.received.map((r) => [r.json.event_id, r.json.event]),
        listed(out),
      );
      for (const { body, headers } of receiver.received)
        new Webhook(secret).verify(body, headers as Record<string, string>);
    } finally {
      await receiver.close();
    }
  });

  it('is played to its end when nobody receives what it forwards', async () => {
    const { code, out, err } = await demo(['--forward-to', 'http://127.0.0.1:9/']);
    assert.deepEqual([code, err], [0, ''], `${out}\n${err}`);
    assert.match(out, /→ ECONNREFUSED in \d+ ms .*tried again/);
    assert.match(out, /each once/);
  });

  it('says how to start anew when the clock is as far as it goes', async () => {
    const partner = await hubby.newPartner();
    assert.equal(
      (await hubby.call('POST', '/api/sandbox/clock', { advance: '1820d' }, { key: partner }))
        .status,
      200,
    );
    const { code, err } = await demo([], {
      HUBBY_API_KEY: partner.api_key,
      HUBBY_API_SECRET: partner.api_secret,
    });
    assert.equal(code, 1);
    assert.match(err, /clock is 1820 days ahead.*hubby reset --yes/);
  });

  it('leaves no fault behind', async () => {
    const [row] = await hubby.sql<{ count: number }>(
      'select count from telco.faults where customer = $1',
      [hubby.partner.partner_id],
    );
    assert.equal(row?.count, 0);
  });

  it('says how to start a server when there is none', async () => {
    const { code, out, err } = await demo(['--url', 'http://127.0.0.1:9']);
    assert.equal(code, 1);
    assert.match(err, /http:\/\/127\.0\.0\.1:9 cannot be reached .*Is Hubby running\?/);
    assert.doesNotMatch(out, /✓/);
  });

  it('says so when neither an address nor a key is known', async () => {
    const { code, err } = await demo([], {
      HUBBY_URL: '',
      HUBBY_API_KEY: '',
      HUBBY_API_SECRET: '',
    });
    assert.equal(code, 1);
    assert.match(err, /^No (API key|server address): start Hubby here first/);
  });

  it('refuses a production server before it books anything', async () => {
    const production = await startHubby({ env: { HUBBY_ENV: 'production' } });
    try {
      const { api_key, api_secret } = production.partner;
      const live = {
        HUBBY_URL: production.url,
        HUBBY_API_KEY: api_key,
        HUBBY_API_SECRET: api_secret,
      };
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
      const { code, err } = await demo([
        '--url',
        `http://127.0.0.1:${(other.address() as AddressInfo).port}`,
      ]);
      assert.equal(code, 1);
      assert.match(err, /something else than Hubby's JSON/);
    } finally {
      other.close();
    }
  });
});
