/** POST /api/esims/topup: booking and redemption in one. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { randomUUID } from 'node:crypto';
import { assertSound } from '../faults/checks.ts';
import {
  assertUnavailable,
  book,
  dashboard,
  fail,
  redeem,
  replaceProvider,
  short,
  tally,
} from '../faults/steps.ts';
import { ProviderUnclear } from '../../src/providers/provider.ts';
import { startHubby, user, type Hubby } from '../harness.ts';
import { tiersOf } from '../support/about-orders.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const topup = (body: object, options = {}) => hubby.call('POST', '/api/esims/topup', body, options);
const GB = 1_073_741_824;
const bookings = (id: string) =>
  hubby.sql(
    `select b.* from bookings b where exists (select 1 from package_queues q join travelers t on t.partner_id = q.partner_id and t.id = q.traveler_id where q.booking_id = b.id and t.external_user_id = $1) order by b.id`,
    [id],
  );

/** A traveler with an eSIM and one redeemed package of Greece. */
async function traveler(key = hubby.partner) {
  const external_user_id = user();
  const {
    queues: [queue],
  } = await book(hubby, external_user_id, { key });
  await hubby.drain();
  const {
    body: { data },
  } = await redeem(hubby, external_user_id, queue!.id, key);
  return { external_user_id, iccid: data.current_esim.iccid as string };
}

describe('topping up', () => {
  it('by external_user_id, to the destination of the newest package', async () => {
    const { external_user_id, iccid } = await traveler();
    const answer = await topup({ external_user_id, size: '3GB' });
    assert.equal(answer.status, 201, answer.text);
    const { booking, package_queue, current_esim, current_esim_packages } = answer.body.data;
    assert.deepEqual(
      [
        booking.package_specifications.length,
        booking.package_specifications[0].iso3,
        booking.package_specifications[0].package_type,
      ],
      [1, 'GRC', 'data-limited'],
    );
    assert.equal(booking.departure_date, new Date().toISOString().slice(0, 10));
    assert.equal(package_queue.id, booking.package_queues[0].id);
    assert.deepEqual([current_esim.iccid, current_esim.total_data], [iccid, 4 * GB]);
    assert.equal(current_esim_packages[0].package_queue_id, package_queue.id);
    const elsewhere = await topup({ external_user_id, size: '1GB', destination: 'Spain' });
    assert.equal(elsewhere.body.data.package_queue.package_specification.iso3, 'ESP');
    const again = await topup({ external_user_id, size: '1GB' });
    assert.equal(
      again.body.data.package_queue.package_specification.iso3,
      'ESP',
      'the newest package counts',
    );
    await assertSound(hubby.sql);
  });

  it('by iccid', async () => {
    const { external_user_id, iccid } = await traveler();
    const answer = await topup({ iccid, size: '1GB' });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.body.data.current_esim.iccid, iccid);
    assert.equal(
      (await dashboard(hubby, external_user_id)).body.data.current_esim_packages.length,
      2,
    );
  });

  it('makes the eSIM of a traveler who has none, and then needs a destination', async () => {
    const external_user_id = user();
    await book(hubby, external_user_id);
    const without = await topup({ external_user_id, size: '1GB' });
    assert.deepEqual(
      [short(without), without.body.error.details[0].field],
      ['400 invalid_request', 'destination'],
    );
    const answer = await topup({ external_user_id, size: '1GB', destination: 'IT' });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.body.data.current_esim_packages.length, 1);
    await hubby.drain('hurry');
    await assertSound(hubby.sql);
  });

  it('answers 400 for none or both names, no size, unknown sizes and places; 404 for unknown travelers and eSIMs', async () => {
    const { external_user_id, iccid } = await traveler();
    const before = (await hubby.sql('select 1 from bookings')).length;
    for (const body of [
      {},
      { size: '1GB' },
      { external_user_id, iccid, size: '1GB' },
      { external_user_id },
      { external_user_id, size: '1 GB' },
      { external_user_id, size: '123GB' },
      { external_user_id, size: '1GB', destination: 'Atlantis' },
      { iccid: '123', size: '1GB' },
    ]) {
      const answer = await topup(body);
      assert.equal(answer.status, 400, JSON.stringify(body));
      for (const { field } of answer.body.error.details)
        assert.match(
          field,
          /^(external_user_id|iccid|size|destination)$/,
          JSON.stringify(answer.body),
        );
    }
    assert.equal(
      short(await topup({ external_user_id: user(), size: '1GB' })),
      '404 user_not_found',
    );
    assert.equal(
      short(await topup({ iccid: '8999901099999999999', size: '1GB' })),
      '404 esim_not_found',
    );
    assert.equal((await hubby.sql('select 1 from bookings')).length, before, 'nothing is stored');
  });

  it("answers 404 for another partner's eSIM and traveler, as for unknown ones", async () => {
    const { external_user_id, iccid } = await traveler();
    const key = await hubby.newPartner();
    const foreign = await topup({ iccid, size: '1GB' }, { key });
    const unknown = await topup({ iccid: '8999901099999999999', size: '1GB' }, { key });
    const plain = (a: typeof foreign) => JSON.stringify({ ...a.body.error, request_id: '' });
    assert.equal(short(foreign), '404 esim_not_found');
    assert.equal(plain(foreign), plain(unknown));
    assert.equal(
      short(await topup({ external_user_id, size: '1GB' }, { key })),
      '404 user_not_found',
    );
  });

  it('takes its booking back when there is no stock', async () => {
    const { external_user_id } = await traveler();
    await fail(hubby, 'out_of_stock');
    const refused = await topup({ external_user_id, size: '1GB' });
    assertUnavailable(refused, 'out_of_stock');
    const [first, second] = await bookings(external_user_id);
    assert.equal(first.cancelled_at, null);
    assert.deepEqual(
      [second.id, second.cancelled_at === null],
      [refused.body.error.booking_id, false],
    );
    const {
      body: { data },
    } = await dashboard(hubby, external_user_id);
    assert.equal(data.package_queues.length, 1);
    assert.equal(
      short(await redeem(hubby, external_user_id, refused.body.error.package_queue_id)),
      '409 booking_cancelled',
    );
    assert.equal((await topup({ external_user_id, size: '1GB' })).status, 201);
    await assertSound(hubby.sql);
  });

  it('under one Idempotency-Key: after no stock a retry tops up with a new booking', async () => {
    const { external_user_id } = await traveler();
    const headers = { 'idempotency-key': randomUUID() };
    await fail(hubby, 'out_of_stock');
    assertUnavailable(await topup({ external_user_id, size: '1GB' }, { headers }), 'out_of_stock');
    const answer = await topup({ external_user_id, size: '1GB' }, { headers });
    assert.equal(answer.status, 201, answer.text);
    const replay = await topup({ external_user_id, size: '1GB' }, { headers });
    assert.deepEqual(
      [replay.status, replay.headers['idempotent-replayed'], replay.body.data.booking.id],
      [201, 'true', answer.body.data.booking.id],
    );
    assert.deepEqual(
      (await bookings(external_user_id)).map((b) => b.cancelled_at === null),
      [true, false, true],
    );
    await assertSound(hubby.sql);
  });

  for (const sweep of [false, true]) {
    it(`under one Idempotency-Key: after an unclear answer a retry finishes the same booking${sweep ? ', which the sweep has finished meanwhile' : ''}`, async () => {
      const { external_user_id } = await traveler();
      const headers = { 'idempotency-key': randomUUID() };
      await fail(hubby, 'timeout');
      const unclear = await topup({ external_user_id, size: '1GB' }, { headers });
      assertUnavailable(unclear, 'unknown');
      if (sweep) await hubby.drain('hurry');
      const answer = await topup({ external_user_id, size: '1GB' }, { headers });
      assert.equal(answer.status, 201, answer.text);
      assert.deepEqual(
        [answer.body.data.booking.id, answer.body.data.package_queue.id],
        [unclear.body.error.booking_id, unclear.body.error.package_queue_id],
      );
      assert.equal(answer.body.data.current_esim_packages.length, 2);
      assert.equal((await bookings(external_user_id)).length, 2);
      await assertSound(hubby.sql);
    });
  }

  it('under one Idempotency-Key many times at once provisions once', async () => {
    const { external_user_id } = await traveler();
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => topup({ external_user_id, size: '1GB' }, { headers })),
    );
    assert.ok(answers.some((a) => a.status === 201));
    assert.ok(
      answers.every((a) => ['201', '409 idempotency_in_progress'].includes(short(a))),
      JSON.stringify(tally(answers)),
    );
    assert.equal((await bookings(external_user_id)).length, 2);
    assert.equal(
      (await dashboard(hubby, external_user_id)).body.data.current_esim_packages.length,
      2,
    );
    assert.equal(
      short(await topup({ external_user_id, size: '3GB' }, { headers })),
      '422 idempotency_mismatch',
    );
    await assertSound(hubby.sql);
  });

  it('ten times at once without a key are ten top-ups', async () => {
    const { external_user_id } = await traveler();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => topup({ external_user_id, size: '1GB' })),
    );
    assert.deepEqual(tally(answers), { 201: 10 });
    assert.equal(
      (await dashboard(hubby, external_user_id)).body.data.current_esim.total_data,
      11 * GB,
    );
    await assertSound(hubby.sql);
  });

  it('in review it keeps its booking, and the operator finishes it', async () => {
    const key = await hubby.newPartner();
    const { external_user_id } = await traveler(key);
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      ...tiersOf('T3'),
      addPackage: async (input) => {
        await real.addPackage(input);
        throw new ProviderUnclear('no answer');
      },
    }));
    const answer = await topup({ external_user_id, size: '1GB' }, { key });
    assertUnavailable(answer, 'unknown');
    await hubby.drain('hurry');
    restore();
    const {
      body: {
        data: [order],
      },
    } = await hubby.operator('GET', `/orders?state=needs_review&partner_id=${key.partner_id}`);
    assert.equal(order.queue_id, answer.body.error.package_queue_id);
    assert.equal((await hubby.operator('POST', `/orders/${order.id}/adopt`, {})).status, 200);
    assert.equal(
      (await dashboard(hubby, external_user_id, key)).body.data.current_esim_packages.length,
      2,
    );
    await assertSound(hubby.sql);
  });
});
