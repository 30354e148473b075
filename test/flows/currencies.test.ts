/**
 * A catalog in a currency without cents, or with three decimals: amounts over HTTP are what the
 * operator wrote, and what cannot be said in the currency is refused.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

const COLUMNS =
  'bundle_id,destination,type,size,duration_in_days,label,esim_types,traffic_policy,throttling,b2b_price,b2c_price,currency,priority,is_active,template_id,provider,coverage,imsi,cost,activation_window_days';
type Prices = { small: [string, string]; large: [string, string] };
const catalogIn = (currency: string, { small, large }: Prices): string =>
  [
    COLUMNS,
    `pkg_small,JP,data-limited,1GB,365,1 GB,universal,,,${small},${currency},1,true,t-small,sandbox-one,JP,,1,30`,
    `pkg_large,JP,data-limited,5GB,365,5 GB,universal,,,${large},${currency},1,true,t-large,sandbox-one,JP,,1,30`,
    '',
  ].join('\n');
const EUROS = catalogIn('EUR', { small: ['2.50', '4'], large: ['6.05', '9.99'] });
const YEN = catalogIn('JPY', { small: ['450', '700'], large: ['1205', '1800'] });
const DINARS = catalogIn('KWD', { small: ['0.755', '1.2'], large: ['2.105', '3.125'] });

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const importCsv = (csv: string): Promise<Answer> => hubby.operator('POST', '/catalog/import', csv);
const taken = async (csv: string): Promise<void> => {
  const answer = await importCsv(csv);
  assert.equal(answer.status, 200, answer.text);
};
const japan = async (key: Json): Promise<Json> =>
  (await hubby.call('GET', '/api/destinations/JP', undefined, { key })).body.data;
const pricesOf = (destination: Json): Json =>
  Object.fromEntries(
    destination.bundles.map((b: Json) => [b.id, [b.b2b_price, b.b2c_price, b.currency]]),
  );
const setPrices = (partner: Json, change: Json): Promise<Answer> =>
  hubby.operator('PUT', `/partners/${partner.partner_id}/prices`, change);
const issues = (answer: Answer): string[] =>
  answer.body.error.details.map((d: Json) => `${d.field}: ${d.issue}`);

describe('a catalog without cents', () => {
  it('is shown, summed up and exported in whole yen', async () => {
    await taken(YEN);
    const partner = await hubby.newPartner();
    const shown = await japan(partner);
    assert.deepEqual(pricesOf(shown), {
      pkg_small: [450, 700, 'JPY'],
      pkg_large: [1205, 1800, 'JPY'],
    });
    assert.deepEqual([shown.from_price, shown.currency], [450, 'JPY']);
    const preview = await hubby.call(
      'POST',
      '/api/bookings/preview',
      {
        departure_date: IN_A_YEAR,
        package_specifications: [
          { external_user_id: user(), package_id: 'pkg_small' },
          { external_user_id: user(), package_id: 'pkg_large' },
        ],
      },
      { key: partner },
    );
    assert.equal(preview.status, 200, preview.text);
    const { total_b2b_price, currency } = preview.body.data;
    assert.deepEqual([total_b2b_price, currency], [1655, 'JPY']);
    const { csv } = (await hubby.operator('GET', '/catalog/export')).body.data;
    assert.match(csv, /,450,700,JPY,/);
  });

  it('has modified prices in whole yen, half a yen up', async () => {
    await taken(YEN);
    const partner = await hubby.newPartner();
    assert.equal((await setPrices(partner, { b2b_modification: -10 })).status, 200);
    // 1205 − 10 % = 1084.5
    assert.deepEqual(pricesOf(await japan(partner)), {
      pkg_small: [405, 700, 'JPY'],
      pkg_large: [1085, 1800, 'JPY'],
    });
  });

  it('takes no fraction of a yen: in the file, in prices, in a budget', async () => {
    await taken(YEN);
    const file = await importCsv(catalogIn('JPY', { small: ['4.5', '7'], large: ['12', '18'] }));
    assert.deepEqual(issues(file), [
      'row 2, b2b_price: expected an amount such as 450: at least 0, below 10000000, no decimals; got "4.5"',
    ]);
    const partner = await hubby.newPartner();
    const custom = [{ bundle_id: 'pkg_small', b2b_price: 449.5, b2c_price: 700 }];
    assert.deepEqual(issues(await setPrices(partner, { custom })), [
      'custom.0.b2b_price: expected an amount in JPY with no decimals, at most 2147483647, got 449.5',
    ]);
    const budget = (max_price: number): Promise<Answer> =>
      hubby.operator('PATCH', `/partners/${partner.partner_id}/settings`, {
        package_strategy: { name: 'budget', parameters: { max_price, currency: 'JPY' } },
      });
    assert.match(issues(await budget(1204.5)).join(), /max_price: .*no decimals/);
    assert.equal((await budget(1204)).status, 200);
    const wish = { external_user_id: user(), destination: 'JP', package_type: 'data-limited' };
    const chosen = async (): Promise<string> => {
      const body = { departure_date: IN_A_YEAR, package_specifications: [wish] };
      const answer = await hubby.call('POST', '/api/bookings/preview', body, { key: partner });
      assert.equal(answer.status, 200, answer.text);
      return answer.body.data.package_specifications[0].package_id;
    };
    assert.equal(await chosen(), 'pkg_small');
    assert.equal((await budget(1205)).status, 200);
    await hubby.ctx.keys.clear();
    assert.equal(await chosen(), 'pkg_large');
  });
});

describe('a catalog with three decimals', () => {
  it('keeps all of them', async () => {
    await taken(DINARS);
    const partner = await hubby.newPartner();
    assert.deepEqual(pricesOf(await japan(partner)), {
      pkg_small: [0.755, 1.2, 'KWD'],
      pkg_large: [2.105, 3.125, 'KWD'],
    });
    const custom = [{ bundle_id: 'pkg_small', b2b_price: 0.755, b2c_price: 0.999 }];
    assert.equal((await setPrices(partner, { custom })).status, 200);
    assert.deepEqual(pricesOf(await japan(partner)).pkg_small, [0.755, 0.999, 'KWD']);
    const { csv } = (await hubby.operator('GET', '/catalog/export')).body.data;
    assert.match(csv, /,0\.755,1\.200,KWD,/);
    assert.equal((await setPrices(partner, { custom: [] })).status, 200);
  });
});

describe('another currency', () => {
  it('is refused while a partner has prices of its own, unless its decimals are the same', async () => {
    await taken(EUROS);
    const partner = await hubby.newPartner();
    const custom = [{ bundle_id: 'pkg_small', b2b_price: 2.25 }];
    assert.equal((await setPrices(partner, { custom })).status, 200);
    for (const answer of [
      await importCsv(YEN),
      await hubby.operator('POST', '/catalog/compare', YEN),
    ]) {
      assert.deepEqual([answer.status, answer.body.error.type], [400, 'invalid_catalog']);
      assert.match(issues(answer)[0]!, /^currency: expected a currency with at most two decimals/);
    }
    assert.deepEqual(pricesOf(await japan(partner)).pkg_small, [2.25, 4, 'EUR']);
    await taken(EUROS.replaceAll('EUR', 'USD'));
    assert.deepEqual(pricesOf(await japan(partner)).pkg_small, [2.25, 4, 'USD']);
    assert.equal((await setPrices(partner, { custom: [] })).status, 200);
    const own = (own_price: number | null): Promise<Answer> =>
      hubby.call(
        'PUT',
        '/api/prices',
        { prices: [{ bundle_id: 'pkg_small', own_price }] },
        { key: partner },
      );
    assert.equal((await own(2.75)).status, 200);
    assert.equal((await importCsv(YEN)).body.error.type, 'invalid_catalog');
    assert.equal((await own(null)).status, 200);
    await taken(YEN);
  });

  it('is refused while there are price lists', async () => {
    await taken(EUROS);
    const list = (items: Json[]): Promise<Answer> =>
      hubby.operator('PUT', '/price-lists', { name: 'Friends', items });
    assert.equal((await list([{ bundle_id: 'pkg_small', b2b_price: 2 }])).status, 200);
    assert.equal((await importCsv(DINARS)).status, 400);
    assert.equal((await list([])).status, 200);
    await taken(DINARS);
  });
});
