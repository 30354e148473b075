/**
 * The official Firebase JS SDK against the running app: its Auth with a stand-in for the Auth
 * emulator, its Functions by both ways of being pointed at another server; and its Functions with
 * our own tokens in place of Firebase's.
 */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import { connectAuthEmulator, getAuth, signInWithCustomToken, signOut } from 'firebase/auth';
import {
  connectFunctionsEmulator,
  getFunctions,
  httpsCallable,
  type Functions,
  type FunctionsError,
} from 'firebase/functions';
import {
  appCheckToken,
  emulatorToken,
  makeSigner,
  PROJECT,
  startKeyServer,
  type KeyServer,
} from '../support/app-issuer.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';

const attester = makeSigner('check-1');
let hubby: Hubby;
let checkKeys: KeyServer;
let auth: Server;
let authUrl: string;
const apps: FirebaseApp[] = [];
let count = 0;

before(async () => {
  checkKeys = await startKeyServer([attester]);
  hubby = await startHubby({
    env: {
      HUBBY_FIREBASE_PROJECT: PROJECT,
      HUBBY_FIREBASE_EMULATOR: '1',
      HUBBY_APP_CHECK_JWKS_URL: checkKeys.url,
    },
  });
  auth = createServer(authEmulator);
  await new Promise<void>((resolve) => {
    auth.listen(0, '127.0.0.1', resolve);
  });
  authUrl = `http://127.0.0.1:${(auth.address() as AddressInfo).port}`;
});
after(async () => {
  await Promise.all(apps.map((app) => deleteApp(app)));
  auth.closeAllConnections();
  await new Promise((resolve) => {
    auth.close(resolve);
  });
  await hubby.close();
  await checkKeys.close();
});

/**
 * What the SDK asks of the emulator when somebody signs in with a custom token: here the token is
 * the claims themselves.
 */
async function authEmulator(req: Json, res: Json): Promise<void> {
  let text = '';
  for await (const chunk of req.setEncoding('utf8')) text += chunk;
  const body = req.headers['content-type']?.startsWith('application/json')
    ? JSON.parse(text || '{}')
    : Object.fromEntries(new URLSearchParams(text));
  const answer = (value: object): void => {
    res
      .writeHead(200, {
        'content-type': 'application/json',
        'access-control-allow-origin': '*',
        'access-control-allow-headers': '*',
      })
      .end(JSON.stringify(value));
  };
  const tokens = (claims: string): Json => ({
    idToken: emulatorToken({ sub: 'uid-1', user_id: 'uid-1', ...JSON.parse(claims) }),
    refreshToken: claims,
    expiresIn: '3600',
    isNewUser: false,
  });
  if (req.method === 'OPTIONS') return answer({});
  if (req.url.includes(':signInWithCustomToken')) return answer(tokens(body.token));
  if (req.url.includes(':lookup'))
    return answer({ users: [{ localId: 'uid-1', customAuth: true, validSince: '0' }] });
  if (req.url.includes('/v1/token')) {
    const { idToken, refreshToken } = tokens(body.refresh_token);
    return answer({
      id_token: idToken,
      access_token: idToken,
      refresh_token: refreshToken,
      expires_in: '3600',
      user_id: 'uid-1',
      project_id: PROJECT,
    });
  }
  res.writeHead(404).end('{}');
}

const newApp = (): FirebaseApp => {
  const app = initializeApp(
    { projectId: PROJECT, apiKey: 'none', appId: '1:123456789:web:abc' },
    `app-${++count}`,
  );
  apps.push(app);
  return app;
};
/** As on a device: signed in by the Auth SDK, functions pointed at this server. */
async function signedIn(
  claims: object,
  point: (app: FirebaseApp) => Functions,
): Promise<{ app: FirebaseApp; functions: Functions }> {
  const app = newApp();
  const session = getAuth(app);
  connectAuthEmulator(session, authUrl, { disableWarnings: true });
  await signInWithCustomToken(session, JSON.stringify(claims));
  return { app, functions: point(app) };
}
const asEmulator = (app: FirebaseApp): Functions => {
  const functions = getFunctions(app, 'europe-west1');
  connectFunctionsEmulator(functions, '127.0.0.1', Number(new URL(hubby.url).port));
  return functions;
};
const asDomain = (app: FirebaseApp): Functions => getFunctions(app, hubby.url);

const call = async (functions: Functions, name: string, data?: unknown): Promise<Json> =>
  (await httpsCallable(functions, name)(data)).data;
async function fails(
  functions: Functions,
  name: string,
  data: unknown,
  code: string,
  reason: string,
): Promise<void> {
  await assert.rejects(call(functions, name, data), (error: FunctionsError) => {
    assert.deepEqual(
      [error.code, (error.details as Json).code],
      [`functions/${code}`, reason],
      error.message,
    );
    assert.ok(error.message.length > 10);
    return true;
  });
}
const grant = async (who: string, entry: object = {}): Promise<string> => {
  const { status, body, text } = await hubby.call('POST', '/api/bookings', {
    package_specifications: [
      { esim_type: 'classic', external_user_id: who, size: '1GB', ...entry },
    ],
  });
  assert.equal(status, 201, text);
  return body.data.package_queues[0].uuid;
};

describe('the Firebase JS SDK', () => {
  for (const [way, point] of [
    ['connectFunctionsEmulator', asEmulator],
    ['a domain of our own', asDomain],
  ] as const) {
    it(`runs the whole flow, pointed here by ${way}`, async () => {
      const who = user();
      const [open, expired] = [await grant(who), await grant(who, { destination: 'FR' })];
      const { app, functions } = await signedIn(
        { partner_id: hubby.partner.partner_id, external_user_id: who },
        point,
      );
      assert.deepEqual(
        (await call(functions, 'list_classic_package_queues')).queues
          .map((q: Json) => [q.id === open, q.redeemed_at])
          .sort(),
        [
          [false, null],
          [true, null],
        ],
      );
      await fails(
        functions,
        'claim_classic_package_queue',
        { queue_id: open },
        'invalid-argument',
        'destination_missing',
      );
      await fails(
        functions,
        'set_classic_package_queue_destination',
        { queue_id: open, iso3: 'XXX' },
        'invalid-argument',
        'invalid_request',
      );
      await fails(
        functions,
        'set_classic_package_queue_destination',
        { queue_id: expired, iso3: 'ESP' },
        'invalid-argument',
        'destination_fixed',
      );
      assert.equal(
        (
          await call(functions, 'set_classic_package_queue_destination', {
            queue_id: open,
            iso3: 'ESP',
          })
        ).queue.package_specification.iso3,
        'ESP',
      );
      const claimed = await call(functions, 'claim_classic_package_queue', { queue_id: open });
      assert.deepEqual(
        [
          claimed.is_top_up,
          claimed.queue.id,
          typeof claimed.queue.redeemed_at,
          claimed.esim_packages.length,
        ],
        [false, open, 'string', 1],
      );
      await fails(
        functions,
        'claim_classic_package_queue',
        { queue_id: open },
        'failed-precondition',
        'already_claimed',
      );
      await hubby.sql(
        `update package_queues set expires_at = now() - interval '1 s' where id = $1`,
        [`pq_${expired.replaceAll('-', '')}`],
      );
      await fails(
        functions,
        'claim_classic_package_queue',
        { queue_id: expired },
        'failed-precondition',
        'expired',
      );
      await fails(
        functions,
        'claim_classic_package_queue',
        { queue_id: '00000000-0000-4000-8000-000000000000' },
        'not-found',
        'package_queue_not_found',
      );
      assert.deepEqual(
        await call(functions, 'register_device_token', { token: `fcm-${who}`, platform: 'web' }),
        { registered: true },
      );
      assert.equal(
        (await call(functions, 'archive_esim', { iccid: claimed.esim_iccid })).esim_iccid,
        claimed.esim_iccid,
      );
      assert.deepEqual(await call(functions, 'list_classic_package_queues', null), { queues: [] });
      await signOut(getAuth(app));
      await fails(
        functions,
        'list_classic_package_queues',
        null,
        'unauthenticated',
        'app_token_invalid',
      );
    });
  }

  it('sends our own tokens when its auth is ours', async () => {
    const who = user();
    const queue = await grant(who, { destination: 'ES' });
    const { token } = (await hubby.call('POST', '/api/app-tokens', { external_user_id: who })).body
      .data;
    const app = newApp();
    provide(app, 'auth-internal', { getToken: async () => ({ accessToken: token }) });
    const functions = asDomain(app);
    assert.deepEqual(
      (await call(functions, 'list_classic_package_queues')).queues.map((q: Json) => q.id),
      [queue],
    );
    assert.match(
      (await call(functions, 'claim_classic_package_queue', { queue_id: queue })).esim_iccid,
      /^89/,
    );
  });

  it('claims with limited-use App Check tokens', async () => {
    const enforcing = await startHubby({
      env: {
        HUBBY_FIREBASE_PROJECT: PROJECT,
        HUBBY_APP_CHECK: 'enforce',
        HUBBY_APP_CHECK_JWKS_URL: checkKeys.url,
      },
    });
    const { token } = (
      await enforcing.call('POST', '/api/app-tokens', { external_user_id: user() })
    ).body.data;
    const shared = await appCheckToken(attester);
    const app = newApp();
    provide(app, 'auth-internal', { getToken: async () => ({ accessToken: token }) });
    const functions = getFunctions(app, enforcing.url);
    await fails(
      functions,
      'list_classic_package_queues',
      null,
      'unauthenticated',
      'app_check_invalid',
    );
    const checked = newApp();
    provide(checked, 'auth-internal', { getToken: async () => ({ accessToken: token }) });
    provide(checked, 'app-check-internal', {
      getToken: async () => ({ token: shared }),
      getLimitedUseToken: async () => ({ token: await appCheckToken(attester) }),
    });
    const proven = getFunctions(checked, enforcing.url);
    // The SDK hears of its App Check a moment after it was made.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    assert.deepEqual(await call(proven, 'list_classic_package_queues'), { queues: [] });
    const claim = (options: object): Promise<unknown> =>
      httpsCallable(proven, 'claim_classic_package_queue', options)({ queue_id: 'x' });
    for (let i = 0; i < 2; i++)
      await assert.rejects(claim({ limitedUseAppCheckTokens: true }), {
        code: 'functions/not-found',
      });
    await assert.rejects(claim({}), { code: 'functions/not-found' });
    await assert.rejects(claim({}), { code: 'functions/unauthenticated' });
    await enforcing.close();
  });
});

/** In place of a part of the SDK, by the way its parts find each other. */
function provide(app: FirebaseApp, name: 'auth-internal' | 'app-check-internal', part: Json): void {
  const { container } = app as unknown as {
    container: { addOrOverwriteComponent(component: unknown): void };
  };
  container.addOrOverwriteComponent({
    name,
    instanceFactory: () => part,
    type: 'PUBLIC',
    instantiationMode: 'LAZY',
    multipleInstances: false,
    serviceProps: {},
    onInstanceCreated: null,
  });
}
