/** What the operator sets of the installation: catalog, prices, routing, suppliers. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { exportCsv } from '../../src/domain/catalog/csv/csv.ts';
import { STAND_INS, type StandIn } from '../../packages/standins/src/index.ts';
import { startHubby, type Hubby, type Json } from '../harness.ts';
import { entriesOf, makeShows, type Shows } from '../support/audited.ts';
import { fakeSupplier } from '../support/fake-supplier.ts';
import { source } from '../support/market.ts';
import { iccid } from '../support/suppliers/es2plus/account.ts';

let hubby: Hubby;
let smdp: StandIn;
let shows: Shows;
before(async () => {
  [hubby, smdp] = [
    await startHubby({ kinds: [fakeSupplier().kind] }),
    await STAND_INS['es2plus']!(0),
  ];
  shows = makeShows(hubby);
});
after(async () => {
  await hubby.close();
  await smdp.close();
});

const GB = 2 ** 30;
const CANARY = 'canary-of-a-supplier-key';
const op: Hubby['operator'] = (...call) => hubby.operator(...call);
const again = { isRepeatable: true };

describe('the catalog', () => {
  it('is imported: what differs is kept, by bundle', async () => {
    const { destinations, bundles } = hubby.ctx.catalog.current();
    const [gone, dearer, ...others] = bundles;
    const next = [{ ...dearer!, b2b_price: dearer!.b2b_price + 100 }, ...others];
    const csv = exportCsv({ destinations: [...destinations], bundles: next });
    const { after: kept } = await shows('importCatalog', () => op('POST', '/catalog/import', csv));
    assert.equal(kept.gone[0].id, gone!.id);
    assert.equal(kept.dearer[0].id, dearer!.id);
    assert.ok(kept.dearer[0].after.b2b_price > kept.dearer[0].before.b2b_price);
    await op(
      'POST',
      '/catalog/import',
      exportCsv({ destinations: [...destinations], bundles: [...bundles] }),
    );
  });

  it('is published by rules, which are set and removed', async () => {
    const ARTICLE = { bytes: GB, duration_days: 30, coverage: ['MLT'], cost: 100 };
    await hubby.sql(
      'insert into sources select * from json_populate_recordset(null::sources, $1)',
      [JSON.stringify([{ ...source('sandbox-one', 'mt-1', ARTICLE), last_seen_at: new Date() }])],
    );
    const rule = {
      destinations: ['MLT'],
      types: ['data-limited'],
      margin: { percent: 50, minimum: 0.2 },
      rounding: { net: '9', recommended: '99' },
    };
    const path = '/publishing-rules/malta';
    const set = await shows('putPublishingRule', () => op('PUT', path, rule), again);
    assert.deepEqual([set.subject, set.before], ['malta', null]);
    const { digest } = (await op('GET', '/publishing-rules/preview')).body.data;
    const published = await shows('publishCatalog', () =>
      op('POST', '/publishing-rules/publish', { digest }),
    );
    const appeared = published.after.changes.appeared.map(({ id }: Json) => id);
    assert.ok(appeared.includes('pkg_mlt_1gb_30d'));
    assert.equal(published.after.appeared, appeared.length);
    const removed = await shows('removePublishingRule', () => op('DELETE', path));
    assert.equal(removed.before.name ?? 'malta', 'malta');
  });

  it('is compared with market prices', async () => {
    const csv = (price: string): string =>
      `destination,size,duration_in_days,competitor,price,currency\nMLT,1GB,30,Ays,${price},EUR\n`;
    const put = (price: string) => () => op('POST', '/market-prices', csv(price));
    await shows('importMarketPrices', put('4.50'), again);
    const entry = await shows('importMarketPrices', put('5.00'));
    const [name] = Object.keys(entry.after);
    assert.deepEqual(
      [entry.before[name!], entry.after[name!]],
      [{ price: '4.50' }, { price: '5.00' }],
    );
  });

  it('takes costs that somebody approves', async () => {
    await hubby.sql(
      `update sources
       set offered_cost = 900, offered_currency = currency, offered_at = now(), is_held = true
       where id = (select id from sources where last_seen_at is not null limit 1)`,
    );
    const [waiting] = (await op('GET', '/sources?state=waiting')).body.data.sources;
    const { cost, currency } = waiting.offered;
    const entry = await shows('approveCosts', () =>
      op('POST', '/sources/approve', { sources: [{ id: waiting.id, cost, currency }] }),
    );
    assert.deepEqual(entry.before[waiting.id], { cost: waiting.cost });
    assert.deepEqual(entry.after[waiting.id], { cost });
  });

  it('counts in rates', async () => {
    const rate = { currency: 'USD', date: '2026-01-02', rate: 0.9 };
    await shows('setRate', () => op('PUT', '/rates', rate), again);
    const csv = 'currency,date,rate\nUSD,2026-01-02,0.8\nGBP,2026-01-02,1.2\n';
    const entry = await shows('importRates', () => op('POST', '/rates/import', csv), again);
    assert.deepEqual(entry.before, { 'USD 2026-01-02': '0.9' });
    assert.deepEqual(entry.after, { 'USD 2026-01-02': '0.8', 'GBP 2026-01-02': '1.2' });
    const gone = await shows('removeRate', () => op('DELETE', '/rates/USD/2026-01-02'));
    assert.deepEqual([gone.before, gone.after], [{ 'USD 2026-01-02': '0.8' }, null]);
  });
});

describe('what holds for the whole installation', () => {
  it('leaves an entry when it is set: limits, routing, replacing, devices', async () => {
    const limit = { wrong_codes_per_user_per_hour: 7 };
    const limits = await shows('setLimits', () => op('PUT', '/limits', limit), again);
    assert.deepEqual([limits.before, limits.after], [{ wrong_codes_per_user_per_hour: 10 }, limit]);
    const routing = await shows(
      'setRouting',
      () => op('PUT', '/routing', { policy: 'priority' }),
      again,
    );
    assert.deepEqual([routing.before, routing.after], [{ name: 'cost' }, { name: 'priority' }]);
    await op('PUT', '/routing', { policy: 'cost' });
    await shows('setReplacing', () => op('PUT', '/replacing', { pay_twice: true }), again);
    const csv = 'brand,model,is_compatible,codes,notes,source\nAcme,One,true,,,\n';
    const devices = await shows('importDevices', () => op('POST', '/devices/import', csv));
    assert.deepEqual([devices.partner_id, devices.after], [null, { devices: 1 }]);
  });
});

describe('a supplier account', () => {
  it('is added, tested, changed, read, tried and removed', async () => {
    const form = {
      name: 'one',
      kind: 'airalo',
      base_url: 'http://127.0.0.1:9',
      credentials: { client_id: 'an-id', client_secret: CANARY },
    };
    const added = await shows('addSupplierAccount', () => op('POST', '/suppliers', form));
    assert.deepEqual([added.subject, added.after.credentials], ['one', '[secret]']);
    const tested = await shows('testSupplierAccount', () => op('POST', '/suppliers/one/test'));
    assert.equal(tested.after.ok, true);
    const change = (more: object) => () => op('PATCH', '/suppliers/one', more);
    const changed = await shows('changeSupplierAccount', change({ priority: 7 }), again);
    assert.deepEqual([changed.before, changed.after], [{ priority: 100 }, { priority: 7 }]);
    await shows('syncCatalog', () => op('POST', '/suppliers/one/sync', {}));
    await shows('rotateSupplierCallbackToken', () =>
      op('POST', '/suppliers/one/rotate-callback-token'),
    );
    const credentials = { client_id: 'an-id', client_secret: `${CANARY}-2` };
    const rekeyed = await shows('changeSupplierAccount', change({ credentials, status: 'paused' }));
    assert.deepEqual(rekeyed.after, {
      status: 'paused',
      credentials: '[secret]',
    });
    const removed = await shows('removeSupplierAccount', () => op('DELETE', '/suppliers/one'));
    assert.deepEqual([removed.before.priority, removed.after], [7, null]);
    assert.ok(!JSON.stringify(await entriesOf(hubby)).includes('canary'));
  });

  it('at an SM-DP+ has a stock list, and one article of it is bought on trial', async () => {
    const { url: base_url, credentials, settings } = smdp;
    const form = { name: 'smdp', kind: 'es2plus', base_url, credentials, settings };
    assert.equal((await op('POST', '/suppliers', form)).status, 201);
    const csv = `iccid,profile_type,plan\n${iccid(1)},,\n`;
    await shows('importSupplierStock', () => op('POST', '/suppliers/smdp/stock', csv), again);
    assert.equal((await op('POST', '/suppliers/smdp/test')).body.data.ok, true);
    const offered = await op('POST', '/suppliers/smdp/try', {});
    assert.equal(offered.status, 200, offered.text);
    const { article } = offered.body.data;
    const tried = await shows('trySupplierAccount', () =>
      op('POST', '/suppliers/smdp/try', { article: article.id, accept: article.cost }),
    );
    assert.deepEqual([tried.partner_id, tried.subject], [null, 'smdp']);
    assert.equal(tried.after.article, article.id);
  });
});
