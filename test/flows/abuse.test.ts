/**
 * Limits: exact under concurrency, shared by all nodes, without personal data, tunable by the
 * operator; and proofs of work.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createChallenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import fc from 'fast-check';
import type { Context } from '../../src/context.ts';
import { createDb, type Db } from '../../src/db/pool.ts';
import { forgetOldCounters } from '../../src/domain/abuse/forget-counters.ts';
import {
  challenge,
  checkClaim,
  countUnknownCode,
  countWrongCode,
  solves,
  takeRecipientIn,
  unknownCodes,
  wrongCodes,
  type Challenge,
  type Verdict,
} from '../../src/domain/abuse/limits.ts';
import { DEFAULTS, LIMIT_NAMES } from '../../src/domain/abuse/settings.ts';
import { makeState } from '../../src/start/make-state.ts';
import { run } from '../support/cli.ts';
import { until } from '../faults/checks.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
let ctx: Context;
/** Another node on the same database. */
let other: Context;
before(async () => {
  hubby = await startHubby();
  ({ ctx } = hubby);
  other = withDb(createDb(hubby.databaseConfig));
});
after(async () => {
  await other.db.end();
  await hubby.close();
});

/** As another process has it: nothing remembered, and connections of its own. */
const withDb = (db: Db): Context => ({ ...ctx, db, ...makeState(db, db, ctx) });

let counter = 0;
/** An address, in a network of its own, and a link that no other test uses. */
const address = (): string => `10.${++counter >> 8}.${counter & 255}.1`;
const many = <T>(count: number, work: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)));
const under = (verdicts: Verdict[]): number => verdicts.filter((v) => !v.isOver).length;
const put = (change: Json): Promise<Answer> => hubby.operator('PUT', '/limits', change);
const LIMIT = DEFAULTS.claims_per_address_per_minute;

beforeEach(async () => {
  await put(Object.fromEntries(LIMIT_NAMES.map((name) => [name, null])));
});

describe('tries to claim', () => {
  it('from one address: exactly as many as the limit, of a hundred at once on two nodes; others are not touched', async () => {
    const ip = address();
    const verdicts = await many(100, (i) =>
      checkClaim(i % 2 === 0 ? ctx : other, { ip, uuid: randomUUID() }),
    );
    assert.equal(under(verdicts), LIMIT);
    for (const { retryAfterS } of verdicts.filter((v) => v.isOver))
      assert.ok(retryAfterS >= 1 && retryAfterS <= 60, String(retryAfterS));
    assert.equal((await checkClaim(ctx, { ip: address(), uuid: randomUUID() })).isOver, false);
    assert.equal(
      (await checkClaim(ctx, { ip, uuid: randomUUID() })).isOver,
      true,
      'and stays over',
    );
  });

  it('an IPv6 subscriber cannot walk through the addresses of its /64', async () => {
    const verdicts = await many(100, (i) =>
      checkClaim(ctx, { ip: `2001:db8:7:7:${i.toString(16)}::${i + 1}`, uuid: randomUUID() }),
    );
    assert.equal(under(verdicts), LIMIT);
    assert.equal(
      (await checkClaim(ctx, { ip: '2001:db8:7:8::1', uuid: randomUUID() })).isOver,
      false,
    );
  });

  it('by one link: exactly as many as the limit, from any number of addresses', async () => {
    const uuid = randomUUID();
    const verdicts = await many(200, (i) =>
      checkClaim(i % 2 === 0 ? ctx : other, {
        ip: address(),
        uuid: i % 3 === 0 ? uuid.toUpperCase() : uuid,
      }),
    );
    assert.equal(under(verdicts), DEFAULTS.claims_per_link_per_minute);
  });

  it('an address that is over does not use up a link for others', async () => {
    const [ip, uuid] = [address(), randomUUID()];
    await many(LIMIT + 200, () => checkClaim(ctx, { ip, uuid }));
    assert.equal(
      under(await many(LIMIT, (i) => checkClaim(ctx, { ip: `192.0.2.${i}`, uuid }))),
      DEFAULTS.claims_per_link_per_minute - LIMIT,
    );
  });

  it('a solved challenge lifts the limit of the address, not that of the link', async () => {
    const [ip, uuid] = [address(), randomUUID()];
    await many(LIMIT + 1, () => checkClaim(ctx, { ip, uuid: randomUUID() }));
    assert.equal(
      under(await many(200, () => checkClaim(ctx, { ip, uuid, isSolved: true }))),
      DEFAULTS.claims_per_link_per_minute,
    );
  });

  it('a window ends', async () => {
    const ip = address();
    await many(LIMIT + 1, () => checkClaim(ctx, { ip, uuid: randomUUID() }));
    await hubby.sql('update abuse_counters set expire = expire - 61000');
    assert.equal((await checkClaim(other, { ip, uuid: randomUUID() })).isOver, false);
  });
});

describe('the public claim', () => {
  const statuses = async (
    hub: Hubby,
    tries: number,
    forwarded: (i: number) => string,
  ): Promise<Record<string, number>> => {
    const answers = await many(tries, (i) =>
      hub.bare('POST', `/api/promo-codes/claim/${randomUUID()}`, {
        headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded(i) },
        body: '{"email":"x@example.com"}',
      }),
    );
    for (const a of answers.filter(({ status }) => status === 429)) {
      assert.match(String(a.headers['retry-after']), /^([1-9]|[1-5]\d|60)$/);
      assert.equal(a.body.error.type, 'too_many_requests');
      assert.equal(a.body.error.challenge.parameters.algorithm, 'PBKDF2/SHA-256');
    }
    return Object.fromEntries(
      Object.entries(Object.groupBy(answers, (a) => a.status)).map(([status, all]) => [
        status,
        all!.length,
      ]),
    );
  };

  it('without a trusted proxy, whatever a visitor forwards is not believed', async () => {
    assert.deepEqual(await statuses(hubby, 100, (i) => `198.51.100.${i}`), {
      404: LIMIT,
      429: 100 - LIMIT,
    });
  });

  it('behind trusted hops, visitors are told apart, and what they wrote themselves counts for nothing', async () => {
    const behind = await startHubby({ env: { HUBBY_TRUSTED_PROXIES: '127.0.0.0/8, 10.1.0.0/16' } });
    try {
      assert.deepEqual(await statuses(behind, 100, (i) => `198.51.100.${i}:5${i}, 10.1.0.2:80`), {
        404: 100,
      });
      assert.deepEqual(
        await statuses(
          behind,
          100,
          (i) => `192.0.2.${i}, 10.1.0.${i}, junk, 203.0.113.9, 10.1.0.2`,
        ),
        { 404: LIMIT, 429: 100 - LIMIT },
      );
      assert.deepEqual(await statuses(behind, 100, (i) => `junk-${i}`), {
        404: LIMIT,
        429: 100 - LIMIT,
      });
    } finally {
      await behind.close();
    }
  });
});

describe('claims for one mailbox', () => {
  const spelling = (i: number): string =>
    ['v.ictim+a@gmail.com', 'VICTIM@googlemail.com', 'victim+b@GMail.com', 'vic.tim@gmail.com'][
      i % 4
    ]!;

  it('of a thousand addresses and spellings, ten at once, five are let through in an hour', async () => {
    const verdicts: Verdict[] = [];
    // No more than there are connections: they wait for one another, which may take long on a busy
    // machine.
    for (let from = 0; from < 1_000; from += 10)
      verdicts.push(
        ...(await many(10, (i) => ctx.db.tx((tx) => takeRecipientIn(ctx, tx, spelling(from + i))))),
      );
    assert.equal(under(verdicts), 5);
    const { retryAfterS } = await other.db.tx((tx) => takeRecipientIn(other, tx, spelling(0)));
    assert.ok(retryAfterS > 3_500 && retryAfterS <= 3_600, String(retryAfterS));
    assert.equal(
      (await ctx.db.tx((tx) => takeRecipientIn(ctx, tx, 'somebody.else@gmail.com'))).isOver,
      false,
    );
    await hubby.sql('update abuse_counters set expire = expire - 3601000');
    assert.equal((await ctx.db.tx((tx) => takeRecipientIn(ctx, tx, spelling(0)))).isOver, false);
  });

  it('one that is rolled back was never counted, also among others at the same time', async () => {
    const lost = (): Promise<void> =>
      assert.rejects(
        ctx.db.tx(async (tx) => {
          assert.equal((await takeRecipientIn(ctx, tx, 'lost@example.com')).isOver, false);
          throw new Error('the claim is lost');
        }),
        /the claim is lost/,
      );
    await many(30, lost);
    assert.equal(
      under(await many(10, () => ctx.db.tx((tx) => takeRecipientIn(ctx, tx, 'lost@example.com')))),
      5,
    );
  });
});

describe('wrong codes', () => {
  it('ten per traveler and hour, however many come at once; then right ones wait too', async () => {
    const [partner, stranger] = ['prt_one', 'prt_two'];
    assert.equal((await wrongCodes(ctx, partner, 'user_1')).isOver, false);
    assert.equal(
      under(await many(100, (i) => countWrongCode(i % 2 === 0 ? ctx : other, partner, 'user_1'))),
      10,
    );
    const verdict = await wrongCodes(ctx, partner, 'user_1');
    assert.ok(
      verdict.isOver && verdict.retryAfterS > 3_500 && verdict.retryAfterS <= 3_600,
      JSON.stringify(verdict),
    );
    assert.equal((await wrongCodes(ctx, partner, 'user_2')).isOver, false);
    assert.equal(
      (await wrongCodes(ctx, stranger, 'user_1')).isOver,
      false,
      "another partner's traveler of that name",
    );
  });

  it('the tenth is still answered, and asking counts nothing', async () => {
    for (let i = 0; i < 10; i++) {
      for (let asked = 0; asked < 3; asked++)
        assert.equal((await wrongCodes(ctx, 'prt', 'slow')).isOver, false, String(i));
      assert.equal((await countWrongCode(ctx, 'prt', 'slow')).isOver, false, String(i));
    }
    assert.equal((await wrongCodes(ctx, 'prt', 'slow')).isOver, true);
  });

  it('unknown codes on the page of deep links: sixty per address and minute', async () => {
    const ip = address();
    assert.equal(under(await many(100, () => countUnknownCode(ctx, ip))), 60);
    assert.equal((await unknownCodes(other, ip)).isOver, true);
    assert.equal((await unknownCodes(ctx, address())).isOver, false);
  });
});

describe('the counters', () => {
  it('hold nothing that names anybody', async () => {
    const uuid = randomUUID();
    await checkClaim(ctx, { ip: '198.51.100.77', uuid });
    await ctx.db.tx((tx) => takeRecipientIn(ctx, tx, 'private.person@example.com'));
    await countWrongCode(ctx, hubby.partner.partner_id, 'private_user');
    const rows = await hubby.sql<{ key: string }>('select * from abuse_counters');
    assert.ok(rows.length > 3);
    for (const secret of ['198.51.100', uuid, 'private', 'example.com', hubby.partner.partner_id])
      assert.ok(!JSON.stringify(rows).includes(secret), secret);
    for (const { key } of rows) assert.match(key, /^[a-z_]+:[\w-]{43}$/);
  });

  it('go when their window is over, and not before', async () => {
    await checkClaim(ctx, { ip: address(), uuid: randomUUID() });
    const [{ count: all }] = (await hubby.sql<{ count: number }>(
      'select count(*) from abuse_counters',
    )) as [{ count: number }];
    await hubby.sql(
      `update abuse_counters set expire = 1 where key = (select min(key) from abuse_counters)`,
    );
    await forgetOldCounters(ctx);
    const [{ count: left }] = (await hubby.sql<{ count: number }>(
      'select count(*) from abuse_counters',
    )) as [{ count: number }];
    assert.ok(Number(left) < Number(all) && Number(left) > 0);
    assert.deepEqual(await hubby.sql('select 1 from abuse_counters where expire = 1'), []);
  });

  it('let nobody through uncounted when the database is away', async () => {
    const db = createDb(hubby.databaseConfig);
    await db.end();
    const cut = withDb(db);
    await assert.rejects(checkClaim(cut, { ip: address(), uuid: randomUUID() }));
    await assert.rejects(countWrongCode(cut, 'prt', 'user'));
    await assert.rejects(wrongCodes(cut, 'prt', 'user'));
  });
});

describe('the operator', () => {
  const shown = async (): Promise<Json> => (await hubby.operator('GET', '/limits')).body.data;

  it('sees the limits in force beside their defaults', async () => {
    assert.deepEqual(await shown(), { limits: DEFAULTS, defaults: DEFAULTS });
    assert.deepEqual(
      Object.values(DEFAULTS),
      [60, 120, 5, 10, 60, 60, 60, 30, 20, 3, 20, 20, 10, 20, 60, 30, 20, 50],
    );
  });

  it('changes some and leaves the others; null goes back', async () => {
    const changed = await put({
      claims_per_address_per_minute: 3,
      wrong_codes_per_user_per_hour: 1_000_000,
    });
    assert.deepEqual(
      [changed.status, changed.body.data.limits],
      [
        200,
        { ...DEFAULTS, claims_per_address_per_minute: 3, wrong_codes_per_user_per_hour: 1_000_000 },
      ],
    );
    await put({ claims_per_link_per_minute: 7, wrong_codes_per_user_per_hour: null });
    assert.deepEqual((await shown()).limits, {
      ...DEFAULTS,
      claims_per_address_per_minute: 3,
      claims_per_link_per_minute: 7,
    });
    assert.equal((await put({})).status, 200);
  });

  it('changes at the same time do not undo one another', async () => {
    await many(LIMIT_NAMES.length, (i) => put({ [LIMIT_NAMES[i]!]: 40 + i }));
    assert.deepEqual(
      (await shown()).limits,
      Object.fromEntries(LIMIT_NAMES.map((name, i) => [name, 40 + i])),
    );
  });

  it('is told of every field that is wrong, and nothing changes', async () => {
    const answer = await put({
      claims_per_address_per_minute: -1,
      claims_per_link_per_minute: 1.5,
      claims_per_recipient_per_hour: '5',
      wrong_codes_per_user_per_hour: 1_000_001,
      unknown_codes_per_address_per_minute: true,
      claims: 5,
      toString: 1,
    });
    assert.deepEqual(
      [answer.status, answer.body.error.details.map((d: Json) => d.field).sort()],
      [
        400,
        [
          'claims',
          'claims_per_address_per_minute',
          'claims_per_link_per_minute',
          'claims_per_recipient_per_hour',
          'toString',
          'unknown_codes_per_address_per_minute',
          'wrong_codes_per_user_per_hour',
        ],
      ],
    );
    for (const body of [[], 7, 'x', null])
      assert.equal((await put(JSON.stringify(body))).status >= 400, true);
    assert.deepEqual((await shown()).limits, DEFAULTS);
  });

  it('is asked for the token; a partner has no say', async () => {
    for (const method of ['GET', 'PUT'] as const) {
      const body = method === 'PUT' ? { claims_per_address_per_minute: 1 } : undefined;
      const unsigned = await hubby.bare(method, '/api/operator/limits', {
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const signed = await hubby.call(method, '/api/operator/limits', body);
      assert.deepEqual(
        [unsigned.status, signed.status, signed.body.error.type],
        [401, 401, 'operator_token_invalid'],
      );
    }
    assert.deepEqual((await shown()).limits, DEFAULTS);
  });

  it('a change counts for the next request here and soon on other nodes, with what was counted before', async () => {
    const ip = address();
    assert.equal(under(await many(10, () => checkClaim(other, { ip, uuid: randomUUID() }))), 10);
    await put({ claims_per_address_per_minute: 10 });
    assert.equal((await checkClaim(ctx, { ip, uuid: randomUUID() })).isOver, true);
    await until(
      'the other node to know it',
      async () => (await checkClaim(other, { ip, uuid: randomUUID() })).isOver,
      5_000,
    );
    await put({ claims_per_address_per_minute: 1_000 });
    assert.equal(
      (await checkClaim(ctx, { ip, uuid: randomUUID() })).isOver,
      false,
      'who was over under the old limit is not remembered',
    );
  });

  it('0 switches a limit off', async () => {
    await put(Object.fromEntries(LIMIT_NAMES.map((name) => [name, 0])));
    const [ip, uuid] = [address(), randomUUID()];
    assert.equal(under(await many(300, () => checkClaim(ctx, { ip, uuid }))), 300);
    assert.equal(
      under(await many(20, () => ctx.db.tx((tx) => takeRecipientIn(ctx, tx, 'off@example.com')))),
      20,
    );
    assert.equal(under(await many(20, () => countWrongCode(ctx, 'prt', 'off'))), 20);
    assert.equal((await wrongCodes(ctx, 'prt', 'off')).isOver, false);
  });

  it('has a command', async () => {
    const token = ['--token', await operatorToken()];
    const set = await run(hubby, [
      'limits',
      '--set',
      '{"claims_per_recipient_per_hour": 2, "claims_per_link_per_minute": 0}',
      '--json',
      ...token,
    ]);
    assert.deepEqual(
      [set.code, JSON.parse(set.out).limits],
      [0, { ...DEFAULTS, claims_per_recipient_per_hour: 2, claims_per_link_per_minute: 0 }],
      set.err,
    );
    const said = await run(hubby, ['limits', ...token]);
    assert.match(said.out, /claims_per_recipient_per_hour +2 {2}\(default 5\)\n/);
    assert.match(said.out, /claims_per_link_per_minute +off {2}\(default 120\)\n/);
    const refused = await run(hubby, ['limits', '--set', '{"nonsense": 1}', ...token]);
    assert.notEqual(refused.code, 0);
    assert.match(refused.err, /nonsense/);
    assert.match((await run(hubby, ['limits', '--set', '{', ...token])).err, /not valid JSON/);
  });
});

async function operatorToken(): Promise<string> {
  const { createOperatorToken } = await import('../../src/domain/partners/keys/operator-tokens.ts');
  return createOperatorToken(ctx.db);
}

describe('proof of work', () => {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
  async function solved(given?: Challenge): Promise<{ challenge: Challenge; solution: Json }> {
    const from = given ?? (await challenge(ctx));
    return { challenge: from, solution: await solveChallenge({ challenge: from, deriveKey }) };
  }

  it('a solution is good once, on whichever node, also of twenty at once', async () => {
    const proof = encode(await solved());
    const answers = await many(20, (i) => solves(i % 2 === 0 ? ctx : other, proof));
    assert.equal(answers.filter(Boolean).length, 1);
    assert.equal(await solves(ctx, proof), false);
  });

  it('a challenge can be told in JSON, and expires in five minutes', async () => {
    const before = Date.now();
    const { parameters, signature } = JSON.parse(JSON.stringify(await challenge(ctx))) as Challenge;
    assert.deepEqual(Object.keys(parameters).sort(), [
      'algorithm',
      'cost',
      'expiresAt',
      'keyLength',
      'keyPrefix',
      'nonce',
      'salt',
    ]);
    assert.match(signature!, /^[0-9a-f]{64}$/);
    const inS = parameters.expiresAt! - before / 1_000;
    assert.ok(inS > 290 && inS <= 301, String(inS));
  });

  it('what was not made here, was changed or has expired is no solution', async () => {
    const good = await solved();
    const make = (expiresAt: Date, secret: string): Promise<Challenge> =>
      createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost: 5_000,
        keyPrefix: '00',
        expiresAt,
        deriveKey,
        hmacSignatureSecret: secret,
      });
    const later = new Date(Date.now() + 60_000);
    const secret = ctx.secrets.derive('claim-challenge');
    assert.equal(
      await solves(ctx, encode(await solved(await make(new Date(Date.now() - 2_000), secret)))),
      false,
      'expired',
    );
    assert.equal(
      await solves(ctx, encode(await solved(await make(later, 'somebody else')))),
      false,
      'of another key',
    );
    const { challenge: given, solution } = good;
    for (const [what, proof] of Object.entries({
      easier: {
        challenge: { ...given, parameters: { ...given.parameters, keyPrefix: '0' } },
        solution,
      },
      later: {
        challenge: {
          ...given,
          parameters: { ...given.parameters, expiresAt: given.parameters.expiresAt! + 1 },
        },
        solution,
      },
      unsigned: { challenge: { parameters: given.parameters }, solution },
      unsolved: { challenge: await challenge(ctx), solution },
      guessed: { challenge: given, solution: { ...solution, counter: solution.counter + 1 } },
      claimed: { challenge: given, solution: { counter: 0, derivedKey: `00${'ab'.repeat(31)}` } },
    }))
      assert.equal(await solves(ctx, encode(proof)), false, what);
    assert.equal(await solves(ctx, encode(good)), true, 'none of that used it up');
    assert.equal(
      await solves(other, encode(await solved(await make(later, secret)))),
      true,
      'the test itself makes good ones',
    );
  });

  it('is solved by what docs/limits.md gives to paste', async () => {
    const code = /^```js\n([\s\S]*?)^```$/m.exec(
      readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8'),
    )![1]!;
    const solve = new Function(`${code}; return solve;`)() as (given: Challenge) => Promise<string>;
    assert.equal(await solves(ctx, await solve(await challenge(ctx))), true);
  });

  it('anything else is no solution, and no error', async () => {
    for (const junk of [
      '',
      ' ',
      '{}',
      encode(null),
      encode([]),
      encode({ challenge: null, solution: null }),
      'x'.repeat(1_000_000),
      '\u0000',
      '%%%',
    ])
      assert.equal(await solves(ctx, junk), false, junk.slice(0, 40));
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => !(await solves(ctx, encode(value)))),
    );
    await fc.assert(fc.asyncProperty(fc.string(), async (text) => !(await solves(ctx, text))));
  });
});
