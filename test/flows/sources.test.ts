/**
 * Bundles with several sources: booked under any of their ids, delivered by one source or the other,
 * off sale when the last one goes.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { importCatalog } from '../../src/domain/catalog/csv/import-catalog.ts';
import { exportCsv } from '../../src/domain/catalog/csv/csv.ts';
import { seedCatalog } from '../../src/domain/catalog/seed.ts';
import type { Bundle, Source } from '../../src/domain/catalog/types.ts';
import { examineSales } from '../../src/domain/doctor/examine-parts.ts';
import { ProviderBusy, ProviderNotReached, ProviderRefused } from '../../src/providers/provider.ts';
import { assertSound } from '../faults/checks.ts';
import { assertUnavailable, dashboard, orderOf, redeem, replaceProvider } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';
import { bundleAt, source, withSources } from '../support/market.ts';
import { bySystem } from '../../src/domain/actor.ts';

const GB = 2 ** 30;
let hubby: Hubby;
/** At both, the second dearer, and delivering other bytes. */
let both: Bundle;
before(async () => {
  hubby = await startHubby();
  const { destinations, bundles } = seedCatalog();
  const malta = bundles.find((b) => b.id === 'pkg_mlt_1gb_365d')!;
  const promise = { coverage: ['MLT'], bytes: GB, duration_days: 365 };
  both = {
    ...bundleAt(malta, 'pkg_both', 'sandbox-one', {}, { cost: 10 }),
    sources: [
      source('sandbox-one', 'both-1', { ...promise, cost: 10 }),
      source('sandbox-two', 'both-2', { ...promise, cost: 20, bytes: 1_000_000_000 }),
    ],
  };
  const ours = [
    both,
    { ...withSources(both, {}), id: 'pkg_single', bytes: 3 * GB, sources: single('one', 3 * GB) },
    // What old files called by a supplier, and what took its place.
    bundleAt(malta, 'pkg_old', 'sandbox-one', { bytes: 5 * GB }),
  ];
  await put([...ours, ...bundles.filter((b) => b.destination === 'GR')]);
  function single(name: string, bytes: number): Source[] {
    return [source(`sandbox-${name}`, 'single', { ...promise, bytes, cost: 5 })];
  }
  async function put(all: Bundle[]): Promise<void> {
    await importCatalog(hubby.ctx, bySystem('test'), exportCsv({ destinations, bundles: all }));
  }
});
after(() => hubby.close());

const current = () => hubby.ctx.catalog.current();
/** Imports the catalog in force with some bundles changed; null takes one out. */
async function change(changes: Record<string, Bundle | null>): Promise<() => Promise<void>> {
  const { destinations, bundles } = current();
  const asItWas = exportCsv({ destinations: [...destinations], bundles: [...bundles] });
  const next = bundles.flatMap((b) => (b.id in changes ? (changes[b.id] ?? []) : b));
  await importCatalog(
    hubby.ctx,
    bySystem('test'),
    exportCsv({ destinations: [...destinations], bundles: next }),
  );
  return async () => void (await importCatalog(hubby.ctx, bySystem('test'), asItWas));
}

const booking = (entries: Json[], more: Json = {}) =>
  hubby.call('POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    package_specifications: entries,
    ...more,
  });
async function book(entry: Json, key?: Json): Promise<{ who: string; queue: Json }> {
  const who = user();
  const { body, text } = await hubby.call(
    'POST',
    '/api/bookings',
    {
      departure_date: IN_A_YEAR,
      package_specifications: [{ external_user_id: who, ...entry }],
    },
    key === undefined ? {} : { key },
  );
  assert.ok(body.data, text);
  return { who, queue: body.data.package_queues[0] };
}
const onQueue = async (id: string) =>
  (
    await hubby.sql(
      'select bundle_id, provider, template_id, b2b_price from package_queues where id = $1',
      [id],
    )
  )[0];
const packageOf = async (queueId: string) =>
  (
    await hubby.sql(
      `select k.bundle_id, k.template_id, k.total_bytes, e.provider
       from packages k join esims e on e.id = k.esim_id
       where k.queue_id = $1`,
      [queueId],
    )
  )[0];

describe('one bundle from either source', () => {
  it('is what it was sold as; the bytes are those that its source delivers', async () => {
    const { who, queue } = await book({ package_id: 'pkg_both' });
    await hubby.drain();
    assert.equal((await redeem(hubby, who, queue.id)).status, 200);
    assert.deepEqual(await packageOf(queue.id), {
      bundle_id: 'pkg_both',
      template_id: 'both-1',
      total_bytes: GB,
      provider: 'sandbox-one',
    });
    const put = await change({
      pkg_both: { ...both, sources: [both.sources[1]!] },
    });
    const other = await book({ package_id: 'pkg_both' });
    await hubby.drain();
    assert.equal((await redeem(hubby, other.who, other.queue.id)).status, 200);
    await put();
    assert.deepEqual(await packageOf(other.queue.id), {
      bundle_id: 'pkg_both',
      template_id: 'both-2',
      total_bytes: 1_000_000_000,
      provider: 'sandbox-two',
    });
    const shown = (await dashboard(hubby, other.who)).body.data;
    assert.equal(shown.current_esim.total_data, 1_000_000_000);
    assert.equal((await onQueue(queue.id)).b2b_price, (await onQueue(other.queue.id)).b2b_price);
    await assertSound(hubby.sql);
  });

  it('is chosen when it is ordered, by the policy in force then', async (t) => {
    const key = await hubby.newPartner('Later', { esim_assignment: 'redemption' });
    t.after(() => hubby.operator('PUT', '/routing', { policy: 'cost' }));
    const { who, queue } = await book({ package_id: 'pkg_both' }, key);
    assert.equal((await onQueue(queue.id)).provider, 'sandbox-one');
    const weights = { 'sandbox-two': 1 };
    const set = await hubby.operator('PUT', '/routing', { policy: 'weights', weights });
    assert.equal(set.status, 200, set.text);
    assert.equal((await redeem(hubby, who, queue.id, key)).status, 200);
    assert.equal((await packageOf(queue.id)).provider, 'sandbox-two');
    const [traveler] = await hubby.sql(
      'select provider from travelers where external_user_id = $1',
      [who],
    );
    assert.equal(traveler.provider, 'sandbox-two');
    await assertSound(hubby.sql);
  });

  it('goes to the account that serves all that the traveler has, though another is cheaper', async () => {
    const who = user();
    const { body } = await booking([
      { external_user_id: who, package_id: 'pkg_both' },
      { external_user_id: who, package_id: 'pkg_single' },
    ]);
    const put = await change({
      pkg_both: { ...both, sources: both.sources.map((s, i) => ({ ...s, cost: 20 - i * 19 })) },
    });
    const next = await booking([
      { external_user_id: `${who}-2`, package_id: 'pkg_both' },
      { external_user_id: `${who}-2`, package_id: 'pkg_single' },
    ]);
    const alone = await book({ package_id: 'pkg_both' });
    assert.equal((await onQueue(alone.queue.id)).provider, 'sandbox-two');
    await hubby.drain();
    for (const { id } of [...body.data.package_queues, ...next.body.data.package_queues])
      assert.equal((await onQueue(id)).provider, 'sandbox-one');
    for (const { id } of next.body.data.package_queues)
      assert.equal((await redeem(hubby, `${who}-2`, id)).status, 200);
    await put();
    await assertSound(hubby.sql);
  });
});

describe('the next source', () => {
  const FAILURES: [string, () => Error][] = [
    ['has no stock', () => new ProviderRefused('out_of_stock', 'nothing left')],
    ['has no money of ours', () => new ProviderRefused('no_funds', 'top up first')],
    ['is being repaired', () => new ProviderRefused('maintenance', 'later')],
    ['refuses', () => new ProviderRefused('rejected', 'no')],
    ['cannot be reached', () => new ProviderNotReached('connection refused')],
    ['asks for a long pause', () => new ProviderBusy('too many', 60_000)],
  ];
  for (const [how, failure] of FAILURES)
    it(`delivers when the first ${how}, with a reason in the evidence`, async (t) => {
      t.after(
        replaceProvider(hubby, 'sandbox-one', () => ({
          createEsim: async () => {
            throw failure();
          },
        })),
      );
      const key = await hubby.newPartner(undefined, { esim_assignment: 'redemption' });
      const { who, queue } = await book({ package_id: 'pkg_both' }, key);
      const answer = await redeem(hubby, who, queue.id, key);
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(await packageOf(queue.id), {
        bundle_id: 'pkg_both',
        template_id: 'both-2',
        total_bytes: 1_000_000_000,
        provider: 'sandbox-two',
      });
      const [{ evidence }] = await hubby.sql(
        `select o.evidence from provider_orders o join travelers t on t.id = o.traveler_id
         where t.external_user_id = $1 and o.kind = 'create_esim'`,
        [who],
      );
      const step = evidence.find((e: Json) => e.left !== undefined);
      assert.deepEqual(
        [step.left, step.for, step.why],
        ['sandbox-one', 'sandbox-two', failure().message],
      );
      await assertSound(hubby.sql);
    });

  it('delivers a classic eSIM too, under the bundle that was sold', async (t) => {
    t.after(
      replaceProvider(hubby, 'sandbox-one', () => ({
        createEsim: async () => {
          throw new ProviderRefused('out_of_stock', 'nothing left');
        },
      })),
    );
    const made = await booking([{ package_id: 'pkg_both' }]);
    const [{ promo_code }] = made.body.data.promo_codes;
    const { status, text, body } = await hubby.call(
      'POST',
      `/api/promo-codes/${promo_code}/redeem`,
      { external_user_id: user() },
    );
    assert.equal(status, 200, text);
    assert.deepEqual(await packageOf(body.data.package_queue.id), {
      bundle_id: 'pkg_both',
      template_id: 'both-2',
      total_bytes: 1_000_000_000,
      provider: 'sandbox-two',
    });
    await assertSound(hubby.sql);
  });

  it('does not deliver what is unclear, nor to a traveler who has an eSIM', async (t) => {
    const key = await hubby.newPartner(undefined, { esim_assignment: 'redemption' });
    const { who, queue } = await book({ package_id: 'pkg_both' }, key);
    await hubby.call('POST', '/api/sandbox/fail', { next: 'timeout', count: 1 }, { key });
    const first = await redeem(hubby, who, queue.id, key);
    assert.ok([200, 503].includes(first.status), first.text);
    assert.equal((await redeem(hubby, who, queue.id, key)).status, 200);
    assert.equal((await packageOf(queue.id)).provider, 'sandbox-one');
    const more = await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: IN_A_YEAR,
        package_specifications: [{ external_user_id: who, package_id: 'pkg_both' }],
      },
      { key },
    );
    const { id } = more.body.data.package_queues[0];
    t.after(
      replaceProvider(hubby, 'sandbox-one', () => ({
        addPackage: async () => {
          throw new ProviderRefused('out_of_stock', 'nothing left');
        },
      })),
    );
    assertUnavailable(await redeem(hubby, who, id, key), 'out_of_stock');
    assert.equal((await onQueue(id)).provider, 'sandbox-one');
    assert.equal((await orderOf(hubby, id)).state, 'rejected');
    await assertSound(hubby.sql);
  });
});

describe('a bundle whose last source goes', () => {
  it('is not on sale, and the operator hears of it', async () => {
    await hubby.sql(`update sources set is_stale = true where article = 'single'`);
    await hubby.sql(
      `update shared_values set value = (value::bigint + 1)::text where key = 'catalog_version'`,
    );
    await hubby.ctx.catalog.refresh();
    const refused = await booking([{ external_user_id: user(), package_id: 'pkg_single' }]);
    assert.equal(refused.status, 400);
    assert.match(refused.text, /no bundle .*pkg_single.* on sale/);
    const { data } = (await hubby.call('GET', '/api/destinations/MT')).body;
    assert.deepEqual(data.bundles.map((b: Json) => b.id).sort(), ['pkg_both', 'pkg_old']);
    const found = examineSales(hubby.ctx).find((f) => f.check === 'catalog')!;
    assert.equal(found.state, 'notice');
    assert.match(found.message, /1 active bundle.*pkg_single/);
    const why = await hubby.operator('GET', '/routing/explain?bundle=pkg_single');
    assert.equal(why.body.data.is_on_sale, false);
    assert.match(why.body.data.sources[0].why_not, /no longer lists it/);
    // Read again from a file, it is still what its supplier no longer lists.
    await hubby.sql(`update sources set last_seen_at = now() where article = 'single'`);
    const put = await change({});
    await put();
    assert.equal(current().bundle('pkg_single')!.sources[0]!.is_stale, true);
    await hubby.sql(`update sources set is_stale = false, last_seen_at = null`);
    await change({});
    assert.equal(
      (await booking([{ external_user_id: user(), package_id: 'pkg_single' }])).status,
      201,
    );
  });
});

describe('where nothing of 365 days is on sale', () => {
  const entry = { destination: 'GR', size: '2GB' };

  it('an entry that names no duration gets what lasts longest, and is told so', async () => {
    const more = { booking_id: `SHORT-${user()}` };
    const made = await booking([entry], more);
    assert.equal(made.status, 201, made.text);
    const [{ package_id, package_duration }] = made.body.data.package_specifications;
    assert.deepEqual([package_id, package_duration], ['pkg_grc_2gb_15d', 15]);
    const [{ field, issue }] = made.body.warnings;
    assert.equal(field, 'package_specifications.0.package_duration');
    assert.match(issue, /365 days.*15 days/);
    const again = await booking([entry], more);
    assert.deepEqual([again.status, again.body.data], [200, made.body.data]);
    const preview = await hubby.call('POST', '/api/bookings/preview', {
      departure_date: IN_A_YEAR,
      package_specifications: [entry],
    });
    assert.equal(preview.body.data.package_specifications[0].package_duration, 15);
    assert.equal(preview.body.warnings[0].field, field);
  });

  it('one that names it is refused', async () => {
    const { status, body } = await booking([{ ...entry, package_duration: 365 }]);
    assert.deepEqual(
      [status, body.error.details[0].field],
      [400, 'package_specifications.0.package_duration'],
    );
  });
});

describe('why a source is taken', () => {
  it('is answered source by source', async () => {
    const answer = await hubby.operator('GET', '/routing/explain?bundle=pkg_both');
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(answer.body.data, {
      bundle: 'pkg_both',
      esim_type: null,
      policy: 'cost',
      currency: 'EUR',
      is_on_sale: true,
      sources: [
        {
          id: 'src_sandbox-one_both-1',
          account: 'sandbox-one',
          article: 'both-1',
          esim_types: ['universal', 'classic'],
          cost: 0.1,
          currency: 'EUR',
          cost_here: 0.1,
          is_taken: true,
          why_not: null,
        },
        {
          id: 'src_sandbox-two_both-2',
          account: 'sandbox-two',
          article: 'both-2',
          esim_types: ['universal', 'classic'],
          cost: 0.2,
          currency: 'EUR',
          cost_here: 0.2,
          is_taken: false,
          why_not: 'sandbox-one costs less',
        },
      ],
    });
    const shipped = await hubby.operator(
      'GET',
      '/routing/explain?bundle=pkg_grc_1gb_365d_s2&esim_type=universal',
    );
    assert.equal(shipped.body.data.bundle, 'pkg_grc_1gb_365d');
    const second = shipped.body.data.sources.find((s: Json) => s.account === 'sandbox-two');
    assert.match(second.why_not, /classic eSIMs/);
    const unknown = await hubby.operator('GET', '/routing/explain?bundle=pkg_nowhere');
    assert.equal(unknown.status, 400);
    assert.match(unknown.text, /no bundle .*pkg_nowhere/);
  });

  it('goes by a policy that makes sense', async () => {
    const put = (body: Json) => hubby.operator('PUT', '/routing', body);
    for (const [body, field] of [
      [{ policy: 'best' }, 'policy'],
      [{ policy: 'cost', weights: { 'sandbox-one': 1 } }, 'weights'],
      [{ policy: 'weights' }, 'weights'],
      [{ policy: 'weights', weights: { 'sandbox-one': 0 } }, 'weights'],
      [{ policy: 'weights', weights: { acme: 1 } }, 'weights.acme'],
      [{ policy: 'weights', weights: { 'sandbox-one': -1 } }, 'weights.sandbox-one'],
    ] as const) {
      const { status, body: answer } = await put(body);
      assert.equal(status, 400, JSON.stringify(body));
      assert.equal(answer.error.details[0].field, field);
    }
    assert.equal((await hubby.operator('GET', '/routing')).body.data.policy, 'cost');
    const set = await put({ policy: 'priority' });
    const names = set.body.data.accounts.map((account: Json) => account.name);
    for (const name of ['sandbox-one', 'sandbox-two']) assert.ok(names.includes(name), name);
    await hubby.ctx.routing.refresh();
    assert.equal((await hubby.operator('GET', '/routing')).body.data.policy, 'priority');
    await put({ policy: 'cost' });
  });
});

describe('a former id', () => {
  const FORMER = 'pkg_grc_1gb_365d_s1';
  const NEW = 'pkg_grc_1gb_365d';

  it('is taken wherever an id is, and answered as it was sent', async () => {
    const made = await booking([
      { external_user_id: user(), package_id: FORMER },
      { package_id: 'pkg_grc_1gb_365d_s2' },
      { external_user_id: user(), package_id: NEW },
    ]);
    assert.equal(made.status, 201, made.text);
    const { data } = made.body;
    const ids = data.package_specifications.map((s: Json) => s.package_id);
    assert.deepEqual(ids, [FORMER, 'pkg_grc_1gb_365d_s2', NEW]);
    assert.equal(data.promo_codes[0].package_id, 'pkg_grc_1gb_365d_s2');
    const again = (await hubby.call('GET', `/api/bookings/${data.id}`)).body.data;
    assert.deepEqual(again, data);
    assert.equal((await onQueue(data.package_queues[0].id)).bundle_id, NEW);
    const unknown = await booking([{ external_user_id: user(), package_id: 'pkg_nowhere_s1' }]);
    assert.equal(unknown.status, 400);
  });

  it('is the same entry when the booking is sent again', async () => {
    for (const [first, second] of [
      [FORMER, NEW],
      [NEW, FORMER],
      [NEW, 'pkg_grc_1gb_365d_s2'],
    ]) {
      const external_user_id = user();
      const more = { booking_id: `SAME-${external_user_id}` };
      const made = await booking([{ external_user_id, package_id: first }], more);
      assert.equal(made.status, 201, made.text);
      const again = await booking([{ external_user_id, package_id: second }], more);
      assert.deepEqual([again.status, again.body.data], [200, made.body.data]);
      const added = await booking(
        [first, second].map((package_id) => ({ external_user_id, package_id })),
        more,
      );
      assert.equal(added.status, 200);
      assert.equal(added.body.data.package_queues.length, 2, 'a second one of the same');
    }
  });

  it('is the same entry as one stored while it was the id', async () => {
    const former = (id: string): Bundle => ({ ...current().bundle('pkg_old')!, id });
    const put = await change({ pkg_old: former('pkg_old_s1') });
    const [queue, code] = [user(), user()];
    const entries = (package_id: string): Json[] => [
      { external_user_id: queue, package_id },
      { external_user_id: queue, package_id },
      { package_id },
    ];
    const more = { booking_id: `OLD-${queue}` };
    const made = await booking(entries('pkg_old_s1'), more);
    assert.equal(made.status, 201, made.text);
    await put();
    for (const id of ['pkg_old_s1', 'pkg_old']) {
      const again = await booking(entries(id), more);
      assert.deepEqual([again.status, again.body.data], [200, made.body.data], id);
    }
    const third = await booking([...entries('pkg_old'), ...entries('pkg_old').slice(0, 1)], more);
    assert.equal(third.body.data.package_queues.length, 3);
    assert.equal(third.body.data.promo_codes.length, 1);
    // Refused as a new booking, it is still answered as what it is.
    const gone = await change({ pkg_old: null });
    const stored = await booking(entries('pkg_old_s1'), more);
    assert.equal(stored.status, 200, `${code} ${stored.text}`);
    await gone();
  });

  it('keeps the prices that were set for it', async () => {
    const key = await hubby.newPartner();
    const set = await hubby.operator('PUT', `/partners/${key.partner_id}/prices`, {
      custom: [{ bundle_id: FORMER, b2b_price: 1.23 }],
    });
    assert.equal(set.status, 200, set.text);
    const priceOf = async (): Promise<number> =>
      (await hubby.call('GET', '/api/destinations/GR', undefined, { key })).body.data.bundles.find(
        (b: Json) => b.id === NEW,
      ).b2b_price;
    assert.equal(await priceOf(), 1.23);
    // As a release before has stored it.
    await hubby.sql('update partner_prices set bundle_id = $2 where partner_id = $1', [
      key.partner_id,
      FORMER,
    ]);
    await hubby.sql('update partners set prices_version = prices_version + 1 where id = $1', [
      key.partner_id,
    ]);
    hubby.ctx.keys.forgetPartner(key.partner_id);
    assert.equal(await priceOf(), 1.23);
    const twice = await hubby.operator('PUT', `/partners/${key.partner_id}/prices`, {
      custom: [
        { bundle_id: FORMER, b2b_price: 1 },
        { bundle_id: NEW, b2b_price: 1 },
      ],
    });
    assert.equal(twice.status, 400);
    assert.match(twice.text, /named twice/);
  });
});
