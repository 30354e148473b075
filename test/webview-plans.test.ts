/** What the first screen puts first, from the dashboard and the time alone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plansOf, type Standing } from '../web/webview/src/data/plans.ts';
import type { Dashboard, Package } from '../web/webview/src/types.ts';

const NOW = Date.parse('2027-07-01T12:00:00Z');
const DAY = 86_400_000;
const GB = 1024 ** 3;

/** A package in use, of which this share is used. */
const used = (share: number, over: Partial<Package> = {}): Package => ({
  id: `pkg_${share}`,
  package_queue_id: `pq_${share}`,
  destination_iso3: 'GRC',
  package_type: 'data-limited',
  assigned_at: new Date(NOW - DAY).toISOString(),
  date_activated: new Date(NOW - DAY).toISOString(),
  expires_at: new Date(NOW + 9 * DAY).toISOString(),
  status: share >= 1 ? 'DEPLETED' : 'ACTIVE',
  total_bytes: GB,
  used_bytes: share * GB,
  allowance_days: 10,
  measured_at: null,
  ...over,
});
const unused = (over: Partial<Package> = {}): Package =>
  used(0, { date_activated: null, expires_at: null, ...over });

const standings = (packages: Package[]): [string, Standing][] => {
  const dashboard: Dashboard = {
    now: new Date(NOW).toISOString(),
    locale: 'en-GB',
    partner_status: 'active',
    user: { external_user_id: 'ada', current_universal_esim: null },
    package_queues: [],
    esims: [
      {
        iccid: '8931000000000000001',
        name: '',
        esim_type: 'universal',
        qr: '',
        status: 'ENABLED',
        time_assigned: '',
        last_updated: '',
        packages,
      },
    ],
    classic_grants: [],
    promo_codes: [],
    purchases: [],
    trips: [],
    places: {},
  };
  return plansOf(dashboard, NOW).map(({ address, standing }) => [address, standing]);
};

describe('data that runs low', () => {
  it('comes first, and is low from a fifth on', () => {
    assert.deepEqual(standings([used(0.5, { destination_iso3: 'ITA' }), used(0.8)]), [
      ['meter/pkg_0.8', 'low'],
      ['meter/pkg_0.5', 'running'],
    ]);
    assert.deepEqual(standings([used(0.79)]), [['meter/pkg_0.79', 'running']]);
  });

  it('is no matter where there is more for the same place', () => {
    assert.deepEqual(standings([used(0.85), unused()]), [
      ['meter/pkg_0.85', 'running'],
      ['meter/pkg_0', 'waiting'],
    ]);
  });

  it('is one where there is more for another place only', () => {
    assert.deepEqual(standings([used(0.85), unused({ destination_iso3: 'ITA' })])[0], [
      'meter/pkg_0.85',
      'low',
    ]);
  });

  it('is one where all that there is for the place runs low', () => {
    assert.deepEqual(
      standings([used(0.85), used(0.9)]).map(([, standing]) => standing),
      ['low', 'low'],
    );
  });
});

describe('data that is used up', () => {
  it('is nearly the first to be told', () => {
    assert.deepEqual(standings([used(0.3, { destination_iso3: 'ITA' }), used(1)])[0], [
      'meter/pkg_1',
      'used_up',
    ]);
  });

  it('stands behind what there is for the same place', () => {
    assert.deepEqual(standings([used(1), unused(), used(0.4)]), [
      ['meter/pkg_0.4', 'running'],
      ['meter/pkg_0', 'waiting'],
      ['meter/pkg_1', 'used_up'],
    ]);
  });
});
