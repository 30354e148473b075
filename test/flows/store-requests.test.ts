/** What may be asked of the store, by whom, and what is answered. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHubby, type Json } from '../harness.ts';
import { GREECE, openShop, STORE, type Buyer, type Shop } from '../support/shop.ts';
import { openPage, pageWith } from '../support/webview.ts';

let shop: Shop;
let buyer: Buyer;
before(async () => {
  shop = await openShop();
  buyer = await shop.traveler();
});
after(() => shop.close());

const setStore = async (store: object, id = shop.hubby.partner.partner_id) => {
  const answer = await shop.hubby.operator('PATCH', `/partners/${id}/settings`, { store });
  shop.hubby.ctx.keys.forgetPartner(id);
  return answer;
};
const offers = (query = '') => buyer.page.call('GET', `/me/store${query}`);
const checkout = (body: object, headers = {}) =>
  buyer.page.call('POST', '/me/checkout', body, headers);
const fieldsOf = (answer: { body: Json }): string[] =>
  answer.body.error.details.map(({ field }: Json) => field);

describe('offers', () => {
  it('are all destinations with their least price, or those of one, best first', async () => {
    const all = (await offers()).body.data;
    assert.deepEqual([all.currency, all.seller, all.tax_included], ['EUR', 'operator', true]);
    const greece = all.destinations.find(({ iso3 }: Json) => iso3 === 'GRC');
    assert.deepEqual(greece.offers, []);
    const one = (await offers('?iso3=grc')).body.data.destinations;
    assert.equal(one.length, 1);
    const prices = one[0].offers.map(({ price }: Json) => price);
    assert.equal(Math.min(...prices), greece.from_price);
    const begun = await checkout({
      ...GREECE,
      size: undefined,
      destination: undefined,
      package_id: one[0].offers[0].package_id,
    });
    assert.deepEqual([begun.status, begun.body.data.amount], [201, prices[0]], begun.text);
  });

  it('cost what the setting says', async () => {
    const priceOf = async () => {
      const [{ offers: list }] = (await offers('?iso3=GRC')).body.data.destinations;
      return list.find(({ package_id }: Json) => package_id === 'pkg_grc_1gb_365d').price;
    };
    const { b2b_price, b2c_price } = (
      await shop.hubby.call('GET', '/api/destinations/GR')
    ).body.data.bundles.find(({ id }: Json) => id === 'pkg_grc_1gb_365d');
    try {
      assert.equal(await priceOf(), b2c_price);
      await setStore({ enabled: true, markup_percent: 100 });
      assert.equal(await priceOf(), Math.round(b2b_price * 200) / 100);
      await setStore({ enabled: true, prices: { pkg_grc_1gb_365d: 7.77 } });
      assert.equal(await priceOf(), 7.77);
    } finally {
      await setStore(STORE);
    }
  });

  it('are in another currency where there is a rate, rounded up', async () => {
    assert.deepEqual(fieldsOf(await offers('?currency=USD')), ['currency']);
    const day = new Date().toISOString().slice(0, 10);
    const set = await shop.hubby.operator('PUT', '/rates', {
      currency: 'USD',
      date: day,
      rate: 0.9,
    });
    assert.equal(set.status, 200, set.text);
    await shop.hubby.ctx.catalog.refresh();
    const [eur, usd] = await Promise.all(
      ['EUR', 'USD'].map(
        async (currency) =>
          (await offers(`?iso3=GRC&currency=${currency}`)).body.data.destinations[0].offers[0]
            .price,
      ),
    );
    assert.equal(usd, Math.ceil(Math.round(eur * 100) / 0.9) / 100);
  });

  it('are none where the store is closed, does not show, or nobody can pay', async () => {
    const closed = async (answer: ReturnType<typeof offers>) => {
      const { status, body } = await answer;
      assert.deepEqual([status, body.error?.type], [409, 'store_closed']);
    };
    await closed(offers('?platform=ios'));
    await closed(checkout({ ...GREECE, platform: 'android' }));
    const app = { 'user-agent': 'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) Chrome/120' };
    await closed(buyer.page.call('GET', '/me/store', undefined, app));
    try {
      await setStore({ enabled: false });
      await closed(offers());
      await closed(checkout(GREECE));
      await setStore({ ...STORE, platforms: { ios: true } });
      assert.equal((await offers('?platform=ios')).status, 200);
    } finally {
      await setStore(STORE);
    }
    const { payments } = shop.hubby.ctx;
    try {
      shop.hubby.ctx.payments = null;
      await closed(offers());
    } finally {
      shop.hubby.ctx.payments = payments;
    }
  });
});

describe('a checkout', () => {
  it('is refused with every field that is wrong', async () => {
    const wrong = [
      [{ ...GREECE, consent: false }, 'consent'],
      [{ ...GREECE, consent: undefined }, 'consent'],
      [{ ...GREECE, size: undefined }, 'package_id'],
      [{ ...GREECE, package_id: 'pkg_grc_1gb_365d' }, 'package_id'],
      [{ ...GREECE, destination: 'Atlantis' }, 'destination'],
      [{ ...GREECE, size: '3 elephants' }, 'size'],
      [{ ...GREECE, currency: 'JPY' }, 'currency'],
      [{ ...GREECE, return_to: undefined }, 'return_to'],
    ] as const;
    for (const [body, field] of wrong) {
      const answer = await checkout(body);
      assert.deepEqual([answer.status, fieldsOf(answer)], [400, [field]], answer.text);
    }
  });

  it('leads back to screens, sites and apps of the partner, and nowhere else', async () => {
    const { partner_id: id } = shop.hubby.partner;
    await shop.hubby.operator('PATCH', `/partners/${id}/settings`, {
      app_url: 'https://app.example.com/trips',
      webview: { origins: ['https://www.example.com'] },
    });
    shop.hubby.ctx.keys.forgetPartner(id);
    for (const [return_to, status] of [
      ['home', 201],
      ['store/GRC', 201],
      ['https://www.example.com/paid?x=1', 201],
      ['https://app.example.com/trips/1', 201],
      ['https://app.example.com/tripsy', 400],
      ['https://app.example.com/', 400],
      ['https://www.example.com.evil.example/', 400],
      ['https://www.example.com@evil.example/', 400],
      ['http://www.example.com/', 400],
      ['//evil.example', 400],
      ['javascript:alert(1)', 400],
      ['https://evil.example/', 400],
      ['nowhere', 400],
    ] as const) {
      const answer = await checkout({ ...GREECE, return_to });
      assert.equal(answer.status, status, return_to);
      if (status === 400) assert.deepEqual(fieldsOf(answer), ['return_to']);
    }
  });

  it('is the same one under the same key, also after the pay desk was silent', async () => {
    const key = { 'idempotency-key': 'buy-1' };
    shop.stripe.fault((_asked, res) => (res.destroy(), true));
    const failed = await checkout(GREECE, key);
    assert.deepEqual([failed.status, failed.body.error.type], [503, 'pay_desk_unavailable']);
    shop.stripe.fault(null);
    const [first, second] = [await checkout(GREECE, key), await checkout(GREECE, key)];
    assert.deepEqual([first.status, second.status], [201, 201]);
    assert.deepEqual(first.body.data, second.body.data);
    const [{ count }] = await shop.hubby.sql(
      `select count(*)::int as count from purchases where request_key is not null`,
    );
    assert.equal(count, 1);
  });

  it('tells the pay desk nothing of the traveler', async () => {
    const { purchase_id: id } = await buyer.buy();
    const { form } = shop.stripe.asked.findLast(({ path }) => path === '/v1/checkout/sessions')!;
    const told = form.toString();
    assert.ok(told.includes(id));
    assert.ok(!told.includes(buyer.id) && !told.includes('usr_') && !told.includes('%40'), told);
  });
});

describe('a purchase', () => {
  it('is shown to its traveler alone', async () => {
    const { purchase_id: id } = await buyer.buy();
    const other = await shop.traveler();
    const partner = await shop.hubby.newPartner();
    const stranger = await shop.traveler(partner);
    const shown = async (page: Buyer['page'], what: string) => {
      const { status, body } = await page.call('GET', `/me/purchases/${what}`);
      return [status, body.error?.type, body.error?.message];
    };
    const missing = await shown(other.page, `pur_${'0'.repeat(26)}`);
    assert.deepEqual(missing.slice(0, 2), [404, 'purchase_not_found']);
    for (const page of [other.page, stranger.page]) {
      assert.deepEqual(await shown(page, id), missing);
      const asked = await page.call('POST', `/me/purchases/${id}/refund-request`, { reason: 'x' });
      assert.equal(asked.status, 404);
      assert.deepEqual((await page.call('GET', '/me/dashboard')).body.data.purchases, []);
    }
    assert.equal((await shown(buyer.page, id))[0], 200);
    assert.deepEqual((await shown(buyer.page, 'nothing')).slice(0, 2), [404, 'purchase_not_found']);
  });

  it('is for sessions, not for signatures or anybody', async () => {
    const paths = [
      ['GET', '/me/store'],
      ['POST', '/me/checkout'],
      ['GET', '/me/purchases/x'],
      ['POST', '/me/purchases/x/refund-request'],
    ] as const;
    for (const [method, path] of paths) {
      const body = method === 'POST' ? {} : undefined;
      const answer = await pageWith(shop.hubby, 'nobody')(method, path, body);
      assert.deepEqual([answer.status, answer.body.error.type], [401, 'session_ended'], path);
    }
    for (const path of ['/purchases', '/payment-events']) {
      const answer = await shop.hubby.bare('GET', `/api/operator${path}`);
      assert.equal(answer.status, 401);
    }
    assert.equal((await shop.hubby.operator('GET', '/purchases/nothing')).status, 404);
    const event = await shop.hubby.operator('POST', '/payment-events/nothing/seen', {});
    assert.equal(event.status, 404);
  });
});

describe('the page that somebody comes back to', () => {
  it('needs no session, and names neither the traveler nor what was bought', async () => {
    const { purchase_id: id } = await buyer.buy({ return_to: 'store/GRC' });
    const slug = shop.hubby.partner.slug;
    const page = await shop.hubby.bare('GET', `/w/${slug}/paid?purchase=${id}&lang=nl`);
    assert.equal(page.status, 200);
    assert.match(page.text, /Ga terug/);
    assert.match(page.text, new RegExp(`/w/${slug}/purchase/${id}`));
    for (const hidden of [buyer.id, 'Greece', 'Griekenland', '3GB', '89999']) {
      assert.ok(!page.text.includes(hidden), hidden);
    }
    const { slug: elsewhere } = await shop.hubby.newPartner();
    for (const path of [
      `/w/${slug}/paid`,
      `/w/${slug}/paid?purchase=x`,
      `/w/${elsewhere}/paid?purchase=${id}`,
    ])
      assert.equal((await shop.hubby.bare('GET', path)).status, 404, path);
  });
});

describe('the setting', () => {
  it('is checked field by field', async () => {
    const wrong: [object, string[]][] = [
      [{ enabled: 'yes' }, ['store.enabled']],
      [{ enabled: true, seller: 'partner' }, ['store.seller']],
      [{ enabled: true, markup_percent: -1 }, ['store.markup_percent']],
      [{ enabled: true, markup_percent: 1, prices: { pkg_grc_1gb_365d: 1 } }, ['store.prices']],
      [{ enabled: true, prices: { nothing: 1 } }, ['store.prices.nothing']],
      [{ enabled: true, prices: { pkg_grc_1gb_365d: 1.001 } }, ['store.prices.pkg_grc_1gb_365d']],
      [{ enabled: true, currencies: ['EUR', 'KWD'] }, ['store.currencies.1']],
      [{ enabled: true, currencies: ['XXQ'] }, ['store.currencies.0']],
      [{ enabled: true, terms: 'http://example.com' }, ['store.terms']],
      [{ enabled: true, tax_note: 'a\nb' }, ['store.tax_note']],
    ];
    for (const [store, fields] of wrong) {
      const answer = await setStore(store);
      assert.deepEqual([answer.status, fieldsOf(answer)], [400, fields], JSON.stringify(store));
    }
  });

  it('is off where nobody sets it', async () => {
    const hubby = await startHubby();
    try {
      const booked = await hubby.call('POST', '/api/bookings', {
        departure_date: '2027-11-29',
        package_specifications: [{ external_user_id: 'somebody', destination: 'USA', size: '1GB' }],
      });
      assert.equal(booked.status, 201, booked.text);
      const page = await openPage(hubby, { external_user_id: 'somebody' });
      assert.equal((await page.call('GET', '/me/store')).status, 409);
    } finally {
      await hubby.close();
    }
  });
});
