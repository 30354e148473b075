/**
 * The requests of the reference document as they stand there (dates moved ahead), and every key its
 * answers show.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IN_A_YEAR, startHubby, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const YEAR = IN_A_YEAR.slice(0, 4);
const BOOKING = `{
    "departure_date": "${YEAR}-07-15T14:30:00+02:00",
    "locale": "es",
    "package_specifications": [
      {
        "external_user_id": "partner_user_456",
        "destination": "GR",
        "size": "1GB"
      }
    ]
  }`;
const TOP_UP = `{
    "departure_date": "${YEAR}-07-20",
    "package_specifications": [
      {
        "external_user_id": "partner_user_456",
        "destination": "GR",
        "size": "3GB"
      }
    ]
  }`;
const DASHBOARD = '/api/native/user-dashboard?external_user_id=partner_user_456';
const GB = 1_073_741_824;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const ICCID = /^89\d{17}$/;

/** Every key of the sample is there with a value of the sample's type; more keys are allowed. */
function hasShape(actual: Json, sample: Json, path = 'data'): void {
  if (sample === null) return;
  if (Array.isArray(sample)) {
    assert.ok(Array.isArray(actual), `${path} is an array`);
    for (const item of actual) hasShape(item, sample[0], `${path}[]`);
    return;
  }
  assert.equal(typeof actual, typeof sample, path);
  if (typeof sample !== 'object') return;
  for (const [key, value] of Object.entries(sample)) {
    assert.ok(Object.hasOwn(actual, key), `${path}.${key} is missing`);
    hasShape(actual[key], value, `${path}.${key}`);
  }
}

const luhn = (digits: string): boolean =>
  [...digits].reverse().reduce((sum, d, i) => {
    const n = Number(d) * (i % 2 === 0 ? 1 : 2);
    return sum + (n > 9 ? n - 9 : n);
  }, 0) %
    10 ===
  0;

describe('the reference, step by step', () => {
  let queue: Json;
  let iccid: string;

  it('step 1: creates the booking', async () => {
    const answer = await hubby.call('POST', '/api/bookings', undefined, {
      raw: BOOKING,
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(answer.status, 201);
    assert.equal(answer.body.success, true);
    const { data } = answer.body;
    assert.match(data.id, /^bkg_[0-9a-z]{26}$/);
    assert.deepEqual(data.package_specifications, [
      {
        external_user_id: 'partner_user_456',
        package_id: 'pkg_grc_1gb_365d',
        destination: 'GR',
        iso3: 'GRC',
        size: '1GB',
        package_type: 'data-limited',
        package_duration: 365,
        traffic_policy: null,
        esim_type: 'universal',
        status: 'provisioned',
      },
    ]);
    [queue] = data.package_queues;
    assert.match(queue.id, /^pq_[0-9a-f]{32}$/);
    assert.match(queue.uuid, UUID);
    assert.deepEqual(data.package_queues, [
      {
        id: queue.id,
        uuid: queue.uuid,
        destination: 'Grecia',
        iso3: 'GRC',
        esim_type: 'universal',
        expires_at: null,
      },
    ]);
    assert.match(data.created_at, INSTANT);
    assert.equal(data.updated_at, data.created_at);
    const {
      id: _id,
      created_at: _created,
      updated_at: _updated,
      package_specifications: _specifications,
      package_queues: _queues,
      ...rest
    } = data;
    assert.deepEqual(rest, {
      booking_id: null,
      status: 'CONFIRMED',
      departure_date: `${YEAR}-07-15T14:30:00+02:00`,
      return_date: null,
      email: null,
      locale: 'es',
      custom_branding: null,
      communication_options: { should_send_message: false, channels: ['EMAIL'] },
      data: null,
      promo_codes: [],
    });
  });

  it('step 2: shows the dashboard while the eSIM is being made, and after', async () => {
    const early = (await hubby.call('GET', DASHBOARD)).body.data;
    assert.deepEqual(
      [
        early.user.has_universal_esim,
        early.user.current_universal_esim,
        early.current_esim,
        early.current_esim_packages,
      ],
      [false, null, null, []],
    );
    await hubby.drain();
    const { data } = (await hubby.call('GET', DASHBOARD)).body;
    hasShape(data, {
      user: {
        id: 'x',
        external_user_id: 'x',
        has_universal_esim: true,
        current_universal_esim: '89',
      },
      package_queues: [
        {
          id: 'x',
          uuid: 'x',
          type: 'booking',
          package_specification: { iso3: 'FRA', bytes: 1, duration_days: 30 },
          created_at: 'x',
          redeemed_at: null,
        },
      ],
      current_esim: {
        provider: 'x',
        name: 'x',
        qr: 'x',
        iccid: 'x',
        total_data: 1,
        data_left: 1,
        data_used: false,
        status: 'x',
        time_assigned: 'x',
      },
      current_esim_packages: [],
      partner: { id: 'x', name: 'x' },
    });
    iccid = data.current_esim.iccid;
    assert.match(iccid, ICCID);
    assert.ok(luhn(iccid), `${iccid} has a valid Luhn digit`);
    assert.match(data.user.id, /^usr_/);
    assert.deepEqual(data.user, {
      id: data.user.id,
      external_user_id: 'partner_user_456',
      has_universal_esim: true,
      current_universal_esim: iccid,
    });
    assert.deepEqual(data.package_queues, [
      {
        id: queue.id,
        uuid: queue.uuid,
        type: 'booking',
        package_specification: { iso3: 'GRC', bytes: GB, duration_days: 365 },
        package_type: 'data-limited',
        created_at: data.package_queues[0].created_at,
        redeemed_at: null,
      },
    ]);
    assert.match(data.package_queues[0].created_at, INSTANT);
    const { current_esim } = data;
    assert.match(current_esim.qr, /^LPA:1\$[a-z0-9.-]+\$[A-Z0-9-]+$/);
    assert.match(current_esim.time_assigned, INSTANT);
    assert.deepEqual(
      [
        current_esim.provider,
        current_esim.name,
        current_esim.esim_type,
        current_esim.total_data,
        current_esim.data_left,
        current_esim.data_used,
        current_esim.status,
      ],
      ['sandbox-one', 'Hubby Universal ESIM', 'universal', 0, 0, false, 'RELEASED'],
    );
    assert.deepEqual(data.current_esim_packages, []);
    assert.deepEqual(data.partner, { id: hubby.partner.partner_id, name: 'Test Travel' });
  });

  it('step 6: redeems the queue', async () => {
    const before = Date.now();
    const answer = await hubby.call('POST', '/api/native/redeem-package', undefined, {
      raw: `{ "external_user_id": "partner_user_456", "package_queue_id": "${queue.id}" }`,
      headers: { 'content-type': 'application/json' },
    });
    assert.deepEqual(
      [answer.status, answer.body.success, answer.body.message],
      [200, true, 'Package queue redeemed successfully'],
    );
    const { package_queue, current_esim, current_esim_packages } = answer.body.data;
    assert.deepEqual(
      [package_queue.uuid, package_queue.type, package_queue.package_specification],
      [queue.uuid, 'booking', { iso3: 'GRC', bytes: GB, duration_days: 365 }],
    );
    assert.ok(
      Date.parse(package_queue.redeemed_at) >= before - 1_000 &&
        Date.parse(package_queue.redeemed_at) <= Date.now() + 1_000,
    );
    hasShape(current_esim, {
      iccid: 'x',
      qr: 'x',
      name: 'x',
      status: 'x',
      data_left: 1,
      total_data: 1,
      last_updated: 'x',
      time_assigned: 'x',
      esim_type: 'x',
      provider: 'x',
    });
    assert.deepEqual(
      [
        current_esim.iccid,
        current_esim.data_left,
        current_esim.total_data,
        current_esim.esim_type,
        current_esim.status,
      ],
      [iccid, GB, GB, 'universal', 'RELEASED'],
    );
    assert.match(current_esim.last_updated, INSTANT);
    assert.equal(current_esim_packages.length, 1);
    const [pack] = current_esim_packages;
    assert.deepEqual(
      [
        pack.allowance_seconds,
        pack.allowance_hours,
        pack.allowance_days,
        pack.date_activated,
        pack.status,
        pack.total_bytes,
        pack.type,
      ],
      [365 * 86_400, 365 * 24, 365, null, 'ACTIVE', GB, 'data'],
    );
    assert.match(pack.assigned_at, INSTANT);
  });

  it('step 2 again: the dashboard shows what was redeemed', async () => {
    const { data } = (await hubby.call('GET', DASHBOARD)).body;
    hasShape(data.current_esim_packages, [
      {
        template: 'x',
        destination_bundle: 'x',
        destination_iso3: 'x',
        assigned_at: 'x',
        status: 'x',
        total_bytes: 1,
        allowance_seconds: 1,
        allowance_hours: 1,
        allowance_days: 1,
        date_activated: null,
        type: 'data',
      },
    ]);
    const [pack] = data.current_esim_packages;
    assert.deepEqual(
      [
        data.current_esim_packages.length,
        pack.destination_bundle,
        pack.template,
        pack.destination_iso3,
        pack.package_queue_id,
      ],
      [1, 'pkg_grc_1gb_365d', 's1-grc-1gb-365d', 'GRC', queue.id],
    );
    assert.equal(data.package_queues.length, 1);
    assert.match(data.package_queues[0].redeemed_at, INSTANT);
    assert.deepEqual(
      [data.current_esim.data_left, data.current_esim.total_data, data.current_esim.data_used],
      [GB, GB, false],
    );
  });

  it('step 7: another booking for the same traveler tops up the same eSIM', async () => {
    const booked = await hubby.call('POST', '/api/bookings', undefined, {
      raw: TOP_UP,
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(booked.status, 201);
    assert.equal(booked.body.data.departure_date, `${YEAR}-07-20`);
    await hubby.drain();
    const [more] = booked.body.data.package_queues;
    const before = (await hubby.call('GET', DASHBOARD)).body.data;
    assert.deepEqual(
      before.package_queues.map((q: Json) => [q.id, q.redeemed_at === null]),
      [
        [more.id, true],
        [queue.id, false],
      ],
      'newest first, the redeemed one too',
    );
    const redeemed = await hubby.call('POST', '/api/native/redeem-package', {
      external_user_id: 'partner_user_456',
      package_queue_id: more.uuid.toUpperCase(),
    });
    assert.equal(redeemed.status, 200);
    assert.equal(redeemed.body.data.current_esim.iccid, iccid);
    assert.deepEqual(
      [redeemed.body.data.current_esim.total_data, redeemed.body.data.current_esim.data_left],
      [4 * GB, 4 * GB],
    );
    assert.deepEqual(
      redeemed.body.data.current_esim_packages.map((p: Json) => p.total_bytes),
      [3 * GB, GB],
    );
    assert.deepEqual(await hubby.sql(`select count(*)::int as n from esims`), [{ n: 1 }]);
  });

  it('the catalog: destinations and one with its bundles', async () => {
    const list = (await hubby.call('GET', '/api/destinations')).body.data;
    hasShape(list.slice(0, 3), [
      {
        id: 'x',
        name: 'x',
        i18n_name: 'x',
        type: 'x',
        iso3: 'x',
        iso3s: ['x'],
        tier: 1,
        is_active: true,
        currency: 'EUR',
      },
    ]);
    const { data } = (await hubby.call('GET', '/api/destinations/GR')).body;
    const { bundles, ...greece } = data;
    assert.deepEqual(greece, {
      id: 'GR',
      name: 'Greece',
      i18n_name: 'Greece',
      type: 'country',
      iso2: 'GR',
      iso3: 'GRC',
      iso3s: ['GRC'],
      tier: 1,
      is_active: true,
      from_price: 0.85,
      currency: 'EUR',
    });
    assert.deepEqual(
      list.find((d: Json) => d.id === 'GR'),
      greece,
    );
    assert.deepEqual(
      bundles.find((b: Json) => b.id === 'pkg_grc_1gb_365d'),
      {
        id: 'pkg_grc_1gb_365d',
        type: 'data-limited',
        label: '1 GB – 365 days',
        size: '1GB',
        size_in_bytes: GB,
        duration_in_days: 365,
        coverage: ['GRC'],
        esim_types: ['universal', 'classic'],
        unlimited: false,
        traffic_policy: null,
        throttling: null,
        b2b_price: 2.3,
        b2c_price: 3.7,
        currency: 'EUR',
      },
    );
  });

  it('answers with an array of one booking under x-api-version 1.3, for a new booking and for a merge', async () => {
    const body = {
      departure_date: `${YEAR}-07-15`,
      booking_id: 'ARRAY-FORM',
      package_specifications: [
        { external_user_id: 'partner_user_456', destination: 'GR', size: '5GB' },
      ],
    };
    const created = await hubby.call('POST', '/api/bookings', body, {
      headers: { 'x-api-version': '1.3' },
    });
    assert.equal(created.status, 201);
    assert.ok(Array.isArray(created.body.data) && created.body.data.length === 1);
    assert.equal(created.body.data[0].booking_id, 'ARRAY-FORM');
    const merged = await hubby.call('POST', '/api/bookings', body, {
      headers: { 'x-api-version': '1.3' },
    });
    assert.equal(merged.status, 200);
    assert.deepEqual(merged.body.data, created.body.data);
    for (const version of ['1.4', '2', '']) {
      const current = await hubby.call('POST', '/api/bookings', body, {
        headers: { 'x-api-version': version },
      });
      assert.equal(
        current.body.data.booking_id,
        'ARRAY-FORM',
        `x-api-version "${version}" gives the current shape`,
      );
    }
  });
});
