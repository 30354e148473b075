/** Prices that a partner sets itself: by key, by file, by members. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { memberAt } from '../support/members.ts';

const A = 'pkg_grc_1gb_365d';
const B = 'pkg_fra_1gb_365d';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const listed = async (partner: Json, query = ''): Promise<Json[]> => {
  const { status, text, body } = await hubby.call('GET', `/api/prices${query}`, undefined, {
    key: partner,
  });
  assert.equal(status, 200, text);
  return body.data.prices;
};
const priceOf = async (partner: Json, id = A): Promise<Json> =>
  (await listed(partner, `?q=${id}`)).find(({ bundle_id: one }) => one === id)!;
const put = (partner: Json, prices: Json[]): Promise<Answer> =>
  hubby.call('PUT', '/api/prices', { prices }, { key: partner });
const upload = (partner: Json, csv: string, query = ''): Promise<Answer> =>
  hubby.call('PUT', `/api/prices.csv${query}`, undefined, {
    key: partner,
    headers: { 'content-type': 'text/csv' },
    raw: csv,
  });
const detailsOf = ({ status, body }: Answer): [number, string[]] => [
  status,
  body.error.details.map(({ field }: Json) => field),
];

describe('prices of a partner', () => {
  it('are the net, the recommended and its own one, page by page, each bundle once', async () => {
    const partner = await hubby.newPartner();
    const all: Json[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null) {
      const { body }: Answer = await hubby.call(
        'GET',
        `/api/prices?limit=500${cursor === '' ? '' : `&cursor=${cursor}`}`,
        undefined,
        { key: partner },
      );
      all.push(...body.data.prices);
      cursor = body.data.next_cursor;
      pages++;
    }
    const ids = all.map(({ bundle_id: id }) => id as string);
    assert.ok(pages > 1 && new Set(ids).size === ids.length, `${ids.length} in ${pages} pages`);
    const shown = await hubby.call('GET', '/api/destinations/GR', undefined, { key: partner });
    const bundles: Json[] = shown.body.data.bundles;
    const greek = await listed(partner, '?destination=grc&limit=500');
    assert.deepEqual(
      new Set(greek.map(({ bundle_id: id }) => id)),
      new Set(bundles.map(({ id }) => id)),
    );
    const of = greek.find(({ bundle_id: id }) => id === A)!;
    const { b2b_price, b2c_price } = bundles.find(({ id }) => id === A)!;
    assert.deepEqual(
      [of.b2b_price, of.recommended_price, of.own_price, of.b2c_price],
      [b2b_price, b2c_price, null, b2c_price],
    );
    assert.equal('cost' in of, false);
    assert.deepEqual(
      [...new Set((await listed(partner, '?package_type=unlimited')).map((p) => p.package_type))],
      ['unlimited'],
    );
    assert.deepEqual(await listed(partner, '?destination=nowhere'), []);
  });

  it('set by itself take the place of the recommended one, where it books too, until it takes them off', async () => {
    const partner = await hubby.newPartner();
    const other = await hubby.newPartner();
    const { recommended_price: recommended, b2b_price: net } = await priceOf(partner);
    assert.deepEqual((await put(partner, [{ bundle_id: A, own_price: 7.25 }])).body.data, {
      changed: 1,
    });
    const set = await priceOf(partner);
    assert.deepEqual(
      [set.own_price, set.b2c_price, set.recommended_price, set.b2b_price],
      [7.25, 7.25, recommended, net],
    );
    assert.equal((await priceOf(other)).own_price, null);
    const shown = await hubby.call('GET', '/api/destinations/GR', undefined, { key: partner });
    assert.equal(shown.body.data.bundles.find(({ id }: Json) => id === A).b2c_price, 7.25);
    const preview = await hubby.call(
      'POST',
      '/api/bookings/preview',
      {
        departure_date: IN_A_YEAR,
        package_specifications: [{ external_user_id: user(), package_id: A }],
      },
      { key: partner },
    );
    const [entry] = preview.body.data.package_specifications;
    assert.deepEqual([entry.b2b_price, entry.b2c_price], [net, 7.25]);
    assert.deepEqual(
      (await listed(partner, '?own=set')).map(({ bundle_id: id }) => id),
      [A],
    );
    // What the operator sets leaves it as it is.
    await hubby.operator('PUT', `/partners/${partner.partner_id}/prices`, {
      custom: [{ bundle_id: A, b2b_price: 1.11, b2c_price: 9.99 }],
    });
    const both = await priceOf(partner);
    assert.deepEqual(
      [both.b2b_price, both.recommended_price, both.own_price, both.b2c_price],
      [1.11, 9.99, 7.25, 7.25],
    );
    assert.deepEqual((await put(partner, [{ bundle_id: A, own_price: null }])).body.data, {
      changed: 1,
    });
    const gone = await priceOf(partner);
    assert.deepEqual([gone.own_price, gone.b2c_price], [null, 9.99]);
  });

  it('stay where they are not named, and one that was set by a former id is of its successor', async () => {
    const partner = await hubby.newPartner();
    await put(partner, [
      { bundle_id: A, own_price: 5 },
      { bundle_id: B, own_price: 6 },
    ]);
    assert.equal(
      (await put(partner, [{ bundle_id: `${A}_s1`, own_price: 5.5 }])).body.data.changed,
      1,
    );
    assert.deepEqual(
      [(await priceOf(partner)).own_price, (await priceOf(partner, B)).own_price],
      [5.5, 6],
    );
    assert.deepEqual(
      (await put(partner, [{ bundle_id: A, own_price: 5.5 }])).body.data,
      { changed: 0 },
      'the same again changes nothing',
    );
  });

  it('are refused with each field named, and then none is changed', async () => {
    const partner = await hubby.newPartner();
    const refused = await put(partner, [
      { bundle_id: B, own_price: 6 },
      { bundle_id: 'pkg_none', own_price: 1 },
      { bundle_id: A, own_price: 1.234 },
      { bundle_id: A, own_price: -1 },
    ]);
    assert.deepEqual(detailsOf(refused), [
      400,
      ['prices.1.bundle_id', 'prices.2.own_price', 'prices.3.bundle_id', 'prices.3.own_price'],
    ]);
    assert.equal((await put(partner, [])).status, 400);
    assert.equal((await priceOf(partner, B)).own_price, null);
  });

  it('come as a file that is read back: looked at first, then set, empty cells taken off', async () => {
    const partner = await hubby.newPartner();
    await put(partner, [{ bundle_id: B, own_price: 6 }]);
    const file = await hubby.call('GET', '/api/prices.csv?destination=GR', undefined, {
      key: partner,
    });
    assert.match(file.headers['content-disposition'] as string, /prices\.csv/);
    const rows: Record<string, string>[] = parse(file.text, { columns: true });
    const row = rows.find(({ bundle_id: id }) => id === A)!;
    assert.match(row['b2b_price']!, /^\d+\.\d\d$/);
    assert.equal((await upload(partner, file.text)).body.data.changed, 0, 'as it came');
    const csv = `bundle_id,own_price\n${A},4.50\n${B},\n`;
    const dry = await upload(partner, csv, '?dry_run=true');
    assert.deepEqual(dry.body.data, {
      changed: 2,
      unchanged: 0,
      changes: [
        { bundle_id: A, before: null, after: 4.5 },
        { bundle_id: B, before: 6, after: null },
      ],
    });
    assert.equal((await priceOf(partner)).own_price, null, 'a look changes nothing');
    assert.deepEqual((await upload(partner, csv)).body.data, dry.body.data);
    assert.deepEqual(
      [(await priceOf(partner)).own_price, (await priceOf(partner, B)).own_price],
      [4.5, null],
    );
  });

  it('of a file are refused whole, with every bad line named', async () => {
    const partner = await hubby.newPartner();
    const refused = await upload(
      partner,
      `bundle_id,own_price,currency\n${A},4.50,EUR\n${A},5,EUR\npkg_none,1,EUR\n${B},"1,5",EUR\npkg_ita_1gb_365d,1,USD\n`,
    );
    assert.deepEqual(detailsOf(refused), [
      400,
      ['row 3, bundle_id', 'row 4, bundle_id', 'row 5, own_price', 'row 6, currency'],
    ]);
    assert.equal((await priceOf(partner)).own_price, null);
    assert.equal((await upload(partner, 'bundle_id\nx\n')).status, 400);
    assert.equal(
      (await hubby.call('PUT', '/api/prices.csv', { a: 1 }, { key: partner })).status,
      415,
    );
  });

  it('are read and set by whose role says so', async () => {
    const { partner_id: id } = hubby.partner;
    const path = `/partners/${id}/prices`;
    const change = { prices: [{ bundle_id: A, own_price: 3 }] };
    const finance = await memberAt(hubby, { roles: { [id]: 'finance' } });
    assert.equal((await finance.call('GET', `${path}?destination=GR`)).status, 200);
    assert.equal((await finance.call('PUT', path, change)).status, 403);
    const support = await memberAt(hubby, { roles: { [id]: 'support' } });
    assert.equal((await support.call('GET', path)).status, 403);
    const stranger = await memberAt(hubby, {
      roles: { [(await hubby.newPartner()).partner_id]: 'owner' },
    });
    assert.equal((await stranger.call('GET', path)).status, 404);
    assert.equal((await stranger.call('PUT', path, change)).status, 404);
    assert.equal((await hubby.bare('GET', '/api/prices')).status, 401);
  });
});
