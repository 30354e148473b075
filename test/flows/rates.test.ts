/** Sources that cost in other currencies: unusable without a rate, compared by the newest in force. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';

const COLUMNS =
  'bundle_id,destination,type,size,duration_in_days,label,esim_types,traffic_policy,throttling,b2b_price,b2c_price,currency,priority,is_active,template_id,provider,coverage,imsi,cost,activation_window_days,cost_currency';
const line = (id: string, account: string, cost: string, currency: string): string =>
  `${id},JP,data-limited,1GB,365,1 GB,classic,,,12,15,EUR,1,true,${account}-${currency},${account},JP,,${cost},30,${currency}`;

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
  const csv = [
    COLUMNS,
    line('pkg_two', 'sandbox-one', '8', 'EUR'),
    line('pkg_two', 'sandbox-two', '9', 'USD'),
    line('pkg_yen', 'sandbox-one', '1000', 'JPY'),
    '',
  ].join('\n');
  const { status, text } = await hubby.operator('POST', '/catalog/import', csv);
  assert.equal(status, 200, text);
});
after(() => hubby.close());

const day = (from: number): string =>
  new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
const put = (body: Json): Promise<Answer> => hubby.operator('PUT', '/rates', body);
async function set(currency: string, rate: number, date?: string): Promise<Json> {
  const answer = await put({ currency, rate, ...(date === undefined ? {} : { date }) });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
}
const remove = (currency: string, date: string): Promise<Answer> =>
  hubby.operator('DELETE', `/rates/${currency}/${date}`);
const explain = async (bundle: string): Promise<Json> =>
  (await hubby.operator('GET', `/routing/explain?bundle=${bundle}`)).body.data;
const sourceOf = async (bundle: string, account: string): Promise<Json> =>
  (await explain(bundle)).sources.find((s: Json) => s.account === account);
const onSale = async (): Promise<string[]> =>
  (await hubby.call('GET', '/api/destinations/JP')).body.data.bundles.map((b: Json) => b.id).sort();

describe('a source in another currency', () => {
  it('is not used without a rate, and explain says so', async () => {
    const source = await sourceOf('pkg_two', 'sandbox-two');
    assert.equal(source.why_not, 'there is no rate from USD to EUR');
    assert.equal(source.cost_here, null);
    assert.equal((await sourceOf('pkg_two', 'sandbox-one')).is_taken, true);
    assert.equal((await explain('pkg_yen')).is_on_sale, false);
    assert.deepEqual(await onSale(), ['pkg_two']);
  });

  it('is compared by what it costs here, with the minor units of its own', async () => {
    const made = await set('USD', 0.9);
    assert.deepEqual([made.date, made.to, made.is_in_force], [day(0), 'EUR', true]);
    // 9 USD are 8.10 EUR, more than the other's 8.
    const dearer = await sourceOf('pkg_two', 'sandbox-two');
    assert.deepEqual([dearer.cost, dearer.currency, dearer.cost_here], [9, 'USD', 8.1]);
    assert.match(dearer.why_not, /sandbox-one costs less/);
    await set('USD', 0.8);
    assert.equal((await sourceOf('pkg_two', 'sandbox-two')).is_taken, true);
    await set('JPY', 0.00612);
    assert.equal((await sourceOf('pkg_yen', 'sandbox-one')).cost_here, 6.12);
    assert.deepEqual(await onSale(), ['pkg_two', 'pkg_yen']);
  });

  it('goes by the newest rate that is not of the future, and by the one before when it goes', async () => {
    await set('USD', 0.7, day(-3));
    const future = await set('USD', 0.1, day(3));
    assert.equal(future.is_in_force, false);
    assert.equal((await sourceOf('pkg_two', 'sandbox-two')).cost_here, 7.2);
    assert.equal((await remove('USD', day(0))).status, 200);
    assert.equal((await sourceOf('pkg_two', 'sandbox-two')).cost_here, 6.3);
    const { rates } = (await hubby.operator('GET', '/rates?currency=USD')).body.data;
    assert.deepEqual(
      rates.map((r: Json) => [r.date, r.rate, r.is_in_force]),
      [
        [day(3), 0.1, false],
        [day(-3), 0.7, true],
      ],
    );
  });

  it('is gone from the sale when its last rate is', async () => {
    assert.equal((await remove('JPY', day(0))).status, 200);
    assert.deepEqual(await onSale(), ['pkg_two']);
    assert.equal((await remove('JPY', day(0))).status, 404);
    assert.equal((await remove('JPY', 'never')).status, 404);
  });
});

describe('rates that make no sense', () => {
  const issues = ({ body }: Answer): string[] =>
    body.error.details.map((d: Json) => `${d.field}: ${d.issue}`);

  it('are refused with all that is wrong', async () => {
    const answer = await put({ currency: 'EUR', date: '2027-02-30', rate: 1e-13 });
    assert.equal(answer.status, 400);
    assert.match(answer.text, /2027-02-30/);
    const own = await put({ currency: 'EUR', rate: 1e-13 });
    assert.deepEqual(issues(own), [
      "currency: expected another currency than the catalog's, which is EUR",
      'rate: expected a number above 0 with at most 9 digits and 12 decimals, got 1e-13',
    ]);
    assert.match(issues(await put({ currency: 'usd', rate: 1 }))[0]!, /a currency such as USD/);
    assert.equal((await put({ currency: 'USD', rate: 0 })).status, 400);
    assert.equal((await put({ currency: 'USD', rate: -1 })).status, 400);
    assert.equal((await hubby.operator('GET', '/rates?cursor=nonsense')).status, 400);
  });

  it('of a file are named by line, and nothing of it is taken', async () => {
    const before = (await hubby.operator('GET', '/rates')).text;
    const csv =
      'currency,date,rate\nGBP,2027-01-01,1.15\nGBP,2027-01-01,1.16\nXXX,,1\nCHF,soon,-2\n';
    const answer = await hubby.operator('POST', '/rates/import', csv);
    assert.equal(answer.status, 400);
    assert.deepEqual(
      answer.body.error.details.map((d: Json) => d.field),
      ['row 3, date', 'row 4, currency', 'row 5, date', 'row 5, rate'],
    );
    assert.equal((await hubby.operator('GET', '/rates')).text, before);
  });
});

it('a file sets many at once, and the list shows them page by page', async () => {
  const days = Array.from({ length: 5 }, (_, i) => day(-10 - i));
  const csv = ['currency,date,rate', ...days.map((d, i) => `CHF,${d},1.0${i}`), 'GBP,,1.17'];
  const answer = await hubby.operator('POST', '/rates/import', `${csv.join('\n')}\n`);
  assert.deepEqual(answer.body.data, { imported: 6 });
  const whole = (await hubby.operator('GET', '/rates')).body.data;
  assert.equal(whole.to, 'EUR');
  const seen: Json[] = [];
  for (let at = '/rates?limit=2'; ;) {
    const { rates, next_cursor } = (await hubby.operator('GET', at)).body.data;
    seen.push(...rates);
    if (next_cursor === null) break;
    at = `/rates?limit=2&cursor=${next_cursor}`;
  }
  assert.deepEqual(seen, whole.rates);
  assert.deepEqual(
    seen.filter((r) => r.currency === 'CHF').map((r) => [r.date, r.is_in_force]),
    days.map((d, i) => [d, i === 0]),
  );
  assert.equal(seen.find((r) => r.currency === 'GBP').date, day(0));
});
