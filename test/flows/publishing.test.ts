/** Sources become bundles: rules, a preview, and publishing what was looked at. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { importCatalog } from '../../src/domain/catalog/csv/import-catalog.ts';
import { exportCsv } from '../../src/domain/catalog/csv/csv.ts';
import { seedCatalog } from '../../src/domain/catalog/seed.ts';
import type { Source } from '../../src/domain/catalog/types.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { holdLock, untilBlocked } from '../support/hold-lock.ts';
import { source } from '../support/market.ts';
import { bySystem } from '../../src/domain/actor.ts';

const GB = 2 ** 30;
let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

/** Articles of Malta that only a supplier's catalog has named: 1 and 3 GB for 30 days. */
const ARTICLES: Source[] = [
  source('sandbox-one', 'mt-1', { bytes: 1e9, duration_days: 30, coverage: ['MLT'], cost: 100 }),
  source('sandbox-two', 'mt-1', { bytes: GB, duration_days: 30, coverage: ['MLT'], cost: 120 }),
  source('sandbox-one', 'mt-3', { bytes: 3e9, duration_days: 30, coverage: ['MLT'], cost: 250 }),
];
const RULE = {
  destinations: ['MLT'],
  types: ['data-limited'],
  margin: { percent: 50, minimum: 0.2 },
  rounding: { net: '9', recommended: '99' },
};
const ONE = 'pkg_mlt_1gb_30d';
const THREE = 'pkg_mlt_3gb_30d';

/** The shipped catalog of Greece, no rule, no market price, and the articles. */
beforeEach(async () => {
  for (const table of ['publishing_rules', 'published_bundles', 'market_prices'])
    await hubby.sql(`delete from ${table}`);
  await hubby.sql('delete from bundle_sources');
  await hubby.sql('delete from sources');
  const { destinations, bundles } = seedCatalog();
  const greek = bundles.filter((b) => b.destination === 'GR');
  await importCatalog(hubby.ctx, bySystem('test'), exportCsv({ destinations, bundles: greek }));
  await insert(ARTICLES);
});

async function insert(sources: readonly Source[]): Promise<void> {
  await hubby.sql(
    `insert into sources
     select * from json_populate_recordset(null::sources, $1)`,
    [JSON.stringify(sources.map((s) => ({ ...s, last_seen_at: new Date() })))],
  );
}

const putRule = (name: string, rule: Json = {}): Promise<Answer> =>
  hubby.operator('PUT', `/publishing-rules/${name}`, { ...RULE, ...rule });
const preview = async (): Promise<Json> => {
  const answer = await hubby.operator('GET', '/publishing-rules/preview');
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.data;
};
const publishDigest = (digest: string): Promise<Answer> =>
  hubby.operator('POST', '/publishing-rules/publish', { digest });
const publishNow = async (): Promise<Json> => {
  const answer = await publishDigest((await preview()).digest);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.data;
};
const bundle = (id: string) => hubby.ctx.catalog.current().bundle(id);
const version = (): number => hubby.ctx.catalog.current().version;
const ids = (lines: Json[]): string[] => lines.map(({ id }) => id);

const frozenPrice = async (queueId: string): Promise<number> => {
  const [row] = await hubby.sql<{ b2b_price: number }>(
    'select b2b_price from package_queues where id = $1',
    [queueId],
  );
  return row!.b2b_price;
};

describe('publishing', () => {
  it('shows what would be, and publishes just that', async () => {
    assert.equal((await putRule('malta')).status, 200);
    const shown = await preview();
    assert.deepEqual(ids(shown.appear), [ONE, THREE]);
    assert.deepEqual(
      [shown.appear[0].b2b_price, shown.appear[0].b2c_price, shown.appear[0].cost],
      [1.59, 2.99, 1],
    );
    assert.deepEqual(shown.appear[0].sources, ['src_sandbox-one_mt-1', 'src_sandbox-two_mt-1']);
    assert.equal(shown.appear[0].margin_percent, 59);
    assert.equal(bundle(ONE), null, 'a preview stores nothing');

    const before = version();
    const done = await publishNow();
    assert.deepEqual(
      [done.appeared, done.changed, done.vanished, done.version],
      [2, 0, 0, before + 1],
    );
    assert.deepEqual([bundle(ONE)!.b2b_price, bundle(ONE)!.sources.length], [159, 2]);
    const malta = await hubby.call('GET', '/api/destinations/MT');
    assert.deepEqual(
      malta.body.data.bundles.map((b: Json) => [b.id, b.b2b_price]),
      [
        [ONE, 1.59],
        [THREE, 3.79],
      ],
    );

    const again = await preview();
    assert.deepEqual([again.appear, again.change, again.vanish], [[], [], []]);
    assert.equal(again.counts.unchanged, 2);
    assert.equal((await publishNow()).version, before + 1, 'nothing to write raises no version');
  });

  it('refuses when the world has moved since the preview, and changes nothing', async () => {
    await putRule('malta');
    const { digest } = await preview();
    await hubby.sql(`update sources set cost = 200 where id = 'src_sandbox-one_mt-1'`);
    const refused = await publishDigest(digest);
    assert.deepEqual([refused.status, refused.body.error.type], [409, 'conflict']);
    assert.equal(bundle(ONE), null);
    await publishNow();
    assert.equal(bundle(ONE)!.b2b_price, 189, 'of the cheapest by now');
  });

  it('of two runs at once one publishes, the other is told to look again', async () => {
    await putRule('malta');
    const { digest } = await preview();
    const answers = await Promise.all(Array.from({ length: 4 }, () => publishDigest(digest)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409]);
    assert.equal(bundle(ONE)!.b2b_price, 159);
  });

  it('keeps ids and names when a source comes or goes, and prices until the next run', async () => {
    await putRule('malta');
    await publishNow();
    await hubby.sql(`update sources set cost = 110 where id = 'src_sandbox-one_mt-1'`);
    await hubby.sql(`update sources set is_stale = true where id = 'src_sandbox-one_mt-3'`);
    assert.equal(bundle(ONE)!.b2b_price, 159);
    const shown = await preview();
    assert.deepEqual(
      shown.change.map((c: Json) => [c.id, c.before.b2b_price, c.b2b_price]),
      [[ONE, 1.59, 1.69]],
    );
    assert.deepEqual(ids(shown.vanish), [THREE]);
    await publishNow();
    assert.equal(bundle(THREE)!.is_active, false);
    assert.deepEqual(
      bundle(THREE)!.sources.map(({ id }) => id),
      ['src_sandbox-one_mt-3'],
    );
    await hubby.sql('update sources set is_stale = false');
    assert.deepEqual(ids((await preview()).appear), [THREE]);
  });

  it('leaves alone what an import has changed, and what was never a rule’s', async () => {
    await putRule('malta', { destinations: ['MT', 'GR'], sizes: ['1GB', '3GB'] });
    await publishNow();
    const { unchanged } = (await preview()).counts;
    const { destinations, bundles } = hubby.ctx.catalog.current();
    const next = bundles.map((b) => (b.id === ONE ? { ...b, b2b_price: 158 } : b));
    await importCatalog(
      hubby.ctx,
      bySystem('test'),
      exportCsv({ destinations: [...destinations], bundles: next }),
    );
    const shown = await preview();
    assert.deepEqual([shown.appear, shown.change, shown.vanish], [[], [], []]);
    assert.ok(ids(shown.not_made).includes(ONE));
    assert.ok(unchanged > 1);
    assert.equal(
      shown.counts.unchanged,
      unchanged - 1,
      'what the file left as it was is still its',
    );
    assert.ok(ids(shown.not_made).includes('pkg_grc_1gb_365d'), 'a shipped bundle');

    await putRule('malta', { takes_over: true });
    await publishNow();
    assert.equal(bundle(ONE)!.b2b_price, 159);
  });

  it('takes bundles off sale when their rule goes, and what was booked is delivered', async () => {
    await putRule('malta');
    await publishNow();
    const traveler = user();
    const booked = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      booking_id: 'PUBLISHED',
      package_specifications: [{ external_user_id: traveler, package_id: ONE }],
    });
    assert.equal(booked.status, 201, JSON.stringify(booked.body));
    const [queue] = booked.body.data.package_queues;
    await hubby.drain();

    assert.equal((await hubby.operator('DELETE', '/publishing-rules/malta')).status, 200);
    const shown = await preview();
    assert.deepEqual(ids(shown.vanish), [ONE, THREE]);
    assert.match(shown.vanish[0].why, /the rule is gone/);
    await publishNow();
    const malta = await hubby.call('GET', '/api/destinations/MT');
    assert.deepEqual(malta.body.data?.bundles ?? [], []);
    const redeemed = await hubby.call('POST', '/api/native/redeem-package', {
      external_user_id: traveler,
      package_queue_id: queue.id,
    });
    assert.equal(redeemed.status, 200, JSON.stringify(redeemed.body));
    assert.equal(await frozenPrice(queue.id), 159);
  });

  it('takes no lock that a booking waits for, which goes by the catalog of before', async (t) => {
    await putRule('malta');
    await publishNow();
    await hubby.sql('update sources set cost = 2 * cost');
    const { digest } = await preview();
    // What publishing writes last, so that it stands there with all its other locks.
    const held = await holdLock(hubby, 'lock table published_bundles in exclusive mode');
    t.after(held.release);
    const publishing = publishDigest(digest);
    await untilBlocked(hubby);
    const booked = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      booking_id: 'BESIDE',
      package_specifications: [{ external_user_id: user(), package_id: ONE }],
    });
    assert.equal(booked.status, 201, JSON.stringify(booked.body));
    assert.equal(await frozenPrice(booked.body.data.package_queues[0].id), 159);
    await held.release();
    assert.equal((await publishing).status, 200);
    assert.equal(bundle(ONE)!.b2b_price, 309);
  });
});

describe('a publishing rule', () => {
  it('is listed as it is in force, in the order in which rules are asked', async () => {
    await putRule('malta', {
      sizes: ['1GB', '1.5GB'],
      margin_by_tier: { 4: { percent: 80 } },
      floor: { amount: 0.3 },
    });
    await putRule('first', { position: 1 });
    const { data } = (await hubby.operator('GET', '/publishing-rules')).body;
    assert.deepEqual(
      data.map(({ name }: Json) => name),
      ['first', 'malta'],
    );
    const [, rule] = data;
    assert.deepEqual(
      [rule.destinations, rule.sizes, rule.margin, rule.margin_by_tier, rule.floor, rule.currency],
      [
        ['MT'],
        ['1GB', '1.5GB'],
        { percent: 50, minimum: 0.2 },
        { 4: { percent: 80, minimum: 0 } },
        { percent: 0, amount: 0.3 },
        'EUR',
      ],
    );
    assert.equal((await hubby.operator('DELETE', '/publishing-rules/nobody')).status, 404);
  });

  const WRONG: [string, Json, string][] = [
    ['a place that is none', { destinations: ['MT', 'ATLANTIS'] }, 'destinations.1'],
    ['an account that is none', { accounts: ['sandbox-nine'] }, 'accounts.0'],
    ['two kinds of limited bundles', { types: ['data-limited', 'starter'] }, 'types'],
    ['a size of no whole megabytes', { sizes: ['1.1GB'] }, 'sizes.0'],
    ['a part of a cent', { margin: { percent: 5, minimum: 0.005 } }, 'margin.minimum'],
    ['an ending that is none', { rounding: { net: 'x9' } }, 'rounding.net'],
    ['no margin', { margin: undefined }, 'margin'],
    ['a tier of a loss', { margin_by_tier: { 4: { percent: -1 } } }, 'margin_by_tier.4.percent'],
    ['a loss', { margin: { percent: -1 } }, 'margin.percent'],
  ];
  for (const [what, over, field] of WRONG)
    it(`is refused with ${what}, by its field`, async () => {
      const answer = await putRule('wrong', over);
      assert.equal(answer.status, 400, JSON.stringify(answer.body));
      assert.deepEqual(
        answer.body.error.details.map((d: Json) => d.field),
        [field],
      );
      assert.deepEqual((await hubby.operator('GET', '/publishing-rules')).body.data, []);
    });

  it('of another currency than the catalog says so, before anything is planned', async () => {
    await putRule('malta');
    await hubby.sql(`update publishing_rules set rule = jsonb_set(rule, '{currency}', '"USD"')`);
    const answer = await hubby.operator('GET', '/publishing-rules/preview');
    assert.equal(answer.status, 409);
    assert.match(answer.body.error.message, /malta are in USD, the catalog is in EUR/);
  });

  it('is the operator’s alone', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/preview'],
      ['PUT', '/malta'],
      ['DELETE', '/malta'],
      ['POST', '/publish'],
    ] as const) {
      const answer = await hubby.call(method, `/api/operator/publishing-rules${path}`, {});
      assert.equal(answer.status, 401, `${method} ${path}`);
    }
  });
});

describe('market prices', () => {
  const HEADER = 'destination,size,duration_in_days,competitor,price,currency\n';
  const put = (lines: string): Promise<Answer> =>
    hubby.operator('POST', '/market-prices', HEADER + lines);

  it('make the recommended price, and come back as they were given', async () => {
    const lines = [
      'MT,1GB,30,Ays,4.50,EUR',
      'MT,1GB,30,Bora,5.10,EUR',
      'MT,unlimited,7,Ays,9.00,EUR',
    ];
    const imported = await put([...lines, ''].join('\n'));
    assert.deepEqual([imported.status, imported.body.data.imported], [200, 3]);
    const { csv } = (await hubby.operator('GET', '/market-prices')).body.data;
    assert.equal(csv, HEADER + lines.join('\n') + '\n');
    await putRule('malta', { recommended: { percentile: 50, factor: 3 }, rounding: {} });
    const [one, three] = (await preview()).appear;
    assert.deepEqual([one.b2c_price, three.b2c_price], [4.8, 11.25]);
    await put('MLT,1GB,30,Ays,0.50,EUR');
    const [low] = (await preview()).appear;
    assert.ok(low.b2c_price > low.b2b_price, 'never below the net price');
  });

  it('are refused whole, with every bad line', async () => {
    await put('MT,1GB,30,Ays,4.50,EUR');
    const answer = await put(
      'XX,1GB,30,Ays,4.50,EUR\nMT,lots,0,,4.505,EUR\nMT,1GB,30,Ays,4.50,EUR\nMT,1GB,30,Ays,9,EUR',
    );
    assert.equal(answer.status, 400);
    assert.deepEqual(
      answer.body.error.details.map((d: Json) => d.field),
      [
        'row 2, destination',
        'row 3, size',
        'row 3, duration_in_days',
        'row 3, competitor',
        'row 3, price',
        'row 5, competitor',
      ],
    );
    assert.match(answer.body.error.details[5].issue, /line 4 has it too/);
    assert.match((await hubby.operator('GET', '/market-prices')).body.data.csv, /4\.50/);
  });
});
