/** Entries that name no size: the partner's strategy, through HTTP. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const set = (id: string, package_strategy: unknown) =>
  hubby.operator('PATCH', `/partners/${id}/settings`, { package_strategy });
const body = (entry: Record<string, unknown>, over: Record<string, unknown> = {}) => ({
  departure_date: IN_A_YEAR,
  package_specifications: [{ external_user_id: user(), ...entry }],
  ...over,
});

describe('package_strategy', () => {
  it('chooses where an entry names no size, and the preview says the same and why', async () => {
    const key = await hubby.newPartner();
    await set(key.partner_id, { name: 'fixed_size', parameters: { size: '3GB' } });
    for (const entry of [
      { destination: 'GR' },
      { iata_code: 'ATH' },
      { destination: 'Europe' },
      { destination: ['GR', 'US'] },
    ]) {
      const request = body(entry);
      const preview = await hubby.call('POST', '/api/bookings/preview', request, { key });
      const booked = await hubby.call('POST', '/api/bookings', request, { key });
      assert.equal(booked.status, 201, booked.text);
      assert.ok(
        booked.body.data.package_specifications.every(
          (s: Json) => s.size === '3GB' && s.package_duration === 365,
        ),
      );
      assert.deepEqual(
        preview.body.data.package_specifications.map((s: Json) => s.package_id),
        booked.body.data.package_specifications.map((s: Json) => s.package_id),
      );
      assert.match(preview.body.data.package_specifications[0].reason, /fixed_size: the size 3GB/);
    }
  });

  it('leaves entries alone that name a size or a package, whatever the white list says', async () => {
    const key = await hubby.newPartner();
    await set(key.partner_id, {
      name: 'budget',
      parameters: { max_price: 5, currency: 'EUR' },
      iso3_white_list: ['GRC'],
    });
    const sized = await hubby.call(
      'POST',
      '/api/bookings',
      body({ destination: 'ES', size: '1GB' }),
      { key },
    );
    assert.deepEqual([sized.status, sized.body.data.package_specifications[0].size], [201, '1GB']);
    const refused = await hubby.call('POST', '/api/bookings', body({ destination: 'ES' }), { key });
    assert.deepEqual(
      [refused.status, refused.body.error.details[0].field],
      [400, 'package_specifications.0.destination'],
    );
    assert.match(refused.body.error.details[0].issue, /ESP is not on the white list/);
  });

  it('keeps within the net price of this partner, not of the list', async () => {
    const key = await hubby.newPartner();
    await set(key.partner_id, { name: 'budget', parameters: { max_price: 6, currency: 'EUR' } });
    const chosen = async (): Promise<Json> =>
      (await hubby.call('POST', '/api/bookings/preview', body({ destination: 'GR' }), { key })).body
        .data.package_specifications[0];
    const before = await chosen();
    assert.ok(before.b2b_price <= 6);
    await hubby.operator('PUT', `/partners/${key.partner_id}/prices`, { b2b_modification: -90 });
    const cheaper = await chosen();
    assert.ok(cheaper.b2b_price <= 6);
    assert.equal(cheaper.size, '20GB');
    assert.notEqual(before.size, '20GB');
  });

  it('takes the types of the setting, those of the trip only where its length is known', async () => {
    const key = await hubby.newPartner();
    await set(key.partner_id, {
      name: 'fixed_size',
      parameters: { size: '1000GB' },
      supported_package_types: ['data-limited', 'unlimited'],
    });
    const spec = async (over: Record<string, unknown>): Promise<Json> =>
      (await hubby.call('POST', '/api/bookings', body({ destination: 'GR' }, over), { key })).body
        .data.package_specifications[0];
    assert.equal((await spec({})).package_type, 'data-limited');
    const trip = await spec({ return_date: IN_A_YEAR });
    assert.deepEqual([trip.package_type, trip.size], ['unlimited', null]);
  });

  it('is the same entry when it is sent again, whatever the strategy is by then', async () => {
    const key = await hubby.newPartner();
    await set(key.partner_id, { name: 'fixed_size', parameters: { size: '3GB' } });
    const request = { ...body({ destination: 'GR' }), booking_id: 'trip-1' };
    const first = await hubby.call('POST', '/api/bookings', request, { key });
    await set(key.partner_id, { name: 'fixed_size', parameters: { size: '5GB' } });
    const again = await hubby.call('POST', '/api/bookings', request, { key });
    assert.deepEqual([again.status, again.body.data], [200, first.body.data]);
    await set(key.partner_id, null);
    assert.equal((await hubby.call('POST', '/api/bookings', request, { key })).status, 200);
    const fresh = await hubby.call('POST', '/api/bookings', body({ destination: 'GR' }), { key });
    assert.deepEqual([fresh.status, fresh.body.error.type], [400, 'strategy_not_configured']);
  });

  it('is refused when it is set wrongly, naming every field, and nothing changes', async () => {
    const { partner_id } = await hubby.newPartner();
    const good = { name: 'fixed_size', parameters: { size: '3GB' } };
    await set(partner_id, good);
    const answer = await set(partner_id, {
      name: 'hybrid',
      parameters: {
        rules: [
          {
            when: { tier: 7 },
            use: { name: 'budget', parameters: { max_price: -1, currency: 'XXX' } },
          },
        ],
        default: good,
      },
    });
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.body.error.details.map((d: Json) => d.field).sort(), [
      'package_strategy.parameters.rules.0.use.parameters.currency',
      'package_strategy.parameters.rules.0.use.parameters.max_price',
      'package_strategy.parameters.rules.0.when.tier',
    ]);
    assert.equal(
      (await set(partner_id, { name: 'cheapest', parameters: {} })).body.error.details[0].field,
      'package_strategy.name',
    );
    assert.deepEqual(
      (await hubby.operator('GET', `/partners/${partner_id}`)).body.data.settings.package_strategy,
      good,
    );
  });
});
