/** The main job, end to end: booking, eSIM, redemption, dashboard, top-up. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IN_A_YEAR, startHubby, user, type Hubby } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

describe('the journey', () => {
  it('makes one eSIM per traveler, redeems onto it, and tops up the same one', async () => {
    const external_user_id = user();
    const booked = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      booking_id: 'TRIP-1',
      package_specifications: [{ external_user_id, destination: 'GR', size: '1GB' }],
    });
    assert.equal(booked.status, 201);
    const [queue] = booked.body.data.package_queues;
    const path = `/api/native/user-dashboard?external_user_id=${external_user_id}`;

    const waiting = await hubby.call('GET', path);
    assert.equal(waiting.body.data.user.has_universal_esim, false);
    assert.equal(waiting.body.data.current_esim, null);
    await hubby.drain();
    const ready = await hubby.call('GET', path);
    assert.equal(ready.body.data.user.has_universal_esim, true);
    assert.match(ready.body.data.current_esim.qr, /^LPA:1\$[a-z0-9.-]+\$[A-Z0-9-]+$/);
    assert.equal(ready.body.data.current_esim.status, 'RELEASED');
    const { iccid } = ready.body.data.current_esim;

    const redeemed = await hubby.call('POST', '/api/native/redeem-package', {
      external_user_id,
      package_queue_id: queue.id,
    });
    assert.equal(redeemed.status, 200);
    assert.equal(redeemed.body.message, 'Package queue redeemed successfully');
    assert.equal(redeemed.body.data.current_esim.iccid, iccid);
    assert.equal(redeemed.body.data.current_esim.data_left, 1_073_741_824);
    assert.notEqual(redeemed.body.data.package_queue.redeemed_at, null);

    const again = await hubby.call('POST', '/api/native/redeem-package', {
      external_user_id,
      package_queue_id: queue.uuid,
    });
    assert.deepEqual([again.status, again.body.error.type], [409, 'already_redeemed']);

    const more = await hubby.call('POST', '/api/esims/topup', { external_user_id, size: '3GB' });
    assert.equal(more.status, 201);
    assert.equal(more.body.data.current_esim.iccid, iccid);
    assert.equal(more.body.data.current_esim.total_data, 4 * 1_073_741_824);
    assert.deepEqual(
      more.body.data.current_esim_packages.map(
        (p: { destination_iso3: string }) => p.destination_iso3,
      ),
      ['GRC', 'GRC'],
    );

    const { orders } = await hubby.ledger();
    assert.equal(orders.length, 3);
    assert.equal(new Set(orders.map((o) => o.order.reference)).size, 3);
  });
});
