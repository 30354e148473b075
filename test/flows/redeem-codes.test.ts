/** Promo codes onto eSIMs: which one takes it, once whatever happens, and what is refused. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  IN_A_YEAR,
  startHubby,
  user,
  type Answer,
  type CallOptions,
  type Hubby,
  type Json,
} from '../harness.ts';
import { withSources } from '../support/market.ts';
import { buildCatalog } from '../../src/domain/catalog/store.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

type Options = Pick<CallOptions, 'key'>;
const codes = async (entries: object[], options: Options = {}): Promise<string[]> => {
  const { status, body } = await hubby.call(
    'POST',
    '/api/bookings',
    { departure_date: IN_A_YEAR, package_specifications: entries },
    options,
  );
  assert.equal(status, 201, JSON.stringify(body));
  return body.data.promo_codes.map((c: Json) => c.promo_code);
};
const redeem = (code: string, body: object, options: Options = {}): Promise<Answer> =>
  hubby.call('POST', `/api/promo-codes/${code}/redeem`, body, options);
const esims = (who: string): Promise<Json[]> =>
  hubby.sql(
    'select e.* from esims e join travelers t on t.partner_id = e.partner_id and t.id = e.traveler_id where t.external_user_id = $1 order by e.id',
    [who],
  );
/** A traveler with a universal eSIM. */
const equipped = async (options: Options = {}): Promise<string> => {
  const who = user();
  await hubby.call(
    'POST',
    '/api/bookings',
    {
      departure_date: IN_A_YEAR,
      package_specifications: [{ external_user_id: who, destination: 'GR', size: '1GB' }],
    },
    options,
  );
  await hubby.drain();
  return who;
};
/** A bundle of this provider alone, with or without an IMSI plan. */
const bundle = (provider: string, hasPlan: boolean): Json =>
  hubby.ctx.catalog
    .current()
    .bundles.find(
      (b) =>
        b.sources.every((s) => s.account === provider && (s.imsi !== null) === hasPlan) &&
        b.is_active &&
        b.bytes !== null,
    )!;

describe('POST /api/promo-codes/{code}/redeem', () => {
  it('puts it on the universal eSIM of a traveler who has one', async () => {
    const who = await equipped();
    const [code] = await codes([{ destination: 'TUR', size: '1GB' }]);
    const { status, body } = await redeem(code!, { external_user_id: who });
    assert.deepEqual([status, body.message], [200, 'Promo code redeemed successfully']);
    const { package_queue, current_esim, current_esim_packages } = body.data;
    assert.deepEqual(
      [current_esim.esim_type, current_esim.name, current_esim.total_data],
      ['universal', 'Hubby Universal ESIM', 2 ** 30],
    );
    assert.deepEqual(
      [
        package_queue.package_specification.iso3,
        current_esim_packages.length,
        current_esim_packages[0].package_queue_id,
      ],
      ['TUR', 1, package_queue.id],
    );
    assert.ok(package_queue.redeemed_at);
    const dashboard = (
      await hubby.call('GET', `/api/native/user-dashboard?external_user_id=${who}`)
    ).body.data;
    assert.deepEqual(
      [
        dashboard.current_esim.iccid,
        dashboard.current_esim_packages.length,
        dashboard.package_queues.length,
      ],
      [current_esim.iccid, 1, 2],
    );
    assert.ok((await hubby.call('GET', `/api/promo-codes/${code}`)).body.data.redeemed_at);
    const events = await hubby.sql(
      `select data from events where type = 'promo_code.redeemed' and data->>'promo_code' = $1`,
      [code],
    );
    assert.equal(events.length, 1);
    const again = await redeem(code!, { external_user_id: who });
    assert.deepEqual([again.status, again.body.error.type], [409, 'already_redeemed']);
  });

  it('waits for a universal eSIM that is being made', async () => {
    const who = user();
    await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [{ external_user_id: who, destination: 'GR', size: '1GB' }],
    });
    const [code] = await codes([{ destination: 'TUR', size: '1GB' }]);
    const { body } = await redeem(code!, { external_user_id: who });
    assert.equal(body.data.current_esim.esim_type, 'universal');
    assert.equal((await esims(who)).length, 1);
  });

  it('makes a classic eSIM for a traveler without a universal one, and for a partner who wants it so', async () => {
    const who = user();
    const [first] = await codes([{ destination: 'TUR', size: '1GB' }]);
    const { status, body } = await redeem(first!, { external_user_id: who });
    assert.deepEqual(
      [status, body.data.current_esim.esim_type, body.data.current_esim.name],
      [200, 'classic', 'Hubby Classic ESIM'],
    );
    assert.match(body.data.current_esim.qr, /^LPA:1\$/);
    const dashboard = (
      await hubby.call('GET', `/api/native/user-dashboard?external_user_id=${who}`)
    ).body.data;
    assert.deepEqual([dashboard.user.has_universal_esim, dashboard.current_esim], [false, null]);

    const key = await hubby.newPartner(undefined, { promo_code_esim: 'classic' });
    const owner = await equipped({ key });
    const [second] = await codes([{ destination: 'TUR', size: '1GB' }], { key });
    assert.equal(
      (await redeem(second!, { external_user_id: owner }, { key })).body.data.current_esim
        .esim_type,
      'classic',
    );
    assert.deepEqual(
      (await esims(owner)).map((e) => e.type),
      ['universal', 'classic'],
    );
  });

  it('makes a classic one too where the provider of the universal one does not offer the bundle', async () => {
    const who = await equipped();
    const other = bundle('sandbox-two', true);
    const [code] = await codes([{ package_id: other.id }]);
    const { body } = await redeem(code!, { external_user_id: who });
    assert.deepEqual(
      [body.data.current_esim.esim_type, body.data.current_esim.provider],
      ['classic', 'sandbox-two'],
    );
  });

  it('makes a classic one too where the bundle is for classic eSIMs only', async (t) => {
    const who = await equipped();
    assert.equal((await esims(who))[0].provider, 'sandbox-one');
    const { id } = bundle('sandbox-one', false);
    const [code] = await codes([{ package_id: id }]);
    // Since it was booked the catalog has changed.
    const store = hubby.ctx.catalog;
    t.after(() => {
      hubby.ctx.catalog = store;
    });
    const real = store.current();
    const bundles = real.bundles.map((b) =>
      b.id === id ? withSources(b, { esim_types: ['classic'] }) : b,
    );
    const changed = buildCatalog(real.version, [...real.destinations], bundles);
    hubby.ctx.catalog = { ...store, current: () => changed };
    const { status, body } = await redeem(code!, { external_user_id: who });
    assert.deepEqual([status, body.data?.current_esim.esim_type], [200, 'classic']);
  });

  it('takes no classic eSIM that is being made for a universal one', async () => {
    const key = await hubby.newPartner();
    const who = user();
    const [first, second] = await codes(
      Array(2).fill({ package_id: bundle('sandbox-one', true).id }),
      {
        key,
      },
    );
    await hubby.call('POST', '/api/sandbox/fail', { next: 'error', count: 1 }, { key });
    assert.equal((await redeem(first!, { external_user_id: who }, { key })).status, 503);
    const { status, body } = await redeem(second!, { external_user_id: who }, { key });
    assert.deepEqual([status, body.data?.current_esim.esim_type], [200, 'classic']);
  });

  it('reuses the newest classic eSIM of the same provider and IMSI plan, and none without a plan', async () => {
    const who = user();
    const withPlan = bundle('sandbox-two', true);
    const without = bundle('sandbox-two', false);
    const all = await codes([
      { package_id: withPlan.id },
      { package_id: withPlan.id },
      { package_id: without.id },
      { package_id: without.id },
    ]);
    const iccids = [];
    for (const code of all)
      iccids.push((await redeem(code, { external_user_id: who })).body.data.current_esim.iccid);
    assert.equal(iccids[0], iccids[1]);
    assert.equal(new Set(iccids).size, 3);
    await hubby.sql(`update esims set archived_at = now() where iccid = $1`, [iccids[0]]);
    const [more] = await codes([{ package_id: withPlan.id }]);
    assert.ok(
      !iccids.includes(
        (await redeem(more!, { external_user_id: who })).body.data.current_esim.iccid,
      ),
      'an archived one takes nothing',
    );
  });

  it('provisions one package for fifty redemptions of one code by many people', async () => {
    const [code] = await codes([{ destination: 'TUR', size: '1GB' }]);
    const people = Array.from({ length: 10 }, () => user());
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => redeem(code!, { external_user_id: people[i % 10] })),
    );
    const won = answers.filter((a) => a.status === 200);
    assert.equal(won.length, 1);
    for (const a of answers) assert.ok([200, 409].includes(a.status), JSON.stringify(a.body));
    await hubby.drain();
    const [{ n }] = await hubby.sql(
      `select count(*)::int as n from packages k join promo_codes c on c.queue_id = k.queue_id where c.code = $1`,
      [code],
    );
    assert.equal(n, 1);
  });

  it('ends two fitting codes that are redeemed at once on one eSIM', async () => {
    const who = user();
    const { id } = bundle('sandbox-two', true);
    const all = await codes(Array(5).fill({ package_id: id }));
    const answers = await Promise.all(all.map((code) => redeem(code, { external_user_id: who })));
    assert.deepEqual(
      answers.map((a) => a.status),
      Array(5).fill(200),
    );
    assert.equal(new Set(answers.map((a) => a.body.data.current_esim.iccid)).size, 1);
    assert.equal((await esims(who)).length, 1);
    const { orders } = await hubby.ledger();
    const mine = orders
      .map((o) => o.order)
      .filter((o) => answers.some((a) => a.body.data.package_queue.uuid === o.reference));
    assert.deepEqual(mine.map((o) => o.kind).sort(), [
      ...Array(4).fill('add_package'),
      'create_esim',
    ]);
  });

  for (const next of ['timeout', 'timeout_before', 'error'] as const) {
    it(`loses nothing and doubles nothing when the telco answers with ${next}`, async () => {
      const key = await hubby.newPartner();
      const who = user();
      const [code] = await codes([{ destination: 'TUR', size: '1GB' }], { key });
      await hubby.call('POST', '/api/sandbox/fail', { next, count: 1 }, { key });
      const first = await redeem(code!, { external_user_id: who }, { key });
      assert.deepEqual([first.status, first.body.error?.type], [503, 'provider_unavailable']);
      const stranger = await redeem(code!, { external_user_id: user() }, { key });
      assert.deepEqual([stranger.status, stranger.body.error.type], [409, 'redeem_in_progress']);
      await hubby.drain('hurry');
      const again = await redeem(code!, { external_user_id: who }, { key });
      assert.ok(
        again.status === 200 || again.body.error.type === 'already_redeemed',
        JSON.stringify(again.body),
      );
      const { orders } = await hubby.ledger(key.partner_id);
      assert.equal(orders.filter(({ order }) => order.kind === 'create_esim').length, 1);
      assert.equal((await esims(who)).length, 1);
    });
  }

  it('stays with whoever comes next when the telco is out of stock', async () => {
    const key = await hubby.newPartner();
    const [code] = await codes([{ package_id: bundle('sandbox-two', true).id }], { key });
    await hubby.call('POST', '/api/sandbox/fail', { next: 'out_of_stock', count: 10 }, { key });
    const first = await redeem(code!, { external_user_id: 'first' }, { key });
    assert.deepEqual([first.status, first.body.error.reason], [503, 'out_of_stock']);
    assert.equal(
      (
        await hubby.call('GET', '/api/native/user-dashboard?external_user_id=first', undefined, {
          key,
        })
      ).body.data.package_queues.length,
      0,
    );
    await hubby.call('POST', '/api/sandbox/fail', { next: 'error', count: 0 }, { key });
    const second = await redeem(code!, { external_user_id: 'second' }, { key });
    assert.equal(second.status, 200);
    assert.equal((await esims('first')).length, 0);
  });

  it('goes to another source of its bundle when one refuses', async () => {
    const key = await hubby.newPartner();
    const pair = hubby.ctx.catalog
      .current()
      .bundles.find(({ sources: [one, ...more] }) =>
        more.some(({ account, cost }) => account === 'sandbox-two' && one!.cost < cost),
      )!;
    const [code] = await codes([{ package_id: pair.id }], { key });
    await hubby.call('POST', '/api/sandbox/fail', { next: 'out_of_stock', count: 1 }, { key });
    const { status, body } = await redeem(code!, { external_user_id: user() }, { key });
    assert.deepEqual([status, body.data?.current_esim.provider], [200, 'sandbox-two']);
  });

  it('knows travelers by e-mail, and by both', async () => {
    const all = await codes(Array(3).fill({ package_id: bundle('sandbox-two', true).id }));
    const a = await redeem(all[0]!, { email: 'Erin@Example.com' });
    const b = await redeem(all[1]!, { email: 'erin@example.com' });
    assert.equal(a.status, 200, JSON.stringify(a.body));
    assert.equal(a.body.data.current_esim.iccid, b.body.data.current_esim.iccid);
    const who = user();
    await redeem(all[2]!, { external_user_id: who, email: 'frank@example.com' });
    const [row] = await hubby.sql(
      'select t.external_user_id from traveler_emails e join travelers t on t.id = e.traveler_id where e.email = $1',
      ['frank@example.com'],
    );
    assert.equal(row.external_user_id, who);
    const none = await redeem(all[2]!, {});
    assert.deepEqual([none.status, none.body.error.details[0].field], [400, 'external_user_id']);
  });

  it('lets a code without a destination be for what the white list has', async () => {
    const key = await hubby.newPartner(undefined, {
      package_strategy: {
        name: 'fixed_size',
        iso3_white_list: ['FRA', 'DEU'],
        parameters: { size: '3GB' },
      },
    });
    const [sized, open] = await codes([{ size: '1GB' }, {}], { key });
    const who = user();
    const missing = await redeem(sized!, { external_user_id: who }, { key });
    assert.deepEqual([missing.status, missing.body.error.details[0].field], [400, 'destination']);
    const off = await redeem(sized!, { external_user_id: who, destination: 'ES' }, { key });
    assert.deepEqual([off.status, off.body.error.details[0].field], [400, 'destination']);
    assert.equal(
      (await redeem(sized!, { external_user_id: who, destination: 'Atlantis' }, { key })).status,
      400,
    );
    const good = await redeem(sized!, { external_user_id: who, destination: 'FR' }, { key });
    assert.deepEqual(
      [
        good.status,
        good.body.data?.package_queue.package_specification.iso3,
        good.body.data?.package_queue.package_specification.bytes,
      ],
      [200, 'FRA', 2 ** 30],
    );
    const chosen = await redeem(open!, { external_user_id: who, destination: 'Germany' }, { key });
    assert.equal(chosen.body.data.package_queue.package_specification.bytes, 3 * 2 ** 30);
    const shown = (await hubby.call('GET', `/api/promo-codes/${open}`, undefined, { key })).body
      .data;
    assert.deepEqual([shown.iso3, shown.package_size], ['DEU', '3GB']);
  });

  it('is for its own destination only', async () => {
    const [code] = await codes([{ destination: 'TUR', size: '1GB' }]);
    const who = user();
    const wrong = await redeem(code!, { external_user_id: who, destination: 'Japan' });
    assert.deepEqual([wrong.status, wrong.body.error.details[0].field], [400, 'destination']);
    assert.equal((await redeem(code!, { external_user_id: who, destination: 'TR' })).status, 200);
  });

  it('ends with its validity, but not under way', async () => {
    const key = await hubby.newPartner(undefined, { promo_code_validity_days: 1 });
    const { body } = await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10),
        package_specifications: [
          { destination: 'TUR', size: '1GB' },
          { destination: 'TUR', size: '1GB' },
        ],
      },
      { key },
    );
    const [late, begun] = body.data.promo_codes.map((c: Json) => c.promo_code);
    await hubby.call('POST', '/api/sandbox/fail', { next: 'timeout', count: 1 }, { key });
    assert.equal((await redeem(begun, { external_user_id: 'begun' }, { key })).status, 503);
    await hubby.call('POST', '/api/sandbox/clock', { advance: '10d' }, { key });
    const over = await redeem(late, { external_user_id: 'late' }, { key });
    assert.deepEqual(
      [over.status, over.body.error.message],
      [400, 'Promo code is no longer valid'],
    );
    await hubby.drain('hurry');
    assert.equal((await esims('begun')).length, 1);
  });

  it('stops a user after ten wrong codes in an hour, right ones too, and nobody else', async () => {
    const who = user();
    const [good, also] = await codes([
      { destination: 'TUR', size: '1GB' },
      { destination: 'TUR', size: '1GB' },
    ]);
    const answers = [];
    for (let i = 0; i < 12; i++)
      answers.push((await redeem(`WRONGCODE${i}`, { external_user_id: who })).status);
    assert.deepEqual(answers, [...Array(10).fill(404), 429, 429]);
    const stopped = await redeem(good!, { external_user_id: who });
    assert.deepEqual([stopped.status, stopped.body.error.type], [429, 'too_many_requests']);
    assert.ok(Number(stopped.headers['retry-after']) > 3000);
    assert.equal((await redeem(also!, { external_user_id: user() })).status, 200);
    const stranger = await hubby.newPartner();
    assert.equal(
      (await redeem('WRONGCODE0', { external_user_id: who }, { key: stranger })).status,
      404,
    );
  });

  it('is unknown to other partners and without a signature', async () => {
    const [code] = await codes([{ destination: 'TUR', size: '1GB' }]);
    assert.equal(
      (await redeem(code!, { external_user_id: user() }, { key: await hubby.newPartner() })).status,
      404,
    );
    assert.equal(
      (
        await hubby.bare('POST', `/api/promo-codes/${code}/redeem`, {
          headers: { 'content-type': 'application/json' },
          body: '{"external_user_id":"x"}',
        })
      ).status,
      401,
    );
  });
});

describe('imported promo codes', () => {
  const load = (csv: string, key = hubby.partner) =>
    hubby.operator('POST', `/partners/${key.partner_id}/promo-codes/import`, csv);

  it('work like our own, with and without a link', async () => {
    const uuid = '4f9c1f1e-5b0a-4c1b-9a51-1f0a7c3d2e10';
    const csv = `code,valid_until,destination,size,uuid,email\nSUMMER-1,2099-12-31,TUR,1GB,,\nsummer2,2099-12-31T12:00:00Z,GR,3GB,${uuid},Gina@example.com\n`;
    const first = await load(csv);
    assert.deepEqual([first.status, first.body.data], [200, { imported: 2, skipped: 0 }]);
    assert.deepEqual((await load(csv)).body.data, { imported: 0, skipped: 2 });
    const plain = (await hubby.call('GET', '/api/promo-codes/SUMMER-1')).body.data;
    assert.deepEqual(
      [plain.uuid, plain.claim_url, plain.valid_until],
      [null, null, '2099-12-31T23:59:59.999Z'],
    );
    assert.equal((await redeem('SUMMER-1', { external_user_id: user() })).status, 200);
    const claimed = await hubby.bare('POST', `/api/promo-codes/claim/${uuid}`, {
      headers: { 'content-type': 'application/json' },
      body: '{"email":"gina@example.com"}',
    });
    assert.equal(claimed.status, 200);
    await hubby.drain();
    const [mail] = await hubby.sql(
      `select text, status from messages where recipient = 'gina@example.com'`,
    );
    assert.ok(mail.text.includes('summer2'));
    assert.equal((await redeem('summer2', { email: 'gina@example.com' })).status, 200);
    const [event] = await hubby.sql(
      `select data from events where type = 'promo_code.redeemed' and data->>'promo_code' = 'summer2'`,
    );
    assert.equal(event.data.booking_id, null);
  });

  it('are refused whole, every bad line named', async () => {
    const { status, body } = await load(
      `code,valid_until,destination,size,uuid,package_type\nOK-1,2099-01-01,GR,1GB,,\nx,2099-01-01,GR,1GB,,\nOK-2,soon,GR,1GB,nope,\nOK-3,2099-01-01,Atlantis,1GB,,\nOK-4,2099-01-01,GR,1GB,,weekly\nOK-1,2099-01-01,GR,1GB,,\nOK-5,2099-01-01,GR,1GB,,time-limited\n`,
    );
    assert.equal(status, 400);
    assert.deepEqual(body.error.details.map((d: Json) => d.field).sort(), [
      'row 3, code',
      'row 4, uuid',
      'row 4, valid_until',
      'row 5, destination',
      'row 6, package_type',
      'row 8, package_duration',
    ]);
    const twice = await load(
      'code,valid_until,destination,size\nOK-1,2099-01-01,GR,1GB\nOK-1,2099-01-01,GR,1GB\n',
    );
    assert.deepEqual(
      twice.body.error.details.map((d: Json) => d.field),
      ['row 3, code'],
    );
    assert.equal((await hubby.sql(`select 1 from promo_codes where code like 'OK-%'`)).length, 0);
    assert.equal((await load('code\nA-1\n')).status, 400);
    assert.equal(
      (
        await hubby.operator(
          'POST',
          '/partners/prt_unknown/promo-codes/import',
          'code,valid_until\nA-1,2099-01-01\n',
        )
      ).status,
      404,
    );
  });

  it('may be the same at two partners, but never with one link', async () => {
    const other = await hubby.newPartner();
    const uuid = 'b1f0c9d2-7d3e-4a55-8f6b-0a1b2c3d4e5f';
    assert.equal(
      (await load(`code,valid_until,destination,size,uuid\nSAME,2099-01-01,GR,1GB,${uuid}\n`)).body
        .data.imported,
      1,
    );
    assert.equal(
      (await load('code,valid_until,destination,size,uuid\nSAME,2099-01-01,FR,1GB,\n', other)).body
        .data.imported,
      1,
    );
    const clash = await load(
      `code,valid_until,destination,size,uuid\nELSE,2099-01-01,FR,1GB,${uuid}\n`,
      other,
    );
    assert.deepEqual([clash.status, clash.body.error.details[0].field], [400, 'row 2, uuid']);
    assert.equal(
      (await hubby.call('GET', '/api/promo-codes/SAME', undefined, { key: other })).body.data.iso3,
      'FRA',
    );
  });
});
