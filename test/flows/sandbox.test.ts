/** The sandbox's faults and ledger, as a partner sees them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertSound } from '../faults/checks.ts';
import { assertUnavailable, book, dashboard, fail, redeem, short } from '../faults/steps.ts';
import { startHubby, user, type Hubby } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const ledger = async (key = hubby.partner) =>
  (await hubby.call('GET', '/api/sandbox/ledger', undefined, { key })).body.data;

describe('POST /api/sandbox/fail', () => {
  it('answers what it set, once by default', async () => {
    const key = await hubby.newPartner();
    assert.deepEqual(
      (await hubby.call('POST', '/api/sandbox/fail', { next: 'out_of_stock' }, { key })).body.data,
      { next: 'out_of_stock', count: 1 },
    );
    const external_user_id = user();
    const {
      queues: [queue],
    } = await book(hubby, external_user_id, { key });
    await hubby.drain();
    assert.equal(
      (await dashboard(hubby, external_user_id, key)).body.data.user.has_universal_esim,
      false,
    );
    assert.equal((await redeem(hubby, external_user_id, queue!.id, key)).status, 200);
  });

  it('lets as many calls fail as told, and none after count 0', async () => {
    const external_user_id = user();
    const {
      queues: [queue],
    } = await book(hubby, external_user_id);
    await hubby.drain();
    await fail(hubby, 'out_of_stock', 3);
    for (let i = 0; i < 3; i++)
      assertUnavailable(await redeem(hubby, external_user_id, queue!.id), 'out_of_stock');
    await fail(hubby, 'out_of_stock', 1000);
    assertUnavailable(await redeem(hubby, external_user_id, queue!.id), 'out_of_stock');
    await fail(hubby, 'out_of_stock', 0);
    assert.equal((await redeem(hubby, external_user_id, queue!.id)).status, 200);
    await assertSound(hubby.sql);
  });

  it('touches nobody else', async () => {
    const key = await hubby.newPartner();
    await fail(hubby, 'error', 1000, key);
    const external_user_id = user();
    const {
      queues: [queue],
    } = await book(hubby, external_user_id);
    await hubby.drain();
    assert.equal((await redeem(hubby, external_user_id, queue!.id)).status, 200);
  });

  it('refuses what it does not know', async () => {
    for (const body of [
      {},
      { next: 'explode' },
      { next: 'timeout', count: -1 },
      { next: 'timeout', count: 1.5 },
      { next: 'timeout', count: 1001 },
      { next: 'timeout', count: '1' },
      { next: null },
      [],
    ]) {
      assert.equal(
        short(await hubby.call('POST', '/api/sandbox/fail', body)),
        '400 invalid_request',
        JSON.stringify(body),
      );
    }
    assert.equal(
      (
        await hubby.bare('POST', '/api/sandbox/fail', {
          body: '{"next":"error"}',
          headers: { 'content-type': 'application/json' },
        })
      ).status,
      401,
    );
    assert.equal((await hubby.bare('GET', '/api/sandbox/ledger')).status, 401);
  });
});

describe('GET /api/sandbox/ledger', () => {
  it("shows this partner's orders and calls, and no one else's", async () => {
    const [mine, other] = [await hubby.newPartner(), await hubby.newPartner()];
    assert.deepEqual(await ledger(mine), { orders: [], calls: [], complete: true });
    const external_user_id = user();
    const {
      queues: [queue],
    } = await book(hubby, external_user_id, { key: mine });
    await book(hubby, user(), { key: other });
    await hubby.drain();
    await fail(hubby, 'error', 1, mine);
    await redeem(hubby, external_user_id, queue!.id, mine);
    await redeem(hubby, external_user_id, queue!.id, mine);
    const seen = await ledger(mine);
    assert.deepEqual(
      seen.orders.map((o: { order: { kind: string } }) => o.order.kind),
      ['create_esim', 'add_package'],
    );
    assert.equal(seen.orders[1].order.reference, queue!.uuid);
    assert.deepEqual(
      seen.calls.map((c: { kind: string; outcome: string; fault: string | null }) => [
        c.kind,
        c.outcome,
        c.fault,
      ]),
      [
        ['create_esim', 'provisioned', null],
        ['add_package', 'fault', 'error'],
        ['add_package', 'provisioned', null],
      ],
    );
    assert.equal((await ledger(other)).orders.length, 1);
    await assertSound(hubby.sql);
  });
});

describe('in production', () => {
  it('there is no sandbox', async () => {
    const live = await startHubby({ env: { HUBBY_ENV: 'production' } });
    try {
      for (const [method, path] of [
        ['POST', '/api/sandbox/fail'],
        ['GET', '/api/sandbox/ledger'],
        ['POST', '/api/sandbox/reset'],
        ['POST', '/api/sandbox/clock'],
      ] as const) {
        assert.equal(
          short(await live.call(method, path, method === 'POST' ? { next: 'error' } : undefined)),
          '404 not_found',
        );
        assert.equal(short(await live.bare(method, path)), '404 not_found');
      }
      assert.equal(live.ctx.sandbox, null);
      assert.equal(live.ctx.providers.size, 0);
    } finally {
      await live.close();
    }
  });
});
