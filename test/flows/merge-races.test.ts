/**
 * A booking that is sent again while it is being cancelled, and the other way round: each waits for
 * the other.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { holdLock, untilBlocked } from '../support/hold-lock.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const entry = (external_user_id: string): object => ({
  external_user_id,
  destination: 'GR',
  size: '1GB',
});
const send = (booking_id: string, travelers: string[], key = hubby.partner): Promise<Answer> =>
  hubby.call(
    'POST',
    '/api/bookings',
    { departure_date: IN_A_YEAR, booking_id, package_specifications: travelers.map(entry) },
    { key },
  );
const queuesOf = (id: string): Promise<Json[]> =>
  hubby.sql('select cancelled_at from package_queues where booking_id = $1', [id]);

describe('a booking that is sent again', () => {
  it('while it is being cancelled becomes a new one, and nothing is added to the old', async (t) => {
    const [reference, traveler] = [user(), user()];
    const { id } = (await send(reference, [traveler])).body.data;
    // The cancellation holds the booking already when it comes to its queues.
    const lock = await holdLock(
      hubby,
      'select 1 from package_queues where booking_id = $1 for update',
      [id],
    );
    t.after(lock.release);
    const cancelling = hubby.call('DELETE', `/api/bookings/${id}`);
    await untilBlocked(hubby, 1);
    const merging = send(reference, [traveler, user()]);
    await untilBlocked(hubby, 2);
    await lock.release();
    assert.equal((await cancelling).body.data.status, 'CANCELLED');
    const merged = await merging;
    assert.equal(merged.status, 201, merged.text);
    assert.notEqual(merged.body.data.id, id);
    assert.equal(merged.body.data.package_queues.length, 2);
    assert.equal((await queuesOf(id)).length, 1);
  });

  it('is waited for by a cancellation, which takes back what was added', async (t) => {
    const key = await hubby.newPartner(undefined, { esim_assignment: 'redemption' });
    const [reference, traveler, second] = [user(), user(), user()];
    await send(user(), [second], key);
    const { id } = (await send(reference, [traveler], key)).body.data;
    const settings = { esim_assignment: 'booking' };
    await hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, settings);
    // The merge holds the booking already when it comes to the eSIM of its second traveler.
    const lock = await holdLock(
      hubby,
      `insert into provider_orders (id, partner_id, traveler_id, kind, provider, reference, state, next_attempt_at)
       select 'ord_held', partner_id, id, 'create_esim', provider, gen_random_uuid(), 'intent', now()
       from travelers where partner_id = $1 and external_user_id = $2`,
      [key.partner_id, second],
    );
    assert.equal(lock.rowCount, 1);
    t.after(lock.release);
    const merging = send(reference, [traveler, second], key);
    await untilBlocked(hubby, 1);
    const cancelling = hubby.call('DELETE', `/api/bookings/${id}`, undefined, { key });
    await untilBlocked(hubby, 2);
    await lock.release();
    const merged = await merging;
    assert.deepEqual([merged.status, merged.body.data.id], [200, id]);
    assert.equal((await cancelling).body.data.status, 'CANCELLED');
    const queues = await queuesOf(id);
    assert.equal(queues.length, 2);
    assert.ok(queues.every((q) => q.cancelled_at !== null));
  });
});
