/** Pushes through FCM: access tokens, what is sent, and what its answers mean. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { makeFcm } from '../src/channels/fcm/sender.ts';
import { makePushMailbox } from '../src/channels/mailbox/push.ts';
import type { DeviceOutcome, PushSender } from '../src/channels/push.ts';
import { ConfigError } from '../src/config/read-parts.ts';
import { loadConfig } from '../src/config.ts';
import { FCM, startFcm, type Behaviour, type FcmStandIn } from './support/fcm.ts';

const DATA = { queue_id: 'fe17e0ef-0cd3-4c2f-8e27-8cbaca0bde29', booking_id: 'bkg_1' };

describe('FCM', () => {
  let google: FcmStandIn;
  let sender: PushSender;
  beforeEach(async () => {
    google = await startFcm();
    sender = makeFcm({ url: google.url, account: google.account });
  });
  afterEach(async () => {
    await sender.close();
    await google.close();
  });
  const send = (...tokens: string[]): Promise<Map<string, DeviceOutcome>> =>
    sender.send({ id: 'msg_1', data: DATA, tokens });

  it('sends data and nothing that the system would show, and wakes the app', async () => {
    assert.deepEqual(await send('device-a'), new Map([['device-a', { kind: 'taken' }]]));
    const [{ message, headers }] = google.calls as [FcmStandIn['calls'][number]];
    assert.deepEqual(message, {
      token: 'device-a',
      data: DATA,
      android: { priority: 'HIGH' },
      apns: {
        headers: { 'apns-push-type': 'background', 'apns-priority': '5' },
        payload: { aps: { 'content-available': 1 } },
      },
    });
    assert.equal(headers['content-type'], 'application/json');
  });

  it('asks for one access token, however many want one', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, n) => send(`a${n}`, `b${n}`)));
    assert.equal(google.taken.length, 24);
    assert.equal(google.grants(), 1);
    await send('later');
    assert.equal(google.grants(), 1, 'it is kept');
  });

  it('asks for another before one ends', async () => {
    google.expiresIn(60);
    await send('device-a');
    await send('device-a');
    assert.equal(google.grants(), 2);
  });

  it('asks once for another when one is refused, and sends to every device once', async () => {
    await send('first');
    google.revoke();
    const tokens = Array.from({ length: 20 }, (_, n) => `d${n}`);
    const outcomes = await send(...tokens);
    assert.deepEqual(
      [...outcomes.values()].filter((o) => o.kind !== 'taken'),
      [],
    );
    assert.deepEqual(google.taken.slice(1).toSorted(), tokens.toSorted());
    assert.equal(google.grants(), 2);
  });

  it('keeps the new one when the old one is refused late', async () => {
    await send('first');
    google.revoke();
    const door = Promise.withResolvers<void>();
    google.slow.set('late', door.promise);
    const sending = send('late', 'quick');
    while (!google.taken.includes('quick'))
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    door.resolve();
    assert.deepEqual([...(await sending).values()], [{ kind: 'taken' }, { kind: 'taken' }]);
    assert.equal(google.grants(), 2);
  });

  it('does not try for ever when every access token is refused', async () => {
    google.behave.set('d', { status: 401, body: {} });
    assert.deepEqual((await send('d')).get('d'), {
      kind: 'postponed',
      reason: 'fcm_401',
      retryAfterS: null,
    });
    assert.equal(google.calls.length, 2);
  });

  it('postpones when there is no access token, for as long as Google asks for', async () => {
    google.failGrants(
      { status: 400, body: { error: 'invalid_grant' } },
      { status: 503, headers: { 'retry-after': '30' } },
      { status: 200, body: { nothing: true } },
    );
    assert.deepEqual((await send('d')).get('d'), {
      kind: 'postponed',
      reason: 'fcm_auth_400',
      retryAfterS: null,
    });
    assert.deepEqual((await send('d')).get('d'), {
      kind: 'postponed',
      reason: 'fcm_auth_503',
      retryAfterS: 30,
    });
    assert.deepEqual((await send('d')).get('d'), {
      kind: 'postponed',
      reason: 'fcm_auth_200',
      retryAfterS: null,
    });
    google.failGrants(...Array.from({ length: 20 }, () => ({ status: 500 })));
    const before = google.grants();
    const many = await send(...Array.from({ length: 20 }, (_, n) => `d${n}`));
    assert.deepEqual(
      [many.size, new Set([...many.values()].map((o) => ('reason' in o ? o.reason : '')))],
      [20, new Set(['fcm_auth_500'])],
    );
    assert.equal(google.grants() - before, 1, 'asked once for all devices');
    google.clearFailures();
    assert.deepEqual((await send('d')).get('d'), { kind: 'taken' });
  });

  it('is not taken for somebody else: a wrong key gets nothing', async () => {
    const wrong = makeFcm({
      url: google.url,
      account: { ...google.account, clientEmail: 'somebody@else.example' },
    });
    assert.deepEqual((await wrong.send({ id: 'msg_1', data: DATA, tokens: ['d'] })).get('d'), {
      kind: 'postponed',
      reason: 'fcm_auth_400',
      retryAfterS: null,
    });
    await wrong.close();
  });

  const MEANINGS: [string, Behaviour, DeviceOutcome][] = [
    ['unregistered', FCM.unregistered, { kind: 'gone' }],
    ['a token that is none', FCM.malformed, { kind: 'gone' }],
    [
      'something that is none, without saying what',
      FCM.malformedBare,
      { kind: 'refused', reason: 'fcm_400 invalid_argument', retryAfterS: null },
    ],
    [
      'data that is refused',
      FCM.badData,
      { kind: 'refused', reason: 'fcm_400 invalid_argument', retryAfterS: null },
    ],
    ['too large', FCM.tooLarge, { kind: 'refused', reason: 'fcm_400', retryAfterS: null }],
    [
      'a token of another project',
      FCM.mismatch,
      { kind: 'refused', reason: 'fcm_403 sender_id_mismatch', retryAfterS: null },
    ],
    ['no rights', FCM.forbidden, { kind: 'postponed', reason: 'fcm_403', retryAfterS: null }],
    ['no such project', FCM.noProject, { kind: 'postponed', reason: 'fcm_404', retryAfterS: null }],
    [
      "Apple's certificate",
      FCM.apns,
      { kind: 'postponed', reason: 'fcm_401 third_party_auth_error', retryAfterS: null },
    ],
    [
      'too many',
      FCM.quota,
      { kind: 'postponed', reason: 'fcm_429 quota_exceeded', retryAfterS: 120 },
    ],
    [
      'unavailable',
      FCM.unavailable,
      { kind: 'postponed', reason: 'fcm_503 unavailable', retryAfterS: null },
    ],
    [
      'internal',
      FCM.internal,
      { kind: 'postponed', reason: 'fcm_500 internal', retryAfterS: null },
    ],
    [
      'a page of a proxy',
      { status: 502, body: '<html>d</html>' },
      { kind: 'postponed', reason: 'fcm_502', retryAfterS: null },
    ],
    [
      'codes that are none',
      { status: 400, body: { error: { details: [null, 'x', { errorCode: 'token d is bad' }] } } },
      { kind: 'refused', reason: 'fcm_400', retryAfterS: null },
    ],
  ];
  for (const [what, how, outcome] of MEANINGS) {
    it(`understands: ${what}`, async () => {
      google.behave.set('d', how);
      const outcomes = await send('good', 'd');
      assert.deepEqual(outcomes.get('d'), outcome);
      assert.deepEqual(outcomes.get('good'), { kind: 'taken' });
      assert.equal(google.grants(), 1);
    });
  }

  it('gives up on answers that do not come, and on Google being away', async () => {
    const hasty = makeFcm({ url: google.url, account: google.account, requestMs: 300 });
    google.behave.set('slow', 'hang');
    assert.deepEqual(
      [...(await hasty.send({ id: 'msg_1', data: DATA, tokens: ['slow', 'quick'] })).values()]
        .map((o) => ('reason' in o ? o.reason : o.kind))
        .toSorted(),
      ['taken', 'timeout'],
    );
    const out = makeFcm({ url: google.url, account: google.account, totalMs: -1 });
    assert.deepEqual((await out.send({ id: 'msg_1', data: DATA, tokens: ['d'] })).get('d'), {
      kind: 'postponed',
      reason: 'timeout',
      retryAfterS: null,
    });
    const lost = makeFcm({ url: 'http://127.0.0.1:9', account: google.account });
    assert.deepEqual((await lost.send({ id: 'msg_1', data: DATA, tokens: ['d'] })).get('d'), {
      kind: 'postponed',
      reason: 'connection',
      retryAfterS: null,
    });
    await Promise.all([hasty.close(), out.close(), lost.close()]);
  });

  it('asks for few devices of a push at once', async () => {
    const door = Promise.withResolvers<void>();
    google.hold(door.promise);
    const sending = send(...Array.from({ length: 20 }, (_, n) => `d${n}`));
    while (google.calls.length < 4)
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    door.resolve();
    assert.equal((await sending).size, 20);
    assert.ok(google.peak() <= 4, `${google.peak()} at once`);
  });
});

describe('the built-in mailbox', () => {
  it('takes every push', async () => {
    assert.deepEqual(
      await makePushMailbox().send({ id: 'msg_1', data: DATA, tokens: ['a', 'b'] }),
      new Map([
        ['a', { kind: 'taken' }],
        ['b', { kind: 'taken' }],
      ]),
    );
  });
});

describe('HUBBY_FCM_CREDENTIALS', () => {
  let google: FcmStandIn;
  const dir = mkdtempSync(join(tmpdir(), 'hubby-fcm-'));
  before(async () => {
    google = await startFcm();
  });
  after(async () => {
    await google.close();
    rmSync(dir, { recursive: true });
  });
  const load = (credentials: string, env: Record<string, string> = {}) =>
    loadConfig({ HUBBY_FCM_CREDENTIALS: credentials, ...env }).fcm;
  const problemOf = (credentials: string): string => {
    try {
      load(credentials);
    } catch (error) {
      assert.ok(error instanceof ConfigError);
      return error.problems.join('\n');
    }
    return 'none';
  };

  it('is the key itself or the path of its file', () => {
    const file = join(dir, 'key.json');
    writeFileSync(file, google.credentials);
    assert.deepEqual(load(google.credentials), {
      url: 'https://fcm.googleapis.com',
      account: google.account,
    });
    assert.deepEqual(load(file, { HUBBY_FCM_URL: `${google.url}/` }), {
      url: google.url,
      account: google.account,
    });
    assert.equal(loadConfig({}).fcm, null);
    const {
      token_uri: _,
      private_key_id: __,
      ...rest
    } = JSON.parse(google.credentials) as Record<string, string>;
    assert.deepEqual(load(JSON.stringify(rest))?.account, {
      ...google.account,
      keyId: null,
      tokenUrl: 'https://oauth2.googleapis.com/token',
    });
  });

  it('is refused at the start when it is no such key, in words that hold nothing of it', () => {
    const key = JSON.parse(google.credentials) as Record<string, unknown>;
    const changed = (change: object): string => JSON.stringify({ ...key, ...change });
    for (const [credentials, words] of [
      ['/nowhere/key.json', /file cannot be read \(ENOENT\)/],
      ['{"type":', /expected the JSON key/],
      [changed({ type: 'authorized_user' }), /service account/],
      [changed({ project_id: '' }), /project_id/],
      [changed({ client_email: 7 }), /client_email/],
      [changed({ private_key: 'secret words' }), /private_key: expected/],
      [changed({ token_uri: 'ftp://x' }), /token_uri/],
    ] as const) {
      const problem = problemOf(credentials);
      assert.match(problem, words);
      assert.match(problem, /^HUBBY_FCM_CREDENTIALS: /);
      assert.doesNotMatch(problem, /secret words|BEGIN/);
    }
  });
});
