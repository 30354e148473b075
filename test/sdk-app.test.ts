/**
 * The client for apps (packages/sdk-app): against the real server, against answers that go wrong, and as the
 * package that is published.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import {
  createHubbyApp,
  HubbyAppError,
  type FetchLike,
  type Grant,
  type HubbyApp,
  type HubbyAppErrorCode,
  type HubbyAppOptions,
} from '../packages/sdk-app/src/index.ts';
import { startHubby, user, type Hubby, type Json } from './harness.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Every code, so that one more does not compile here. */
const CODES: Record<HubbyAppErrorCode, true> = {
  not_found: true,
  already_claimed: true,
  expired: true,
  booking_cancelled: true,
  claim_in_progress: true,
  destination_missing: true,
  destination_fixed: true,
  invalid_argument: true,
  unauthenticated: true,
  app_check_failed: true,
  unavailable: true,
  network: true,
  timeout: true,
  aborted: true,
  internal: true,
};
async function failure(call: Promise<unknown>): Promise<HubbyAppError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof HubbyAppError, String(error));
    assert.ok(Object.hasOwn(CODES, error.code), error.code);
    return error;
  }
  assert.fail('it did not fail');
}
const codeOf = async (call: Promise<unknown>): Promise<HubbyAppErrorCode> =>
  (await failure(call)).code;

describe('against the server', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());

  const grant = async (
    external_user_id: string,
    entry: Json = {},
  ): Promise<{ id: string; uuid: string }> => {
    const answer = await hubby.call('POST', '/api/bookings', {
      package_specifications: [
        { esim_type: 'classic', external_user_id, destination: 'ESP', size: '1GB', ...entry },
      ],
    });
    assert.equal(answer.status, 201, answer.text);
    return { id: answer.body.data.id, uuid: answer.body.data.package_queues[0].uuid };
  };
  const appOf = (external_user_id: string, more: Partial<HubbyAppOptions> = {}): HubbyApp =>
    createHubbyApp({
      baseUrl: `${hubby.url}/`,
      getToken: async () =>
        (await hubby.call('POST', '/api/app-tokens', { external_user_id })).body.data.token,
      ...more,
    });

  it('lists, completes and claims, then puts the eSIM away', async () => {
    const id = user();
    const [fixed, open] = [await grant(id), await grant(id, { destination: undefined })];
    const app = appOf(id, { locale: 'es' });
    const list = await app.listGrants();
    assert.deepEqual(
      list.map((g) => [g.id, g.destination_open]).toSorted(),
      [
        [fixed.uuid, false],
        [open.uuid, true],
      ].toSorted(),
    );
    assert.equal(
      list.find((g) => g.id === fixed.uuid)!.package_specification.destination,
      'España',
    );
    assert.equal(await codeOf(app.claimGrant(open.uuid)), 'destination_missing');
    assert.equal(await codeOf(app.setDestination(fixed.uuid, 'FRA')), 'destination_fixed');
    assert.equal(await codeOf(app.setDestination(open.uuid, 'XYZ')), 'invalid_argument');
    const chosen = await app.setDestination(open.uuid, 'ESP');
    assert.equal(chosen.package_specification.iso3, 'ESP');
    const first = await app.claimGrant(fixed.uuid);
    assert.match(first.queue.esim.qr, /^LPA:1\$/);
    assert.deepEqual(
      [first.is_top_up, first.esim_iccid, first.esim_packages.length],
      [false, first.queue.esim.iccid, 1],
    );
    const second = await app.claimGrant(open.uuid);
    assert.deepEqual(
      [second.is_top_up, second.esim_iccid, second.esim_packages.length],
      [true, first.esim_iccid, 2],
    );
    const again = await failure(app.claimGrant(fixed.uuid));
    assert.deepEqual(
      [again.code, again.status, again.serverCode, again.retryAfter],
      ['already_claimed', 409, 'already_claimed', null],
    );
    assert.ok(again.requestId !== null);
    assert.deepEqual(await app.listGrants(), []);
    assert.equal((await app.archiveEsim(first.esim_iccid)).esim_iccid, first.esim_iccid);
    assert.equal(await codeOf(app.archiveEsim('8900000000000000000')), 'not_found');
  });

  it('gets pushes on the devices it registers', async () => {
    const id = user();
    const app = appOf(id);
    assert.equal(
      await codeOf(app.registerDevice('device-1', { platform: 'ios' })),
      'not_found',
      'nobody knows the user yet',
    );
    await grant(id);
    await app.registerDevice('device-1', { platform: 'ios' });
    await app.registerDevice('device-2');
    assert.deepEqual(await hubby.sql('select token, platform from device_tokens order by token'), [
      { token: 'device-1', platform: 'ios' },
      { token: 'device-2', platform: null },
    ]);
    const { uuid, id: booking } = await grant(id, { size: '3GB' });
    await hubby.drain();
    const pushes = (await hubby.call('GET', '/api/sandbox/messages')).body.data.messages.filter(
      (m: Json) => m.kind === 'classic_grant',
    );
    assert.deepEqual(
      pushes.map((m: Json) => [m.data, m.status]),
      [[{ queue_id: uuid, booking_id: booking }, 'delivered']],
    );
    await app.unregisterDevice('device-1');
    assert.equal((await hubby.sql('select 1 from device_tokens')).length, 1);
    assert.equal(await codeOf(app.registerDevice('')), 'invalid_argument');
  });

  it('says what it is: not yours, gone, cancelled, over, not signed in', async () => {
    const [anna, ben] = [user(), user()];
    const [one, two, three] = [await grant(anna), await grant(anna), await grant(anna)];
    await hubby.call('DELETE', `/api/bookings/${two.id}`);
    await hubby.sql(
      `update package_queues set expires_at = now() - interval '1 s' where booking_id = $1`,
      [three.id],
    );
    const app = appOf(anna);
    assert.equal(await codeOf(appOf(ben).claimGrant(one.uuid)), 'not_found');
    assert.deepEqual(await appOf(ben).listGrants(), []);
    assert.equal(await codeOf(app.claimGrant('no-such-thing')), 'not_found');
    assert.equal(await codeOf(app.claimGrant(two.uuid)), 'booking_cancelled');
    const expired = await failure(app.claimGrant(three.uuid));
    assert.deepEqual([expired.code, expired.status], ['expired', 410]);
    for (const getToken of [
      () => 'x.y.z',
      () => null,
      () => {
        throw new Error('no network');
      },
    ])
      assert.equal(await codeOf(appOf(anna, { getToken }).listGrants()), 'unauthenticated');
  });

  it('leaves it to the caller to try again when the telco is away', async () => {
    const id = user();
    const { uuid } = await grant(id);
    await hubby.call('POST', '/api/sandbox/fail', { next: 'error', count: 10 });
    const error = await failure(appOf(id).claimGrant(uuid));
    assert.equal(error.code, 'unavailable');
    assert.ok(error.retryAfter === null || error.retryAfter > 0);
    await hubby.call('POST', '/api/sandbox/fail', { next: 'error', count: 0 });
    await hubby.drain('hurry');
    assert.deepEqual(
      (await appOf(id).listGrants()).filter((g) => g.redeemed_at !== null),
      [],
    );
  });

  it('speaks to /{project}/{region} too', async () => {
    assert.deepEqual(
      await appOf(user(), { baseUrl: `${hubby.url}/demo/us-central1` }).listGrants(),
      [],
    );
  });
});

describe('against answers that go wrong', () => {
  let behave: (req: IncomingMessage, res: ServerResponse, body: Json) => void;
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => behave(req, res, JSON.parse(Buffer.concat(parts).toString())));
  });
  let baseUrl: string;
  let app: HubbyApp;
  before(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    app = createHubbyApp({ baseUrl, getToken: () => 'token' });
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const answers = (status: number, body: string, headers: Record<string, string> = {}): void => {
    behave = (_req, res) => {
      res.writeHead(status, headers).end(body);
    };
  };
  const error = (status: string, code: unknown): string =>
    JSON.stringify({ error: { status, message: 'words', details: { code, request_id: 'req_1' } } });

  for (const [status, body, code] of [
    [409, error('FAILED_PRECONDITION', 'already_claimed'), 'already_claimed'],
    [410, error('FAILED_PRECONDITION', 'expired'), 'expired'],
    [409, error('FAILED_PRECONDITION', 'claim_in_progress'), 'claim_in_progress'],
    [401, error('UNAUTHENTICATED', 'app_token_invalid'), 'unauthenticated'],
    [401, error('UNAUTHENTICATED', 'app_check_invalid'), 'app_check_failed'],
    [503, error('UNAVAILABLE', 'overloaded'), 'unavailable'],
    [429, error('RESOURCE_EXHAUSTED', 'too_many_requests'), 'unavailable'],
    [400, error('INVALID_ARGUMENT', 'of_tomorrow'), 'invalid_argument'],
    [409, error('FAILED_PRECONDITION', 'of_tomorrow'), 'internal'],
    [500, error('INTERNAL', 'internal_error'), 'internal'],
    [418, error('constructor', '__proto__'), 'internal'],
    [500, error('INTERNAL', { a: 1 }), 'internal'],
    [502, '<html>', 'unavailable'],
    [504, '', 'unavailable'],
    [503, 'null', 'unavailable'],
    [500, '', 'internal'],
    [200, '<html>', 'internal'],
    [200, '{}', 'internal'],
    [200, 'null', 'internal'],
    [200, '[]', 'internal'],
    [404, 'not here', 'internal'],
  ] as const) {
    it(`${status} ${body.slice(0, 90)} is ${code}`, async () => {
      answers(status, body);
      const got = await failure(app.listGrants());
      assert.deepEqual([got.code, got.status], [code, status]);
    });
  }

  it('passes on when to come again', async () => {
    answers(503, error('UNAVAILABLE', 'overloaded'), { 'retry-after': '7' });
    const got = await failure(app.claimGrant('q'));
    assert.deepEqual(
      [got.code, got.retryAfter, got.serverCode, got.requestId, got.message],
      ['unavailable', 7, 'overloaded', 'req_1', 'words'],
    );
  });

  it('repeats nothing by itself', async () => {
    let calls = 0;
    behave = (_req, res) => {
      calls++;
      res.writeHead(503).end();
    };
    await failure(app.claimGrant('q'));
    assert.equal(calls, 1);
  });

  it('tells lost connections, time-outs and its caller’s own doing apart', async () => {
    behave = (_req, res) => {
      res.destroy();
    };
    assert.equal(await codeOf(app.listGrants()), 'network');
    assert.equal(
      await codeOf(
        createHubbyApp({ baseUrl: 'http://127.0.0.1:9', getToken: () => 'token' }).listGrants(),
      ),
      'network',
    );
    behave = (_req, res) => {
      res.writeHead(200).write('{"res');
    };
    assert.equal(
      await codeOf(
        createHubbyApp({ baseUrl, getToken: () => 'token', timeoutMs: 100 }).listGrants(),
      ),
      'timeout',
    );
    const stop = new AbortController();
    behave = () => {
      stop.abort();
    };
    assert.equal(await codeOf(app.claimGrant('q', { signal: stop.signal })), 'aborted');
    let calls = 0;
    behave = () => {
      calls++;
    };
    assert.equal(await codeOf(app.claimGrant('q', { signal: stop.signal })), 'aborted');
    assert.equal(
      await codeOf(
        createHubbyApp({
          baseUrl,
          getToken: () => new Promise(() => {}),
          timeoutMs: 50,
        }).listGrants(),
      ),
      'timeout',
      'a token that never comes',
    );
    assert.equal(calls, 0, 'nothing was sent');
  });

  it('sends the protocol, the tokens and what was asked', async () => {
    const seen: Json[] = [];
    const uses: unknown[] = [];
    behave = (req, res, body) => {
      seen.push([
        req.method,
        req.url,
        req.headers['content-type'],
        req.headers.authorization,
        req.headers['x-firebase-appcheck'],
        body,
      ]);
      res.end('{"result":{"queues":[]}}');
    };
    const checked = createHubbyApp({
      baseUrl,
      getToken: async () => 'id',
      getAppCheckToken: (use) => {
        uses.push(use.limitedUse);
        return use.limitedUse ? 'once' : 'often';
      },
    });
    await checked.listGrants();
    await checked.claimGrant('q');
    await checked.registerDevice('t', { platform: 'web' });
    await checked.unregisterDevice('t');
    assert.deepEqual(seen, [
      [
        'POST',
        '/list_classic_package_queues',
        'application/json',
        'Bearer id',
        'often',
        { data: {} },
      ],
      [
        'POST',
        '/claim_classic_package_queue',
        'application/json',
        'Bearer id',
        'once',
        { data: { queue_id: 'q' } },
      ],
      [
        'POST',
        '/register_device_token',
        'application/json',
        'Bearer id',
        'often',
        { data: { token: 't', platform: 'web' } },
      ],
      [
        'POST',
        '/register_device_token',
        'application/json',
        'Bearer id',
        'often',
        { data: { token: 't', remove: true } },
      ],
    ]);
    assert.deepEqual(uses, [false, true, false, false]);
    assert.equal(
      await codeOf(
        createHubbyApp({
          baseUrl,
          getToken: () => 'id',
          getAppCheckToken: () => {
            throw new Error('no');
          },
        }).listGrants(),
      ),
      'app_check_failed',
    );
  });

  it('works with any fetch, as a function of nobody', async () => {
    const fetch: FetchLike = async function (this: unknown, url, { body }) {
      assert.equal(this, undefined);
      assert.equal(url, 'https://api.example.com/list_classic_package_queues');
      return {
        status: 200,
        headers: { get: () => null },
        text: async () => JSON.stringify({ result: { queues: [], echo: body } }),
      };
    };
    assert.deepEqual(
      await createHubbyApp({
        baseUrl: 'https://api.example.com',
        getToken: () => 'token',
        fetch,
      }).listGrants(),
      [],
    );
    // The platform's own fits, and so do Firebase's objects.
    const auth: { currentUser: { getIdToken(): Promise<string> } | null } = { currentUser: null };
    const options: HubbyAppOptions = {
      baseUrl: 'x',
      fetch: globalThis.fetch,
      getToken: () => auth.currentUser?.getIdToken(),
    };
    assert.equal(await codeOf(createHubbyApp(options).listGrants()), 'unauthenticated');
  });
});

describe('the package', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hubby-app-'));
  const installed = join(dir, 'node_modules/@hubby/app');
  const tsc = (args: string[], cwd: string): Promise<unknown> =>
    run(process.execPath, [join(ROOT, 'node_modules/typescript-compiler/bin/tsc'), ...args], {
      cwd,
    });
  before(async () => {
    mkdirSync(installed, { recursive: true });
    await tsc(['-p', join(ROOT, 'packages/sdk-app'), '--outDir', join(installed, 'dist')], ROOT);
    cpSync(join(ROOT, 'packages/sdk-app/package.json'), join(installed, 'package.json'));
    writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  });
  after(() => rmSync(dir, { recursive: true }));
  const built = (): string[] =>
    readdirSync(join(installed, 'dist')).filter((file) => file.endsWith('.js'));

  it('is below 5 kB, even as it is, and needs nothing', () => {
    const sources = built().map((file) => readFileSync(join(installed, 'dist', file), 'utf8'));
    const size = gzipSync(sources.join('\n')).length;
    assert.ok(sources.length >= 3 && size < 5_000, `${size} bytes gzipped`);
    assert.deepEqual(sources.join('\n').match(/(?:from|import) '[^.][^']*'/g), null);
    const { dependencies, sideEffects, license } = JSON.parse(
      readFileSync(join(installed, 'package.json'), 'utf8'),
    ) as Json;
    assert.deepEqual([dependencies, sideEffects, license], [undefined, false, 'Apache-2.0']);
  });

  it('is an ES module that names what it promises', async () => {
    const module = (await import(pathToFileURL(join(installed, 'dist/index.js')).href)) as {
      createHubbyApp: typeof createHubbyApp;
      HubbyAppError: typeof HubbyAppError;
    };
    assert.deepEqual(Object.keys(module).toSorted(), ['HubbyAppError', 'createHubbyApp']);
    const fetch: FetchLike = async () => ({
      status: 200,
      headers: { get: () => null },
      text: async () => '{"result":{"queues":[{"id":"q"}]}}',
    });
    const app = module.createHubbyApp({
      baseUrl: 'https://api.example.com',
      getToken: () => 'token',
      fetch,
    });
    assert.deepEqual(await app.listGrants(), [{ id: 'q' }] as unknown as Grant[]);
    await assert.rejects(
      module
        .createHubbyApp({ baseUrl: 'https://api.example.com', getToken: () => null, fetch })
        .listGrants(),
      (e: unknown) =>
        e instanceof module.HubbyAppError && e instanceof Error && e.name === 'HubbyAppError',
    );
  });

  it('brings its types, for bundlers and for Node', async () => {
    writeFileSync(
      join(dir, 'app.ts'),
      `
      import { createHubbyApp, HubbyAppError, type Claim, type HubbyAppErrorCode } from '@hubby/app';
      const app = createHubbyApp({ baseUrl: 'https://api.example.com', getToken: async () => 'token', fetch });
      const claim: Claim = await app.claimGrant((await app.listGrants())[0]!.id, { signal: new AbortController().signal });
      const qr: string = claim.queue.esim.qr;
      const code: HubbyAppErrorCode = 'expired';
      // @ts-expect-error the list is closed
      const other: HubbyAppErrorCode = 'whatever';
      // @ts-expect-error no such platform
      void app.registerDevice('t', { platform: 'windows' });
      // @ts-expect-error a token has to come from somewhere
      createHubbyApp({ baseUrl: 'https://api.example.com' });
      console.log(qr, code, other, HubbyAppError);
    `,
    );
    for (const [module, resolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ] as const) {
      await tsc(
        [
          '--noEmit',
          '--strict',
          '--module',
          module,
          '--moduleResolution',
          resolution,
          '--target',
          'es2022',
          '--lib',
          'es2022,dom',
          '--types',
          '',
          '--skipLibCheck',
          'false',
          'app.ts',
        ],
        dir,
      ).catch((e: { stdout?: string }) => assert.fail(`${module}: ${e.stdout}`));
    }
  });
});
