/** The audit log's masks: whoever records an act, no secret and no person's data gets in. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mask, PERSONAL, SECRET } from '../src/domain/audit/mask.ts';
import { makeKeyId, makeSecret } from '../src/domain/partners/keys/key-format.ts';

const tail = fc.stringMatching(/^[A-Za-z0-9]{24,40}$/);
const SECRET_NAMES = [
  'secret',
  'client_secret',
  'signing_secret',
  'access_token',
  'callbackToken',
  'password',
  'api_key',
  'apiKey',
  'credentials',
  'Authorization',
  'private_key',
  'recovery_codes',
  'activation_string',
];
const SECRET_TEXTS = fc.oneof(
  tail.map((end) => `hs_test_${end}`),
  tail.map((end) => `hs_live_${end}`),
  tail.map((end) => `hop_${end}`),
  tail.map((end) => `sk_live_${end}`),
  tail.map((end) => `whsec_${end}`),
  tail.map((end) => `xkeysib-${end}`),
  tail.map((end) => `eyJ${end}.${end}.${end}`),
  tail.map((end) => `LPA:1$rsp.example.com$${end}`),
  tail.map((end) => `-----BEGIN PRIVATE KEY-----\n${end}\n-----END PRIVATE KEY-----`),
  tail.map((end) => `https://example.com/hook?key=${end}`),
  tail.map((end) => `https://user:${end}@example.com/hook`),
);
/** Puts a value somewhere into JSON: below members and in lists. */
const placed = (name: string | null, value: unknown): fc.Arbitrary<unknown> =>
  fc
    .array(fc.constantFrom('list', 'a', 'settings', 'label'), { maxLength: 4 })
    .map((path) =>
      path.reduce<unknown>(
        (inner, step) => (step === 'list' ? [1, inner] : { [step]: inner, other: 'x' }),
        name === null ? value : { [name]: value },
      ),
    );
const shown = (value: unknown): string => JSON.stringify(mask(value));

describe('masks of the audit log', () => {
  it('leave nothing of a value whose name says that it is a secret', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.constantFrom(...SECRET_NAMES), tail).chain(([name, secret]) =>
          fc.tuple(
            fc.constant(secret),
            fc.constantFrom(secret, [secret], { id: secret }).chain((v) => placed(name, v)),
          ),
        ),
        ([secret, value]) => assert.ok(!shown(value).includes(secret)),
      ),
    );
  });

  it('leave nothing of a text that looks like a secret, under any name and amid other words', () => {
    fc.assert(
      fc.property(
        SECRET_TEXTS.chain((secret) =>
          fc.tuple(
            fc.constant(/[A-Za-z0-9]{24,}/.exec(secret)![0]),
            fc
              .constantFrom(secret, `was ${secret}, is gone`)
              .chain((text) => placed('label', text)),
          ),
        ),
        ([secret, value]) => assert.ok(!shown(value).includes(secret)),
      ),
    );
  });

  it('leave of an e-mail address its first letter and its domain, also where it is a name', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.constantFrom('email', 'note', null), (email, name) => {
        const value = name === null ? { [email]: 1 } : { [name]: `to ${email}` };
        assert.ok(!shown(value).includes(JSON.stringify(email).slice(1, -1)));
        assert.ok(shown(value).includes(`…@${email.slice(email.lastIndexOf('@') + 1)}`));
      }),
    );
  });

  it('change nothing that is masked already', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), SECRET_TEXTS, fc.emailAddress(), placed('token', 'x')),
        (value) => assert.deepEqual(mask(mask(value)), mask(value)),
      ),
    );
  });

  it('let pass what is neither: ids, numbers, hints, that a secret is there', () => {
    const key = makeKeyId('test');
    const fine = {
      api_key: key,
      label: 'server 2',
      price: 12.5,
      secret_hint: '…abcd',
      has_token: true,
      token: null,
      time_zone: 'Europe/Amsterdam',
      url: 'https://example.com/hook',
      scopes: ['bookings', 'keys'],
      at: '2026-11-30T02:00:00.000Z',
    };
    assert.deepEqual(mask(fine), fine);
    assert.deepEqual(mask({ first_name: 'Ada', phone: '+31612345678' }), {
      first_name: PERSONAL,
      phone: PERSONAL,
    });
    assert.deepEqual(mask({ api_secret: makeSecret('live') }), { api_secret: SECRET });
  });
});
