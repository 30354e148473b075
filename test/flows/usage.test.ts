/** Usage: from the telco's callback to packages, dashboard and events. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { shuffled } from '../support/chance.ts';
import { applyDueReports } from '../../src/domain/esims/usage/apply-reports.ts';
import { dashboard } from '../faults/steps.ts';
import { startHubby, type Hubby } from '../harness.ts';
import {
  callback,
  esimRow,
  eventsOf,
  GB,
  packageRow,
  report,
  reportOf,
  withPackages,
} from '../support/usage-steps.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const dataLeft = async (external_user_id: string): Promise<number> =>
  (await dashboard(hubby, external_user_id)).body.data.current_esim.data_left;
const percent = (n: number): number => Math.ceil((GB * n) / 100);

describe("a provider's figure of a package", () => {
  it('stands: dashboard, activation and thresholds follow it', async () => {
    const {
      external_user_id,
      iccid,
      packages: [k],
    } = await withPackages(hubby);
    const before = (await dashboard(hubby, external_user_id)).body.data.current_esim;
    assert.deepEqual([before.data_left, before.data_used], [GB, false]);
    const reported_at = new Date().toISOString();
    await report(hubby, iccid, {
      reported_at,
      packages: [{ package_id: k.provider_package_id, used_bytes: percent(25) }],
    });
    const {
      body: { data },
    } = await dashboard(hubby, external_user_id);
    assert.equal(data.current_esim.data_left, GB - percent(25));
    assert.equal(data.current_esim.data_used, true);
    assert.ok(data.current_esim.last_updated > before.last_updated);
    const [shown] = data.current_esim_packages;
    assert.deepEqual(
      [shown.used_bytes, shown.status, shown.date_activated],
      [percent(25), 'ACTIVE', reported_at],
    );
    assert.equal(Date.parse(shown.expires_at) - Date.parse(reported_at), 365 * 86_400_000);
    assert.deepEqual(await eventsOf(hubby, k.id), ['activated', '20']);
    const [activated, twenty] = await hubby.sql(
      'select data from events where entity_id = $1 and sequence > 0 order by sequence',
      [k.id],
    );
    const common = {
      partner_id: hubby.partner.partner_id,
      package_id: k.id,
      esim_iccid: iccid,
      external_user_id,
      iso3: 'GRC',
      total_bytes: GB,
      activated_at: reported_at,
      expires_at: shown.expires_at,
    };
    assert.deepEqual(activated.data, {
      ...common,
      package_queue_uuid: activated.data.package_queue_uuid,
      sequence: 1,
    });
    assert.match(activated.data.package_queue_uuid, /^[0-9a-f-]{36}$/);
    assert.deepEqual(twenty.data, {
      ...common,
      package_queue_uuid: activated.data.package_queue_uuid,
      sequence: 2,
      used_bytes: percent(25),
      percent: 20,
    });
  });

  it('fires 20, 50, 80 and 100 in order when it jumps from nothing to all, and depletes', async () => {
    const {
      external_user_id,
      iccid,
      packages: [k],
    } = await withPackages(hubby);
    await report(hubby, iccid, {
      packages: [{ package_id: k.provider_package_id, used_bytes: GB }],
    });
    assert.deepEqual(await eventsOf(hubby, k.id), ['activated', '20', '50', '80', '100']);
    assert.equal((await packageRow(hubby, k.id)).status, 'DEPLETED');
    const {
      body: {
        data: { current_esim },
      },
    } = await dashboard(hubby, external_user_id);
    assert.deepEqual([current_esim.total_data, current_esim.data_left], [GB, 0]);
  });

  it('fires a threshold at exactly its share and not a byte before', async () => {
    const {
      iccid,
      packages: [k],
    } = await withPackages(hubby);
    for (const [bytes, events] of [
      [percent(20) - 1, ['activated']],
      [percent(20), ['activated', '20']],
      [percent(50) - 1, ['activated', '20']],
      [percent(50), ['activated', '20', '50']],
    ] as const) {
      await report(hubby, iccid, {
        packages: [{ package_id: k.provider_package_id, used_bytes: bytes }],
      });
      assert.deepEqual(await eventsOf(hubby, k.id), events, String(bytes));
    }
  });

  it('is bounded, never falls, and comes to no harm from repeated, late and absurd ones', async () => {
    const {
      external_user_id,
      iccid,
      packages: [k],
    } = await withPackages(hubby);
    const say = (used_bytes: number, more = {}) =>
      report(hubby, iccid, {
        packages: [{ package_id: k.provider_package_id, used_bytes }],
        ...more,
      });
    const twice = reportOf(iccid, {
      report_id: 'same',
      packages: [{ package_id: k.provider_package_id, used_bytes: percent(60) }],
    });
    assert.deepEqual((await callback(hubby, [twice, twice])).body.data, { received: 2, stored: 1 });
    assert.deepEqual((await callback(hubby, [twice])).body.data, { received: 1, stored: 0 });
    await hubby.drain();
    await say(percent(30));
    await say(percent(30), { reported_at: '1970-01-01T00:00:00Z' });
    await say(0, { reported_at: '2999-01-01T00:00:00Z' });
    assert.equal(await dataLeft(external_user_id), GB - percent(60));
    assert.deepEqual(await eventsOf(hubby, k.id), ['activated', '20', '50']);
    await say(Number.MAX_SAFE_INTEGER);
    assert.equal(await dataLeft(external_user_id), 0);
    assert.equal((await packageRow(hubby, k.id)).used_bytes, GB);
    assert.deepEqual(await eventsOf(hubby, k.id), ['activated', '20', '50', '80', '100']);
    await say(0);
    assert.equal(await dataLeft(external_user_id), 0);
  });

  it('takes the times of the first use where they make sense', async () => {
    const now = Date.now();
    const at = (ms: number): string => new Date(now + ms).toISOString();
    const cases: [
      activated_at: string,
      expires_at: string | null,
      activated: number | null,
      days: number,
    ][] = [
      [at(-1), at(30 * 86_400_000), null, 30],
      ['1999-01-01T00:00:00Z', null, null, 365],
      ['2999-01-01T00:00:00Z', '2999-01-02T00:00:00Z', null, 365],
      [at(-1), '2020-01-01T00:00:00Z', null, 365],
    ];
    for (const [activated_at, expires_at, , days] of cases) {
      const {
        iccid,
        packages: [k],
      } = await withPackages(hubby);
      await report(hubby, iccid, {
        packages: [{ package_id: k.provider_package_id, used_bytes: 1, activated_at, expires_at }],
      });
      const row = await packageRow(hubby, k.id);
      assert.ok(
        row.date_activated >= row.assigned_at && row.date_activated.getTime() <= Date.now(),
        activated_at,
      );
      assert.ok(
        Math.abs(row.expires_at.getTime() - row.date_activated.getTime() - days * 86_400_000) <
          60_000,
        `${activated_at} ${expires_at}: ${row.expires_at.toISOString()}`,
      );
    }
  });

  it("takes the provider's word on the status", async () => {
    const {
      iccid,
      packages: [depleted, expired, cancelled, odd],
      external_user_id,
    } = await withPackages(hubby, [{}, {}, {}, {}]);
    const says = (k: { provider_package_id: string }, status: string) => ({
      package_id: k.provider_package_id,
      used_bytes: percent(1),
      status,
    });
    await report(hubby, iccid, {
      packages: [
        says(depleted, 'DEPLETED'),
        says(expired, 'EXPIRED'),
        says(cancelled, 'CANCELLED'),
        says(odd, 'ON_HOLD'),
      ],
    });
    const rows = await Promise.all(
      [depleted, expired, cancelled, odd].map((k) => packageRow(hubby, k.id)),
    );
    assert.deepEqual(
      rows.map((row) => row.status),
      ['DEPLETED', 'EXPIRED', 'CANCELLED', 'ACTIVE'],
    );
    assert.deepEqual(await eventsOf(hubby, depleted.id), ['activated', '20', '50', '80', '100']);
    assert.deepEqual(await eventsOf(hubby, expired.id), ['activated', 'expired']);
    // One that is over keeps its figures, but tells of nothing more.
    await report(hubby, iccid, {
      packages: [
        says(expired, 'ACTIVE'),
        { package_id: expired.provider_package_id, used_bytes: GB },
      ],
    });
    assert.deepEqual(await eventsOf(hubby, expired.id), ['activated', 'expired']);
    assert.equal((await packageRow(hubby, expired.id)).status, 'EXPIRED');
    assert.equal(
      (await dashboard(hubby, external_user_id)).body.data.current_esim_packages.length,
      3,
    );
  });
});

describe("a provider's figure of the eSIM", () => {
  it('goes to the package that covers the country; others are untouched', async () => {
    const {
      iccid,
      packages: [greece, spain],
    } = await withPackages(hubby, [{ destination: 'GR' }, { destination: 'ES' }]);
    await report(hubby, iccid, { usage: [{ iso3: 'ESP', used_bytes: percent(25) }] });
    assert.equal((await packageRow(hubby, greece.id)).used_bytes, 0);
    assert.equal((await packageRow(hubby, spain.id)).used_bytes, percent(25));
    assert.deepEqual(
      [await eventsOf(hubby, greece.id), await eventsOf(hubby, spain.id)],
      [[], ['activated', '20']],
    );
    await report(hubby, iccid, {
      usage: [
        { iso3: 'ESP', used_bytes: percent(25) },
        { iso3: 'GRC', used_bytes: percent(55) },
      ],
    });
    assert.deepEqual(
      [await eventsOf(hubby, greece.id), await eventsOf(hubby, spain.id)],
      [
        ['activated', '20', '50'],
        ['activated', '20'],
      ],
    );
  });

  it('is what it has counted in all: each report adds what it has more, and the end stays', async () => {
    const {
      iccid,
      packages: [k],
    } = await withPackages(hubby);
    await report(hubby, iccid, { usage: [{ iso3: 'GRC', used_bytes: percent(10) }] });
    const { expires_at } = await packageRow(hubby, k.id);
    assert.ok(expires_at instanceof Date);
    for (const share of [20, 30, 30, 40]) {
      await report(hubby, iccid, { usage: [{ iso3: 'GRC', used_bytes: percent(share) }] });
      const row = await packageRow(hubby, k.id);
      assert.equal(row.used_bytes, percent(share));
      assert.deepEqual(row.expires_at, expires_at);
    }
  });

  it('spills to the next package, and what nobody covers is kept apart', async () => {
    const {
      iccid,
      external_user_id,
      packages: [first, second],
    } = await withPackages(hubby, [{}, {}]);
    await report(hubby, iccid, {
      usage: [
        { iso3: 'GRC', used_bytes: GB + percent(30) },
        { iso3: 'USA', used_bytes: 12_345 },
      ],
    });
    assert.deepEqual(
      [(await packageRow(hubby, first.id)).status, (await packageRow(hubby, second.id)).used_bytes],
      ['DEPLETED', percent(30)],
    );
    assert.equal((await esimRow(hubby, iccid)).uncovered_bytes, 12_345);
    await report(hubby, iccid, {
      usage: [
        { iso3: 'GRC', used_bytes: 5 * GB },
        { iso3: 'USA', used_bytes: 2 ** 52 },
      ],
    });
    assert.equal(await dataLeft(external_user_id), 0);
    assert.equal(
      (await esimRow(hubby, iccid)).uncovered_bytes,
      12_345 + 3 * GB,
      'a petabyte is not believed',
    );
  });

  it('prefers the activated one, then the nearest end; an unknown place counts for any', async () => {
    const {
      iccid,
      packages: [late, soon],
    } = await withPackages(
      hubby,
      [
        { body: { size: '1GB', package_duration: 365 } },
        { body: { size: '1GB', package_duration: 7 } },
      ].map((w) => ({ destination: 'GR', ...w })),
    );
    assert.deepEqual([late.duration_days, soon.duration_days], [365, 7]);
    await report(hubby, iccid, {
      packages: [{ package_id: soon.provider_package_id, used_bytes: 1 }],
    });
    await report(hubby, iccid, {
      usage: [
        { iso3: 'GRC', used_bytes: 100 },
        { iso3: null, used_bytes: 50 },
      ],
    });
    assert.deepEqual(
      [
        (await packageRow(hubby, late.id)).used_bytes,
        (await packageRow(hubby, soon.id)).used_bytes,
      ],
      [0, 151],
    );
    await report(hubby, iccid, {
      packages: [{ package_id: late.provider_package_id, used_bytes: 7 }],
    });
    await report(hubby, iccid, { usage: [{ iso3: 'GRC', used_bytes: 300 }] });
    assert.deepEqual(
      [
        (await packageRow(hubby, late.id)).used_bytes,
        (await packageRow(hubby, soon.id)).used_bytes,
      ],
      [7, 351],
    );
  });

  it('stands beside figures of packages', async () => {
    const {
      iccid,
      packages: [k],
    } = await withPackages(hubby);
    await report(hubby, iccid, {
      packages: [{ package_id: k.provider_package_id, used_bytes: percent(15) }],
      usage: [{ iso3: 'GRC', used_bytes: percent(10) }],
    });
    const row = await packageRow(hubby, k.id);
    assert.deepEqual(
      [row.reported_bytes, row.allocated_bytes, row.used_bytes],
      [percent(15), percent(10), percent(15) + percent(10)],
    );
    assert.deepEqual(await eventsOf(hubby, k.id), ['activated', '20']);
    await report(hubby, iccid, {
      packages: [{ package_id: k.provider_package_id, used_bytes: GB }],
      usage: [{ iso3: 'GRC', used_bytes: percent(10) }],
    });
    assert.equal((await packageRow(hubby, k.id)).used_bytes, GB);
  });
});

describe('a storm of reports', () => {
  it('shuffled, repeated and decreasing, with two workers: each threshold is one event', async () => {
    const made = await Promise.all(
      Array.from({ length: 6 }, async (_, i) =>
        withPackages(
          hubby,
          [{}, { destination: 'ES' }],
          i % 2 ? await hubby.newPartner() : hubby.partner,
        ),
      ),
    );
    const reports = shuffled(
      made.flatMap(({ iccid, packages: [greece] }) =>
        Array.from({ length: 60 }, (_, i) =>
          reportOf(iccid, {
            reported_at: new Date(Date.now() - i * 1000).toISOString(),
            packages: [
              {
                package_id: greece.provider_package_id,
                used_bytes: Math.floor((GB * (i % 21)) / 20),
              },
            ],
            usage: [{ iso3: 'ESP', used_bytes: Math.floor((GB * (i % 13)) / 12) }],
          }),
        ),
      ),
    );
    await Promise.all(
      Array.from({ length: 12 }, (_, i) => callback(hubby, reports.slice(i * 30, i * 30 + 50))),
    );
    await Promise.all([applyDueReports(hubby.ctx), applyDueReports(hubby.ctx)]);
    await hubby.drain();
    assert.deepEqual(
      await hubby.sql(
        `select provider, report_id from due_reports union all
         select provider, report_id from provider_reports where outcome is not null or due_at is not null`,
      ),
      [],
    );
    for (const { iccid, packages } of made) {
      for (const k of packages) {
        assert.deepEqual(
          await eventsOf(hubby, k.id),
          ['activated', '20', '50', '80', '100'],
          iccid,
        );
        assert.equal((await packageRow(hubby, k.id)).used_bytes, GB);
      }
    }
  });

  it('one report that cannot be applied holds up no other, and is given up after five tries', async () => {
    const good = await withPackages(hubby);
    const bad = await withPackages(hubby);
    const failed = (
      await callback(hubby, [
        reportOf(bad.iccid, { report_id: 'poison', packages: [] }),
        reportOf(good.iccid, {
          packages: [{ package_id: good.packages[0].provider_package_id, used_bytes: percent(20) }],
        }),
      ])
    ).status;
    assert.equal(failed, 202);
    await hubby.sql(
      `update provider_reports set report = '{"state":"unknown"}' where report_id = 'poison'`,
    );
    await hubby.drain();
    assert.deepEqual(await eventsOf(hubby, good.packages[0].id), ['activated', '20']);
    for (let i = 2; i <= 5; i++) {
      const [row] = await hubby.sql(
        `update due_reports set due_at = now() where report_id = 'poison' and due_at > now() returning tries`,
      );
      assert.deepEqual(row, { tries: i - 1 });
      await hubby.drain();
    }
    assert.deepEqual(
      await hubby.sql(`select outcome from provider_reports where report_id = 'poison'`),
      [{ outcome: 'failed' }],
    );
    assert.deepEqual(await hubby.sql(`select 1 from due_reports where report_id = 'poison'`), []);
  });
});

describe('what is stored', () => {
  it('holds no activation code', async () => {
    assert.ok((await hubby.sql('select 1 from provider_reports')).length > 10);
    assert.deepEqual(
      await hubby.sql(
        `select 1 from provider_reports r where r::text ~* 'LPA:|SECRET-CODE|999990000000001'`,
      ),
      [],
    );
  });

  it('keeps a report of an unknown ICCID until its eSIM is there, and not for ever', async () => {
    const iccid = '8999901000000000990';
    assert.equal(
      (
        await callback(hubby, [
          reportOf(iccid, {
            report_id: 'early',
            state: 'INSTALLED',
            state_changed_at: new Date(Date.now() + 3_600_000).toISOString(),
          }),
        ])
      ).status,
      400,
      'the check digit',
    );
    const made = await withPackages(hubby);
    await hubby.sql('update iccids set iccid = $2 where iccid = $1', [made.iccid, 'elsewhere']);
    await report(hubby, made.iccid, {
      report_id: 'early',
      packages: [{ package_id: made.packages[0].provider_package_id, used_bytes: percent(20) }],
    });
    assert.deepEqual(
      await hubby.sql(
        `select tries, due_at > now() as waits from due_reports where report_id = 'early'`,
      ),
      [{ tries: 1, waits: true }],
    );
    await hubby.sql('update iccids set iccid = $1 where iccid = $2', [made.iccid, 'elsewhere']);
    await hubby.sql(`update due_reports set due_at = now() where report_id = 'early'`);
    await hubby.drain();
    assert.deepEqual(await eventsOf(hubby, made.packages[0].id), ['activated', '20']);
    await report(hubby, made.iccid, {
      report_id: 'foreign',
      provider: 'sandbox-two',
      packages: [{ package_id: made.packages[0].provider_package_id, used_bytes: GB }],
    });
    await hubby.sql(`update due_reports set due_at = now(), tries = 4 where report_id = 'foreign'`);
    await hubby.drain();
    assert.equal(
      (await hubby.sql(`select outcome from provider_reports where report_id = 'foreign'`))[0]
        .outcome,
      'unknown_iccid',
      "another provider's word counts for nothing",
    );
    assert.deepEqual(await eventsOf(hubby, made.packages[0].id), ['activated', '20']);
  });
});
