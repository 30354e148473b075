/**
 * Tokens from apps: hostile ones, keys that turn and go away, clocks, the emulator, App Check, our
 * own issuer.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { ConfigError } from '../src/config/read-parts.ts';
import { loadConfig } from '../src/config.ts';
import { freshFor, fetchJwks } from '../src/channels/jwks.ts';
import { cachedKeys } from '../src/domain/app-tokens/cached-keys.ts';
import { forgetOldTokens } from '../src/domain/app-tokens/forget-tokens.ts';
import { makeIssuerKeys } from '../src/domain/app-tokens/issuer-keys.ts';
import { AppError } from '../src/errors.ts';
import {
  appCheckToken,
  b64,
  emulatorToken,
  hmacToken,
  idClaims,
  idToken,
  makeSigner,
  PROJECT,
  seconds,
  sign,
  startKeyServer,
  type KeyServer,
  type Minted,
  type Signer,
} from './support/app-issuer.ts';
import { startHubby, user, type Answer, type Hubby, type Json } from './harness.ts';

const google: Signer = makeSigner('google-1');
const attester: Signer = makeSigner('check-1');
const stranger: Signer = makeSigner('google-1');
let keys: KeyServer;
let checkKeys: KeyServer;
let hubby: Hubby;
const environment = (): Record<string, string> => ({
  HUBBY_FIREBASE_PROJECT: PROJECT,
  HUBBY_FIREBASE_JWKS_URL: keys.url,
  HUBBY_APP_CHECK_JWKS_URL: checkKeys.url,
});
before(async () => {
  [keys, checkKeys] = await Promise.all([startKeyServer([google]), startKeyServer([attester])]);
  hubby = await startHubby({ env: environment() });
});
after(async () => {
  await hubby.close();
  await Promise.all([keys.close(), checkKeys.close()]);
});

type Headers = Record<string, string>;
const post = (app: Hubby, name: string, headers: Headers, data: unknown = null): Promise<Answer> =>
  app.bare('POST', `/${name}`, {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ data }),
  });
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
const list = (token: string, headers: Headers = {}, app = hubby): Promise<Answer> =>
  post(app, 'list_classic_package_queues', { ...bearer(token), ...headers });
/** Of the file's partner, naming nobody it knows. */
const claims = (more: object = {}): Json => ({
  partner_id: hubby.partner.partner_id,
  external_user_id: user(),
  ...more,
});
const refused = (answer: Answer, code = 'app_token_invalid', why?: RegExp): void => {
  assert.deepEqual(
    [answer.status, answer.body?.error?.status, answer.body?.error?.details?.code],
    [401, 'UNAUTHENTICATED', code],
    answer.text,
  );
  assert.equal(answer.headers['www-authenticate'], 'Bearer');
  if (why !== undefined) assert.match(answer.body.error.message, why);
};
const accepted = (answer: Answer): void =>
  assert.deepEqual([answer.status, answer.body], [200, { result: { queues: [] } }], answer.text);
const unavailable = (answer: Answer): void =>
  assert.deepEqual(
    [answer.status, answer.body.error.status, answer.body.error.details.code],
    [503, 'UNAVAILABLE', 'keys_unavailable'],
    answer.text,
  );

describe('an ID token of the Firebase project', () => {
  it('is taken', async () => accepted(await list(await idToken(google, { claims: claims() }))));

  const mine = (minted: Minted = {}): Promise<string> =>
    idToken(google, { ...minted, claims: { ...claims(), ...minted.claims } });
  const pem = google.publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const HOSTILE: Record<string, [() => Promise<string> | string, RegExp?]> = {
    'of another project': [
      () => mine({ claims: { iss: 'https://securetoken.google.com/other', aud: 'other' } }),
      /issuer/,
    ],
    'of another audience': [() => mine({ claims: { aud: 'other' } }), /aud/],
    'of another issuer': [
      () => mine({ claims: { iss: `https://securetoken.google.com.evil.example/${PROJECT}` } }),
      /issuer/,
    ],
    'whose issuer has a slash more': [
      () => mine({ claims: { iss: `https://securetoken.google.com/${PROJECT}/` } }),
      /issuer/,
    ],
    'without an issuer': [() => mine({ without: ['iss'] }), /issuer/],
    'without an audience': [() => mine({ without: ['aud'] }), /aud/],
    'that has expired': [() => mine({ claims: { exp: seconds() - 61 } }), /expired/],
    'that never expires': [() => mine({ without: ['exp'] }), /exp/],
    'whose expiry is text': [() => mine({ claims: { exp: '9999999999' as never } }), /exp/],
    'issued in the future': [() => mine({ claims: { iat: seconds() + 120 } }), /future/],
    'that is not yet good': [() => mine({ claims: { nbf: seconds() + 120 } }), /nbf/],
    'of a sign-in in the future': [
      () => mine({ claims: { auth_time: seconds() + 120 } }),
      /future/,
    ],
    'without a sign-in': [() => mine({ without: ['auth_time'] }), /auth_time/],
    'without a user': [() => mine({ without: ['sub'] }), /sub/],
    'of the empty user': [() => mine({ claims: { sub: '' } }), /no user/],
    'of a user with a long name': [() => mine({ claims: { sub: 'x'.repeat(129) } }), /no user/],
    'whose user is a number': [() => mine({ claims: { sub: 5 as never } }), /no user/],
    'unsigned, alg none': [() => emulatorToken(claims()), undefined],
    'alg None': [
      () => `${b64({ alg: 'None', kid: 'google-1' })}.${b64(idClaims(claims()))}.`,
      undefined,
    ],
    'alg none with a signature': [
      async () => {
        const [, p, s] = (await mine()).split('.');
        return `${b64({ alg: 'none', kid: 'google-1' })}.${p}.${s}`;
      },
      undefined,
    ],
    'HS256 with the public key as secret': [
      () => hmacToken({ alg: 'HS256', kid: 'google-1', typ: 'JWT' }, idClaims(claims()), pem),
      /algorithm/,
    ],
    'HS256 with the modulus as secret': [
      () =>
        hmacToken({ alg: 'HS256', kid: 'google-1' }, idClaims(claims()), String(google.jwk['n'])),
      /algorithm/,
    ],
    'PS256 by the right key': [
      async () =>
        new SignJWT(idClaims(claims()))
          .setProtectedHeader({ alg: 'PS256', kid: 'google-1' })
          .sign(google.key),
      /algorithm/,
    ],
    'of a foreign key with the right id': [
      () => idToken(stranger, { claims: claims() }),
      /signature/,
    ],
    'of the App Check key': [
      () => sign({ ...attester, kid: 'google-1' }, idClaims(claims())),
      /signature/,
    ],
    'with an unknown key id': [() => mine({ header: { kid: 'google-9' } }), /key is unknown/],
    'without a key id': [() => mine({ header: { kid: undefined } }), /key is unknown/],
    'that brings its own key': [
      () =>
        idToken(
          { ...stranger, kid: 'own' },
          { claims: claims(), header: { jwk: stranger.jwk, jku: 'https://evil.example/keys' } },
        ),
      /key is unknown/,
    ],
    'with a critical extension': [
      () =>
        `${b64({ alg: 'RS256', kid: 'google-1', crit: ['x'], x: 1 })}.${b64(idClaims(claims()))}.AAAA`,
      undefined,
    ],
    'without its signature': [
      async () => `${(await mine()).split('.').slice(0, 2).join('.')}.`,
      undefined,
    ],
    'in two parts': [async () => (await mine()).split('.').slice(0, 2).join('.'), undefined],
    'in four parts': [async () => `${await mine()}.x`, undefined],
    'whose claims were changed': [
      async () => {
        const [h, , s] = (await mine()).split('.');
        return `${h}.${b64(idClaims(claims({ partner_id: 'prt_other' })))}.${s}`;
      },
      /signature/,
    ],
    'cut short': [async () => (await mine()).slice(0, -5), /signature|read/],
    'that is garbage': [() => 'aaa.bbb.ccc', undefined],
    'that is nothing': [() => '', undefined],
    'with claims that are no object': [
      () => `${b64({ alg: 'RS256', kid: 'google-1' })}.${b64('[]')}.AAAA`,
      undefined,
    ],
    'with __proto__ for claims': [
      () =>
        `${b64({ alg: 'RS256', kid: 'google-1' })}.${b64('{"__proto__":{"iss":"https://securetoken.google.com/hubby-tests"}}')}.AAAA`,
      /issuer/,
    ],
    'that is huge': [() => mine({ claims: { x: 'x'.repeat(9_000) } }), /too long/],
    'whose partner is a number': [() => mine({ claims: { partner_id: 7 } }), /partner_id/],
    'whose partner is a list': [
      () => mine({ claims: { partner_id: [hubby.partner.partner_id] } }),
      /partner_id/,
    ],
    'whose traveler is an object': [
      () => mine({ claims: { external_user_id: {} } }),
      /external_user_id/,
    ],
    'whose traveler has a NUL': [
      () => mine({ claims: { external_user_id: 'a\0b' } }),
      /external_user_id/,
    ],
    'whose traveler is empty': [
      () => mine({ claims: { external_user_id: '' } }),
      /external_user_id/,
    ],
    'whose e-mail is a list': [
      () => mine({ claims: { email: ['a@example.com'], email_verified: true } }),
      /email/,
    ],
  };
  for (const [what, [token, why]] of Object.entries(HOSTILE)) {
    it(`is refused: one ${what}`, async () =>
      refused(await list(await token()), 'app_token_invalid', why));
  }

  it('comes once, as a bearer token', async () => {
    const token = await mine();
    refused(await post(hubby, 'list_classic_package_queues', {}));
    for (const authorization of [
      '',
      token,
      `Basic ${token}`,
      `Bearer${token}`,
      `Bearer ${token} ${token}`,
      `Bearer "${token}"`,
      `Bearer ${token},Bearer ${token}`,
    ])
      refused(await post(hubby, 'list_classic_package_queues', { authorization }));
    accepted(
      await post(hubby, 'list_classic_package_queues', { authorization: `bearer ${token}` }),
    );
    const { status, body } = await twice(token);
    assert.deepEqual(
      [status, body.error.message],
      [401, 'The ID token is not valid: expected one Authorization header.'],
    );
  });

  it('may be a minute off, and not more', async () => {
    const now = seconds();
    accepted(await list(await mine({ claims: { exp: now - 50 } })));
    accepted(
      await list(await mine({ claims: { iat: now + 50, auth_time: now + 50, nbf: now + 50 } })),
    );
    refused(await list(await mine({ claims: { exp: now - 70 } })));
    refused(await list(await mine({ claims: { iat: now + 70 } })));
  });

  it('is taken at once when the project turns its keys', async () => {
    const next = makeSigner('google-2');
    keys.signers = [next];
    accepted(await list(await idToken(next, { claims: claims() })));
    refused(await list(await mine()), 'app_token_invalid', /key is unknown/);
    keys.signers = [google];
    accepted(await list(await mine()));
  });

  it('says nothing of itself in a refusal', async () => {
    const { text } = await list(
      await idToken(stranger, {
        claims: claims({ email: 'secret@example.com', external_user_id: 'very-secret' }),
      }),
    );
    assert.ok(!/secret|prt_/.test(text), text);
  });
});

/** Two Authorization headers, which no client library sends. */
async function twice(token: string): Promise<{ status: number; body: Json }> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const req = request(
      `${hubby.url}/list_classic_package_queues`,
      { method: 'POST' },
      async (res) => {
        let text = '';
        for await (const chunk of res.setEncoding('utf8')) text += chunk;
        resolve({ status: res.statusCode!, body: JSON.parse(text) });
      },
    );
    req.on('error', reject);
    req.setHeader('content-type', 'application/json');
    req.setHeader('authorization', [`Bearer ${token}`, 'Bearer other.token.x']);
    req.end('{"data":null}');
  });
}

describe('the keys of an issuer', () => {
  const NOW = { alg: 'RS256' };
  const kid = async (set: ReturnType<typeof cachedKeys>, id: string): Promise<boolean> =>
    Promise.resolve(set({ ...NOW, kid: id }, {} as never)).then(
      () => true,
      (error: Json) => {
        if (error.code === 'ERR_JWKS_NO_MATCHING_KEY') return false;
        throw error;
      },
    );

  it('are fetched once for many, and kept as long as their source says', async () => {
    const server = await startKeyServer([google]);
    const set = cachedKeys(() => fetchJwks(server.url));
    assert.deepEqual(
      await Promise.all(Array.from({ length: 20 }, () => kid(set, 'google-1'))),
      Array(20).fill(true),
    );
    assert.equal(server.requests, 1);
    await server.close();
  });

  it('are looked for again when a key is unknown, but not for ever', async () => {
    const server = await startKeyServer([google]);
    const set = cachedKeys(() => fetchJwks(server.url), { looksPerMinute: 3 });
    assert.equal(await kid(set, 'google-1'), true);
    server.signers = [attester];
    assert.equal(await kid(set, 'check-1'), true, 'a turned key is found at once');
    assert.equal(await kid(set, 'google-1'), false, 'and the withdrawn one is gone');
    for (let i = 0; i < 20; i++) assert.equal(await kid(set, `made-up-${i}`), false);
    assert.ok(server.requests <= 4, `${server.requests} requests`);
    await server.close();
  });

  it('are dropped when their time is over and the source has others', async () => {
    let now = [google];
    const set = cachedKeys(async () => ({ keys: { keys: now.map((s) => s.jwk) }, freshMs: 0 }));
    assert.equal(await kid(set, 'google-1'), true);
    now = [attester];
    assert.equal(await kid(set, 'google-1'), false);
  });

  it('serve on for an hour while the source is away, but tell nothing of unknown ones', async () => {
    let isUp = true;
    let calls = 0;
    const source = async (): Promise<Json> => {
      calls++;
      if (!isUp) throw new AppError('keys_unavailable', 'away');
      return { keys: { keys: [google.jwk] }, freshMs: 0 };
    };
    const [set, strict] = [cachedKeys(source), cachedKeys(source, { staleMs: 0 })];
    assert.deepEqual([await kid(set, 'google-1'), await kid(strict, 'google-1')], [true, true]);
    isUp = false;
    calls = 0;
    for (let i = 0; i < 10; i++) assert.equal(await kid(set, 'google-1'), true);
    assert.equal(calls, 1, 'a source that is away is left in peace for a moment');
    await assert.rejects(kid(set, 'unknown'), { type: 'keys_unavailable' });
    await assert.rejects(kid(strict, 'google-1'), { type: 'keys_unavailable' });
  });

  it('come with a time, a size and a form', async () => {
    const server = await startKeyServer([google]);
    server.state = 'slow';
    await assert.rejects(fetchJwks(server.url, 50), { type: 'keys_unavailable' });
    server.state = 'up';
    server.signers = Array.from({ length: 800 }, () => google);
    await assert.rejects(fetchJwks(server.url), { type: 'keys_unavailable' });
    server.state = 'down';
    await assert.rejects(fetchJwks(server.url), { type: 'keys_unavailable' });
    await server.close();
    await assert.rejects(fetchJwks(server.url), { type: 'keys_unavailable' });
  });

  it('are kept by cache-control and age', () => {
    const ms = (headers: Record<string, string>): number => freshFor(new Headers(headers));
    assert.equal(
      ms({ 'cache-control': 'public, max-age=21600, must-revalidate', age: '600' }),
      21_000_000,
    );
    assert.equal(ms({}), 600_000);
    assert.equal(ms({ 'cache-control': 'no-store' }), 1_000);
    assert.equal(ms({ 'cache-control': 'max-age=0' }), 1_000);
    assert.equal(ms({ 'cache-control': 'max-age=999999999' }), 86_400_000);
    assert.equal(ms({ 'cache-control': 's-maxage=5, max-age=60' }), 60_000);
  });

  it('may be away: then it is not the token that is refused', async () => {
    const server = await startKeyServer([google]);
    server.state = 'down';
    const app = await startHubby({
      env: { ...environment(), HUBBY_FIREBASE_JWKS_URL: server.url },
    });
    const answer = await list(await idToken(google), {}, app);
    unavailable(answer);
    assert.equal(answer.headers['retry-after'], '5');
    // Our own tokens need no keys of others.
    const own = (await app.call('POST', '/api/app-tokens', { external_user_id: 'x' })).body.data
      .token;
    accepted(await list(own, {}, app));
    await app.close();
    await server.close();
  });
});

describe('the emulator', () => {
  it("'s unsigned tokens are taken only where it is switched on, by the same rules", async () => {
    const app = await startHubby({ env: { ...environment(), HUBBY_FIREBASE_EMULATOR: '1' } });
    const named = { partner_id: app.partner.partner_id, external_user_id: 'x' };
    accepted(await list(emulatorToken(named), {}, app));
    accepted(await list(await idToken(google, { claims: named }), {}, app));
    for (const wrong of [
      { aud: 'other' },
      { iss: 'https://securetoken.google.com/other' },
      { exp: seconds() - 70 },
      { auth_time: seconds() + 70 },
      { iat: seconds() + 70 },
      { sub: '' },
      { partner_id: 1 },
    ])
      refused(await list(emulatorToken({ ...named, ...wrong }), {}, app));
    refused(await list(`${emulatorToken(named)}AAAA`, {}, app));
    refused(
      await list(`${b64({ alg: 'RS256', kid: 'google-1' })}.${b64(idClaims(named))}.`, {}, app),
    );
    // Its switch opens nothing else: our own issuer and App Check have signatures.
    refused(
      await list(
        `${b64({ alg: 'none' })}.${b64({ ...idClaims(named), iss: app.url, aud: 'hubby-app' })}.`,
        {},
        app,
      ),
    );
    await app.close();
    refused(await list(emulatorToken(claims())));
  });

  it('is refused in production, and without a project', () => {
    const problems = (env: Record<string, string>): string => {
      try {
        loadConfig(env);
        return '';
      } catch (error) {
        return (error as ConfigError).problems.join('\n');
      }
    };
    assert.match(
      problems({
        HUBBY_ENV: 'production',
        HUBBY_FIREBASE_PROJECT: PROJECT,
        HUBBY_FIREBASE_EMULATOR: '1',
      }),
      /HUBBY_FIREBASE_EMULATOR: not allowed in production/,
    );
    assert.match(
      problems({ HUBBY_FIREBASE_EMULATOR: '1' }),
      /HUBBY_FIREBASE_EMULATOR: needs HUBBY_FIREBASE_PROJECT/,
    );
    assert.match(
      problems({ HUBBY_APP_CHECK: 'enforce' }),
      /HUBBY_APP_CHECK: enforce needs HUBBY_FIREBASE_PROJECT/,
    );
    const key = Buffer.alloc(32).toString('base64');
    const mode = (env: Record<string, string>): string =>
      loadConfig({ HUBBY_SECRET_KEY: key, ...env }).appCheck;
    assert.deepEqual(
      [
        mode({ HUBBY_ENV: 'production', HUBBY_FIREBASE_PROJECT: PROJECT }),
        mode({ HUBBY_ENV: 'production' }),
        mode({ HUBBY_FIREBASE_PROJECT: PROJECT }),
        mode({ HUBBY_ENV: 'production', HUBBY_FIREBASE_PROJECT: PROJECT, HUBBY_APP_CHECK: 'off' }),
      ],
      ['enforce', 'off', 'off', 'off'],
    );
  });
});

describe('App Check', () => {
  let app: Hubby;
  let token: string;
  before(async () => {
    app = await startHubby({ env: { ...environment(), HUBBY_APP_CHECK: 'enforce' } });
    token = await idToken(google, {
      claims: { partner_id: app.partner.partner_id, external_user_id: user() },
    });
  });
  after(() => app.close());
  const check = (value: string): Headers => ({ 'x-firebase-appcheck': value });
  const CLAIM = { queue_id: '00000000-0000-4000-8000-000000000000' };
  const claim = (value: string, id = token): Promise<Answer> =>
    post(app, 'claim_classic_package_queue', { ...bearer(id), ...check(value) }, CLAIM);

  it('lets the genuine app through, and asks everybody for it', async () => {
    accepted(await list(token, check(await appCheckToken(attester)), app));
    refused(await list(token, {}, app), 'app_check_invalid', /required/);
    const own = (await app.call('POST', '/api/app-tokens', { external_user_id: 'x' })).body.data
      .token;
    refused(await list(own, {}, app), 'app_check_invalid');
    accepted(await list(own, check(await appCheckToken(attester)), app));
  });

  it('comes second: who has no good ID token learns nothing of it', async () =>
    refused(await list('a.b.c', check(await appCheckToken(attester)), app)));

  const now = seconds();
  const HOSTILE: Record<string, () => Promise<string> | string> = {
    'of another project': () =>
      appCheckToken(attester, { claims: { aud: ['projects/987', 'projects/other'] } }),
    'whose audience is the bare project': () =>
      appCheckToken(attester, { claims: { aud: [PROJECT] } }),
    'of another issuer': () =>
      appCheckToken(attester, {
        claims: { iss: 'https://firebaseappcheck.googleapis.com.evil.example/1' },
      }),
    'whose issuer is no number': () =>
      appCheckToken(attester, { claims: { iss: 'https://firebaseappcheck.googleapis.com/x' } }),
    'that has expired': () => appCheckToken(attester, { claims: { exp: now - 70 } }),
    'that is good for a year': () => appCheckToken(attester, { claims: { exp: now + 31_536_000 } }),
    'from the future': () => appCheckToken(attester, { claims: { iat: now + 600 } }),
    'without an app': () => appCheckToken(attester, { without: ['sub'] }),
    'of a foreign key': () => appCheckToken({ ...stranger, kid: 'check-1' }),
    'of an unknown key': () => appCheckToken(stranger),
    'that is an ID token': () => idToken(google),
    'that is an ID token by the right key': () => sign(attester, idClaims()),
    'alg none': () =>
      `${b64({ alg: 'none' })}.${b64({ iss: 'https://firebaseappcheck.googleapis.com/1', aud: [`projects/${PROJECT}`], sub: 'a', iat: now, exp: now + 60 })}.`,
    HS256: () =>
      hmacToken(
        { alg: 'HS256', kid: 'check-1' },
        {
          iss: 'https://firebaseappcheck.googleapis.com/1',
          aud: [`projects/${PROJECT}`],
          sub: 'a',
          iat: now,
          exp: now + 60,
        },
        attester.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      ),
    'twice in one header': async () =>
      `${await appCheckToken(attester)}, ${await appCheckToken(attester)}`,
    'that is garbage': () => 'x',
    'that is empty': () => '',
  };
  for (const [what, make] of Object.entries(HOSTILE))
    it(`is refused: one ${what}`, async () =>
      refused(await list(token, check(await make()), app), 'app_check_invalid'));

  it('is used up by a claim, and by nothing else', async () => {
    const once = await appCheckToken(attester);
    for (let i = 0; i < 3; i++) accepted(await list(token, check(once), app));
    // What is wrong by its form is no claim.
    assert.equal(
      (await post(app, 'claim_classic_package_queue', { ...bearer(token), ...check(once) }, {}))
        .status,
      400,
    );
    assert.equal((await claim(once)).body.error.status, 'NOT_FOUND');
    refused(await claim(once), 'app_check_invalid', /limited-use/);
    accepted(await list(token, check(once), app));
    assert.equal((await claim(await appCheckToken(attester))).status, 404);
  });

  it('is used once by any number of claims at the same time', async () => {
    const once = await appCheckToken(attester);
    const statuses = (await Promise.all(Array.from({ length: 20 }, () => claim(once))))
      .map((a) => a.status)
      .sort();
    assert.deepEqual(statuses, [...Array(19).fill(401), 404].sort());
  });

  it('counts by its text where it has no id, however the signature is written', async () => {
    const once = await appCheckToken(attester, { without: ['jti'] });
    assert.equal((await claim(once)).status, 404);
    refused(await claim(once), 'app_check_invalid');
    // The last character of 256 bytes in base64url has four bits that decoders pass over.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const other = once.slice(0, -1) + alphabet[alphabet.indexOf(once.at(-1)!) ^ 1]!;
    assert.notEqual(other, once);
    refused(await claim(other), 'app_check_invalid');
    assert.equal(
      (
        await claim(
          await appCheckToken(attester, { without: ['jti'], claims: { exp: seconds() + 200 } }),
        )
      ).status,
      404,
    );
  });

  it('is forgotten when it has run out', async () => {
    await app.sql(
      `update used_app_tokens set expires_at = now() - interval '1 s' where jti_hash = (select min(jti_hash::text)::bytea from used_app_tokens)`,
    );
    const [{ n }] = (await app.sql('select count(*)::int as n from used_app_tokens')) as [Json];
    await forgetOldTokens(app.ctx);
    assert.equal((await app.sql('select count(*)::int as n from used_app_tokens'))[0].n, n - 1);
  });

  it('is enforced in production unless told otherwise', async () => {
    const live = await startHubby({ env: { ...environment(), HUBBY_ENV: 'production' } });
    const named = await idToken(google, {
      claims: { partner_id: live.partner.partner_id, external_user_id: 'x' },
    });
    refused(await list(named, {}, live), 'app_check_invalid', /required/);
    accepted(await list(named, check(await appCheckToken(attester)), live));
    refused(
      await list(
        emulatorToken({ partner_id: live.partner.partner_id }),
        check(await appCheckToken(attester)),
        live,
      ),
    );
    await live.close();
  });

  it('says nothing where it is switched off', async () =>
    accepted(await list(await idToken(google, { claims: claims() }), check('nonsense'))));

  it('may be without keys for a while', async () => {
    const server = await startKeyServer([]);
    server.state = 'down';
    const blind = await startHubby({
      env: { ...environment(), HUBBY_APP_CHECK: 'enforce', HUBBY_APP_CHECK_JWKS_URL: server.url },
    });
    unavailable(await list(await idToken(google), check(await appCheckToken(attester)), blind));
    await blind.close();
    await server.close();
  });
});

describe('POST /api/app-tokens', () => {
  const issue = (body: unknown, options = {}): Promise<Answer> =>
    hubby.call('POST', '/api/app-tokens', body, options);

  it('gives a token that says who it is for, good for an hour', async () => {
    const {
      status,
      body: { data },
    } = await issue({ external_user_id: 'u-1', email: 'Mixed@Example.com' });
    assert.deepEqual([status, data.token_type], [200, 'Bearer']);
    const said = decodeJwt(data.token);
    assert.deepEqual(
      [
        said.iss,
        said.aud,
        said['partner_id'],
        said['external_user_id'],
        said['email'],
        said['email_verified'],
      ],
      [hubby.url, 'hubby-app', hubby.partner.partner_id, 'u-1', 'mixed@example.com', true],
    );
    assert.equal(said.exp! - said.iat!, 3_600);
    assert.equal(data.expires_at, new Date(said.exp! * 1_000).toISOString());
    assert.ok(said.jti && said.sub && !said.sub.includes('u-1'));
    assert.equal(decodeProtectedHeader(data.token).alg, 'ES256');
    accepted(await list(data.token));
    const again = decodeJwt((await issue({ external_user_id: 'u-1' })).body.data.token);
    assert.deepEqual([again.sub, again.jti === said.jti], [said.sub, false]);
    assert.notEqual(
      decodeJwt((await issue({ email: 'u-1@example.com' })).body.data.token).sub,
      said.sub,
    );
  });

  it('refuses what is not right', async () => {
    for (const [body, field] of [
      [{}, 'external_user_id'],
      [{ email: 'x' }, 'email'],
      [{ external_user_id: '' }, 'external_user_id'],
      [{ external_user_id: 'a', expires_in: 59 }, 'expires_in'],
      [{ external_user_id: 'a', expires_in: 3_601 }, 'expires_in'],
      [{ external_user_id: 'a', expires_in: 'x' }, 'expires_in'],
      [{ external_user_id: null }, 'external_user_id'],
    ] as const) {
      const answer = await issue(body);
      assert.deepEqual(
        [answer.status, answer.body.error.details[0].field],
        [400, field],
        answer.text,
      );
    }
    assert.equal(
      (
        await hubby.bare('POST', '/api/app-tokens', {
          headers: { 'content-type': 'application/json' },
          body: '{"external_user_id":"a"}',
        })
      ).status,
      401,
    );
    const { token, expires_at } = (await issue({ external_user_id: 'a', expires_in: 60 })).body
      .data;
    assert.equal(decodeJwt(token).exp, Date.parse(expires_at) / 1_000);
  });

  it('is verified by the published keys alone', async () => {
    const { token } = (await issue({ email: 'a@example.com' })).body.data;
    const published = await hubby.bare('GET', '/.well-known/jwks.json');
    assert.equal(published.headers['cache-control'], 'public, max-age=300');
    assert.ok(
      published.body.keys.every(
        (k: Json) => k.d === undefined && k.alg === 'ES256' && k.use === 'sig',
      ),
    );
    const { payload } = await jwtVerify(token, createLocalJWKSet(published.body), {
      issuer: hubby.url,
      audience: 'hubby-app',
      algorithms: ['ES256'],
    });
    assert.equal(payload['email'], 'a@example.com');
  });

  it('does not take tokens that others made in its name', async () => {
    const { kid, key } = await hubby.ctx.issuerKeys.signing();
    const own = { ...idClaims(claims()), iss: hubby.url, aud: 'hubby-app' };
    const make = (payload: object, header: object = {}, by = key): Promise<string> =>
      new SignJWT(payload as never)
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT', ...header } as never)
        .sign(by);
    accepted(await list(await make(own)));
    for (const token of [
      await make({ ...own, aud: PROJECT }),
      await make({ ...own, iss: `${hubby.url}/` }),
      await make({ ...own, exp: seconds() - 70 }),
      await make(own, { kid: 'other' }),
      await make(own, { typ: 'at+jwt' }),
      await sign(google, own),
      hmacToken({ alg: 'HS256', kid, typ: 'JWT' }, own, 'secret'),
      `${b64({ alg: 'none', typ: 'JWT' })}.${b64(own)}.`,
      await make(idClaims(claims())),
    ])
      refused(await list(token));
    // No key of one issuer speaks for another.
    refused(
      await list(
        await make({ ...own, iss: `https://securetoken.google.com/${PROJECT}`, aud: PROJECT }),
      ),
    );
  });

  it('makes one key, however many begin at once, and changes it after 30 days', async () => {
    const app = await startHubby();
    const [first] = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        app.call('POST', '/api/app-tokens', { external_user_id: `u-${i}` }),
      ),
    );
    assert.equal((await app.sql('select * from issuer_keys')).length, 1);
    const old = first!.body.data.token;
    const sealed = (await app.sql('select private_sealed, public_jwk from issuer_keys'))[0];
    assert.ok(
      !sealed.private_sealed.toString('latin1').includes('PRIVATE KEY') &&
        sealed.public_jwk.d === undefined,
    );

    await app.sql(`update issuer_keys set created_at = now() - interval '31 days'`);
    // Other processes, which have no key in memory.
    const others = Array.from({ length: 8 }, () => makeIssuerKeys(app.ctx.db, app.ctx.secrets));
    const kids = new Set(
      (await Promise.all(others.map((keys) => keys.signing()))).map((k) => k.kid),
    );
    assert.equal(kids.size, 1);
    assert.deepEqual(
      await app.sql(
        'select retired_at is null as current, count(*)::int as n from issuer_keys group by 1 order by 1',
      ),
      [
        { current: false, n: 1 },
        { current: true, n: 1 },
      ],
    );
    const { kid, key } = await others[0]!.signing();
    const fresh = await new SignJWT({
      ...idClaims(),
      iss: app.url,
      aud: 'hubby-app',
      partner_id: app.partner.partner_id,
      external_user_id: 'x',
    })
      .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
      .sign(key);
    // This process hears of the new key by its token, and both are good.
    accepted(await list(fresh, {}, app));
    accepted(await list(old, {}, app));
    assert.equal((await app.bare('GET', '/.well-known/jwks.json')).body.keys.length, 2);

    await app.sql(
      `update issuer_keys set retired_at = now() - interval '3 hours' where retired_at is not null`,
    );
    assert.equal((await app.bare('GET', '/.well-known/jwks.json')).body.keys.length, 1);
    await forgetOldTokens(app.ctx);
    assert.equal((await app.sql('select * from issuer_keys')).length, 1);
    await app.close();
  });
});
