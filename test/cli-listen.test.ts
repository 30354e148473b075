/** `hubby listen`, `trigger`, `clock`, `reset` and `webhooks` as a developer runs them. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { EVENT_TYPES } from '../src/domain/webhooks/events.ts';
import { run, start } from './support/cli.ts';
import { until } from './faults/checks.ts';
import { IN_A_YEAR, startHubby, user, type Hubby } from './harness.ts';
import { startReceiver, type Received, type Receiver } from './support/receiver.ts';

let hubby: Hubby;
let receiver: Receiver;
before(async () => {
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
  receiver = await startReceiver(204);
});
after(async () => {
  await receiver.close();
  await hubby.close();
});

const book = async (key = hubby.partner): Promise<string> =>
  (
    await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: IN_A_YEAR,
        package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
      },
      { key },
    )
  ).body.data.id;
const feed = async (): Promise<{ event_id: string }[]> =>
  (await hubby.call('GET', '/api/events?limit=1000')).body.data.events;
const sentTo = (path: string, id: string): Promise<Received> =>
  until(`${id} at ${path}`, async () =>
    receiver.at(path).find((r) => r.json.data.booking_id === id),
  );
const asPartner = ({ api_key, api_secret }: { api_key: string; api_secret: string }) => ({
  HUBBY_API_KEY: api_key,
  HUBBY_API_SECRET: api_secret,
});

describe('hubby listen', () => {
  it('shows and forwards what comes from now on, signed in both forms', async () => {
    const before = await book();
    const listening = start(hubby, [
      'listen',
      '--forward-to',
      `${receiver.url}/both`,
      '--header',
      'x-api-key: mine',
    ]);
    const [, secret] = await listening.said(/signed with (whsec_\S+)/);
    await listening.said(/ctrl-C ends it/);
    const id = await book();
    const { headers, body, json } = await sentTo('/both', id);
    for (const Verifier of [Webhook, SvixWebhook])
      new Verifier(secret!).verify(body, headers as Record<string, string>);
    const ours = createHmac('sha256', secret!)
      .update(`${headers['x-hubby-timestamp']}.${body}`)
      .digest('hex');
    assert.equal(headers['x-hubby-signature'], `sha256=${ours}`);
    assert.deepEqual(
      [headers['content-type'], headers['x-api-key'], headers['webhook-id']],
      ['application/json', 'mine', json.event_id],
    );
    assert.deepEqual((await feed()).at(-1), json);
    await listening.said(new RegExp(`→ 204 in \\d+ ms +${json.event_id}`));
    listening.child.kill('SIGINT');
    const { code, out, err } = await listening.ended;
    assert.deepEqual([code, err], [0, ''], out);
    assert.ok(!out.includes(before) && out.includes(`booking.created            ${id}`), out);
    assert.equal(receiver.at('/both').length, 1);
  });

  it('signs with the same secret when started again, and with the one that it is given', async () => {
    const secrets: (string | undefined)[] = [];
    const given = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
    for (const args of [[], [], ['--secret', given]]) {
      const listening = start(hubby, ['listen', '--forward-to', receiver.url, ...args]);
      secrets.push((await listening.said(/signed with (\S+)/))[1]);
      await listening.said(/ctrl-C/);
      listening.child.kill('SIGTERM');
      assert.equal((await listening.ended).code, 0);
    }
    assert.equal(secrets[0], secrets[1]);
    assert.equal(secrets[2], given);
    assert.notEqual(secrets[0], given);
  });

  it('goes on when the receiver is down, tries again, and says so', async () => {
    receiver.behave(503);
    const listening = start(hubby, ['listen', '--forward-to', `${receiver.url}/down`]);
    await listening.said(/ctrl-C/);
    const first = await book();
    await listening.said(/→ 503 in .*try 2/);
    receiver.behave(204);
    await listening.said(/→ 204 in .*try [34]/);
    const ids = receiver.at('/down').map((r) => r.json.event_id);
    assert.ok(
      ids.length >= 3 &&
        new Set(ids).size === 1 &&
        receiver.at('/down')[0]!.json.data.booking_id === first,
    );
    const second = await book();
    await sentTo('/down', second);
    listening.child.kill('SIGINT');
    assert.equal((await listening.ended).code, 0);
  });

  it('gives one event up after four tries and goes on with the next', async () => {
    const gone = await startReceiver();
    await gone.close();
    const listening = start(hubby, ['listen', '--forward-to', gone.url, '--json']);
    await listening.said(/ctrl-C/);
    await book();
    await listening.said(/"try":4/);
    await book();
    const lines = await until('the next one', async () => {
      const all = listening
        .out()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      return (
        all.filter((l) => l.event !== undefined).length === 2 &&
        all.some((l, i) => i > 4 && l.forward?.try === 1) &&
        all
      );
    });
    assert.deepEqual(
      lines
        .slice(1, 5)
        .map((l) => [l.forward.event_id, l.forward.try, l.forward.status, l.forward.error]),
      [1, 2, 3, 4].map((n) => [lines[0].event_id, n, null, 'ECONNREFUSED']),
    );
    listening.child.kill('SIGINT');
    assert.equal((await listening.ended).code, 0);
  });

  it('begins where it is told, and shows only what is asked for', async () => {
    const all = await feed();
    const since = (await hubby.call('GET', `/api/events?limit=${all.length - 2}`)).body.data
      .next_cursor as string;
    const shown = async (args: string[], until: RegExp): Promise<string[]> => {
      const listening = start(hubby, ['listen', '--json', ...args]);
      await listening.said(until);
      listening.child.kill('SIGINT');
      return (await listening.ended).out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).event_id);
    };
    const last = new RegExp(all.at(-1)!.event_id);
    assert.deepEqual(
      await shown(['--since', since], last),
      all.slice(-2).map((e) => e.event_id),
    );
    assert.deepEqual(
      await shown(['--since', 'start'], last),
      all.map((e) => e.event_id),
    );
    await hubby.call('POST', '/api/webhooks/test', { event: 'esim.removed' });
    await hubby.call('POST', '/api/webhooks/test', { event: 'package.activated' });
    const some = await shown(
      ['--since', since, '--events', 'esim.removed,package.*'],
      /package\.activated/,
    );
    assert.deepEqual(
      some,
      (await feed()).slice(-2).map((e) => e.event_id),
    );
  });

  it('asks again when the server is away, and stops when it refuses', async () => {
    const other = await startHubby();
    const listening = start(other, ['listen']);
    await listening.said(/ctrl-C/);
    await other.close();
    await listening.said(/cannot be reached .* Asked again in 1 s/);
    listening.child.kill('SIGINT');
    assert.equal((await listening.ended).code, 0);

    const refused = await run(hubby, ['listen'], { HUBBY_API_SECRET: 'wrong' });
    assert.equal(refused.code, 1);
    assert.match(refused.err, /401 signature_invalid/);
  });

  it('refuses what makes no sense', async () => {
    for (const [args, message] of [
      [['--forward-to', 'ftp://x'], /expected an http or https URL/],
      [['--forward-to', 'nothing'], /expected an http or https URL/],
      [['--forward-to', 'http://x', '--secret', 'abc'], /expected whsec_/],
      [['--secret', 'whsec_AAAA'], /go with --forward-to/],
      [['--forward-to', 'http://x', '--header', 'nonsense'], /expected "name: value"/],
      [
        ['--events', 'booking.created,nonsense'],
        /no event "nonsense"[\s\S]*package\.usage\.80_percent/,
      ],
      [['--since', '%%%'], /400 invalid_request/],
    ] as [string[], RegExp][]) {
      const { code, err, out } = await run(hubby, ['listen', ...args]);
      assert.equal(code, 1, `${args.join(' ')}: ${out}`);
      assert.match(err, message);
    }
  });
});

describe('hubby trigger', () => {
  it('sends one of each, shows the answer, and it is in the feed', async () => {
    const partner = await hubby.newPartner();
    const env = asPartner(partner);
    const alone = await run(hubby, ['trigger', 'booking.created'], env);
    assert.deepEqual([alone.code, alone.err], [0, '']);
    assert.match(alone.out, /evt_\w+\nIn the event feed; sent to nobody/);
    assert.equal(
      (await run(hubby, ['webhooks', 'set', '--to', `${receiver.url}/trigger`], env)).code,
      0,
    );
    receiver.behave((_req, res) => {
      res.writeHead(200).end('thank you');
    });
    const { code, out } = await run(hubby, ['trigger', 'package.usage.80_percent'], env);
    assert.equal(code, 0);
    assert.match(out, /→ accepted: 200 in \d+ ms\nthank you/);
    receiver.behave(500);
    const json = JSON.parse((await run(hubby, ['trigger', 'esim.enabled', '--json'], env)).out);
    assert.equal(json.delivery.status_code, 500);
    assert.deepEqual(
      receiver.at('/trigger').map((r) => [r.json.event, r.json.data.is_test]),
      [
        ['package.usage.80_percent', true],
        ['esim.enabled', true],
      ],
    );
    assert.equal(receiver.at('/trigger').at(-1)!.json.event_id, json.event_id);
    receiver.behave(204);
  });

  it('lists the events, and names them when it does not know one', async () => {
    assert.deepEqual(
      JSON.parse((await run(hubby, ['trigger', '--list', '--json'])).out),
      EVENT_TYPES,
    );
    const { code, err } = await run(hubby, ['trigger', 'booking.maybe']);
    assert.equal(code, 1);
    for (const type of EVENT_TYPES) assert.ok(err.includes(type));
    assert.match((await run(hubby, ['trigger'])).err, /Which event\?/);
  });
});

describe('hubby webhooks, clock and reset', () => {
  it('change what is given and keep the rest', async () => {
    const partner = await hubby.newPartner();
    const set = async (...args: string[]) =>
      JSON.parse(
        (await run(hubby, ['webhooks', 'set', '--json', ...args], asPartner(partner))).out,
      );
    const { signing_secret: given, ...first } = await set(
      '--to',
      receiver.url,
      '--api-key',
      'a-long-key-1234',
      '--key-header',
      'authorization',
      '--key-prefix',
      'Bearer ',
      '--off',
      'package.usage.*',
      '--on',
      'package.expired',
    );
    assert.match(given, /^whsec_/);
    assert.deepEqual(
      [first.url, first.api_key_hint, first.key_header, first.key_prefix, first.enabled],
      [receiver.url, '…1234', 'authorization', 'Bearer ', true],
    );
    assert.deepEqual(
      [
        first.events.package_expired,
        first.events.package_usage_80_percent,
        first.events.booking_created,
      ],
      [true, false, true],
    );
    const second = await set('--disable', '--on', 'package.usage.80_percent');
    assert.deepEqual(second, {
      ...first,
      enabled: false,
      events: { ...first.events, package_usage_80_percent: true },
      health: second.health,
    });
    assert.equal(
      (await set('--alert-email', 'ops@example.com')).enabled,
      false,
      'it is not switched on by the way',
    );
    assert.equal((await set('--enable')).enabled, true);
    const { signing_secret } = JSON.parse(
      (await run(hubby, ['webhooks', 'rotate', '--json'], asPartner(partner))).out,
    );
    assert.match(signing_secret, /^whsec_/);
    const { out } = await run(hubby, ['webhooks', 'show'], asPartner(partner));
    assert.match(out, /Signed +yes/);
    assert.ok(!out.includes('a-long-key'));
    const refused = await run(hubby, ['webhooks', 'set', '--to', 'ftp://x'], asPartner(partner));
    assert.equal(refused.code, 1);
    assert.match(refused.err, /url: /);
  });

  it('move the clock, and take everything back only when told twice', async () => {
    const partner = await hubby.newPartner();
    const env = asPartner(partner);
    await book(partner);
    assert.match(
      (await run(hubby, ['clock', 'show'], env)).out,
      /real time\.\nNext: a trigger of a booking at \d{4}-/,
    );
    assert.match(
      (await run(hubby, ['clock', 'advance', '7d'], env)).out,
      /7 days ahead\.\n0 timers/,
    );
    assert.match((await run(hubby, ['clock', 'advance', 'soon'], env)).err, /400 invalid_request/);
    const asked = await run(hubby, ['reset'], env);
    assert.equal(asked.code, 1);
    assert.match(asked.err, /--yes/);
    const count = async (): Promise<number> =>
      (await hubby.sql('select 1 from bookings where partner_id = $1', [partner.partner_id]))
        .length;
    assert.equal(await count(), 1);
    assert.match((await run(hubby, ['reset', '--yes'], env)).out, /Removed\. .*real time/);
    assert.equal(await count(), 0);
  });
});
