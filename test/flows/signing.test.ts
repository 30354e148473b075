/** Who may call: version 1 signatures, keys, timestamps, targets; and the operator's token. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { makeKeyId } from '../../src/domain/partners/keys/key-format.ts';
import { until } from '../faults/checks.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const LIST = '/api/destinations';
const hmac = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');
type Parts = {
  key?: string;
  secret?: string;
  timestamp?: string;
  method?: string;
  path?: string;
  signature?: string;
};
/** Headers of GET `path`, right but for what is named. */
function headers({
  key = hubby.partner.api_key,
  secret = hubby.partner.api_secret,
  timestamp = String(Date.now()),
  method = 'GET',
  path = LIST,
  signature,
}: Parts = {}): Record<string, string> {
  return {
    'x-api-key': key,
    'x-timestamp': timestamp,
    'x-signature': signature ?? hmac(secret, timestamp + method + path),
  };
}
const get = (h: Record<string, string>, path = LIST): Promise<Answer> =>
  hubby.bare('GET', path, { headers: h });
function unauthenticated(answer: Answer, type: string): void {
  assert.deepEqual(
    [answer.status, answer.body?.success, answer.body?.error?.code, answer.body?.error?.type],
    [401, false, 401, type],
    answer.text,
  );
  assert.equal(
    answer.headers['www-authenticate'],
    type === 'operator_token_invalid' ? 'Bearer' : 'HMAC',
  );
  assert.ok(!answer.text.includes(hubby.partner.api_secret));
}

/** A request as raw bytes, for what no client library sends. */
function raw(head: string): Promise<{ status: number; body: Json; head: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(hubby.url);
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(`${head}\r\nHost: x\r\nConnection: close\r\n\r\n`, 'latin1'),
    );
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const [top = '', body = ''] = text.split('\r\n\r\n');
      resolve({
        status: Number(top.split(' ')[1]),
        head: top,
        body: /^\{.*\}$/s.test(body) ? JSON.parse(body) : null,
      });
    });
  });
}
const rawHeaders = (h: Record<string, string>): string =>
  Object.entries(h)
    .map(([k, v]) => `\r\n${k}: ${v}`)
    .join('');

describe('a signature', () => {
  it('opens the door, in lower and in upper case', async () => {
    assert.equal((await get(headers())).status, 200);
    const timestamp = String(Date.now());
    assert.equal(
      (
        await get(
          headers({
            timestamp,
            signature: hmac(hubby.partner.api_secret, `${timestamp}GET${LIST}`).toUpperCase(),
          }),
        )
      ).status,
      200,
    );
  });

  it('covers method, path and query string', async () => {
    unauthenticated(await get(headers({ method: 'POST' })), 'signature_invalid');
    unauthenticated(await get(headers({ method: 'get' })), 'signature_invalid');
    unauthenticated(await get(headers({ path: '/destinations' })), 'signature_invalid');
    unauthenticated(await get(headers({ path: `${LIST}/` })), 'signature_invalid');
    unauthenticated(await get(headers(), `${LIST}?type=region`), 'signature_invalid');
    unauthenticated(await get(headers({ path: `${LIST}?type=region` }), LIST), 'signature_invalid');
    unauthenticated(
      await get(
        headers({ path: `${LIST}?type=region&locale=de` }),
        `${LIST}?locale=de&type=region`,
      ),
      'signature_invalid',
    );
    for (const path of [
      `${LIST}?type=region`,
      `${LIST}?type=region&locale=de`,
      `${LIST}/GR?locale=de%2DDE`.replace('%2D', '-'),
      `${LIST}?x=%2F%c3%A9`,
    ])
      assert.equal((await get(headers({ path }), path)).status, 200, path);
  });

  it('is over the target as sent: what means the same is not the same', async () => {
    unauthenticated(
      await get(headers({ path: `${LIST}?x=%c3%a9` }), `${LIST}?x=%C3%A9`),
      'signature_invalid',
    );
    unauthenticated(
      await get(headers({ path: `${LIST}?x=a+b` }), `${LIST}?x=a%20b`),
      'signature_invalid',
    );
    unauthenticated(await get(headers({ path: `http://127.0.0.1${LIST}` })), 'signature_invalid');
    assert.equal(
      (await raw(`GET ${LIST}? HTTP/1.1${rawHeaders(headers({ path: `${LIST}?` }))}`)).status,
      200,
    );
    assert.equal((await raw(`GET ${LIST}? HTTP/1.1${rawHeaders(headers())}`)).status, 401);
    unauthenticated(
      await get(
        headers({
          timestamp: '1711200000000',
          signature: hmac(hubby.partner.api_secret, `1711200000000 GET ${LIST}`),
        }),
      ),
      'signature_invalid',
    );
  });

  it('is needed before anything is said about the body or the route', async () => {
    const bad = await hubby.bare('POST', '/api/bookings', {
      headers: { 'content-type': 'application/json' },
      body: '{not json',
    });
    unauthenticated(bad, 'signature_missing');
    const path = '/api/bookings';
    const unsigned = await hubby.bare('POST', path, {
      headers: {
        ...headers({ method: 'POST', path, secret: 'wrong' }),
        'content-type': 'text/plain',
      },
      body: 'x',
    });
    unauthenticated(unsigned, 'signature_invalid');
  });

  const UNSIGNED: Record<string, [number, string]> = {
    '/api/providers/': [404, 'not_found'],
    // The secret is in the path, and this one is none.
    '/api/suppliers/': [404, 'not_found'],
    '/api/mail/brevo/callbacks': [401, 'callback_forged'],
    '/api/payments/stripe/webhook': [401, 'callback_forged'],
    '/api/promo-codes/claim/': [400, 'invalid_request'],
    '/api/webapp/auth/exchange': [400, 'invalid_request'],
    '/api/webapp/auth/mail': [400, 'invalid_request'],
    '/api/webapp/auth/renew': [401, 'session_ended'],
    '/api/webapp/me/': [401, 'session_ended'],
  };

  it('is asked of every partner endpoint', async () => {
    const spec = hubby.app.swagger() as Json;
    let asked = 0;
    for (const [path, operations] of Object.entries<Json>(spec.paths)) {
      for (const method of Object.keys(operations)) {
        const answer = await hubby.bare(method.toUpperCase(), path.replace(/\{[^}]+\}/g, 'x'));
        // Providers and Brevo sign in their own way, and this provider is none; claims are for
        // everybody.
        const own = UNSIGNED[Object.keys(UNSIGNED).find((prefix) => path.startsWith(prefix)) ?? ''];
        if (own !== undefined) {
          assert.deepEqual([answer.status, answer.body.error.type], own, path);
          continue;
        }
        unauthenticated(
          answer,
          path.startsWith('/api/operator') || path === '/metrics'
            ? 'operator_token_invalid'
            : 'signature_missing',
        );
        asked++;
      }
    }
    assert.ok(asked >= 25, `${asked} operations`);
  });

  it('names the header that is missing', async () => {
    for (const name of ['x-api-key', 'x-timestamp', 'x-signature']) {
      for (const value of [undefined, '']) {
        const h: Record<string, string> = headers();
        if (value === undefined) delete h[name];
        else h[name] = value;
        const answer = await get(h);
        unauthenticated(answer, 'signature_missing');
        assert.deepEqual(answer.body.error.details, [{ field: name, issue: 'required' }]);
      }
    }
  });

  it('answers every malformed one with 401 and nothing else', async () => {
    const timestamp = String(Date.now());
    const right = hmac(hubby.partner.api_secret, `${timestamp}GET${LIST}`);
    const wrong = [
      right.slice(1),
      right.slice(0, 63),
      `${right}0`,
      right + right,
      `${right}\t`.trim() + ' x',
      `0x${right.slice(2)}`,
      `${right.slice(0, 63)}g`,
      'é'.repeat(64),
      `${right}, ${right}`,
      '0'.repeat(64),
      right.replace(/.$/, (c) => (c === '0' ? '1' : '0')),
      `sha256=${right}`,
      ' '.repeat(64),
    ].filter((s) => s.trim() !== '');
    for (const signature of wrong)
      unauthenticated(await get(headers({ timestamp, signature })), 'signature_invalid');
    for (const stamp of [
      timestamp.slice(1),
      `${timestamp}0`,
      '17112000000000',
      '171120000000',
      `${timestamp.slice(0, 12)}.`,
      `+${timestamp.slice(1)}`,
      `-${timestamp.slice(1)}`,
      '0x18a0b1c2d3e4f',
      '1e12',
      'NaN',
      `${timestamp}GET`,
      new Date().toISOString(),
      `${timestamp}, ${timestamp}`,
      'é'.repeat(13),
    ]) {
      unauthenticated(
        await get(headers({ timestamp: stamp, signature: right })),
        'signature_invalid',
      );
    }
  });

  it('holds against 300 generated headers', async () => {
    const hex = fc.string({
      unit: fc.constantFrom(...'0123456789abcdefABCDEF'),
      minLength: 0,
      maxLength: 130,
    });
    const visible = fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((c) => String.fromCharCode(c)),
      minLength: 1,
      maxLength: 200,
    });
    const digits = fc.string({
      unit: fc.constantFrom(...'0123456789'),
      minLength: 1,
      maxLength: 20,
    });
    const latin = fc.string({
      unit: fc.integer({ min: 0xa1, max: 0xff }).map((c) => String.fromCharCode(c)),
      minLength: 1,
      maxLength: 70,
    });
    const now = (): string => String(Date.now());
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          visible,
          fc.constant(hubby.partner.api_key),
          fc.constant(hubby.partner.api_key.slice(0, -1)),
          latin,
        ),
        fc.oneof(visible, digits, latin, fc.constant('now')),
        fc.oneof(hex, visible, latin),
        async (key, timestamp, signature) => {
          const answer = await get({
            'x-api-key': key,
            'x-timestamp': timestamp === 'now' ? now() : timestamp,
            ...(signature === '' ? {} : { 'x-signature': signature }),
          });
          assert.equal(answer.status, 401, answer.text);
          assert.match(answer.body.error.type, /^(signature_|api_key_|timestamp_)/);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not take headers that came twice', async () => {
    for (const twice of ['x-api-key', 'x-timestamp', 'x-signature']) {
      const h = headers();
      const answer = await raw(`GET ${LIST} HTTP/1.1${rawHeaders(h)}\r\n${twice}: ${h[twice]}`);
      assert.deepEqual([answer.status, answer.body.error.code], [401, 401], twice);
      assert.equal(answer.body.error.message, `The header ${twice} came 2 times; send it once.`);
    }
    assert.equal((await raw(`GET ${LIST} HTTP/1.1${rawHeaders(headers())}`)).status, 200);
  });
});

describe('a timestamp', () => {
  it('is good for five minutes both ways, to the millisecond', async (t) => {
    // The clock stands still, so that the edge does not depend on how long a request takes.
    const now = Date.now();
    t.mock.timers.enable({ apis: ['Date'], now });
    const signedAt = (skew: number): Promise<Answer> =>
      get(headers({ timestamp: String(now + skew) }));
    for (const skew of [-300_000, -299_999, 0, 299_999, 300_000])
      assert.equal((await signedAt(skew)).status, 200, String(skew));
    for (const skew of [-300_001, 300_001, -86_400_000, 1e12]) {
      const answer = await signedAt(skew);
      unauthenticated(answer, 'timestamp_expired');
      const { message, server_time, skew_ms, details } = answer.body.error;
      assert.match(message, /timestamp expired/);
      assert.deepEqual([server_time, skew_ms], [now, skew]);
      assert.deepEqual(details, [
        { field: 'x-timestamp', issue: `server_time ${now}, skew_ms ${skew}` },
      ]);
    }
  });

  it('tells its age only to who can sign', async () => {
    const answer = await get(headers({ timestamp: '1711200000000', secret: 'wrong' }));
    unauthenticated(answer, 'signature_invalid');
  });
});

describe('a key', () => {
  it('has to be known, whole, and of this environment', async () => {
    const { api_key } = hubby.partner;
    const live = makeKeyId('live');
    unauthenticated(await get(headers({ key: makeKeyId('test') })), 'api_key_unknown');
    unauthenticated(await get(headers({ key: live })), 'api_key_wrong_environment');
    const swapped = api_key.slice(0, -1) + (api_key.endsWith('0') ? '1' : '0');
    for (const key of [
      swapped,
      api_key.toUpperCase(),
      `${api_key}0`,
      api_key.slice(1),
      live.replace('live', 'test'),
      'hk_test_',
      '__proto__',
      "' or 1=1 --",
      'x'.repeat(5_000),
      `${api_key}, ${api_key}`,
      'é',
    ])
      unauthenticated(await get(headers({ key })), 'api_key_unknown');
  });

  it('can be one of several, and stops when revoked or expired', async () => {
    const partner = await hubby.newPartner();
    const keys = `/partners/${partner.partner_id}/keys`;
    const second = (await hubby.operator('POST', keys, { label: 'rotation' })).body.data;
    assert.equal((await hubby.call('GET', LIST, undefined, { key: partner })).status, 200);
    assert.equal((await hubby.call('GET', LIST, undefined, { key: second })).status, 200);
    const revoked = await hubby.operator('DELETE', `/keys/${partner.api_key}`);
    assert.deepEqual(
      [revoked.status, revoked.body.data.api_key, revoked.body.data.partner_id],
      [200, partner.api_key, partner.partner_id],
    );
    unauthenticated(await hubby.call('GET', LIST, undefined, { key: partner }), 'api_key_revoked');
    unauthenticated(
      await get(headers({ key: partner.api_key, secret: 'wrong' })),
      'signature_invalid',
    );
    assert.equal((await hubby.call('GET', LIST, undefined, { key: second })).status, 200);
    const again = await hubby.operator('DELETE', `/keys/${partner.api_key}`);
    assert.equal(again.body.data.revoked_at, revoked.body.data.revoked_at);
    const expiring = (
      await hubby.operator('POST', keys, {
        expires_at: new Date(Date.now() + 60_000).toISOString(),
      })
    ).body.data;
    assert.equal((await hubby.call('GET', LIST, undefined, { key: expiring })).status, 200);
    const expired = (await hubby.operator('POST', keys, {})).body.data;
    await hubby.sql(`update api_keys set expires_at = now() - interval '1 s' where id = $1`, [
      expired.api_key,
    ]);
    unauthenticated(await hubby.call('GET', LIST, undefined, { key: expired }), 'api_key_expired');
  });

  it('stops in its time on a node that did not revoke it', async () => {
    const partner = await hubby.newPartner();
    assert.equal((await hubby.call('GET', LIST, undefined, { key: partner })).status, 200);
    await hubby.sql('update api_keys set revoked_at = now() where id = $1', [partner.api_key]);
    await until('it is refused', async () => {
      const { status } = await hubby.call('GET', LIST, undefined, { key: partner });
      return status === 401;
    });
  });

  it('that demands version 2 gets nothing by version 1', async () => {
    const partner = await hubby.newPartner();
    await hubby.sql('update api_keys set min_signature_version = 2 where id = $1', [
      partner.api_key,
    ]);
    unauthenticated(
      await hubby.call('GET', LIST, undefined, { key: partner }),
      'signature_version_too_low',
    );
  });

  it('opens nothing with the secret of another partner', async () => {
    const other = await hubby.newPartner();
    unauthenticated(await get(headers({ secret: other.api_secret })), 'signature_invalid');
    unauthenticated(await get(headers({ key: other.api_key })), 'signature_invalid');
  });
});

describe('a target', () => {
  it('is refused where somebody could read it differently', async () => {
    const wrong = [
      '/api//destinations',
      '//api/destinations',
      '/api/destinations//',
      '/api/./destinations',
      '/api/../api/destinations',
      '/api/destinations/.',
      '/api/destinations/..',
      '/api/destinations/../destinations',
      '/%61pi/destinations',
      '/api/destinations/%41',
      '/api/destinations/%2E%2E',
      '/api/destinations/%2e',
      '/api/destinations?locale=%64e',
      '/api/destinations/G%52',
      '/api/destinations?x=%7E',
      '/api/destinations?x=%5f',
      '/api/destinations/%',
      '/api/destinations?x=%',
      '/api/destinations?x=%4',
      '/api/destinations/%zz',
      '/api/unknown//x',
      '/%2e%2e/',
      '/api/destinations/%C3%28',
      '/api/destinations/%ff',
    ];
    for (const target of wrong) {
      const answer = await raw(`GET ${target} HTTP/1.1${rawHeaders(headers({ path: target }))}`);
      assert.deepEqual(
        [answer.status, answer.body?.success, answer.body?.error?.type],
        [400, false, 'malformed_target'],
        `${target}: ${answer.head}`,
      );
      assert.match(answer.head, /x-request-id: \S+/i, target);
      assert.equal(typeof answer.body.error.request_id, 'string');
    }
    for (const target of [
      'http://127.0.0.1/api/destinations',
      'api/destinations',
      '/api/destinations?x=é',
      '/api/destinations/é',
    ]) {
      const answer = await raw(`GET ${target} HTTP/1.1${rawHeaders(headers({ path: target }))}`);
      assert.equal(answer.status, 400, target);
    }
  });

  it('may have dots, double slashes in the query, and encoded reserved characters', async () => {
    for (const path of [
      `${LIST}?x=//&y=/../`,
      `${LIST}?x=..`,
      `${LIST}?x=%2F%2E`.replace('%2E', '%25'),
    ])
      assert.equal((await get(headers({ path }), path)).status, 200, path);
    for (const path of [
      '/api/bookings/..a',
      '/api/bookings/a..',
      '/api/bookings/.hidden',
      '/api/bookings/a%2Fb',
      '/api/bookings/a%20b',
      "/api/bookings/a'(b)*!",
    ]) {
      const answer = await get(headers({ path }), path);
      assert.deepEqual([answer.status, answer.body.error.type], [404, 'booking_not_found'], path);
    }
  });

  it('is matched by letter and to the end', async () => {
    for (const path of [
      '/API/destinations',
      '/api/Destinations',
      '/api/destinations/',
      '/api',
      '/api/destinationsX',
      '/api/destinations/GR/',
      '/api/bookings/a/b',
      '/destinations',
    ]) {
      const answer = await get(headers({ path }), path);
      assert.deepEqual([answer.status, answer.body?.error?.type], [404, 'not_found'], path);
    }
  });
});

describe('the operator', () => {
  it('is known by the token alone', async () => {
    for (const authorization of [
      undefined,
      '',
      'Bearer',
      'Bearer x',
      `Bearer hop_${'x'.repeat(43)}`,
      'Basic aG9wOng=',
      `bearer ${'x'.repeat(30)}`,
      `Bearer ${'é'.repeat(30)}`,
      `Bearer ${'x'.repeat(201)}`,
    ]) {
      unauthenticated(
        await hubby.bare('GET', '/api/operator/partners', {
          headers: authorization === undefined ? {} : { authorization },
        }),
        'operator_token_invalid',
      );
    }
    const path = '/api/operator/partners';
    unauthenticated(
      await hubby.bare('GET', path, { headers: headers({ path }) }),
      'operator_token_invalid',
    );
    assert.equal((await hubby.operator('GET', '/partners')).status, 200);
  });

  it('cannot sign in for a partner, and loses the door with the token', async () => {
    await hubby.sql('update operator_tokens set revoked_at = now()');
    unauthenticated(await hubby.operator('GET', '/partners'), 'operator_token_invalid');
    await hubby.sql('update operator_tokens set revoked_at = null');
    assert.equal((await hubby.operator('GET', '/partners')).status, 200);
  });
});

describe('two bookings', () => {
  it('in one millisecond share their signature and are both taken', async () => {
    const path = '/api/bookings';
    const h = { ...headers({ method: 'POST', path }), 'content-type': 'application/json' };
    const request = (): string =>
      JSON.stringify({
        departure_date: IN_A_YEAR,
        package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
      });
    const answers = await Promise.all(
      [1, 2, 3].map(() => hubby.bare('POST', path, { headers: h, body: request() })),
    );
    assert.deepEqual(
      answers.map((a) => a.status),
      [201, 201, 201],
    );
    assert.equal(new Set(answers.map((a) => a.body.data.id)).size, 3);
  });
});
