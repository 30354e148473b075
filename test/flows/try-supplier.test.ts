/** A dry run: one article is bought for real, read back, cancelled where that is possible. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Worker } from '../../src/worker.ts';
import { STAND_INS, type StandIn } from '../../packages/standins/src/index.ts';
import { until } from '../faults/checks.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';
import { run } from '../support/cli.ts';
import { createOperatorToken } from '../../src/domain/partners/keys/operator-tokens.ts';

let hubby: Hubby;
let worker: Worker;
const standIns = new Map<string, StandIn>();
before(async () => {
  hubby = await startHubby();
  worker = await hubby.work();
  for (const kind of Object.keys(STAND_INS)) await add(kind);
});
after(async () => {
  await worker.stop();
  await hubby.close();
  for (const standIn of standIns.values()) await standIn.close();
});

async function add(kind: string, name = kind, more: object = {}): Promise<StandIn> {
  const standIn = await STAND_INS[kind]!(0);
  standIns.set(name, standIn);
  const { url: base_url, credentials, settings } = standIn;
  const form = { name, kind, mode: 'test', base_url, credentials, settings, ...more };
  assert.equal((await hubby.operator('POST', '/suppliers', form)).status, 201);
  const tested = await hubby.operator('POST', `/suppliers/${name}/test`);
  assert.equal(tested.body.data.ok, true, tested.text);
  return standIn;
}

const attempt = (name: string, body: object = {}): Promise<Answer> =>
  hubby.operator('POST', `/suppliers/${name}/try`, body);
const PLENTY = { amount: 1_000, currency: 'USD' };
const stepsOf = ({ steps }: Json): string[] =>
  steps.map(({ step, ok }: { step: string; ok: boolean }) => `${ok ? '✓' : '✗'} ${step}`);
const live = (name: string) =>
  standIns
    .get(name)!
    .desk.sold()
    .filter(({ isLive }) => isLive);
const orderOf = async (id: string): Promise<Json> => {
  const { body } = await hubby.operator('GET', '/orders');
  return (body.data as Json[]).find((one) => one.id === id);
};

const CANCELLED: Record<string, string> = {
  airalo: 'impossible',
  'esim-access': 'done',
  'esim-go': 'done',
  zendit: 'requested',
  es2plus: 'requested',
};

describe('a dry run', () => {
  for (const [kind, cancelled] of Object.entries(CANCELLED))
    it(`${kind}: says the price first, then buys, reads back, and cancels (${cancelled})`, async () => {
      const { body: offered } = await attempt(kind);
      assert.deepEqual(stepsOf(offered.data), ['✓ article']);
      assert.equal(offered.data.order_id, null);
      assert.deepEqual(live(kind), [], 'a price costs nothing');

      const { article } = offered.data;
      const { body } = await attempt(kind, { article: article.id, accept: article.cost });
      const { data } = body;
      assert.deepEqual(
        stepsOf(data),
        ['✓ article', '✓ order', '✓ read_back', '✓ cancel'],
        JSON.stringify(data),
      );
      assert.deepEqual([data.state, data.cancelled], ['confirmed', cancelled]);
      const order = await orderOf(data.order_id);
      assert.deepEqual([order.state, order.provider], ['confirmed', kind]);
      const sale = standIns
        .get(kind)!
        .desk.sold()
        .find((one) => one.article !== null);
      assert.deepEqual([sale!.reference, sale!.article], [order.reference, article.id]);
    });

  it('is the article that is asked for, at no more than was accepted', async () => {
    const { article } = standIns.get('airalo')!;
    const before = live('airalo').length;
    const low = await attempt('airalo', { article, accept: { amount: 0.5, currency: 'USD' } });
    assert.equal(low.status, 409);
    assert.match(low.body.error.message, /It costs 3\.60 USD, and 0\.5 USD was accepted/);
    const other = await attempt('airalo', { article, accept: { amount: 9, currency: 'EUR' } });
    assert.equal(other.status, 409);
    const none = await attempt('airalo', { article: 'none', accept: PLENTY });
    assert.match(none.body.error.message, /does not list the article "none"/);
    assert.equal(live('airalo').length, before);
    assert.equal((await attempt('nobody')).status, 404);
    assert.equal((await attempt('sandbox-one')).status, 409);
    assert.equal((await attempt('airalo', { accept: { amount: -1 } })).status, 400);
  });

  it('keeps to the spend cap and the kill switch', async () => {
    await add('airalo', 'capped', { spend_cap: { amount: 3.59, currency: 'USD' } });
    const { article } = standIns.get('capped')!;
    const body = { article, accept: PLENTY };
    const tooMuch = await attempt('capped', body);
    assert.equal(tooMuch.status, 409);
    assert.match(tooMuch.body.error.message, /With this purchase its spend cap of 3\.59 USD/);
    await hubby.operator('PATCH', '/suppliers/capped', {
      spend_cap: { amount: 3.6, currency: 'USD' },
    });
    assert.equal((await attempt('capped', body)).body.data.state, 'confirmed');
    await until('the spending to be known', async () => {
      const { body } = await hubby.operator('GET', '/suppliers/capped');
      return (body.data.health.spent_today as object[]).length > 0;
    });
    const again = await attempt('capped', body);
    assert.equal(again.status, 409);
    assert.match(again.body.error.message, /spend cap of 3\.60 USD a day is reached/);
    await hubby.operator('PATCH', '/suppliers/capped', { status: 'paused', spend_cap: null });
    assert.match((await attempt('capped', body)).body.error.message, /paused by the operator/);
    assert.equal(live('capped').length, 1);
  });

  it('whose answer is lost is found, and not bought again', async () => {
    const { desk } = await add('zendit', 'lossy');
    desk.fail('cut_after', 'purchase', 1);
    const { body } = await attempt('lossy', { accept: PLENTY });
    assert.deepEqual(body.data.state, 'confirmed', JSON.stringify(body));
    assert.equal(desk.sold().length, 1);
  });

  it('that nobody can decide is left in review, and said so', async () => {
    const { desk } = await add('esim-go', 'unclear');
    desk.fail('cut_after', 'purchase', 1);
    const { body } = await attempt('unclear', { accept: PLENTY });
    // Its first look-up has to come: a supplier that keeps no references is asked once.
    const order = await until('the review', async () => {
      const found = await orderOf(body.data.order_id);
      return found.state === 'needs_review' ? found : null;
    });
    assert.deepEqual(stepsOf(body.data), ['✓ article', '✗ order']);
    assert.equal(order.provider, 'unclear');
    assert.equal(desk.sold().length, 1);
  });

  it('that is refused ends there: no other account, no second try', async () => {
    const { desk, article } = await add('airalo', 'empty');
    desk.sellOut(article, true);
    const { body } = await attempt('empty', { article, accept: PLENTY });
    assert.deepEqual(stepsOf(body.data), ['✓ article', '✗ order']);
    assert.equal(body.data.state, 'rejected');
    const order = await orderOf(body.data.order_id);
    assert.deepEqual([order.state, order.provider], ['rejected', 'empty']);
    assert.equal(order.next_attempt_at, null);
    assert.deepEqual(desk.sold(), []);
  });

  it('by the command: asks first, and shows every step', async () => {
    const token = await createOperatorToken(hubby.ctx.db);
    const cli = (...args: string[]) =>
      run(hubby, ['supplier', 'try', 'esim-access', '--token', token, ...args]);
    const before = standIns.get('esim-access')!.desk.sold().length;
    const asked = await cli();
    assert.deepEqual([asked.code, asked.out], [1, '']);
    assert.match(asked.err, /^Buy \S+ \(.+\) at esim-access for \d+\.\d\d USD, for real\? Nothing/);
    assert.equal(standIns.get('esim-access')!.desk.sold().length, before);
    const { code, out, err } = await cli('--yes');
    assert.deepEqual([code, err], [0, ''], out);
    assert.match(out, /✓ order +It was bought\..*\n✓ read_back .*\n✓ cancel +It is cancelled/);
    assert.match(out, /Order ord_\w+/);
  });
});
