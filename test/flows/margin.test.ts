/** The operator's reports: what is earned, and how accounts did. Every figure against orders made here. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createOperatorToken } from '../../src/domain/partners/keys/operator-tokens.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { book, redeem } from '../faults/steps.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';
import { run } from '../support/cli.ts';

let hubby: Hubby;
let small: CreatedPartner;
let other: CreatedPartner;
let price: number;
const DAY = '2026-03-10';

before(async () => {
  hubby = await startHubby();
  small = await hubby.newPartner('=Small');
  other = await hubby.newPartner('Other');
  await hubby.operator('PUT', '/rates', { currency: 'USD', rate: 0.8, date: '2026-03-01' });
  await hubby.operator('PUT', '/rates', { currency: 'USD', rate: 0.5, date: '2026-03-20' });
});
after(() => hubby.close());

type Made = { queue: string; order: string };
/** A package that was delivered on that day, for so much in minor units. */
async function delivered(
  key: CreatedPartner,
  { day = DAY, cost = 100 as number | null, currency = 'EUR' } = {},
): Promise<Made> {
  const who = user();
  const { queues } = await book(hubby, who, { key });
  const answer = await redeem(hubby, who, queues[0]!.id, key);
  assert.equal(answer.status, 200, answer.text);
  const [row] = await hubby.sql<{ id: string; b2b_price: number }>(
    `update provider_orders o
     set settled_at = $2::timestamptz + interval '12 hours', cost_minor = $3, cost_currency = $4
     from package_queues q
     where q.id = $1 and o.queue_id = q.id
     returning o.id, q.b2b_price`,
    [queues[0]!.id, `${day}T00:00Z`, cost, cost === null ? null : currency],
  );
  price = row!.b2b_price;
  return { queue: queues[0]!.id, order: row!.id };
}
const get = (query: string, what = 'margin') => hubby.operator('GET', `/reports/${what}${query}`);
const margin = async (query: string): Promise<Json> => {
  const answer = await get(query);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
};
const MARCH = '?from=2026-03-01&to=2026-03-31';
const major = (minor: number): number => minor / 100;

describe('the margin', () => {
  it('is revenue less cost, told apart by what was asked for', async () => {
    await delivered(small, { cost: 120 });
    await delivered(small, { cost: 80, day: '2026-03-11' });
    await delivered(other, { cost: 50 });
    await delivered(other, { cost: 999, day: '2026-02-28' });
    const { rows, totals } = await margin(`${MARCH}&by=partner`);
    assert.deepEqual(
      rows.find((row: Json) => row.partner_id === small.partner_id),
      {
        partner_id: small.partner_id,
        partner: '=Small',
        currency: 'EUR',
        packages: 2,
        revenue: major(2 * price),
        cost: 2,
        margin: major(2 * price - 200),
        margin_share: Math.round(((2 * price - 200) / (2 * price)) * 10_000) / 10_000,
        unconverted: [],
        without_cost: 0,
      },
    );
    assert.equal(rows.length, 2);
    assert.deepEqual([totals.length, totals[0].packages, totals[0].cost], [1, 3, 2.5]);
    const all = await margin('?from=2026-02-01&to=2026-03-31&by=supplier,month');
    assert.deepEqual(
      all.rows.map((row: Json) => [row.supplier, row.month, row.packages]),
      [
        ['sandbox-one', '2026-02', 1],
        ['sandbox-one', '2026-03', 3],
      ],
    );
    const bundles = await margin(`${MARCH}&partner_id=${other.partner_id}`);
    assert.deepEqual(bundles.by, ['partner', 'bundle', 'supplier', 'month']);
    assert.equal(bundles.rows.length, 1);
    assert.match(bundles.rows[0].bundle_id, /^pkg_/);
  });

  it('converts a cost by the rate of its day, and guesses none', async () => {
    const key = await hubby.newPartner('Abroad');
    const of = async (): Promise<Json> =>
      (await margin(`${MARCH}&by=partner&partner_id=${key.partner_id}`)).rows[0];
    await delivered(key, { cost: 100, currency: 'USD', day: '2026-03-19' });
    assert.deepEqual([(await of()).cost, (await of()).margin], [0.8, major(price - 80)]);
    await delivered(key, { cost: 100, currency: 'USD', day: '2026-03-20' });
    assert.equal((await of()).cost, 1.3);
    // Yen have no minor units, and no rate.
    await delivered(key, { cost: 300, currency: 'JPY' });
    const row = await of();
    assert.deepEqual(
      [row.cost, row.margin, row.margin_share, row.unconverted],
      [1.3, null, null, [{ currency: 'JPY', cost: 300 }]],
    );
  });

  it('is unknown where a supplier does not tell a cost', async () => {
    const key = await hubby.newPartner('Silent');
    await delivered(key, { cost: null });
    const [row] = (await margin(`${MARCH}&by=month&partner_id=${key.partner_id}`)).rows;
    assert.deepEqual(
      [row.packages, row.without_cost, row.cost, row.margin, row.revenue],
      [1, 1, 0, null, major(price)],
    );
  });

  it('counts what was cancelled as a loss, or not at all where it was taken back', async () => {
    const key = await hubby.newPartner('Cancelled');
    const of = async (): Promise<Json> =>
      (await margin(`${MARCH}&by=month&partner_id=${key.partner_id}`)).rows[0];
    const { queue, order } = await delivered(key, { cost: 70 });
    await hubby.sql('update package_queues set cancelled_at = now() where id = $1', [queue]);
    const lost = await of();
    assert.deepEqual([lost.packages, lost.revenue, lost.cost, lost.margin], [0, 0, 0.7, -0.7]);
    await hubby.sql('update provider_orders set cancelled_at = now() where id = $1', [order]);
    assert.equal((await of()).cost, 0);
  });

  it('counts a package that was moved once, in the month it was sold', async () => {
    const key = await hubby.newPartner('Moved');
    const { queue, order } = await delivered(key, { cost: 70 });
    await hubby.sql('update provider_orders set cancelled_at = now() where id = $1', [order]);
    await hubby.sql(
      `insert into provider_orders (id, partner_id, traveler_id, queue_id, kind, provider, reference,
         state, replaces, settled_at, cost_minor, cost_currency)
       select $2, partner_id, traveler_id, queue_id, kind, 'sandbox-two', gen_random_uuid(), 'confirmed',
         'epk_old', '2026-04-02', 65, 'EUR'
       from provider_orders
       where queue_id = $1`,
      [queue, `${order}b`],
    );
    const { rows } = await margin(
      `?from=2026-03-01&to=2026-04-30&by=month&partner_id=${key.partner_id}`,
    );
    assert.deepEqual(
      rows.map((row: Json) => [row.month, row.packages, row.revenue, row.cost]),
      [
        ['2026-03', 1, major(price), 0],
        ['2026-04', 0, 0, 0.65],
      ],
    );
  });

  it('comes as a file that a spreadsheet reads harmlessly', async () => {
    const { csv } = (await get(`/csv${MARCH}&by=partner&partner_id=${small.partner_id}`)).body.data;
    const [header, line] = csv.split('\n');
    assert.equal(
      header,
      'partner_id,partner,currency,packages,revenue,cost,margin,margin_share,unconverted,without_cost',
    );
    assert.ok(
      line.startsWith(`${small.partner_id},'=Small,EUR,2,${major(2 * price).toFixed(2)},2.00,`),
      line,
    );
  });

  it('refuses what is no range, no partner, and nothing to tell apart by', async () => {
    for (const [query, field] of [
      ['?from=2026-03-02&to=2026-03-01', 'from'],
      ['?from=2026-01-01&to=2026-12-31', 'from'],
      ['?from=March', 'from'],
      ['?by=partner,color', 'by'],
    ]) {
      const answer = await get(query!);
      assert.deepEqual([answer.status, answer.body.error.details[0].field], [400, field], query);
    }
    assert.equal((await get('?partner_id=prt_none')).status, 404);
    for (const what of ['margin', 'margin/csv', 'supply']) {
      assert.equal((await hubby.bare('GET', `/api/operator/reports/${what}`)).status, 401);
      assert.equal((await hubby.call('GET', `/api/operator/reports/${what}`)).status, 401);
    }
  });
});

describe('the supply', () => {
  const DAYS = '?from=2025-05-01&to=2025-05-31';
  let n = 0;
  const order = (provider: string, state: string, ms: number | null, left: string[] = []) =>
    hubby.sql(
      `insert into provider_orders (id, partner_id, traveler_id, kind, provider, reference, state,
         is_archived, created_at, settled_at, evidence)
       values ('ord_' || $1, 'prt_x', 'usr_' || $1, 'create_esim', $2, gen_random_uuid(), $3, true,
         '2025-05-05', '2025-05-05'::timestamptz + $4 * interval '1 ms', $5)`,
      [
        `s${++n}`,
        provider,
        state,
        ms,
        JSON.stringify([
          { at: 'x', why: 'x' },
          ...left.map((one) => ({ left: one, for: provider })),
        ]),
      ],
    );
  const supply = async (query = DAYS): Promise<Map<string, Json>> => {
    const answer = await get(query, 'supply');
    assert.equal(answer.status, 200, answer.text);
    return new Map(answer.body.data.accounts.map((row: Json) => [row.account, row]));
  };

  it('says of each account how its orders went', async () => {
    for (const ms of [100, 200, 300, 400, 10_000]) await order('sandbox-one', 'confirmed', ms);
    await order('sandbox-one', 'rejected', 50);
    await order('sandbox-one', 'needs_review', null);
    await order('sandbox-one', 'pending', null);
    await order('sandbox-two', 'confirmed', 700, ['sandbox-one']);
    await order('sandbox-two', 'rejected', 700, ['sandbox-one', 'sandbox-three']);
    const accounts = await supply();
    assert.deepEqual(accounts.get('sandbox-one'), {
      account: 'sandbox-one',
      orders: 8,
      confirmed: 5,
      rejected: 1,
      in_review: 1,
      under_way: 1,
      success_share: 5 / 7,
      p50_ms: 300,
      p95_ms: 8080,
      failed_over: 2,
    });
    const two = accounts.get('sandbox-two');
    assert.deepEqual([two.orders, two.success_share, two.p50_ms], [2, 0.5, 700]);
    const three = accounts.get('sandbox-three');
    assert.deepEqual(
      [three.orders, three.success_share, three.p95_ms, three.failed_over],
      [0, null, null, 1],
    );
    assert.equal((await supply('?from=2025-05-06&to=2025-05-31')).get('sandbox-one').orders, 0);
  });

  it('and the margin are told by the command', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hubby-report-'));
    const token = await createOperatorToken(hubby.ctx.db);
    const cli = async (...args: string[]): Promise<string> => {
      const all = ['report', ...args, '--token', token];
      const { code, out, err } = await run(hubby, all, { HUBBY_DATA_DIR: folder });
      assert.equal(code, 0, err);
      return out.trim();
    };
    const march = ['--from', '2026-03-01', '--to', '2026-03-31'];
    const one = ['--partner', small.partner_id];
    assert.match(
      await cli('margin', ...march, ...one, '--by', 'partner'),
      /^=Small {2}2 packages, revenue .* EUR, cost 2\.00 EUR, margin .* EUR \(.* %\)\nin all {2}2 packages/,
    );
    const file = join(folder, 'margin.csv');
    assert.equal(await cli('margin', ...march, ...one, '--csv', file), `Written to ${file}.`);
    assert.match(
      readFileSync(file, 'utf8'),
      /^partner_id,partner,bundle_id,supplier,month,currency/,
    );
    assert.match(
      await cli('supply', '--from', '2025-05-01', '--to', '2025-05-31'),
      /^sandbox-one +8 orders {2}71\.4 % succeeded {2}half within 0\.3 s, 95 % within 8\.1 s {2}2 went on elsewhere {2}1 in review$/m,
    );
  });
});
