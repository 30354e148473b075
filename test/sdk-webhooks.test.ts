/** What @hubby/sdk believes of a delivery: of real signatures all, of others none. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { signatureHeaders, signingKeys, verifyWebhook, WebhookError } from '@hubby/sdk/webhooks';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { makeSigningSecret } from '../src/domain/webhooks/endpoint/make-signing-secret.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const BODY = '{"event":"booking.created","event_id":"evt_1","data":{"name":"Zoë"}}';
const AT = 1_700_000_000_000;
const signed = (body = BODY, at = AT, ...secrets: string[]): Record<string, string> =>
  signatureHeaders((secrets.length > 0 ? secrets : [SECRET]).map(signingKeys), 'evt_1', body, at);
const pick = (headers: Record<string, string>, names: RegExp): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => names.test(name)));
const refuses = (
  headers: Record<string, string>,
  more: { body?: string; secret?: string; now?: number } = {},
): void =>
  assert.throws(
    () => verifyWebhook({ headers, body: BODY, secret: SECRET, now: AT, ...more }),
    WebhookError,
    JSON.stringify({ headers, more }),
  );

describe('a delivery', () => {
  it('is signed as any other program would', () => {
    // printf '1700000000.{}' | openssl dgst -sha256 -hmac "$SECRET"; and printf 'evt_1.1700000000.{}'
    // | openssl dgst -sha256 -mac hmac -macopt hexkey:0707… -binary | base64
    const headers = signed('{}');
    assert.equal(
      headers['x-hubby-signature'],
      'sha256=bf2cb3ad9a0ec27c1ec3f40436f35758d059d90c16ae2acb2e1eaadef1d8fb8b',
    );
    assert.equal(headers['webhook-signature'], 'v1,a1DASGgVAakARPzCBfaKZ61ux1lULadh72WCLbrcpuA=');
  });

  it('is believed in either form, whoever holds its headers, as text and as bytes', () => {
    const headers = signed();
    const forms = [headers, pick(headers, /^x-hubby/), pick(headers, /^webhook/)];
    for (const form of forms)
      for (const held of [form, new Headers(form)])
        for (const body of [BODY, Buffer.from(BODY), new TextEncoder().encode(BODY)]) {
          const event = verifyWebhook({ headers: held, body, secret: SECRET, now: AT });
          assert.deepEqual(event, JSON.parse(BODY));
        }
  });

  it('is believed under both secrets while one replaces the other', () => {
    const next = makeSigningSecret();
    for (const form of [/^x-hubby/, /^webhook/]) {
      const headers = pick(signed(BODY, AT, next, SECRET), form);
      for (const secret of [next, SECRET, [makeSigningSecret(), SECRET]])
        verifyWebhook({ headers, body: BODY, secret, now: AT });
      refuses(headers, { secret: makeSigningSecret() });
    }
  });

  it('is refused with another body, another time or another signature', () => {
    for (const form of [/^x-hubby/, /^webhook/]) {
      const headers = pick(signed(), form);
      const names = Object.keys(headers);
      const timestamp = names.find((name) => name.endsWith('timestamp'))!;
      const signature = names.find((name) => name.endsWith('signature'))!;
      refuses(headers, { body: `${BODY} ` });
      refuses({ ...headers, [timestamp]: String(AT / 1000 + 1) });
      for (const value of ['', 'NaN', '-1', '1e9', `${AT / 1000}.5`])
        refuses({ ...headers, [timestamp]: value });
      for (const value of ['', 'sha256=', 'v1,', 'v1', 'sha256=zz', 'v2,AAAA', ' , '])
        refuses({ ...headers, [signature]: value });
    }
    refuses({ ...pick(signed(), /^webhook/), 'webhook-id': 'evt_2' });
    refuses({});
  });

  it('is refused when it is old, or from the future', () => {
    for (const form of [/^x-hubby/, /^webhook/]) {
      const headers = pick(signed(), form);
      for (const off of [-301_000, 301_000]) refuses(headers, { now: AT + off });
      for (const off of [-299_000, 299_000])
        verifyWebhook({ headers, body: BODY, secret: SECRET, now: AT + off });
      verifyWebhook({ headers, body: BODY, secret: SECRET, now: AT + 900_000, toleranceMs: 1e6 });
    }
  });

  it('is refused when it is no event', () => refuses(signed('no JSON'), { body: 'no JSON' }));

  it('is judged by no secret that anybody could guess', () => {
    for (const secret of ['', 'whsec_', SECRET.slice(6)])
      assert.throws(
        () => verifyWebhook({ headers: signed(), body: BODY, secret, now: AT }),
        TypeError,
      );
  });

  it('is believed where the package of Standard Webhooks believes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
        const [secret, body, now] = [makeSigningSecret(), JSON.stringify({ text }), Date.now()];
        const headers = signed(body, now, secret);
        const theirs = new Webhook(secret).verify(body, headers);
        const ours = verifyWebhook({ headers: pick(headers, /^webhook/), body, secret, now });
        assert.deepEqual(ours, theirs);
      }),
      { numRuns: 50 },
    );
  });
});
