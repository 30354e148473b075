/**
 * Bytes on the wire: text is UTF-8 or refused, on every route that takes a body, and told apart
 * from what it is not.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { signedHeaders } from '@hubby/sdk/signing';
import { request } from 'undici';
import { callbackToken } from '../../src/domain/messages/sending/receive-callback.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
/** Letters of Windows-1251 and Latin-1. */
const CYRILLIC = Buffer.from([0xc8, 0xe2, 0xe0, 0xed]);
const LATIN = Buffer.from([0xe9]);

const CLAIM = '/api/promo-codes/claim/00000000-0000-4000-8000-000000000000';

let hubby: Hubby;
let link: { path: string; uuid: string };
let operator: string;
let app: string;

before(async () => {
  hubby = await startHubby();
  const made = await hubby.call('POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    package_specifications: [{ destination: 'GR', size: '1GB' }],
  });
  const [code] = made.body.data.promo_codes;
  const url = new URL(code.claim_url);
  link = { path: url.pathname + url.search, uuid: code.uuid };
  const { createOperatorToken } = await import('../../src/domain/partners/keys/operator-tokens.ts');
  const token = await hubby.call('POST', '/api/app-tokens', { external_user_id: user() });
  app = `Bearer ${token.body.data.token}`;
  operator = `Bearer ${await createOperatorToken(hubby.ctx.db)}`;
});
after(() => hubby.close());

type Sent = { status: number; text: string; error: Json; headers: Answer['headers'] };
async function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: Buffer | string,
): Promise<Sent> {
  const answer = await request(hubby.url + path, {
    method: method as 'POST',
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.body.text();
  const isJson = String(answer.headers['content-type']).startsWith(JSON_TYPE);
  return {
    status: answer.statusCode,
    text,
    headers: answer.headers,
    error: isJson && text !== '' ? JSON.parse(text).error : null,
  };
}
const signed = (
  method: string,
  path: string,
  body?: Buffer | string,
  headers: Record<string, string> = {},
): Promise<Sent> =>
  send(
    method,
    path,
    { ...signedHeaders(hubby.partner, method, path), 'content-type': JSON_TYPE, ...headers },
    body,
  );

/** A booking whose reference and traveler have these bytes in them. */
const booking = (bytes: Buffer): Buffer => {
  const [before, within, behind] = JSON.stringify({
    booking_id: 'REF-@@',
    departure_date: IN_A_YEAR,
    package_specifications: [{ external_user_id: 'u-@@', destination: 'GR', size: '1GB' }],
  }).split('@@') as [string, string, string];
  return Buffer.concat([
    Buffer.from(before),
    bytes,
    Buffer.from(within),
    bytes,
    Buffer.from(behind),
  ]);
};

/** Every kind of route that takes a body: how it is called, and the media type it wants. */
const ENTRANCES: Record<string, { type: string; path(): string; headers(path: string): object }> = {
  partner: {
    type: JSON_TYPE,
    path: () => '/api/bookings',
    headers: (path) => signedHeaders(hubby.partner, 'POST', path),
  },
  operator: {
    type: JSON_TYPE,
    path: () => '/api/operator/partners',
    headers: () => ({ authorization: operator }),
  },
  csv: {
    type: 'text/csv',
    path: () => '/api/operator/catalog/import',
    headers: () => ({ authorization: operator }),
  },
  'codes as csv': {
    type: 'text/csv',
    path: () => `/api/operator/partners/${hubby.partner.partner_id}/promo-codes/import`,
    headers: () => ({ authorization: operator }),
  },
  public: {
    type: JSON_TYPE,
    path: () => `/api/promo-codes/claim/${link.uuid}`,
    headers: () => ({}),
  },
  provider: {
    type: JSON_TYPE,
    path: () => '/api/providers/sandbox-one/callbacks',
    headers: () => ({}),
  },
  mail: {
    type: JSON_TYPE,
    path: () => '/api/mail/brevo/callbacks',
    headers: () => ({ authorization: `Bearer ${callbackToken(hubby.ctx)}` }),
  },
  callable: {
    type: JSON_TYPE,
    path: () => '/list_classic_package_queues',
    headers: () => ({ authorization: app }),
  },
  form: { type: FORM_TYPE, path: () => link.path, headers: () => ({}) },
};
const at = (name: string, body: Buffer, headers: Record<string, string> = {}): Promise<Sent> => {
  const { type, path, headers: own } = ENTRANCES[name]!;
  return send('POST', path(), { 'content-type': type, ...own(path()), ...headers } as never, body);
};
const messageOf = ({ text, error }: Sent): string => error?.message ?? text;

describe('a body that is not UTF-8', () => {
  it('makes nobody: three names of one length stay three', async () => {
    for (const type of [JSON_TYPE, 'application/json; charset=windows-1251'])
      for (const last of [0xed, 0xee, 0xef]) {
        const bytes = Buffer.concat([CYRILLIC.subarray(0, 3), Buffer.from([last])]);
        const { status } = await signed('POST', '/api/bookings', booking(bytes), {
          'content-type': type,
        });
        assert.equal(status, type === JSON_TYPE ? 400 : 415);
      }
    const [{ count }] = await hubby.sql(
      `select count(*)::int as count from travelers where external_user_id like 'u-%'`,
    );
    assert.equal(count, 0);
    for (const name of ['Иван', 'Олег', 'Анна'])
      assert.equal((await signed('POST', '/api/bookings', booking(Buffer.from(name)))).status, 201);
  });

  for (const name of Object.keys(ENTRANCES))
    it(`is refused as that: ${name}`, async () => {
      const whole = name === 'form' ? 'email=' : '{"data":{"a":"';
      for (const bytes of [
        LATIN,
        CYRILLIC,
        Buffer.from([0xed, 0xa0, 0x80]), // a surrogate
        Buffer.from([0xc0, 0xaf]), // longer than it need be
        Buffer.from([0xf4, 0x90, 0x80, 0x80]), // beyond Unicode
        Buffer.from([0xe2, 0x82]), // cut off
      ]) {
        const answer = await at(name, Buffer.concat([Buffer.from(whole), bytes]));
        assert.equal(answer.status, 400, answer.text);
        if (name !== 'form')
          assert.match(messageOf(answer), new RegExp(`not UTF-8: see byte ${whole.length + 1}`));
      }
      const utf16 = Buffer.from('\uFEFF{"data":null}', 'utf16le');
      assert.equal((await at(name, utf16)).status, 400);
    });

  it('has the words of each protocol', async () => {
    const callable = await at('callable', LATIN);
    assert.deepEqual(
      [callable.error.status, callable.error.details.code],
      ['INVALID_ARGUMENT', 'invalid_request'],
    );
    assert.match((await at('form', LATIN)).text, /^<!doctype html>/);
  });

  it('is no form either where the bytes are percent-encoded', async () => {
    assert.equal((await at('form', Buffer.from('email=jos%E9%40example.com'))).status, 400);
    const kept = await at('form', Buffer.from('email=jos%C3%A9'));
    assert.match(kept.text, /value="josé"/);
  });
});

describe('a declared charset or encoding', () => {
  for (const name of Object.keys(ENTRANCES))
    it(`is refused by its name: ${name}`, async () => {
      const { type } = ENTRANCES[name]!;
      const body = Buffer.from(name === 'form' ? 'email=a' : '{"data":null}');
      for (const charset of ['windows-1251', 'ISO-8859-1', '"utf-16"', 'utf-8; charset=latin1']) {
        const answer = await at(name, body, { 'content-type': `${type}; charset=${charset}` });
        assert.equal(answer.status, 415, charset);
        if (name !== 'form')
          assert.match(
            messageOf(answer),
            /Expected charset=utf-8 in content-type, got "(windows-1251|ISO-8859-1|utf-16|latin1)"/,
          );
      }
      for (const charset of ['utf-8', 'UTF-8', '"utf-8"', 'utf8', 'us-ascii'])
        assert.notEqual(
          (await at(name, body, { 'content-type': `${type}; charset=${charset}` })).status,
          415,
          charset,
        );
      for (const encoding of ['gzip', 'br', 'deflate', 'identity, gzip']) {
        const zipped = encoding === 'gzip' ? gzipSync(body) : body;
        const answer = await at(name, zipped, { 'content-encoding': encoding });
        // Bytes that are no UTF-8 are told as what they are only where nothing was declared.
        assert.equal(answer.status, 415, `${encoding} ${answer.text}`);
        if (name !== 'form')
          assert.ok(messageOf(answer).includes(`content-encoding "${encoding}"`), answer.text);
      }
      assert.notEqual((await at(name, body, { 'content-encoding': 'identity' })).status, 415);
    });
});

describe('a byte order mark', () => {
  const MARK = Buffer.from('\uFEFF');
  it('is passed over before JSON and forms', async () => {
    const made = await signed(
      'POST',
      '/api/bookings',
      Buffer.concat([MARK, booking(LATIN.fill(65))]),
    );
    assert.equal(made.status, 201, made.text);
    const form = await at('form', Buffer.concat([MARK, Buffer.from('email=nobody')]));
    assert.match(form.text, /value="nobody"/);
  });

  it('belongs to the bytes that an Idempotency-Key stands for', async () => {
    const key = { 'idempotency-key': user() };
    const body = booking(Buffer.from(user()));
    assert.equal((await signed('POST', '/api/bookings', body, key)).status, 201);
    const again = await signed('POST', '/api/bookings', body, key);
    assert.deepEqual([again.status, again.headers['idempotent-replayed']], [201, 'true']);
    const other = await signed('POST', '/api/bookings', Buffer.concat([MARK, body]), key);
    assert.equal(other.error.type, 'idempotency_mismatch');
  });

  it("belongs to the bytes that a provider's callback is signed over", async () => {
    const body = '\uFEFF{"reports":[]}';
    const timestamp = String(Math.floor(Date.now() / 1000));
    const secret = hubby.ctx.secrets.derive('sandbox-telco');
    const of = (text: string): Promise<Sent> =>
      at('provider', Buffer.from(body), {
        'x-telco-timestamp': timestamp,
        'x-telco-signature': createHmac('sha256', secret)
          .update(`${timestamp}.${text}`)
          .digest('hex'),
      });
    assert.equal((await of(body)).status, 202);
    assert.equal((await of(body.slice(1))).status, 401);
  });
});

describe('a target that is not UTF-8', () => {
  it('is refused, in the path and in the query', async () => {
    for (const path of [
      '/api/bookings?booking_id=%E9',
      '/api/bookings?%E9=1',
      '/api/bookings/%E9',
      '/api/bookings?booking_id=%C3%28',
      '/api/bookings?booking_id=%ED%A0%80',
      '/api/destinations/%FF',
    ]) {
      const answer = await signed('GET', path);
      assert.deepEqual([answer.status, answer.error.type], [400, 'malformed_target'], path);
      assert.match(answer.error.message, /not UTF-8/);
    }
    for (const path of [
      '/free-esim/%E9?uuid=x',
      `${link.path}&lang=%E9`,
      '/starter/?promoCode=%E9',
    ])
      assert.equal((await send('GET', path, {})).status, 400, path);
    assert.equal((await signed('GET', '/api/bookings?booking_id=%C3%A9')).status, 200);
  });
});

describe('a body', () => {
  const LIMIT = 16 * 1024;
  /** With its length, and in chunks without one. */
  const statuses = async (bytes: number): Promise<number[]> => {
    const body = '{"email":"nobody"}'.padEnd(bytes);
    const whole = await send('POST', CLAIM, { 'content-type': JSON_TYPE }, body);
    const chunked = await request(hubby.url + CLAIM, {
      method: 'POST',
      headers: { 'content-type': JSON_TYPE },
      body: Readable.from([body.slice(0, 100), body.slice(100)]),
    });
    await chunked.body.dump();
    return [whole.status, chunked.statusCode];
  };

  it('may be as long as the limit, and not a byte longer, with and without its length', async () => {
    assert.deepEqual(await statuses(LIMIT), [400, 400]);
    assert.deepEqual(await statuses(LIMIT + 1), [413, 413]);
  });

  it('that is nested deeper than any that is meant is refused as that', async () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    const messageOf = async (depth: number): Promise<string> =>
      (await send('POST', CLAIM, { 'content-type': JSON_TYPE }, nested(depth))).error.message;
    assert.doesNotMatch(await messageOf(100), /nested/);
    assert.match(await messageOf(101), /nested too deeply/);
  });
});
