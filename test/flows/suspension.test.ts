/** A suspended partner starts nothing new, by no way in; what it sold goes on. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';

describe('a suspended partner', () => {
  let hubby: Hubby;
  let code: Json;
  let traveler: string;
  const change = async (what: 'suspend' | 'resume'): Promise<void> => {
    const { status } = await hubby.operator(
      'POST',
      `/partners/${hubby.partner.partner_id}/${what}`,
    );
    assert.equal(status, 200);
  };
  const claim = (email: string) =>
    hubby.bare('POST', `/api/promo-codes/claim/${code.uuid}`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    });
  before(async () => {
    hubby = await startHubby();
    traveler = user();
    const { status, body } = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [
        { destination: 'GR', size: '1GB' },
        { destination: 'GR', size: '1GB', external_user_id: traveler },
        { destination: 'GR', size: '1GB', external_user_id: traveler, esim_type: 'classic' },
      ],
    });
    assert.equal(status, 201);
    [code] = body.data.promo_codes;
    await hubby.drain();
  });
  after(() => hubby.close());

  it('gets 401 on signed requests and for its apps, and its codes are no longer valid', async () => {
    const { token } = (await hubby.call('POST', '/api/app-tokens', { external_user_id: traveler }))
      .body.data;
    const asApp = () =>
      hubby.bare('POST', '/list_classic_package_queues', {
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: '{"data":null}',
      });
    assert.equal((await asApp()).status, 200);
    await change('suspend');
    const signed = await hubby.call('GET', '/api/bookings');
    assert.deepEqual([signed.status, signed.body.error.type], [401, 'partner_suspended']);
    const app = await asApp();
    assert.deepEqual([app.status, app.body.error.status], [401, 'UNAUTHENTICATED']);
    const claimed = await claim('ada@example.com');
    assert.deepEqual(
      [claimed.status, claimed.body.error.message],
      [400, 'Promo code is no longer valid'],
    );
  });

  it('loses nothing: after resuming, the code is claimed and the package redeemed', async () => {
    await change('resume');
    assert.equal((await claim('ada@example.com')).status, 200);
    const dashboard = await hubby.call(
      'GET',
      `/api/native/user-dashboard?external_user_id=${traveler}`,
    );
    const [queue] = dashboard.body.data.package_queues;
    const redeemed = await hubby.call('POST', '/api/native/redeem-package', {
      external_user_id: traveler,
      package_queue_id: queue.id,
    });
    assert.equal(redeemed.status, 200);
  });

  it('is refused as a stranger where it does not exist', async () => {
    for (const what of ['suspend', 'resume'])
      assert.equal((await hubby.operator('POST', `/partners/prt_none/${what}`)).status, 404);
    assert.equal((await hubby.operator('PATCH', '/partners/prt_none', { name: 'x' })).status, 404);
  });
});
