/**
 * Which bundle an entry leads to (section 4.3 of docs/contract.md), on the shipped catalog and on
 * one made for the ties.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { exportCsv } from '../../src/domain/catalog/csv/csv.ts';
import { seedCatalog } from '../../src/domain/catalog/seed.ts';
import type { Bundle } from '../../src/domain/catalog/types.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { bundleAt, source } from '../support/market.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const addDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
type Extra = { return_date?: string; booking?: Json; options?: Json };

/** Preview and booking of one entry; both have to say the same. */
async function choose(entry: Json, { return_date, options = {} }: Extra = {}): Promise<Answer> {
  const request = {
    departure_date: IN_A_YEAR,
    ...(return_date === undefined ? {} : { return_date }),
    package_specifications: [{ external_user_id: user(), ...entry }],
  };
  const preview = await hubby.call('POST', '/api/bookings/preview', request, options);
  const booked = await hubby.call('POST', '/api/bookings', request, options);
  if (booked.status !== 201) {
    assert.deepEqual(
      [preview.status, preview.body.error?.details, preview.body.error?.type],
      [booked.status, booked.body.error.details, booked.body.error.type],
    );
    return booked;
  }
  assert.equal(preview.status, 200, preview.text);
  const shown = (s: Json): Json => [
    s.external_user_id,
    s.package_id,
    s.iso3,
    s.covers,
    s.size,
    s.package_type,
    s.package_duration,
    s.traffic_policy,
    s.esim_type,
  ];
  assert.deepEqual(
    preview.body.data.package_specifications.map(shown),
    booked.body.data.package_specifications.map(shown),
  );
  const prices = await hubby.sql(
    'select b2b_price, b2c_price from package_queues where booking_id = $1 order by position',
    [booked.body.data.id],
  );
  assert.deepEqual(
    preview.body.data.package_specifications.map((s: Json) => [s.b2b_price, s.b2c_price]),
    prices.map((p: Json) => [p.b2b_price / 100, p.b2c_price / 100]),
  );
  assert.equal(
    preview.body.data.total_b2b_price,
    prices.reduce((sum, p: Json) => sum + p.b2b_price, 0) / 100,
  );
  return booked;
}
async function chosen(entry: Json, extra: Extra = {}): Promise<string[]> {
  const answer = await choose(entry, extra);
  assert.equal(answer.status, 201, answer.text);
  return answer.body.data.package_specifications.map((s: Json) => s.package_id);
}
async function refused(
  entry: Json,
  field: string,
  issue: RegExp,
  extra: Extra & { type?: string } = {},
): Promise<void> {
  const answer = await choose(entry, extra);
  assert.deepEqual(
    [answer.status, answer.body.error?.type],
    [400, extra.type ?? 'invalid_request'],
    answer.text,
  );
  assert.deepEqual(
    answer.body.error.details.map((d: Json) => d.field),
    [`package_specifications.0.${field}`],
    answer.text,
  );
  assert.match(answer.body.error.details[0].issue, issue);
}

describe('size, type and duration', () => {
  it('takes the exact size, with 365 days unless another duration is asked for', async () => {
    assert.deepEqual(await chosen({ destination: 'GR', size: '1GB' }), ['pkg_grc_1gb_365d']);
    assert.deepEqual(await chosen({ destination: 'GR', size: '1024MB' }), ['pkg_grc_1gb_365d']);
    assert.deepEqual(await chosen({ destination: 'GR', size: '10240MB' }), ['pkg_grc_10gb_365d']);
    await refused({ destination: 'GR', size: '2GB' }, 'size', /2GB.*1GB, 3GB, 5GB, 10GB, 20GB/);
    await refused({ destination: 'GR', size: '50GB' }, 'size', /sizes on sale/); // sandbox-two has it, for classic eSIMs
    for (const size of [
      '1 GB',
      '1gb',
      '1G',
      'GB',
      '-1GB',
      '0GB',
      '1,5GB',
      '0.1GB',
      '1e3MB',
      '１GB',
      '99999999GB',
    ])
      await refused({ destination: 'GR', size }, 'size', /expected a size/);
  });

  it('takes the smallest duration that is long enough', async () => {
    for (const [days, expected] of [
      [1, '7d'],
      [7, '7d'],
      [8, '365d'],
      [365, '365d'],
    ] as const)
      assert.deepEqual(
        await chosen({ destination: 'GR', size: '1GB', package_duration: days }),
        [`pkg_grc_1gb_${expected}`],
        `${days} days`,
      );
    await refused(
      { destination: 'GR', size: '1GB', package_duration: 366 },
      'package_duration',
      /at least 366 days.*365/,
    );
  });

  it('gives a starter two days unless told otherwise, and needs no size', async () => {
    assert.deepEqual(await chosen({ destination: 'GR', package_type: 'starter' }), [
      'pkg_grc_500mb_2d_starter',
    ]);
    assert.deepEqual(
      await chosen({
        destination: 'GR',
        package_type: 'starter',
        size: '500MB',
        package_duration: 1,
      }),
      ['pkg_grc_500mb_2d_starter'],
    );
    await refused(
      { destination: 'GR', package_type: 'starter', package_duration: 3 },
      'package_duration',
      /longest has 2/,
    );
    await refused({ destination: 'GR', package_type: 'starter', size: '1GB' }, 'size', /500MB/);
  });

  it('counts the days of the trip for unlimited and time-limited, both ends included', async () => {
    for (const [back, days] of [
      [0, '1d'],
      [2, '3d'],
      [3, '5d'],
      [6, '7d'],
      [7, '10d'],
      [29, '30d'],
    ] as const) {
      assert.deepEqual(
        await chosen(
          { destination: 'GR', package_type: 'unlimited' },
          { return_date: addDays(IN_A_YEAR, back) },
        ),
        [`pkg_grc_unlimited_${days}`],
        `${back} nights`,
      );
    }
    assert.deepEqual(
      await chosen(
        { destination: 'GR', package_type: 'time-limited', size: '3GB' },
        { return_date: `${addDays(IN_A_YEAR, 7)}T10:00:00Z` },
      ),
      ['pkg_grc_3gb_15d_time'],
    );
    assert.deepEqual(
      await chosen({
        destination: 'GR',
        package_type: 'time-limited',
        size: '3GB',
        package_duration: 4,
      }),
      ['pkg_grc_3gb_7d_time'],
    );
    assert.deepEqual(
      await chosen(
        { destination: 'GR', package_type: 'unlimited', package_duration: 4 },
        { return_date: addDays(IN_A_YEAR, 20) },
      ),
      ['pkg_grc_unlimited_5d'],
      'an own duration wins',
    );
    for (const type of ['unlimited', 'time-limited'])
      await refused(
        { destination: 'GR', package_type: type, ...(type === 'unlimited' ? {} : { size: '3GB' }) },
        'package_duration',
        /return_date/,
      );
    await refused(
      { destination: 'GR', package_type: 'unlimited' },
      'package_duration',
      /at least 31 days/,
      { return_date: addDays(IN_A_YEAR, 30) },
    );
    await refused(
      { destination: 'GR', package_type: 'unlimited', size: '1GB', package_duration: 5 },
      'size',
      /leave it out/,
    );
    await refused(
      { destination: 'BO', package_type: 'unlimited', package_duration: 5 },
      'package_type',
      /Bolivia/,
    );
    await refused({ destination: 'GR', package_type: 'time-limited' }, 'size', /package_strategy/, {
      type: 'strategy_not_configured',
      return_date: addDays(IN_A_YEAR, 3),
    });
  });

  it('takes a traffic policy at its word', async () => {
    assert.deepEqual(
      await chosen({
        destination: 'GR',
        package_type: 'unlimited',
        package_duration: 5,
        traffic_policy: '2GB/day then 1 Mbps',
      }),
      ['pkg_grc_unlimited_5d'],
    );
    await refused(
      {
        destination: 'GR',
        package_type: 'unlimited',
        package_duration: 5,
        traffic_policy: '9GB/day',
      },
      'traffic_policy',
      /2GB\/day then 1 Mbps/,
    );
  });
});

describe('package_id', () => {
  it('decides alone', async () => {
    assert.deepEqual(await chosen({ package_id: 'pkg_fra_3gb_30d' }), ['pkg_fra_3gb_30d']);
    assert.deepEqual(
      await chosen({
        package_id: 'pkg_fra_3gb_30d',
        size: '1GB',
        package_type: 'starter',
        package_duration: 365,
        traffic_policy: 'x',
      }),
      ['pkg_fra_3gb_30d'],
    );
    const answer = await choose({ package_id: 'pkg_eu_3gb_365d' });
    assert.deepEqual(
      [
        answer.body.data.package_queues[0].iso3,
        answer.body.data.package_queues[0].destination,
        answer.body.data.package_specifications[0].destination,
      ],
      ['EU', 'European Union', 'European Union'],
    );
  });

  it('falls back to nothing', async () => {
    for (const package_id of [
      'pkg_unknown',
      'PKG_FRA_3GB_30D_S1',
      '__proto__',
      'constructor',
      "' or 1=1 --",
    ])
      await refused({ package_id, destination: 'FR', size: '3GB' }, 'package_id', /no bundle/);
    await refused({ package_id: 'pkg_fra_50gb_365d' }, 'package_id', /classic/, {
      type: 'bundle_not_available',
    });
  });

  it('stands no destination beside it that the bundle does not cover', async () => {
    assert.deepEqual(await chosen({ package_id: 'pkg_eu_3gb_365d', destination: 'FR' }), [
      'pkg_eu_3gb_365d',
    ]);
    assert.deepEqual(
      await chosen({ package_id: 'pkg_eu_3gb_365d', destination: ['FR', 'Spain', 'GRC'] }),
      ['pkg_eu_3gb_365d'],
    );
    assert.deepEqual(await chosen({ package_id: 'pkg_eu_3gb_365d', destination: 'EU' }), [
      'pkg_eu_3gb_365d',
    ]);
    assert.deepEqual(await chosen({ package_id: 'pkg_eu_3gb_365d', iata_code: 'CDG' }), [
      'pkg_eu_3gb_365d',
    ]);
    await refused(
      { package_id: 'pkg_eu_3gb_365d', destination: 'US' },
      'destination',
      /does not cover USA/,
    );
    await refused(
      { package_id: 'pkg_eu_3gb_365d', destination: ['FR', 'NO'] },
      'destination',
      /does not cover NOR/,
    );
    await refused({ package_id: 'pkg_eu_3gb_365d', destination: 'EUROPE' }, 'destination', /CHE/);
    await refused(
      { package_id: 'pkg_eu_3gb_365d', destination: 'Atlantis' },
      'destination',
      /Atlantis/,
    );
  });
});

describe('destinations', () => {
  it('knows codes, names, former names, regions and airports', async () => {
    const cases: [Json, string, string][] = [
      [{ destination: 'gr' }, 'GRC', 'Greece'],
      [{ destination: 'gRc' }, 'GRC', 'Greece'],
      [{ destination: 'greece' }, 'GRC', 'Greece'],
      [{ destination: 'Turkey' }, 'TUR', 'Türkiye'],
      [{ destination: 'Türkiye' }, 'TUR', 'Türkiye'],
      [{ destination: 'TR' }, 'TUR', 'Türkiye'],
      [{ destination: 'Czech Republic' }, 'CZE', 'Czechia'],
      [{ destination: 'Swaziland' }, 'SWZ', 'Eswatini'],
      [{ destination: 'EU' }, 'EU', 'European Union'],
      [{ destination: 'European Union' }, 'EU', 'European Union'],
      [{ destination: 'Europe' }, 'EUROPE', 'Europe'],
      [{ destination: 'europe' }, 'EUROPE', 'Europe'],
      [{ destination: 'north-america' }, 'NORTH-AMERICA', 'North America'],
      [{ destination: 'North America' }, 'NORTH-AMERICA', 'North America'],
      [{ iata_code: 'ATH' }, 'GRC', 'Greece'],
      [{ iata_code: 'skg' }, 'GRC', 'Greece'],
      [{ iata_code: 'IST' }, 'TUR', 'Türkiye'],
      [{ destination: 'XK' }, 'XKX', 'Kosovo'],
    ];
    for (const [place, iso3, name] of cases) {
      const {
        body: { data },
      } = await choose({ ...place, size: '1GB' });
      assert.deepEqual(
        [data.package_queues[0].iso3, data.package_queues[0].destination],
        [iso3, name],
        JSON.stringify(place),
      );
      assert.equal(
        data.package_specifications[0].destination,
        place.destination ?? name,
        'echoed as sent',
      );
      assert.equal(data.package_specifications[0].iata_code, place.iata_code);
    }
  });

  it('refuses what it does not know or does not sell', async () => {
    for (const destination of [
      'Atlantis',
      'XX',
      'ß',
      'G',
      'GREEECE',
      'hasOwnProperty',
      '__proto__',
      '٣',
      'Μάλτα?',
      '%47R',
    ])
      await refused({ destination, size: '1GB' }, 'destination', /expected a country/);
    await refused({ destination: 'KP', size: '1GB' }, 'destination', /North Korea/);
    for (const iata_code of ['XXX', '000', 'zz9'])
      await refused({ iata_code, size: '1GB' }, 'iata_code', /IATA/);
    await refused({ size: '1GB' }, 'destination', /required/);
  });
});

describe('several countries', () => {
  const parts = async (entry: Json): Promise<Json[]> => {
    const answer = await choose(entry);
    assert.equal(answer.status, 201, answer.text);
    const { package_queues, package_specifications } = answer.body.data;
    assert.deepEqual(
      package_queues.map((q: Json) => q.covers),
      package_specifications.map((s: Json) => s.covers),
    );
    for (const s of package_specifications) assert.deepEqual(s.destination, entry.destination);
    assert.equal(new Set(package_queues.map((q: Json) => q.id)).size, package_queues.length);
    return package_specifications.map((s: Json) => [s.package_id, [...s.covers].sort()]);
  };

  it('covers the trip of the reference with the fewest bundles', async () => {
    assert.deepEqual(
      await parts({ destination: ['Greenland', 'Canada', 'US', 'Mexico'], size: '1GB' }),
      [['pkg_north-america_1gb_365d', ['CAN', 'GRL', 'MEX', 'USA']]],
    );
  });

  it('takes the cheaper of two that need as many', async () => {
    assert.deepEqual(await parts({ destination: ['GR'], size: '1GB' }), [
      ['pkg_grc_1gb_365d', ['GRC']],
    ]);
    // EU 3.15 before Europe; with Switzerland, which the EU's bundle of sandbox-one lacks, Europe.
    assert.deepEqual(await parts({ destination: ['GR', 'FR'], size: '1GB' }), [
      ['pkg_eu_1gb_365d', ['FRA', 'GRC']],
    ]);
    assert.deepEqual(await parts({ destination: ['GR', 'CH'], size: '1GB' }), [
      ['pkg_europe_1gb_365d', ['CHE', 'GRC']],
    ]);
    assert.deepEqual(await parts({ destination: ['GR', 'FR'], size: '1GB', package_duration: 5 }), [
      ['pkg_eu_1gb_7d', ['FRA', 'GRC']],
    ]);
  });

  it('lets duplicates collapse and a region stand for its countries', async () => {
    assert.deepEqual(await parts({ destination: ['GR', 'GRC', 'Greece', 'gr'], size: '1GB' }), [
      ['pkg_grc_1gb_365d', ['GRC']],
    ]);
    assert.deepEqual(
      await parts({ destination: ['BENELUX', 'BE'], size: '1GB' }),
      [['pkg_eu_1gb_365d', ['BEL', 'LUX', 'NLD']]],
      'cheaper than the bundle of Benelux',
    );
  });

  it('needs two where no region spans them', async () => {
    const two = await parts({ destination: ['GR', 'JP'], size: '20GB' });
    const one = (
      await hubby.sql(`select b2b_price from bundles where id = 'pkg_global_20gb_365d'`)
    )[0];
    // GLOBAL covers both alone: one bundle beats two, whatever it costs.
    assert.deepEqual(two, [['pkg_global_20gb_365d', ['GRC', 'JPN']]]);
    assert.ok(one!.b2b_price > 0);
    const remote = await parts({ destination: ['GR', 'FK'], size: '1GB' });
    assert.deepEqual(remote.flatMap(([, covers]) => covers).sort(), ['FLK', 'GRC']);
    assert.equal(remote.length, 2);
  });

  it('names the country that nobody covers, and takes no more than 60', async () => {
    await refused({ destination: ['GR', 'KP'], size: '1GB' }, 'destination', /North Korea \(PRK\)/);
    await refused({ destination: ['GR', 'Nowhere'], size: '1GB' }, 'destination.1', /Nowhere/);
    await refused({ destination: ['GLOBAL'], size: '1GB' }, 'destination', /at most 60 countries/);
    await refused({ destination: ['GR', 'FR'], size: '7GB' }, 'destination', /7GB/);
    const sixty = seedCatalog()
      .destinations.filter((d) => d.type === 'country' && d.is_active)
      .slice(0, 60)
      .map((d) => d.id);
    const covered = await parts({ destination: sixty, size: '1GB' });
    assert.equal(new Set(covered.flatMap(([, covers]) => covers)).size, 60);
    await refused(
      { destination: [...sixty, 'ZW'], size: '1GB' },
      'destination',
      /at most 60 countries, got 61/,
    );
  });

  it('answers 500 entries of 60 countries', async () => {
    const countries = seedCatalog()
      .destinations.filter((d) => d.type === 'country' && d.is_active)
      .map((d) => d.id);
    // Each a little different, so that nothing is found again.
    const package_specifications = Array.from({ length: 500 }, (_, i) => ({
      external_user_id: 'globetrotter',
      size: '1GB',
      destination: Array.from(
        { length: 60 },
        (__, n) => countries[(i * 7 + n * (1 + (i % 3))) % countries.length]!,
      ),
    }));
    const answer = await hubby.call('POST', '/api/bookings/preview', {
      departure_date: IN_A_YEAR,
      package_specifications,
    });
    assert.equal(answer.status, 200, answer.text.slice(0, 500));
    assert.ok(answer.body.data.package_specifications.every((p: Json) => p.proven));
  });
});

describe('ties', () => {
  const rows = (bundles: Partial<Bundle>[]): void => {
    const catalog = seedCatalog();
    const model = catalog.bundles.find((b) => b.id === 'pkg_mlt_1gb_365d')!;
    const europe = catalog.bundles.find((b) => b.id === 'pkg_baltics_1gb_365d')!;
    const of = (change: Partial<Bundle>): Bundle => {
      const base = change.destination === 'BALTICS' ? europe : model;
      const at = change.sources?.[0]!.account ?? 'sandbox-one';
      return bundleAt(base, change.id!, at, change, change.sources?.[0]);
    };
    csv = exportCsv({
      destinations: catalog.destinations,
      bundles: [
        ...catalog.bundles.filter((b) => !['MT', 'BALTICS'].includes(b.destination)),
        ...bundles.map(of),
      ],
    });
  };
  let csv = '';
  const load = async (bundles: Partial<Bundle>[]): Promise<void> => {
    rows(bundles);
    const answer = await hubby.operator('POST', '/catalog/import', csv);
    assert.equal(answer.status, 200, answer.text.slice(0, 500));
  };

  it('goes by duration, priority, net price, id', async () => {
    const tie = (id: string, more: Partial<Bundle> = {}): Partial<Bundle> => ({
      id: `pkg_${id}`,
      destination: 'MT',
      b2b_price: 300,
      b2c_price: 500,
      priority: 100,
      duration_days: 400,
      ...more,
    });
    const asked = { destination: 'MT', size: '1GB' };
    await load([tie('b'), tie('a'), tie('c')]);
    assert.deepEqual(await chosen(asked), ['pkg_a']);
    await load([tie('a'), tie('b', { b2b_price: 299 })]);
    assert.deepEqual(await chosen(asked), ['pkg_b']);
    await load([tie('a', { b2b_price: 100 }), tie('b', { priority: 99 })]);
    assert.deepEqual(await chosen(asked), ['pkg_b']);
    await load([tie('a', { b2b_price: 100, priority: 1 }), tie('b', { duration_days: 399 })]);
    assert.deepEqual(await chosen(asked), ['pkg_b']);
    await load([tie('a'), tie('b', { is_active: false, priority: 1 })]);
    assert.deepEqual(await chosen(asked), ['pkg_a']);
    await refused({ package_id: 'pkg_b' }, 'package_id', /no bundle "pkg_b" on sale/);
  });

  it("goes by the partner's own net price, not by the list's", async () => {
    const key = await hubby.newPartner();
    const prices = await hubby.operator('PUT', `/partners/${key.partner_id}/prices`, {
      custom: [{ bundle_id: 'pkg_a', b2b_price: 2.5 }],
    });
    assert.equal(prices.status, 200);
    await load([
      { id: 'pkg_a', destination: 'MT', b2b_price: 300, b2c_price: 500 },
      { id: 'pkg_b', destination: 'MT', b2b_price: 299, b2c_price: 500 },
    ]);
    assert.deepEqual(await chosen({ destination: 'MT', size: '1GB' }), ['pkg_b']);
    assert.deepEqual(await chosen({ destination: 'MT', size: '1GB' }, { options: { key } }), [
      'pkg_a',
    ]);
  });

  it('accepts a region beside its own bundle, even if the bundle leaves out one of its countries', async () => {
    await load([
      {
        id: 'pkg_two_of_three',
        destination: 'BALTICS',
        coverage: ['EST', 'LVA'],
      },
    ]);
    assert.deepEqual(await chosen({ package_id: 'pkg_two_of_three', destination: 'Baltics' }), [
      'pkg_two_of_three',
    ]);
    await refused(
      { package_id: 'pkg_two_of_three', destination: 'LT' },
      'destination',
      /does not cover LTU/,
    );
  });

  it('keeps a traveler to the provider of the first booking', async () => {
    const malta = seedCatalog().bundles.find((b) => b.id === 'pkg_mlt_1gb_365d')!;
    const { coverage, bytes, duration_days } = malta;
    const promise = { coverage, bytes, duration_days };
    await load([
      { id: 'pkg_one', destination: 'MT', priority: 2 },
      {
        id: 'pkg_two',
        destination: 'MT',
        priority: 1,
        sources: [source('sandbox-two', 'two', { ...promise, esim_types: ['universal'] })],
      },
    ]);
    const external_user_id = user();
    assert.deepEqual(await chosen({ external_user_id, destination: 'MT', size: '1GB' }), [
      'pkg_two',
    ]);
    await refused({ external_user_id, destination: 'GR', size: '1GB' }, 'destination', /provider/, {
      type: 'bundle_not_available',
    });
    await refused({ external_user_id, package_id: 'pkg_one' }, 'package_id', /provider/, {
      type: 'bundle_not_available',
    });
    const other = user();
    assert.deepEqual(await chosen({ external_user_id: other, destination: 'GR', size: '1GB' }), [
      'pkg_grc_1gb_365d',
    ]);
    assert.deepEqual(await chosen({ external_user_id: other, destination: 'MT', size: '1GB' }), [
      'pkg_one',
    ]);
    // Within one request all entries of a traveler are planned together.
    for (const destinations of [
      ['GR', 'MT'],
      ['MT', 'GR'],
    ]) {
      const third = user();
      const both = await hubby.call('POST', '/api/bookings', {
        departure_date: IN_A_YEAR,
        package_specifications: destinations.map((destination) => ({
          external_user_id: third,
          destination,
          size: '1GB',
        })),
      });
      assert.deepEqual(
        both.body.data?.package_specifications.map((s: Json) => s.package_id).sort(),
        ['pkg_grc_1gb_365d', 'pkg_one'],
        both.text,
      );
    }
    // Two at once that would fix different ones: one wins, the other follows or is refused.
    for (let i = 0; i < 5; i++) {
      const racer = user();
      const answers = await Promise.all(
        ['GR', 'MT'].flatMap((destination) =>
          Array.from({ length: 3 }, () =>
            hubby.call('POST', '/api/bookings', {
              departure_date: IN_A_YEAR,
              package_specifications: [{ external_user_id: racer, destination, size: '1GB' }],
            }),
          ),
        ),
      );
      for (const a of answers)
        assert.ok(a.status === 201 || a.body.error.type === 'bundle_not_available', a.text);
      const providers = await hubby.sql(
        'select distinct q.provider from package_queues q join travelers t on t.id = q.traveler_id where t.external_user_id = $1',
        [racer],
      );
      assert.equal(providers.length, 1);
    }
  });
});

describe('entries of one traveler', () => {
  it('have a plan in every order, if they have one in any', async () => {
    const { destinations, bundles } = seedCatalog();
    const malta = bundles.find((b) => b.id === 'pkg_mlt_1gb_365d')!;
    const made = (id: string, provider: string, gb: number, b2b_price: number): Bundle =>
      bundleAt(malta, id, provider, {
        bytes: gb * 2 ** 30,
        b2b_price,
        b2c_price: b2b_price + 100,
      });
    const csv = exportCsv({
      destinations,
      bundles: [
        ...bundles.filter((b) => b.destination !== 'MT'),
        made('pkg_one_1', 'sandbox-one', 1, 100),
        made('pkg_two_1', 'sandbox-two', 1, 200),
        made('pkg_two_50', 'sandbox-two', 50, 900),
        made('pkg_one_5', 'sandbox-one', 5, 500),
        made('pkg_two_5', 'sandbox-two', 5, 400),
      ],
    });
    const imported = await hubby.operator('POST', '/catalog/import', csv);
    assert.equal(imported.status, 200, imported.text.slice(0, 500));
    const plan = (sizes: string[], more: Json[] = []): Promise<Answer> => {
      const external_user_id = user();
      return hubby.call('POST', '/api/bookings', {
        departure_date: IN_A_YEAR,
        package_specifications: [
          ...sizes.map((size) => ({ external_user_id, destination: 'MT', size })),
          ...more.map((entry) => ({ external_user_id, ...entry })),
        ],
      });
    };
    const ids = ({ body, text }: Answer): string[] => {
      assert.ok(body.data, text);
      return body.data.package_specifications.map((s: Json) => s.package_id);
    };
    assert.deepEqual(ids(await plan(['1GB', '50GB'])), ['pkg_two_1', 'pkg_two_50']);
    assert.deepEqual(ids(await plan(['50GB', '1GB'])), ['pkg_two_50', 'pkg_two_1']);
    assert.deepEqual(ids(await plan(['1GB', '1GB', '50GB'])).at(0), 'pkg_two_1');
    // No conflict: each its best. One, and both providers could serve: the cheaper for all
    // together.
    assert.deepEqual(ids(await plan(['1GB'])), ['pkg_one_1']);
    assert.deepEqual(ids(await plan(['1GB', '5GB'])), ['pkg_one_1', 'pkg_one_5']);
    assert.deepEqual(ids(await plan(['5GB', '1GB'])), ['pkg_one_5', 'pkg_one_1']);
    assert.deepEqual(ids(await plan(['1GB'], [{ package_id: 'pkg_two_5' }])), [
      'pkg_two_1',
      'pkg_two_5',
    ]);
    // What has no plan in any order names what does not go together, and what is nowhere on sale in
    // words of its own.
    const none = await plan(['1GB', '50GB', '7GB'], [{ package_id: 'pkg_one_5' }]);
    assert.deepEqual(
      none.body.error?.details.map((d: Json) => [d.field, d.type]),
      [
        ['package_specifications.1.size', 'bundle_not_available'],
        ['package_specifications.2.size', undefined],
      ].map(([field, type]) => [type ? 'package_specifications.1.destination' : field, type]),
      none.text,
    );
    assert.match(none.body.error.details[1].issue, /sizes on sale: 1GB, 5GB, 50GB/);
  });
});

describe('preview', () => {
  it('stores nothing', async () => {
    const external_user_id = user();
    const before = await hubby.sql(
      'select (select count(*) from bookings) b, (select count(*) from travelers) t, (select count(*) from events) e',
    );
    const answer = await hubby.call('POST', '/api/bookings/preview', {
      departure_date: IN_A_YEAR,
      booking_id: 'PREVIEW',
      package_specifications: [{ external_user_id, destination: 'GR', size: '1GB' }],
    });
    assert.deepEqual(answer.body.data, {
      departure_date: IN_A_YEAR,
      return_date: null,
      total_b2b_price: 2.3,
      currency: 'EUR',
      package_specifications: [
        {
          entry: 0,
          proven: true,
          becomes: 'universal_package_queue',
          external_user_id,
          package_id: 'pkg_grc_1gb_365d',
          label: '1 GB – 365 days',
          iso3: 'GRC',
          coverage: ['GRC'],
          size: '1GB',
          package_type: 'data-limited',
          package_duration: 365,
          traffic_policy: null,
          esim_type: 'universal',
          b2b_price: 2.3,
          b2c_price: 3.7,
          currency: 'EUR',
          reason: answer.body.data.package_specifications[0].reason,
        },
      ],
    });
    assert.match(answer.body.data.package_specifications[0].reason, /only data-limited/);
    assert.deepEqual(
      await hubby.sql(
        'select (select count(*) from bookings) b, (select count(*) from travelers) t, (select count(*) from events) e',
      ),
      before,
    );
  });

  it('names every problem, also beside entries that are nothing at all', async () => {
    const answer = await hubby.call('POST', '/api/bookings/preview', {
      departure_date: IN_A_YEAR,
      package_specifications: [
        null,
        7,
        { external_user_id: ['x'], destination: 'GR', size: '1GB' },
        { external_user_id: user(), destination: 'Atlantis', size: '1GB' },
        'x',
        [],
      ],
    });
    assert.equal(answer.status, 400, answer.text);
    assert.deepEqual(answer.body.error.details.map((d: Json) => d.field).sort(), [
      'package_specifications.0',
      'package_specifications.1',
      'package_specifications.2.external_user_id',
      'package_specifications.3.destination',
      'package_specifications.4',
      'package_specifications.5',
    ]);
  });
});
