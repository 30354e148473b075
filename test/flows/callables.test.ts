/**
 * The callable functions as an app calls them: protocol, who may see what, CORS; and promo codes
 * redeemed with an app's token.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { emulatorToken, PROJECT } from '../support/app-issuer.ts';
import {
  IN_A_YEAR,
  startHubby,
  user,
  type Answer,
  type CallOptions,
  type Hubby,
  type Json,
} from '../harness.ts';

let hubby: Hubby;
/** Another partner, whose traveler has the same external_user_id and e-mail. */
let other: NonNullable<CallOptions['key']> & { partner_id: string };
before(async () => {
  hubby = await startHubby({
    env: { HUBBY_FIREBASE_PROJECT: PROJECT, HUBBY_FIREBASE_EMULATOR: '1' },
  });
  other = await hubby.newPartner('Other Travel');
});
after(() => hubby.close());

const NAMES = [
  'list_classic_package_queues',
  'set_classic_package_queue_destination',
  'claim_classic_package_queue',
  'archive_esim',
  'register_device_token',
];
type Key = NonNullable<CallOptions['key']>;
const tokenOf = async (who: object, key?: Key): Promise<string> => {
  const answer = await hubby.call('POST', '/api/app-tokens', who, key === undefined ? {} : { key });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data.token;
};
const call = (name: string, token: string | null, data?: unknown): Promise<Answer> =>
  hubby.bare('POST', `/${name}`, {
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ data }),
  });
const grant = async (entry: object, key?: Key): Promise<string> => {
  const { status, body, text } = await hubby.call(
    'POST',
    '/api/bookings',
    {
      package_specifications: [{ esim_type: 'classic', destination: 'ES', size: '1GB', ...entry }],
    },
    key === undefined ? {} : { key },
  );
  assert.equal(status, 201, text);
  return body.data.package_queues[0].uuid;
};
const listed = async (token: string): Promise<string[]> => {
  const { status, body, text } = await call('list_classic_package_queues', token);
  assert.equal(status, 200, text);
  return body.result.queues.map((q: Json) => q.id);
};
const failed = (answer: Answer, status: number, name: string, code: string): void =>
  assert.deepEqual(
    [
      answer.status,
      answer.body?.error?.status,
      answer.body?.error?.details?.code,
      answer.body?.success,
      answer.body?.result,
    ],
    [status, name, code, undefined, undefined],
    answer.text,
  );
/** The answer without what differs by request. */
const bare = ({ status, body }: Answer): Json => [
  status,
  { ...body.error, details: { ...body.error.details, request_id: '' } },
];

describe('a traveler', () => {
  it('lists, completes and claims a grant, once', async () => {
    const who = user();
    const [open, set] = [
      await grant({ external_user_id: who, destination: undefined }),
      await grant({ external_user_id: who }),
    ];
    const token = await tokenOf({ external_user_id: who });
    assert.deepEqual((await listed(token)).sort(), [open, set].sort());
    failed(
      await call('claim_classic_package_queue', token, { queue_id: open }),
      400,
      'INVALID_ARGUMENT',
      'destination_missing',
    );
    failed(
      await call('set_classic_package_queue_destination', token, { queue_id: set, iso3: 'FRA' }),
      400,
      'INVALID_ARGUMENT',
      'destination_fixed',
    );
    failed(
      await call('set_classic_package_queue_destination', token, {
        queue_id: open,
        iso3: 'Atlantis',
      }),
      400,
      'INVALID_ARGUMENT',
      'invalid_request',
    );
    const chosen = await call('set_classic_package_queue_destination', token, {
      queue_id: open,
      iso3: 'ESP',
      locale: 'nl',
    });
    assert.deepEqual(
      [
        chosen.status,
        chosen.body.result.queue.package_specification.iso3,
        chosen.body.result.queue.package_specification.destination,
      ],
      [200, 'ESP', 'Spanje'],
      chosen.text,
    );
    assert.equal(chosen.headers['content-language'], 'nl-NL');
    const claimed = await call('claim_classic_package_queue', token, { queue_id: open });
    assert.deepEqual(
      [claimed.status, claimed.body.result.is_top_up, claimed.body.result.queue.id],
      [200, false, open],
      claimed.text,
    );
    assert.match(claimed.body.result.esim_iccid, /^89\d{17}$/);
    failed(
      await call('claim_classic_package_queue', token, { queue_id: open }),
      409,
      'FAILED_PRECONDITION',
      'already_claimed',
    );
    failed(
      await call('set_classic_package_queue_destination', token, { queue_id: open, iso3: 'FRA' }),
      409,
      'FAILED_PRECONDITION',
      'already_claimed',
    );
    assert.deepEqual(await listed(token), [set]);
  });

  it('is told of expiry, cancellation and of other kinds of queues', async () => {
    const who = user();
    const token = await tokenOf({ external_user_id: who });
    const expired = await grant({ external_user_id: who });
    await hubby.sql(`update package_queues set expires_at = now() - interval '1 s' where id = $1`, [
      `pq_${expired.replaceAll('-', '')}`,
    ]);
    failed(
      await call('claim_classic_package_queue', token, { queue_id: expired }),
      410,
      'FAILED_PRECONDITION',
      'expired',
    );
    const booking = (
      await hubby.call('POST', '/api/bookings', {
        departure_date: IN_A_YEAR,
        package_specifications: [
          { esim_type: 'classic', external_user_id: who, destination: 'ES', size: '1GB' },
          { external_user_id: who, destination: 'ES', size: '1GB' },
        ],
      })
    ).body.data;
    const [classic, universal] = booking.package_queues;
    failed(
      await call('claim_classic_package_queue', token, { queue_id: universal.uuid }),
      400,
      'INVALID_ARGUMENT',
      'invalid_request',
    );
    assert.equal((await hubby.call('DELETE', `/api/bookings/${booking.id}`)).status, 200);
    failed(
      await call('claim_classic_package_queue', token, { queue_id: classic.uuid }),
      409,
      'FAILED_PRECONDITION',
      'booking_cancelled',
    );
    assert.deepEqual(await listed(token), []);
  });

  it('archives an eSIM, and registers a device', async () => {
    const who = user();
    const token = await tokenOf({ external_user_id: who });
    const { esim_iccid: iccid } = (
      await call('claim_classic_package_queue', token, {
        queue_id: await grant({ external_user_id: who }),
      })
    ).body.result;
    const archived = await call('archive_esim', token, { iccid });
    assert.deepEqual([archived.status, archived.body.result.esim_iccid], [200, iccid]);
    assert.deepEqual((await call('archive_esim', token, { iccid })).body, archived.body);
    assert.deepEqual(
      (await call('register_device_token', token, { token: `fcm-${who}`, platform: 'ios' })).body,
      { result: { registered: true } },
    );
    failed(
      await call('register_device_token', token, { token: '', platform: 'fridge' }),
      400,
      'INVALID_ARGUMENT',
      'invalid_request',
    );
    failed(
      await call('archive_esim', await tokenOf({ external_user_id: user() }), { iccid }),
      404,
      'NOT_FOUND',
      'esim_not_found',
    );
  });

  it('says that the telco is away, and may come back', async () => {
    const who = user();
    const token = await tokenOf({ external_user_id: who });
    const queue_id = await grant({ external_user_id: who });
    await hubby.call('POST', '/api/sandbox/fail', { next: 'out_of_stock', count: 5 });
    const answer = await call('claim_classic_package_queue', token, { queue_id });
    failed(answer, 503, 'UNAVAILABLE', 'provider_unavailable');
    assert.ok(Number(answer.headers['retry-after']) > 0);
    assert.equal(answer.body.error.details.reason, 'out_of_stock');
    await hubby.call('POST', '/api/sandbox/fail', { next: 'error', count: 0 });
    assert.equal((await call('claim_classic_package_queue', token, { queue_id })).status, 200);
  });
});

describe('whose token it is', () => {
  it('decides by claims, or by a verified e-mail within the partner', async () => {
    const email = `${user()}@Example.com`;
    const who = user();
    const [byEmail, byId, elsewhere] = [
      await grant({ email }),
      await grant({ external_user_id: who }),
      await grant({ email }, other),
    ];
    const partner_id = hubby.partner.partner_id;
    const token = (claims: object): string => emulatorToken(claims as never);
    assert.deepEqual(await listed(token({ partner_id, email, email_verified: true })), [byEmail]);
    assert.deepEqual(await listed(await tokenOf({ email: email.toUpperCase() })), [byEmail]);
    assert.deepEqual(
      await listed(token({ partner_id: other.partner_id, email, email_verified: true })),
      [elsewhere],
    );
    assert.deepEqual(
      await listed(token({ partner_id, external_user_id: who, email, email_verified: true })),
      [byId],
    );
    // Nobody's, or nobody who has anything.
    for (const claims of [
      { partner_id, email, email_verified: false },
      { partner_id, email },
      { partner_id, email, email_verified: 'true' },
      { email, email_verified: true },
      { external_user_id: who },
      { partner_id: 'prt_unknown', external_user_id: who },
      { partner_id },
      { partner_id, external_user_id: email },
      { partner_id, external_user_id: '__proto__' },
      { partner_id: null, external_user_id: who },
      { user_id: who, uid: who, partner_id },
      { partner_id: '__proto__', external_user_id: who },
    ]) {
      assert.deepEqual(await listed(token(claims)), [], JSON.stringify(claims));
      failed(
        await call('claim_classic_package_queue', token(claims), { queue_id: byId }),
        404,
        'NOT_FOUND',
        'package_queue_not_found',
      );
    }
  });

  it('opens to every function only what is its own; not yours looks like not there', async () => {
    const who = user();
    const queue_id = await grant({ external_user_id: who, destination: undefined });
    const claimed = await grant({ external_user_id: who });
    const own = await tokenOf({ external_user_id: who });
    const { esim_iccid: iccid } = (
      await call('claim_classic_package_queue', own, { queue_id: claimed })
    ).body.result;
    await grant({ external_user_id: who }, other);
    const DATA: Record<string, [object, object, string]> = {
      set_classic_package_queue_destination: [
        { queue_id, iso3: 'ESP' },
        { queue_id: '00000000-0000-4000-8000-000000000000', iso3: 'ESP' },
        'package_queue_not_found',
      ],
      claim_classic_package_queue: [{ queue_id }, { queue_id: 'x' }, 'package_queue_not_found'],
      archive_esim: [{ iccid }, { iccid: '8900000000000000000' }, 'esim_not_found'],
    };
    const strangers = {
      'of the same id at another partner': await tokenOf({ external_user_id: who }, other),
      'of another user': await tokenOf({ external_user_id: user() }),
      'of nobody': emulatorToken(),
      'of a user who has a grant': await (async () => {
        const rich = user();
        await grant({ external_user_id: rich });
        return tokenOf({ external_user_id: rich });
      })(),
    };
    for (const [name, [mine, missing, code]] of Object.entries(DATA)) {
      failed(await call(name, null, mine), 401, 'UNAUTHENTICATED', 'app_token_invalid');
      for (const [whose, token] of Object.entries(strangers)) {
        const answer = await call(name, token, mine);
        failed(answer, 404, 'NOT_FOUND', code);
        assert.deepEqual(
          bare(answer),
          bare(await call(name, own, missing)),
          `${name} with a token ${whose}`,
        );
      }
    }
    for (const token of Object.values(strangers))
      assert.ok(!(await listed(token)).includes(queue_id));
    failed(
      await call('list_classic_package_queues', null),
      401,
      'UNAUTHENTICATED',
      'app_token_invalid',
    );
    failed(
      await call('register_device_token', null, { token: 'x' }),
      401,
      'UNAUTHENTICATED',
      'app_token_invalid',
    );
    failed(
      await call('register_device_token', strangers['of nobody'], { token: 'x' }),
      404,
      'NOT_FOUND',
      'user_not_found',
    );
    assert.deepEqual(
      await hubby.sql('select partner_id from device_tokens where token = $1', ['x']),
      [],
    );
    for (const [name, data] of [
      ['set_classic_package_queue_destination', { queue_id, iso3: 'ESP' }],
      ['archive_esim', { iccid }],
      ['claim_classic_package_queue', { queue_id }],
    ] as const)
      assert.equal((await call(name, own, data)).status, 200, name);
  });

  it('lets 20 claims of one grant through once', async () => {
    const who = user();
    const token = await tokenOf({ external_user_id: who });
    const queue_id = await grant({ external_user_id: who });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call('claim_classic_package_queue', token, { queue_id })),
    );
    assert.equal(answers.filter((a) => a.status === 200).length, 1);
    assert.deepEqual(
      [...new Set(answers.filter((a) => a.status !== 200).map((a) => a.body.error.details.code))],
      ['already_claimed'],
    );
  });
});

describe('the protocol', () => {
  let token: string;
  before(async () => {
    token = await tokenOf({ external_user_id: user() });
  });
  const list = (
    body: string,
    headers: Record<string, string> = {},
    path = '/list_classic_package_queues',
  ): Promise<Answer> =>
    hubby.bare('POST', path, {
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body,
    });

  it('takes data, null or nothing, at both paths, and answers a result', async () => {
    for (const body of [
      '{"data":null}',
      '{"data":{}}',
      '{}',
      ' {"data" : {"a":1,"locale":"fr"}} ',
    ]) {
      const answer = await list(body);
      assert.deepEqual(
        [
          answer.status,
          answer.body,
          answer.headers['content-type'],
          answer.headers['cache-control'],
        ],
        [200, { result: { queues: [] } }, 'application/json; charset=utf-8', 'no-store'],
        body,
      );
    }
    for (const path of [
      '/demo-project/us-central1/list_classic_package_queues',
      `/${PROJECT}/europe-west1/list_classic_package_queues`,
      '/list_classic_package_queues?x=1',
    ])
      assert.equal((await list('{"data":null}', {}, path)).status, 200, path);
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'application/json;charset=UTF-8',
      'Application/JSON',
    ])
      assert.equal((await list('{}', { 'content-type': type })).status, 200, type);
    assert.equal(
      (
        await list('{}', {
          'firebase-instance-id-token': 'abc',
          'x-firebase-appcheck': 'nonsense',
          'x-other': '1',
        })
      ).status,
      200,
    );
  });

  it('refuses other forms by name', async () => {
    for (const body of [
      '',
      'null',
      '[]',
      '"x"',
      '1',
      '{"data":',
      '{"data":null,"extra":1}',
      '{"data":[]}',
      '{"data":"x"}',
      '{"data":{"locale":5}}',
      '{"data":{"__proto__":{"a":1}}}',
      `{"data":${'['.repeat(200)}${']'.repeat(200)}}`,
    ]) {
      failed(await list(body), 400, 'INVALID_ARGUMENT', 'invalid_request');
    }
    failed(
      await list('data=null', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'INVALID_ARGUMENT',
      'unsupported_media_type',
    );
    failed(
      await list('{}', { 'content-type': 'text/plain' }),
      415,
      'INVALID_ARGUMENT',
      'unsupported_media_type',
    );
    const large = await list(JSON.stringify({ data: { x: 'x'.repeat(16 * 1024) } }));
    failed(large, 413, 'INVALID_ARGUMENT', 'payload_too_large');
    assert.match(large.body.error.message, /16 kB/);
    assert.equal((await list(JSON.stringify({ data: { x: 'x'.repeat(15 * 1024) } }))).status, 200);
  });

  it('names every member that is not right', async () => {
    const { body } = await call('set_classic_package_queue_destination', token, { queue_id: 5 });
    assert.deepEqual(
      body.error.details.issues.map((i: Json) => i.field),
      ['queue_id', 'iso3'],
    );
    for (const data of [
      null,
      {},
      { queue_id: '' },
      { queue_id: 'a\0' },
      { queue_id: '\ud800' },
      { queue_id: 'x'.repeat(65) },
      { queue_id: { a: 1 } },
      { queue_id: ['x'] },
    ])
      failed(
        await call('claim_classic_package_queue', token, data),
        400,
        'INVALID_ARGUMENT',
        'invalid_request',
      );
    for (const data of [
      { queue_id: "'; drop table bookings; --" },
      { queue_id: '__proto__' },
      { queue_id: 'x'.repeat(64) },
      { queue_id: 'x', more: { deep: [1] } },
    ])
      failed(
        await call('claim_classic_package_queue', token, data),
        404,
        'NOT_FOUND',
        'package_queue_not_found',
      );
  });

  it('breaks by nothing that is sent', async () => {
    const who = user();
    const own = await tokenOf({ external_user_id: who });
    const queue_id = await grant({ external_user_id: who, destination: undefined });
    // Long enough for every limit of ours, and together below what node takes as the head of a
    // request.
    const text = fc.oneof(
      fc.constantFrom(
        '',
        '\0',
        '\ud800',
        '__proto__',
        "'; drop table bookings; --",
        'x'.repeat(1_500),
        'ESP',
        queue_id,
        queue_id.toUpperCase(),
        `pq_${queue_id.replaceAll('-', '')}`,
      ),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    const value = fc.oneof(
      { weight: 3, arbitrary: text },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown> },
    );
    const data = fc.oneof(
      fc.record(
        {
          queue_id: value,
          iso3: value,
          iccid: value,
          token: value,
          platform: value,
          locale: value,
        },
        { requiredKeys: [] },
      ),
      value,
    );
    const claims = fc.record(
      {
        partner_id: fc.oneof(fc.constant(hubby.partner.partner_id), value),
        external_user_id: fc.oneof(fc.constant(who), value),
        email: value,
        email_verified: fc.constantFrom(true, false, 'true', null),
        sub: fc.oneof(fc.constant('uid'), value),
        auth_time: fc.constantFrom(0, -1, 1e300, 'x', null, {}),
      },
      { requiredKeys: ['auth_time'] },
    );
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...NAMES),
        data,
        fc.option(claims, { freq: 2 }),
        async (name, sent, said) => {
          // A claim's own protocol has tests elsewhere, and would use the grant up.
          if (
            name === 'claim_classic_package_queue' &&
            (said === null || said.external_user_id === who)
          )
            return;
          const {
            status,
            body,
            text: answer,
          } = await call(name, said === null ? own : emulatorToken(said as never), sent);
          statuses.add(status);
          assert.ok([200, 400, 401, 404].includes(status), answer);
          assert.ok(
            status === 200
              ? 'result' in body
              : typeof body.error.status === 'string' &&
                  !/SQLSTATE|\.ts:|node_modules|violates/.test(answer),
            answer,
          );
        },
      ),
      { numRuns: 400 },
    );
    assert.deepEqual([...statuses].sort(), [200, 400, 401, 404]);
  });

  it('is POST only', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await hubby.bare(method, '/archive_esim', {
        headers: { authorization: `Bearer ${token}` },
      });
      failed(answer, 405, 'INVALID_ARGUMENT', 'method_not_allowed');
      assert.equal(answer.headers['allow'], 'POST, OPTIONS');
    }
    const head = await hubby.bare('HEAD', '/archive_esim');
    assert.deepEqual([head.status, head.text], [405, '']);
    assert.equal(
      (
        await hubby.bare('POST', '/p/r/unknown_function', {
          headers: { 'content-type': 'application/json' },
          body: '{}',
        })
      ).status,
      404,
    );
    // No part of the signed API.
    assert.ok(
      !Object.keys((hubby.app.swagger() as Json).paths).some(
        (path) => path.includes('classic') || path.includes('jwks'),
      ),
    );
  });

  it('lets pages of any origin call', async () => {
    for (const name of NAMES)
      for (const path of [`/${name}`, `/p/r/${name}`]) {
        const { status, headers, text } = await hubby.bare('OPTIONS', path, {
          headers: {
            origin: 'https://app.partner.example',
            'access-control-request-method': 'POST',
            'access-control-request-headers':
              'authorization,content-type,x-firebase-appcheck,firebase-instance-id-token,baggage',
          },
        });
        assert.deepEqual(
          [
            status,
            text,
            headers['access-control-allow-origin'],
            headers['access-control-allow-methods'],
            headers['access-control-allow-credentials'],
          ],
          [204, '', '*', 'POST', undefined],
        );
        for (const header of [
          'authorization',
          'content-type',
          'x-firebase-appcheck',
          'firebase-instance-id-token',
          'baggage',
        ])
          assert.ok(
            String(headers['access-control-allow-headers']).split(/, ?/).includes(header),
            header,
          );
        assert.ok(Number(headers['access-control-max-age']) >= 600);
      }
    const odd = await hubby.bare('OPTIONS', '/archive_esim', {
      headers: { 'access-control-request-headers': 'a: b; c' },
    });
    assert.ok(!String(odd.headers['access-control-allow-headers']).includes('b;'));
    for (const answer of [
      await list('{}'),
      await list('['),
      await list('{}', { authorization: 'x' }),
      await list('{}', { 'content-type': 'text/plain' }),
      await hubby.bare('GET', '/archive_esim'),
    ]) {
      assert.equal(answer.headers['access-control-allow-origin'], '*', answer.text);
      assert.match(String(answer.headers['access-control-expose-headers']), /retry-after/);
    }
  });
});

describe("POST /api/promo-codes/{code}/redeem with an app's token", () => {
  const code = async (key?: Key): Promise<string> =>
    (
      await hubby.call(
        'POST',
        '/api/bookings',
        {
          departure_date: IN_A_YEAR,
          package_specifications: [{ destination: 'TUR', size: '1GB' }],
        },
        key === undefined ? {} : { key },
      )
    ).body.data.promo_codes[0].promo_code;
  const redeem = (
    text: string,
    token: string,
    body: object = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> =>
    hubby.bare('POST', `/api/promo-codes/${text}/redeem`, {
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: JSON.stringify(body),
    });

  it('redeems for the user of the token', async () => {
    const who = user();
    const answer = await redeem(await code(), await tokenOf({ external_user_id: who }));
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(
      await hubby.sql(
        'select t.external_user_id from esims e join travelers t on t.partner_id = e.partner_id and t.id = e.traveler_id where e.iccid = $1',
        [answer.body.data.current_esim.iccid],
      ),
      [{ external_user_id: who }],
    );
    const email = `${user()}@example.com`;
    assert.equal(
      (await redeem(await code(), await tokenOf({ email }), { email: email.toUpperCase() })).status,
      200,
    );
    assert.equal(
      (
        await redeem(await code(), await tokenOf({ external_user_id: who }), {
          external_user_id: who,
        })
      ).status,
      200,
    );
  });

  it('refuses a body that names somebody else', async () => {
    const who = user();
    const text = await code();
    const answer = await redeem(text, await tokenOf({ external_user_id: who }), {
      external_user_id: user(),
      email: 'x@example.com',
    });
    assert.deepEqual(
      [answer.status, answer.body.error.details.map((d: Json) => d.field)],
      [400, ['external_user_id', 'email']],
    );
    assert.equal((await hubby.call('GET', `/api/promo-codes/${text}`)).body.data.redeemed_at, null);
  });

  it('finds no code of another partner, and takes no bad token', async () => {
    const text = await code(other);
    const answer = await redeem(text, await tokenOf({ external_user_id: user() }));
    assert.deepEqual([answer.status, answer.body.error.type], [404, 'promo_code_not_found']);
    for (const token of [
      'a.b.c',
      emulatorToken(),
      emulatorToken({ partner_id: other.partner_id } as never),
      emulatorToken({
        partner_id: other.partner_id,
        email: 'a@example.com',
        email_verified: false,
      } as never),
    ]) {
      const refused = await redeem(text, token);
      assert.deepEqual(
        [refused.status, refused.body.error.type, refused.headers['www-authenticate']],
        [401, 'app_token_invalid', 'Bearer'],
        refused.text,
      );
    }
    // A signature that is begun is finished: the token stands in for none.
    assert.equal(
      (
        await redeem(
          text,
          await tokenOf({ external_user_id: user() }, other),
          {},
          { 'x-api-key': 'hk_test_x' },
        )
      ).body.error.type,
      'signature_missing',
    );
    assert.equal(
      (
        await hubby.bare('POST', '/api/app-tokens', {
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${await tokenOf({ external_user_id: 'x' })}`,
          },
          body: '{"external_user_id":"y"}',
        })
      ).status,
      401,
    );
    assert.equal(
      (await redeem(text, await tokenOf({ external_user_id: user() }, other))).status,
      200,
    );
  });

  it("keeps no answer by an app's Idempotency-Key: it would be another user's", async () => {
    const text = await code();
    const [one, two] = [
      await tokenOf({ external_user_id: user() }),
      await tokenOf({ external_user_id: user() }),
    ];
    assert.equal((await redeem(text, one, {}, { 'idempotency-key': 'k' })).status, 200);
    const answer = await redeem(text, two, {}, { 'idempotency-key': 'k' });
    assert.deepEqual([answer.status, answer.body.error.type], [409, 'already_redeemed']);
  });
});
