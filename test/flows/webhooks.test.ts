/**
 * Webhooks as a partner sees them: set an endpoint, receive, verify, look into the log, send again.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { EVENTS, EVENT_TYPES, flagOf } from '../../src/domain/webhooks/events.ts';
import { compile } from '../../src/api/route/validation.ts';
import { until } from '../faults/checks.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { startReceiver, type Received, type Receiver } from '../support/receiver.ts';

type Key = { partner_id: string; api_key: string; api_secret: string };
let hubby: Hubby;
let receiver: Receiver;
before(async () => {
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
  receiver = await startReceiver();
});
after(async () => {
  await receiver.close();
  await hubby.close();
});

const call = (key: Key, method: string, path: string, body?: unknown): Promise<Answer> =>
  hubby.call(method, path, body, { key });
const settle = (key: Key, change: Json): Promise<Answer> =>
  call(key, 'PUT', '/api/webhooks/settings', change);
let n = 0;
/** A partner with an endpoint of its own. */
async function subscribed(
  change: Json = {},
): Promise<{ key: Key; path: string; secret: string; got: () => Received[] }> {
  const key = await hubby.newPartner();
  const path = `/hook/${++n}`;
  const answer = await settle(key, { url: receiver.url + path, ...change });
  assert.equal(answer.status, 200, answer.text);
  return { key, path, secret: answer.body.data.signing_secret, got: () => receiver.at(path) };
}
const book = async (key: Key): Promise<Json> => {
  const answer = await call(key, 'POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    booking_id: `REF-${user()}`,
    package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.data;
};
/**
 * The feed, once it has that many: writers elsewhere on the server may hold it back for a moment.
 */
const feedOf = (key: Key, count: number): Promise<Json[]> =>
  until(`${count} events in the feed`, async () => {
    const { events } = (await call(key, 'GET', '/api/events')).body.data;
    return events.length >= count ? events : null;
  });

describe('a delivery', () => {
  it('brings the envelope of the event, with the key in the configured header', async () => {
    const { key, got } = await subscribed({
      api_key: 'very-secret-key',
      key_header: 'Authorization',
      key_prefix: 'Bearer ',
    });
    const booking = await book(key);
    await hubby.drain();
    const [one, ...more] = got();
    assert.equal(more.length, 0);
    assert.deepEqual(Object.keys(one!.json), ['event', 'event_id', 'timestamp', 'data']);
    assert.equal(one!.json.event, 'booking.created');
    assert.match(one!.json.event_id, /^evt_[0-9a-z]{26}$/);
    assert.equal(new Date(one!.json.timestamp).toISOString(), one!.json.timestamp);
    assert.deepEqual(
      [one!.json.data.booking_id, one!.json.data.partner_id, one!.json.data.sequence],
      [booking.id, key.partner_id, 1],
    );
    assert.equal(one!.headers['authorization'], 'Bearer very-secret-key');
    assert.equal(one!.headers['content-type'], 'application/json');
    assert.equal(one!.headers['accept-encoding'], 'identity');
    assert.equal(one!.headers['x-api-key'], undefined);
    const log = await call(key, 'GET', `/api/webhooks/deliveries?event_id=${one!.json.event_id}`);
    const [delivery] = log.body.data.deliveries;
    assert.deepEqual(
      [delivery.state, delivery.event, delivery.attempt_count, delivery.next_attempt_at],
      ['delivered', 'booking.created', 1, null],
    );
    assert.deepEqual(
      [
        delivery.attempts[0].number,
        delivery.attempts[0].status_code,
        delivery.attempts[0].error,
        delivery.attempts[0].response_body,
      ],
      [1, 200, null, 'noted'],
    );
  });

  it('is verified by the packages partners use, and while a secret is rotated by both secrets', async () => {
    const { key, got, secret: first } = await subscribed();
    const rotate = async (): Promise<string> =>
      (await call(key, 'POST', '/api/webhooks/rotate-secret')).body.data.signing_secret;
    const verify = (secret: string, one: Received): Json => {
      const headers = one.headers as Record<string, string>;
      new SvixWebhook(secret).verify(one.body, headers);
      const ours = createHmac('sha256', secret)
        .update(`${headers['x-hubby-timestamp']}.${one.body}`)
        .digest('hex');
      assert.ok(headers['x-hubby-signature']!.split(',').includes(`sha256=${ours}`));
      return new Webhook(secret).verify(one.body, headers);
    };
    assert.match(first, /^whsec_[A-Za-z0-9+/]{43}=$/);
    await book(key);
    await hubby.drain();
    assert.deepEqual(verify(first, got()[0]!), got()[0]!.json);
    assert.equal(got()[0]!.headers['webhook-id'], got()[0]!.json.event_id);
    assert.match(String(got()[0]!.headers['x-hubby-signature']), /^sha256=[0-9a-f]{64}$/);
    const second = await rotate();
    assert.notEqual(second, first);
    await book(key);
    await hubby.drain();
    verify(first, got()[1]!);
    verify(second, got()[1]!);
    assert.throws(() =>
      new SvixWebhook(second).verify(
        `${got()[1]!.body} `,
        got()[1]!.headers as Record<string, string>,
      ),
    );
    assert.equal(String(got()[1]!.headers['webhook-signature']).split(' ').length, 2);
    assert.equal(String(got()[1]!.headers['x-hubby-signature']).split(',').length, 2);
    assert.throws(() =>
      new Webhook(second).verify(`${got()[1]!.body} `, got()[1]!.headers as Record<string, string>),
    );
    // A day later only the new one signs.
    await hubby.sql(
      `update webhook_endpoints set previous_secret_until = now() - interval '1 second' where partner_id = $1`,
      [key.partner_id],
    );
    await book(key);
    await hubby.drain();
    verify(second, got()[2]!);
    assert.throws(() => verify(first, got()[2]!));
    assert.equal((await call(key, 'GET', '/api/webhooks/settings')).body.data.is_signed, true);
  });

  it('of every event of the catalogue can be had as a test, with data as the catalogue says', async () => {
    const { key, got } = await subscribed({
      events: Object.fromEntries(EVENT_TYPES.map((type) => [flagOf(type), false])),
    });
    for (const event of EVENT_TYPES) {
      const answer = await call(key, 'POST', '/api/webhooks/test', { event });
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(
        [
          answer.body.data.delivery.state,
          answer.body.data.delivery.status_code,
          answer.body.data.delivery.response_body,
        ],
        ['delivered', 200, 'noted'],
      );
      const one = got().at(-1)!;
      assert.deepEqual(
        [one.json.event, one.json.event_id, one.json.data.is_test, one.json.data.sequence],
        [event, answer.body.data.event_id, true, 1],
      );
      const check = compile({ schema: EVENTS[event].data, httpPart: 'body' });
      assert.ok(check(one.json.data), `${event}: ${JSON.stringify(check.errors)}`);
    }
    const feed = await feedOf(key, EVENT_TYPES.length);
    assert.deepEqual(
      feed,
      got().map((one) => one.json),
    );
    // Twice the same is no trouble either: a test is about no real package.
    assert.equal(
      (await call(key, 'POST', '/api/webhooks/test', { event: 'package.activated' })).body.data
        .delivery.state,
      'delivered',
    );
  });

  it('of a test says what went wrong, and is not tried again', async () => {
    const { key, path } = await subscribed();
    receiver.behave((req, res) => {
      res.writeHead(req.path === path ? 500 : 200).end('not today');
    });
    const answer = await call(key, 'POST', '/api/webhooks/test', { event: 'esim.installed' });
    receiver.behave(200);
    assert.deepEqual(
      [
        answer.body.data.delivery.state,
        answer.body.data.delivery.status_code,
        answer.body.data.delivery.response_body,
      ],
      ['exhausted', 500, 'not today'],
    );
    const [logged] = (await call(key, 'GET', '/api/webhooks/deliveries')).body.data.deliveries;
    assert.deepEqual(
      [logged.state, logged.is_test, logged.next_attempt_at, logged.attempts.length],
      ['exhausted', true, null, 1],
    );
    assert.equal(
      (await call(key, 'GET', '/api/webhooks/settings')).body.data.health.status,
      'unknown',
    );
    const nowhere = await hubby.newPartner();
    const unsent = await call(nowhere, 'POST', '/api/webhooks/test', { event: 'booking.created' });
    assert.deepEqual([unsent.status, unsent.body.data.delivery], [200, null]);
    assert.equal((await feedOf(nowhere, 1))[0].event_id, unsent.body.data.event_id);
    const unknown = await call(key, 'POST', '/api/webhooks/test', { event: 'booking.exploded' });
    assert.deepEqual([unknown.status, unknown.body.error.details[0].field], [400, 'event']);
  });

  it('is made only where the flag says so, but the feed has every event', async () => {
    const { key, got } = await subscribed({ events: { booking_created: false } });
    await book(key);
    await hubby.drain();
    assert.equal(got().length, 0);
    await settle(key, { url: `${receiver.url}/on`, events: { booking_created: true } });
    await book(key);
    await hubby.drain();
    assert.equal(receiver.at('/on').length, 1);
    await settle(key, { url: null, enabled: false });
    await book(key);
    await hubby.drain();
    assert.equal(receiver.at('/on').length, 1);
    assert.equal((await feedOf(key, 3)).length, 3);
  });
});

describe('the settings', () => {
  it('start empty, are replaced whole, and never show the key', async () => {
    const key = await hubby.newPartner();
    const empty = (await call(key, 'GET', '/api/webhooks/settings')).body.data;
    assert.deepEqual(
      [
        empty.url,
        empty.enabled,
        empty.api_key_hint,
        empty.is_signed,
        empty.health.status,
        empty.health.pending,
      ],
      [null, false, null, false, 'off', 0],
    );
    assert.deepEqual(
      empty.events,
      Object.fromEntries(EVENT_TYPES.map((type) => [flagOf(type), EVENTS[type].isDefault])),
    );
    const full = await settle(key, {
      url: `${receiver.url}/x?y=1`,
      api_key: 'abcdefghijklmnop',
      key_header: 'X-Token',
      key_prefix: 'T ',
      events: { promocode_redemption: true, booking_created: false },
      alert_email: 'ops@example.com',
    });
    const { events, signing_secret, ...rest } = full.body.data;
    assert.match(signing_secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    assert.deepEqual(rest, {
      url: `${receiver.url}/x?y=1`,
      api_key_hint: '…mnop',
      key_header: 'x-token',
      key_prefix: 'T ',
      enabled: true,
      alert_email: 'ops@example.com',
      is_signed: true,
      previous_secret_valid_until: null,
      health: {
        status: 'unknown',
        failing_since: null,
        disables_at: null,
        disabled_reason: null,
        pending: 0,
      },
    });
    assert.deepEqual(
      [events.promo_code_redeemed, events.booking_created, events.booking_updated],
      [true, false, true],
    );
    assert.ok(!full.text.includes('abcdefghijklmnop'));
    const [row] = await hubby.sql(
      'select key_sealed from webhook_endpoints where partner_id = $1',
      [key.partner_id],
    );
    assert.ok(!row.key_sealed.toString('latin1').includes('abcdefghijklmnop'));
    const replaced = (await settle(key, { url: `${receiver.url}/z` })).body.data;
    assert.deepEqual(
      [
        replaced.api_key_hint,
        replaced.key_header,
        replaced.key_prefix,
        replaced.alert_email,
        replaced.events.booking_created,
      ],
      ['…mnop', 'x-api-key', '', null, true],
    );
    assert.equal('signing_secret' in replaced, false);
    assert.equal(
      (await settle(key, { url: `${receiver.url}/z`, api_key: null })).body.data.api_key_hint,
      null,
    );
    assert.deepEqual(
      (await settle(key, { url: null, enabled: false })).body.data.health.status,
      'off',
    );
  });

  it('come with a signing secret once, whoever calls first', async () => {
    const { partner_id, ...key } = await hubby.newPartner();
    const answers = await Promise.all(
      [1, 2, 3].map((i) => settle({ partner_id, ...key }, { url: `${receiver.url}/first/${i}` })),
    );
    const secrets = answers.flatMap(({ body }) => body.data.signing_secret ?? []);
    assert.equal(secrets.length, 1);
    await call({ partner_id, ...key }, 'POST', '/api/webhooks/test', { event: 'esim.installed' });
    const [one] = [1, 2, 3].flatMap((i) => receiver.at(`/first/${i}`));
    new Webhook(secrets[0]).verify(one!.body, one!.headers as Record<string, string>);
    const { health } = (await call({ partner_id, ...key }, 'GET', '/api/webhooks/settings')).body
      .data;
    assert.equal(health.status, 'healthy');

    // One that was made before there was a URL stays, and one that was set up unsigned stays so.
    const early = await hubby.newPartner();
    await call(early, 'POST', '/api/webhooks/rotate-secret');
    const set = (await settle(early, { url: `${receiver.url}/early` })).body.data;
    assert.deepEqual([set.is_signed, 'signing_secret' in set], [true, false]);
    await hubby.sql('update webhook_endpoints set secret_sealed = null where partner_id = $1', [
      early.partner_id,
    ]);
    const old = (await settle(early, { url: `${receiver.url}/late` })).body.data;
    assert.deepEqual([old.is_signed, 'signing_secret' in old], [false, false]);

    const byOperator = await hubby.operator('POST', '/partners', {
      name: 'Signed',
      settings: { webhook_settings: { url: `${receiver.url}/by-operator` } },
    });
    assert.match(byOperator.body.data.signing_secret, /^whsec_/);
  });

  it('are refused in words for people, without the key', async () => {
    const key = await hubby.newPartner();
    const answer = await settle(key, {
      url: 7,
      enabled: 'yes',
      api_key: 'sëcret',
      key_header: 'a b',
      events: { booking_created: 1 },
      alert_email: 'a@b',
    });
    assert.deepEqual(
      Object.fromEntries(answer.body.error.details.map((d: Json) => [d.field, d.issue])),
      {
        url: 'expected text of at most 2048 characters or null, got 7',
        enabled: 'expected true or false, got "yes"',
        api_key: 'expected printable ASCII without a blank at either end, got text of 6 characters',
        key_header:
          'expected the name of a header: a letter, then letters, digits, - and _, got "a b"',
        'events.booking_created': 'expected true or false, got 1',
        alert_email:
          'expected an e-mail address with a domain such as example.com after the @, got "a@b"',
      },
    );
    const setting = await hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, {
      webhook_settings: { enabled: false, evnts: {} },
    });
    assert.deepEqual(setting.body.error.details, [
      { field: 'webhook_settings.evnts', issue: 'unknown here; did you mean `events`?' },
    ]);
  });

  it('are refused with every problem named', async () => {
    const key = await hubby.newPartner();
    for (const [change, fields] of [
      [{}, ['url']],
      [{ url: null }, ['url']],
      [{ url: 'ftp://example.com/' }, ['url']],
      [{ url: 'nonsense' }, ['url']],
      [{ url: 'http://me:secret@127.0.0.1/' }, ['url']],
      [{ url: `http://127.0.0.1/${'x'.repeat(2100)}` }, ['url']],
      [{ url: 'http://nobody.invalid/' }, ['url']],
      [{ url: 7 }, ['url']],
      [
        { enabled: false, events: { booking_exploded: true, nonsense: false } },
        ['events.booking_exploded', 'events.nonsense'],
      ],
      [
        { enabled: false, events: { promocode_redemption: true, promo_code_redeemed: false } },
        ['events.promo_code_redeemed'],
      ],
      [{ enabled: false, events: { booking_created: 'yes' } }, ['events.booking_created']],
      [{ enabled: false, key_header: 'content-length' }, ['key_header']],
      [{ enabled: false, key_header: 'Webhook-Id' }, ['key_header']],
      ...[
        'a b',
        '__proto__',
        'Cookie',
        'proxy-authorization',
        'x-forwarded-for',
        'X-Hubby-Key',
      ].map((key_header) => [{ enabled: false, key_header }, ['key_header']] as const),
      [{ enabled: false, api_key: 'a\r\nb: c' }, ['api_key']],
      [{ enabled: false, api_key: '' }, ['api_key']],
      [{ enabled: false, alert_email: 'nobody' }, ['alert_email']],
      [
        { url: 'nonsense', key_header: 'host', events: { nonsense: true } },
        ['events.nonsense', 'key_header', 'url'],
      ],
    ] as const) {
      const answer = await settle(key, change);
      assert.equal(answer.status, 400, JSON.stringify(change));
      assert.deepEqual(
        answer.body.error.details.map((d: Json) => d.field).sort(),
        fields,
        answer.text,
      );
    }
    assert.equal(
      (await hubby.sql('select 1 from webhook_endpoints where partner_id = $1', [key.partner_id]))
        .length,
      0,
    );
  });

  it('can be set by the operator too, through the same check, all keys or none', async () => {
    const key = await hubby.newPartner();
    const patch = (change: Json): Promise<Answer> =>
      hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, change);
    const refused = await patch({
      locale: 'de',
      webhook_settings: { url: 'nonsense', events: { nope: true } },
    });
    assert.deepEqual(
      [refused.status, refused.body.error.details.map((d: Json) => d.field).sort()],
      [400, ['webhook_settings.events.nope', 'webhook_settings.url']],
    );
    assert.deepEqual(
      (
        await patch({ locale: 'e_e', webhook_settings: { url: `${receiver.url}/op` } })
      ).body.error.details.map((d: Json) => d.field),
      ['locale'],
    );
    assert.equal((await call(key, 'GET', '/api/webhooks/settings')).body.data.url, null);
    const done = await patch({
      locale: 'de',
      webhook_settings: { url: `${receiver.url}/op`, api_key: 'operator-chosen-key' },
    });
    assert.deepEqual(
      [
        done.status,
        done.body.data.settings.locale,
        done.body.data.settings.webhook_settings.url,
        done.body.data.settings.webhook_settings.api_key_hint,
      ],
      [200, 'de', `${receiver.url}/op`, '…-key'],
    );
    const shown = await hubby.operator('GET', `/partners/${key.partner_id}`);
    assert.equal(shown.body.data.settings.webhook_settings.enabled, true);
    assert.ok(![done, shown].some((a) => a.text.includes('operator-chosen-key')));
    await book(key);
    await hubby.drain();
    assert.equal(receiver.at('/op')[0]!.headers['x-api-key'], 'operator-chosen-key');
    assert.equal(
      (await patch({ webhook_settings: null })).body.data.settings.webhook_settings.url,
      null,
    );
    const born = await hubby.operator('POST', '/partners', {
      name: 'Born Connected',
      settings: { webhook_settings: { url: `${receiver.url}/born` } },
    });
    await book(born.body.data);
    await hubby.drain();
    assert.equal(receiver.at('/born').length, 1);
  });

  it('need a signature', async () => {
    for (const [method, path] of [
      ['GET', '/api/webhooks/settings'],
      ['PUT', '/api/webhooks/settings'],
      ['POST', '/api/webhooks/rotate-secret'],
      ['POST', '/api/webhooks/test'],
      ['GET', '/api/webhooks/deliveries'],
      ['GET', '/api/events'],
      ['POST', '/api/events/evt_1/redeliver'],
      ['POST', '/api/events/replay'],
    ] as const) {
      assert.equal(
        (
          await hubby.bare(method, path, {
            headers: { 'content-type': 'application/json' },
            ...(method === 'GET' ? {} : { body: '{}' }),
          })
        ).status,
        401,
        path,
      );
    }
  });
});

describe('sending again', () => {
  it('redelivers one event under its id, subscribed or not', async () => {
    const { key, got } = await subscribed({ events: { booking_cancelled: false } });
    const booking = await book(key);
    await call(key, 'DELETE', `/api/bookings/${booking.id}`);
    await hubby.drain();
    assert.deepEqual(
      got().map((r) => r.json.event),
      ['booking.created'],
    );
    const events = await feedOf(key, 2);
    for (const { event_id } of events)
      assert.deepEqual((await call(key, 'POST', `/api/events/${event_id}/redeliver`)).body.data, {
        event_id,
        state: 'pending',
      });
    await hubby.drain();
    assert.deepEqual(
      got()
        .map((r) => r.json.event)
        .sort(),
      ['booking.cancelled', 'booking.created', 'booking.created'],
    );
    assert.equal(new Set(got().map((r) => r.body)).size, 2);
    const [, first] = (await call(key, 'GET', '/api/webhooks/deliveries')).body.data.deliveries;
    assert.deepEqual([first.attempt_count, first.attempts.map((a: Json) => a.number)], [2, [1, 2]]);
  });

  it('is refused for what is not yours, not there, or without an endpoint', async () => {
    const { key } = await subscribed();
    const other = await subscribed();
    await book(key);
    const [{ event_id }] = await feedOf(key, 1);
    const theirs = await call(other.key, 'POST', `/api/events/${event_id}/redeliver`);
    const nobodys = await call(other.key, 'POST', `/api/events/evt_${'0'.repeat(26)}/redeliver`);
    for (const answer of [theirs, nobodys])
      assert.deepEqual(
        [answer.status, answer.body.error.type, answer.body.error.message],
        [404, 'event_not_found', theirs.body.error.message],
      );
    assert.deepEqual(
      (await call(other.key, 'GET', `/api/webhooks/deliveries?event_id=${event_id}`)).body.data
        .deliveries,
      [],
    );
    assert.deepEqual((await call(other.key, 'GET', '/api/events')).body.data.events, []);
    await settle(key, { url: null, enabled: false });
    assert.deepEqual(
      (await call(key, 'POST', `/api/events/${event_id}/redeliver`)).body.error.type,
      'webhook_not_enabled',
    );
    assert.deepEqual(
      (
        await call(key, 'POST', '/api/events/replay', {
          from: '2020-01-01T00:00:00Z',
          to: '2099-01-01T00:00:00Z',
        })
      ).status,
      409,
    );
  });

  it('replays a range: the subscribed types, or those named', async () => {
    const { key, got } = await subscribed({ events: { booking_cancelled: false } });
    const bookings = [await book(key), await book(key), await book(key)];
    await call(key, 'DELETE', `/api/bookings/${bookings[0].id}`);
    await call(key, 'POST', '/api/webhooks/test', { event: 'booking.created' });
    await hubby.drain();
    const before = got().length;
    const replay = (body: Json): Promise<Answer> =>
      call(key, 'POST', '/api/events/replay', {
        from: '2020-01-01T00:00:00Z',
        to: '2099-01-01T00:00:00Z',
        ...body,
      });
    assert.deepEqual((await replay({})).body.data, { events: 3 });
    await hubby.drain();
    assert.deepEqual(
      got()
        .slice(before)
        .map((r) => r.json.data.booking_id)
        .sort(),
      bookings.map((b) => b.id).sort(),
    );
    assert.deepEqual((await replay({ types: ['booking.cancelled'] })).body.data, { events: 1 });
    await hubby.drain();
    assert.equal(got().at(-1)!.json.event, 'booking.cancelled');
    const events = await feedOf(key, 5);
    assert.deepEqual(
      (await replay({ from: events[1].timestamp, to: events[1].timestamp })).body.data.events >= 1,
      true,
    );
    assert.deepEqual((await replay({ to: '2020-01-02T00:00:00Z' })).body.data, { events: 0 });
    for (const [body, field] of [
      [{ types: ['nope'] }, 'types'],
      [{ from: '2027' }, 'from'],
      [{ from: '2027-02-30T00:00:00Z', to: '2027-01-01T00:00:00Z' }, null],
      [{ types: [] }, 'types'],
      [{ from: '2098-01-01T00:00:00Z', to: '2097-01-01T00:00:00Z' }, 'to'],
    ] as const) {
      const answer = await replay(body);
      assert.equal(answer.status, 400, JSON.stringify(body));
      if (field !== null) assert.equal(answer.body.error.details[0].field, field);
    }
  });
});
