/** What is kept of requests that failed at the door, of bodies, and who reads what of them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { signRequest } from '@hubby/sdk/signing';
import { unpackTexts, type StoredTexts } from '../../src/domain/requests/texts.ts';
import { forgetOldRequests } from '../../src/domain/requests/forget-requests.ts';
import { FORGET_BATCH } from '../../src/db/forget.ts';
import { firstIdAt } from '../../src/ids.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { until } from '../faults/checks.ts';
import { IN_A_YEAR, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { memberAt, type BrowserPage } from '../support/members.ts';
import { idOf, keptCall, requestsOf, startKeeping, untilKept } from '../support/request-log.ts';

let hubby: Hubby;
let own: CreatedPartner;
let owner: BrowserPage;
before(async () => {
  hubby = await startKeeping();
  own = await hubby.newPartner();
  owner = await memberAt(hubby, { roles: { [own.partner_id]: 'owner' } });
});
after(() => hubby.close());

const call = (
  method: string,
  path: string,
  body?: unknown,
  options: { raw?: string; headers?: Record<string, string> } = {},
): Promise<Answer> => keptCall(hubby, method, path, body, { key: own, ...options });
const detailsOf = (answer: Answer, who = owner): Promise<Json> =>
  requestsOf(who, own, `/${idOf(answer)}`);
const keyWith = async (...scopes: string[]): Promise<CreatedPartner> => {
  const made = await hubby.operator('POST', `/partners/${own.partner_id}/keys`, { scopes });
  return { ...own, ...made.body.data };
};

type Headers = Record<string, string>;
const signed = (
  { api_key, api_secret }: CreatedPartner,
  path: string,
  at = Date.now(),
): Headers => ({
  'x-api-key': api_key,
  'x-timestamp': String(at),
  'x-signature': signRequest(api_secret, String(at), 'POST', path),
});

describe('a request that fails at the door', () => {
  const path = '/api/bookings';
  const sql = (text: string, key: CreatedPartner): Promise<unknown> =>
    hubby.sql(`update api_keys set ${text} where id = $1`, [key.api_key]);
  /** What of a key's request is not as it should be → the error. */
  const FAILING: Record<string, (key: CreatedPartner) => Headers | Promise<Headers>> = {
    'signature_invalid, another secret': (key) => signed({ ...key, api_secret: 'x' }, path),
    'signature_invalid, seconds': (key) => ({ ...signed(key, path), 'x-timestamp': '1700000000' }),
    signature_missing: ({ api_key }) => ({ 'x-api-key': api_key }),
    timestamp_expired: (key) => signed(key, path, Date.now() - 3_600_000),
    api_key_revoked: async (key) => (await sql('revoked_at = now()', key), signed(key, path)),
    api_key_expired: async (key) => (await sql('expires_at = now()', key), signed(key, path)),
    signature_version_too_low: async (key) => (
      await sql('min_signature_version = 2', key),
      signed(key, path)
    ),
    scope_missing: (key) => signed(key, path),
  };
  for (const [name, headers] of Object.entries(FAILING))
    it(`is kept without bodies under the partner of its key: ${name}`, async () => {
      const key = await keyWith('settings');
      const sent = await headers(key);
      const answer = await untilKept(hubby, () =>
        hubby.bare('POST', path, {
          headers: { ...sent, 'content-type': 'application/json' },
          body: '{"first_name":"Ada"}',
        }),
      );
      const type = name.split(',')[0];
      assert.equal(answer.body.error.type, type, answer.text);
      const details = await detailsOf(answer);
      assert.deepEqual(
        [details.error_type, details.status, details.key_id, details.request_bytes],
        [type, answer.status, key.api_key, 20],
      );
      assert.equal(details.doc_url, answer.body.error.doc_url);
      const dropped = { state: 'dropped', text: null, is_cut: false, is_masked: false };
      assert.deepEqual([details.request_body, details.response_body], [dropped, dropped]);
    });

  it('is kept for one that is suspended', async () => {
    const suspended = await hubby.newPartner();
    await hubby.operator('POST', `/partners/${suspended.partner_id}/suspend`, {});
    const answer = await untilKept(hubby, () =>
      hubby.bare('POST', path, { headers: signed(suspended, path) }),
    );
    assert.equal(answer.body.error.type, 'partner_suspended', answer.text);
    const page = await memberAt(hubby, { roles: { [suspended.partner_id]: 'owner' } });
    const { requests } = await requestsOf(page, suspended);
    assert.deepEqual(
      requests.map(({ error_type }: Json) => error_type),
      ['partner_suspended'],
    );
  });

  it('is kept once a second for a key, so that nobody fills a log by its name', () => {
    const { requestLog } = hubby.ctx;
    assert.deepEqual(
      ['a', 'a', 'b', 'a'].map((key) => requestLog.mayKeepFailed(key)),
      [true, false, true, false],
    );
  });
});

describe('a body', () => {
  it('is cut at 8 KiB, between two characters, and stored whatever is in it', async () => {
    const long = `{"first_name":"${'é'.repeat(9_000)}"}`;
    const cut = await call('POST', '/api/bookings', undefined, { raw: long });
    const { request_body } = await detailsOf(cut);
    assert.deepEqual([request_body.state, request_body.is_cut], ['shown', true]);
    assert.ok(long.startsWith(request_body.text));
    const bytes = Buffer.byteLength(request_body.text);
    assert.ok(bytes > 8_188 && bytes <= 8_192, String(bytes));
    const odd = '{"a":"\u0000 \\ud800 \\u0000 \u{1f600}"}';
    const stored = await detailsOf(await call('POST', '/api/bookings', undefined, { raw: odd }));
    assert.equal(stored.request_body.text, odd);
    const nested = '['.repeat(4_000) + ']'.repeat(4_000);
    const deep = await detailsOf(await call('POST', '/api/bookings', undefined, { raw: nested }));
    assert.equal(deep.request_body.text, nested);
  });

  it('that is no UTF-8 is dropped', async () => {
    const path = '/api/bookings';
    const response = await untilKept(hubby, () =>
      fetch(hubby.url + path, {
        method: 'POST',
        headers: {
          ...signed(own, path),
          'content-type': 'application/json',
          'x-request-id': 'bin',
        },
        body: Buffer.from([0x7b, 0xff, 0x7d]),
      }),
    );
    assert.equal(response.status, 400);
    const { request_body, request_bytes } = await requestsOf(owner, own, '/bin');
    assert.deepEqual([request_body.state, request_bytes], ['dropped', 3]);
  });

  it('is its own where many are written together', async () => {
    const written = hubby.ctx.requestLog.written();
    const sent = Array.from({ length: 20 }, (_, n) => `{"booking_id":"${n} ${'é'.repeat(200)}"}`);
    const answers = await Promise.all(
      sent.map((raw) => hubby.call('POST', '/api/bookings', undefined, { key: own, raw })),
    );
    await until('all are written', async () => {
      await hubby.ctx.requestLog.flush();
      return hubby.ctx.requestLog.written() >= written + sent.length;
    });
    const texts = await hubby.sql<StoredTexts>(
      'select texts, is_deflated from api_request_texts where partner_id = $1',
      [own.partner_id],
    );
    assert.ok(texts.some((one) => one.is_deflated && unpackTexts(one).length > 1));
    for (const [n, answer] of answers.entries()) {
      const { request_body, response_body } = await detailsOf(answer);
      assert.deepEqual([request_body.text, response_body.text], [sent[n], answer.text]);
    }
  });

  it('that hands out or takes a secret is not kept', async () => {
    const settings = await call('PUT', '/api/webhooks/settings', {
      url: null,
      enabled: false,
      api_key: 'endpoint-secret',
      events: {},
    });
    const made = await call('POST', '/api/webhooks/rotate-secret');
    for (const answer of [settings, made]) {
      const { request_body, response_body } = await detailsOf(answer);
      assert.equal(response_body.state, 'secret', answer.text);
      assert.ok(['secret', 'none'].includes(request_body.state));
    }
    const stored = await hubby.sql<StoredTexts>('select texts, is_deflated from api_request_texts');
    const said = JSON.stringify(stored.map(unpackTexts));
    assert.ok(said.includes('success') && !/endpoint-secret|hs_/.test(said));
  });

  it('has no activation string in it', async () => {
    const external_user_id = user();
    const booked = await call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [{ external_user_id, destination: 'GR', size: '1GB' }],
    });
    await hubby.drain();
    const redeemed = await call('POST', '/api/native/redeem-package', {
      external_user_id,
      package_queue_id: booked.body.data.package_queues[0].id,
    });
    assert.match(redeemed.text, /LPA:1\$/);
    const { text } = (await detailsOf(redeemed)).response_body;
    assert.equal(text, redeemed.text.replace(/LPA:1\$[^"]+/g, 'LPA:1$[secret]'));
    assert.match(text, /"qr":"LPA:1\$\[secret\]"/);
  });
});

describe('what says who a traveler is', () => {
  it('is masked for keys without the scope travelers', async () => {
    const sent = {
      departure_date: IN_A_YEAR,
      email: 'ada@travel.example',
      first_name: 'Ada',
      data: { seat: '12A' },
      package_specifications: [{ external_user_id: 'ada-1815', destination: 'GR', size: '1GB' }],
    };
    const booked = await call('POST', '/api/bookings?email=ada%40travel.example&limit=1', sent);
    assert.equal(booked.status, 201, booked.text);
    const [reading, masked] = [await keyWith('settings', 'travelers'), await keyWith('settings')];
    const seen = async (key: CreatedPartner, id = idOf(booked)): Promise<Json> =>
      (await keptCall(hubby, 'GET', `/api/requests/${id}`, undefined, { key })).body.data;
    const whole = await seen(reading);
    assert.equal(whole.request_body.text, JSON.stringify(sent));
    assert.equal(whole.query, 'email=ada%40travel.example&limit=1');
    const { query, request_body, response_body } = await seen(masked);
    assert.equal(query, 'email=a…@travel.example&limit=1');
    assert.deepEqual([request_body.is_masked, response_body.is_masked], [true, true]);
    assert.doesNotMatch(request_body.text + response_body.text, /Ada|ada|1815|12A/);
    const answered = JSON.parse(response_body.text);
    assert.equal(answered.data.id, booked.body.data.id);
    assert.equal(answered.data.package_queues[0].id, booked.body.data.package_queues[0].id);
    // An address in the path, and one in what is cut.
    const lifted = await call('DELETE', '/api/messages/suppressions/ada%40travel.example');
    assert.equal(
      (await seen(masked, idOf(lifted))).path,
      '/api/messages/suppressions/a…@travel.example',
    );
    const cut = await call('POST', '/api/bookings', undefined, {
      raw: `{"email":"ada@travel.example","x":"${'x'.repeat(9_000)}"}`,
    });
    assert.deepEqual((await seen(masked, idOf(cut))).request_body, {
      state: 'shown',
      text: '[personal]',
      is_cut: true,
      is_masked: true,
    });
    const list = await keptCall(hubby, 'GET', '/api/requests', undefined, { key: masked });
    assert.doesNotMatch(list.text, /ada/);
  });

  it('is masked for members whose role does not let them read bodies', async () => {
    const live = await startKeeping({ HUBBY_ENV: 'production' });
    try {
      const partner = await live.newPartner();
      const path = '/api/bookings/Ada/byExternalBookingId?email=ada%40travel.example';
      const answer = await keptCall(live, 'DELETE', path, undefined, { key: partner });
      for (const [role, mayRead] of [
        ['owner', true],
        ['support', true],
        ['developer', false],
      ] as const) {
        const page = await memberAt(live, { roles: { [partner.partner_id]: role } });
        page.cookies.set('__Host-hubby', page.cookies.get('hubby-session')!);
        const { query, response_body } = await requestsOf(page, partner, `/${idOf(answer)}`);
        assert.equal(query, `email=${mayRead ? 'ada%40travel.example' : 'a…@travel.example'}`);
        assert.equal(response_body.is_masked, !mayRead, role);
      }
    } finally {
      await live.close();
    }
  });
});

describe('errors', () => {
  it('are counted by kind, and each leads to its newest request', async () => {
    const key = await hubby.newPartner();
    const page = await memberAt(hubby, { roles: { [key.partner_id]: 'owner' } });
    const ask = (path: string): Promise<Answer> => keptCall(hubby, 'GET', path, undefined, { key });
    await ask('/api/bookings');
    for (let n = 0; n < 2; n++) await ask('/api/bookings/none');
    const last = await ask('/api/bookings/none');
    await ask('/api/bookings?limit=x');
    const { groups, from, to } = await requestsOf(page, key, '/errors');
    const kinds = groups.map(({ error_type, status, operation_id, method, route, count }: Json) =>
      [error_type, status, operation_id, method, route, count].join(' '),
    );
    assert.deepEqual(kinds, [
      'booking_not_found 404 getBooking GET /api/bookings/:id 3',
      'invalid_request 400 listBookings GET /api/bookings 1',
    ]);
    const [most] = groups;
    assert.equal(most.last_id, idOf(last));
    assert.equal(most.doc_url, last.body.error.doc_url);
    assert.ok(Date.parse(from) <= Date.parse(most.first_at) && most.first_at <= most.last_at);
    assert.ok(most.last_at < to);
    const again = await ask('/api/requests/errors');
    assert.deepEqual(again.body.data.groups, groups);
    assert.deepEqual((await requestsOf(page, key, '/errors?to=2020-01-01')).groups, []);
    const wrong = await page.call('GET', `/partners/${key.partner_id}/requests/errors?from=x`);
    assert.equal(wrong.status, 400);
  });
});

describe('housekeeping', () => {
  it('forgets requests after their days, and nothing else', async () => {
    const { partner_id, api_key } = await hubby.newPartner();
    const DAY = 86_400_000;
    const old = firstIdAt('req', Date.now() - 31 * DAY);
    const young = `${firstIdAt('req', Date.now() - 29 * DAY)}${'0'.repeat(16)}`;
    const insert = async (id: string, hour: string): Promise<void> => {
      await hubby.sql(
        `with r as (insert into api_requests (partner_id, id, method, path, operation_id, status, duration_ms, key_id, request_bytes, response_bytes, request_state, response_state, texts_id)
           values ($1, $2, 'GET', '/', 'listEvents', 200, 1, $3, 0, 0, 0, 1, $2)),
         c as (insert into api_request_counts values ($1, $4, 'listEvents', '', 200, 1, $2, $2) on conflict do nothing)
         insert into api_request_texts values ($1, $2, convert_to(concat('[["', $2::text, E'",null,null,null,1]]\\nx'), 'UTF8'), false)`,
        [partner_id, id, api_key, hour],
      );
    };
    const at = (days: number): string => new Date(Date.now() - days * DAY).toISOString();
    await insert(young, at(29));
    await hubby.sql(
      `insert into api_requests (partner_id, id, method, path, operation_id, status, duration_ms, key_id, request_bytes, response_bytes, request_state, response_state)
       select $1, $2 || lpad(n::text, 16, '0'), 'GET', '/', 'listEvents', 200, 1, $3, 0, 0, 0, 0 from generate_series(1, $4::int) n`,
      [partner_id, old, api_key, FORGET_BATCH],
    );
    await insert(`${old}${'z'.repeat(16)}`, at(31));
    assert.equal(await forgetOldRequests(hubby.ctx), FORGET_BATCH + 1);
    for (const table of ['api_requests', 'api_request_texts'])
      assert.deepEqual(
        await hubby.sql(`select id from ${table} where partner_id = $1`, [partner_id]),
        [{ id: young }],
      );
    assert.deepEqual(
      await hubby.sql('select count(*)::int as n from api_request_counts where partner_id = $1', [
        partner_id,
      ]),
      [{ n: 1 }],
    );
  });
});
