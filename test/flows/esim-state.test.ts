/** Profile state, time, polling: what happens to eSIMs and packages beside figures. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { shuffled } from '../support/chance.ts';
import { applyDueReports } from '../../src/domain/esims/usage/apply-reports.ts';
import { pollEsims } from '../../src/domain/esims/usage/poll-esims.ts';
import { signCallback } from '../../src/sandbox-telco/callback.ts';
import { dashboard, replaceProvider, short } from '../faults/steps.ts';
import { startHubby, type Hubby, type Json } from '../harness.ts';
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

const DAY = 86_400_000;
let hubby: Hubby;
/** milliseconds that this file's clock is ahead */
let ahead = 0;
before(async () => {
  hubby = await startHubby({ clock: { now: () => new Date(Date.now() + ahead) } });
});
after(() => hubby.close());

const now = (ms = 0): string => new Date(Date.now() + ahead + ms).toISOString();
const stateEvents = async (iccid: string): Promise<Json[]> =>
  (
    await hubby.sql(
      `select e.type, e.data from events e join esims s on s.id = e.entity_id where s.iccid = $1 order by e.sequence`,
      [iccid],
    )
  ).map((e) => `${e.type.slice(5)} ${e.data.previous_status}>${e.data.status}`);

describe('profile state', () => {
  it('follows the telco and tells of each step once', async () => {
    const { iccid, external_user_id } = await withPackages(hubby);
    let ms = 0;
    for (const state of ['INSTALLED', 'ENABLED', 'DISABLED', 'ENABLED', 'DELETED']) {
      const says = { state, state_changed_at: now(ms++) };
      await report(hubby, iccid, says);
      await report(hubby, iccid, says);
      assert.equal((await dashboard(hubby, external_user_id)).body.data.current_esim.status, state);
    }
    assert.deepEqual(await stateEvents(iccid), [
      'installed RELEASED>INSTALLED',
      'enabled INSTALLED>ENABLED',
      'enabled DISABLED>ENABLED',
      'removed ENABLED>DELETED',
    ]);
    const [first] = await hubby.sql(
      `select data from events where type = 'esim.installed' and data->>'esim_iccid' = $1`,
      [iccid],
    );
    assert.deepEqual(first.data, {
      partner_id: hubby.partner.partner_id,
      sequence: 1,
      esim_iccid: iccid,
      external_user_id,
      status: 'INSTALLED',
      previous_status: 'RELEASED',
    });
  });

  it('keeps when it was first on a device, whatever comes later', async () => {
    for (const first of ['INSTALLED', 'ENABLED', 'DISABLED']) {
      const { iccid } = await withPackages(hubby);
      assert.equal((await esimRow(hubby, iccid)).installed_at, null);
      const installedAt = now();
      for (const [ms, state] of [first, 'DELETED', 'INSTALLED', 'ENABLED'].entries()) {
        const state_changed_at = new Date(Date.parse(installedAt) + ms).toISOString();
        await report(hubby, iccid, { state, state_changed_at });
      }
      const { installed_at, status } = await esimRow(hubby, iccid);
      assert.deepEqual([installed_at.toISOString(), status], [installedAt, 'ENABLED']);
    }
  });

  it('an older report never wins, in whatever order they are told and applied', async () => {
    const steps = ['INSTALLED', 'ENABLED', 'DISABLED', 'ENABLED', 'DISABLED'];
    for (let round = 0; round < 5; round++) {
      const { iccid } = await withPackages(hubby);
      const at = Date.now() + ahead - 5;
      const reports = steps.map((state, i) =>
        reportOf(iccid, { state, state_changed_at: new Date(at + 10 + i).toISOString() }),
      );
      const told = shuffled([
        ...reports,
        ...reports.map((r) => ({ ...r, report_id: `${r.report_id}b` })),
      ]);
      for (const one of told) assert.equal((await callback(hubby, [one])).status, 202);
      await Promise.all([applyDueReports(hubby.ctx), applyDueReports(hubby.ctx)]);
      await hubby.drain();
      assert.equal(
        (await esimRow(hubby, iccid)).status,
        'DISABLED',
        told.map((r) => r.esim.profile.state).join(),
      );
      const events = await stateEvents(iccid);
      assert.equal(events.filter((e) => e.startsWith('installed')).length, 1, events.join());
    }
  });

  it('tells of the installation too where its report is missing', async () => {
    for (const [state, events] of [
      ['ENABLED', ['installed RELEASED>INSTALLED', 'enabled INSTALLED>ENABLED']],
      ['DISABLED', ['installed RELEASED>INSTALLED']],
      ['DELETED', ['removed RELEASED>DELETED']],
    ] as const) {
      const { iccid } = await withPackages(hubby);
      await report(hubby, iccid, { state, state_changed_at: now() });
      assert.deepEqual(await stateEvents(iccid), events);
    }
  });

  it('a deleted profile may come back; unknown words and impossible dates change nothing for ever', async () => {
    const { iccid } = await withPackages(hubby);
    await report(hubby, iccid, { state: 'DELETED', state_changed_at: now() });
    await report(hubby, iccid, { state: 'ON_THE_MOON', state_changed_at: now() });
    assert.equal((await esimRow(hubby, iccid)).status, 'DELETED');
    await report(hubby, iccid, { state: 'RELEASED', state_changed_at: '2999-01-01T00:00:00Z' });
    assert.equal((await esimRow(hubby, iccid)).status, 'RELEASED');
    await report(hubby, iccid, { state: 'INSTALLED', state_changed_at: now() });
    assert.equal((await esimRow(hubby, iccid)).status, 'INSTALLED');
    assert.deepEqual(await stateEvents(iccid), [
      'removed RELEASED>DELETED',
      'installed RELEASED>INSTALLED',
    ]);
  });
});

describe('time', () => {
  const pass = async (ms: number): Promise<void> => {
    ahead += ms;
    await hubby.drain();
  };

  it('fires thresholds of a time-limited package by bytes where these are further', async () => {
    const {
      iccid,
      packages: [k],
    } = await withPackages(hubby, [
      {
        destination: 'GR',
        size: '3GB',
        body: { package_type: 'time-limited', package_duration: 30 },
      },
    ]);
    const use = (used_bytes: number): Promise<void> =>
      report(hubby, iccid, {
        packages: [{ package_id: k.provider_package_id, used_bytes }],
        reported_at: now(),
      });
    await use(2 * GB);
    assert.deepEqual(await eventsOf(hubby, k.id), ['activated', '20', '50']);
    const { date_activated } = await packageRow(hubby, k.id);
    await pass(date_activated.getTime() + 24 * DAY - Date.now() - ahead);
    assert.deepEqual(await eventsOf(hubby, k.id), ['activated', '20', '50', '80'], 'by time');
    await use(3 * GB);
    assert.deepEqual(await eventsOf(hubby, k.id), ['activated', '20', '50', '80', '100']);
    assert.equal((await packageRow(hubby, k.id)).status, 'DEPLETED');
  });

  it('fires thresholds of a time-limited package by elapsed validity, then expires it', async () => {
    const {
      iccid,
      external_user_id,
      packages: [k],
    } = await withPackages(hubby, [
      {
        destination: 'GR',
        size: '3GB',
        body: { package_type: 'time-limited', package_duration: 30 },
      },
    ]);
    assert.deepEqual([k.package_type, k.duration_days], ['time-limited', 30]);
    await report(hubby, iccid, {
      packages: [{ package_id: k.provider_package_id, used_bytes: 1_000 }],
      reported_at: now(),
    });
    assert.deepEqual(await eventsOf(hubby, k.id), ['activated']);
    const seen: Record<string, string[]> = {};
    for (const day of [5.9, 6, 14.9, 15, 23.9, 24, 29.9, 30]) {
      await pass(
        (await packageRow(hubby, k.id)).date_activated.getTime() + day * DAY - Date.now() - ahead,
      );
      seen[day] = (await eventsOf(hubby, k.id)).slice(1);
    }
    assert.deepEqual(seen, {
      5.9: [],
      6: ['20'],
      14.9: ['20'],
      15: ['20', '50'],
      23.9: ['20', '50'],
      24: ['20', '50', '80'],
      29.9: ['20', '50', '80'],
      30: ['20', '50', '80', '100', 'expired'],
    });
    assert.equal((await packageRow(hubby, k.id)).status, 'EXPIRED');
    const {
      body: {
        data: { current_esim },
      },
    } = await dashboard(hubby, external_user_id);
    assert.deepEqual([current_esim.total_data, current_esim.data_left], [0, 0]);
    await pass(100 * DAY);
    assert.equal((await eventsOf(hubby, k.id)).length, 6);
  });

  it('starter and unlimited: bytes or time, whichever is further', async () => {
    const {
      iccid,
      packages: [starter, unlimited],
    } = await withPackages(hubby, [
      { destination: 'GR', body: { package_type: 'starter' } },
      { destination: 'GR', body: { package_type: 'unlimited', package_duration: 5 } },
    ]);
    assert.deepEqual([starter.package_type, unlimited.total_bytes], ['starter', null]);
    await report(hubby, iccid, {
      reported_at: now(),
      packages: [
        { package_id: starter.provider_package_id, used_bytes: Number(starter.total_bytes) / 2 },
        { package_id: unlimited.provider_package_id, used_bytes: 500 * GB },
      ],
    });
    assert.deepEqual(
      [await eventsOf(hubby, starter.id), await eventsOf(hubby, unlimited.id)],
      [['activated', '20', '50'], ['activated']],
    );
    await pass(1.7 * DAY);
    assert.deepEqual(
      [await eventsOf(hubby, starter.id), await eventsOf(hubby, unlimited.id)],
      [
        ['activated', '20', '50', '80'],
        ['activated', '20'],
      ],
    );
    await pass(5 * DAY);
    assert.deepEqual(
      [await eventsOf(hubby, starter.id), await eventsOf(hubby, unlimited.id)],
      [
        ['activated', '20', '50', '80', '100', 'expired'],
        ['activated', '20', '50', '80', '100', 'expired'],
      ],
    );
  });

  it('expires a used-up package at the end of its validity, and one never used at the end of its window', async () => {
    const {
      iccid,
      packages: [used, never],
    } = await withPackages(hubby, [
      { destination: 'GR', body: { size: '1GB', package_duration: 7 } },
      {},
    ]);
    await report(hubby, iccid, {
      reported_at: now(),
      packages: [{ package_id: used.provider_package_id, used_bytes: GB }],
    });
    await pass(7 * DAY);
    assert.deepEqual(await eventsOf(hubby, used.id), [
      'activated',
      '20',
      '50',
      '80',
      '100',
      'expired',
    ]);
    await pass(357.9 * DAY);
    assert.deepEqual(await eventsOf(hubby, never.id), []);
    await pass(0.2 * DAY);
    assert.deepEqual(await eventsOf(hubby, never.id), ['expired']);
    const [{ data }] = await hubby.sql(
      `select data from events where entity_id = $1 and type = 'package.expired'`,
      [never.id],
    );
    assert.deepEqual([data.activated_at, data.expires_at], [null, null]);
    // Too late: what it uses now is nobody's.
    await report(hubby, iccid, { reported_at: now(), usage: [{ iso3: 'GRC', used_bytes: 5 }] });
    assert.deepEqual(await eventsOf(hubby, never.id), ['expired']);
    assert.equal((await esimRow(hubby, iccid)).uncovered_bytes, 5);
  });

  it('ends one at the end of its window of which nothing was ever reported', async () => {
    const {
      packages: [never],
    } = await withPackages(hubby);
    const window = never.activate_before.getTime() - never.assigned_at.getTime();
    assert.ok(window >= DAY);
    await pass(window - DAY / 2);
    assert.deepEqual(await eventsOf(hubby, never.id), []);
    await pass(DAY);
    assert.deepEqual(await eventsOf(hubby, never.id), ['expired']);
    assert.equal((await packageRow(hubby, never.id)).status, 'EXPIRED');
  });

  it('lets one that was cancelled be, whatever is said of it later', async () => {
    const {
      iccid,
      packages: [gone],
    } = await withPackages(hubby, [{}, { destination: 'FR' }]);
    const says = (used_bytes: number, status: string) =>
      report(hubby, iccid, {
        reported_at: now(),
        packages: [{ package_id: gone.provider_package_id, used_bytes, status }],
      });
    await says(0, 'CANCELLED');
    await says(GB / 2, 'ACTIVE');
    assert.deepEqual(await eventsOf(hubby, gone.id), []);
    const { status, used_bytes, date_activated } = await packageRow(hubby, gone.id);
    assert.deepEqual([status, Number(used_bytes), date_activated], ['CANCELLED', 0, null]);
  });

  it('is as fresh as it was though a clock steps back', async (t) => {
    const {
      iccid,
      packages: [k],
    } = await withPackages(hubby);
    const use = (used_bytes: number) =>
      report(hubby, iccid, { packages: [{ package_id: k.provider_package_id, used_bytes }] });
    const fresh = async (): Promise<Date[]> => {
      const [{ last_updated }, { reported_at }] = [
        await esimRow(hubby, iccid),
        await packageRow(hubby, k.id),
      ];
      return [last_updated, reported_at];
    };
    await use(1);
    await report(hubby, iccid, {});
    const before = await fresh();
    ahead -= DAY;
    t.after(() => {
      ahead += DAY;
    });
    await use(2);
    await report(hubby, iccid, { state: 'INSTALLED', state_changed_at: now() });
    assert.equal(Number((await packageRow(hubby, k.id)).used_bytes), 2);
    assert.deepEqual(await fresh(), before);
  });

  it('takes what has expired out of the totals, and leaves what is used up in them', async () => {
    const {
      iccid,
      external_user_id,
      packages: [short, usedUp],
    } = await withPackages(hubby, [
      { body: { size: '1GB', package_duration: 7 } },
      { destination: 'FR' },
      { destination: 'ES', size: '3GB' },
    ]);
    const totals = async (): Promise<number[]> => {
      const { current_esim: esim } = (await dashboard(hubby, external_user_id)).body.data;
      return [esim.total_data / GB, esim.data_left / GB];
    };
    assert.deepEqual(await totals(), [5, 5]);
    await report(hubby, iccid, {
      reported_at: now(),
      packages: [
        { package_id: short.provider_package_id, used_bytes: GB / 4 },
        { package_id: usedUp.provider_package_id, used_bytes: GB },
      ],
    });
    assert.deepEqual(await totals(), [5, 3.75]);
    await pass(8 * DAY);
    assert.equal((await packageRow(hubby, short.id)).status, 'EXPIRED');
    assert.equal((await packageRow(hubby, usedUp.id)).status, 'DEPLETED');
    assert.deepEqual(await totals(), [4, 3]);
  });

  it('an activation that is told after its validity is told, and over', async () => {
    const {
      iccid,
      packages: [k],
    } = await withPackages(hubby, [
      { destination: 'GR', body: { size: '1GB', package_duration: 7 } },
    ]);
    const used = now();
    await pass(10 * DAY);
    await report(hubby, iccid, {
      reported_at: now(),
      packages: [{ package_id: k.provider_package_id, used_bytes: 1, activated_at: used }],
    });
    assert.deepEqual(await eventsOf(hubby, k.id), ['activated', 'expired']);
  });
});

describe('polling what stayed silent', () => {
  const due = (iccid: string) =>
    hubby.sql('update iccids set poll_at = now() where iccid = $1', [iccid]);
  /** As if nothing had been heard of it for so long. */
  const silent = async (iccid: string) => {
    await hubby.sql(
      `update esims set last_updated = last_updated - interval '7 hours' where iccid = $1`,
      [iccid],
    );
    await due(iccid);
  };
  const planned = async (iccid: string): Promise<number | null> =>
    (
      await hubby.sql(
        `select (extract(epoch from poll_at - now()) / 3600)::float8 as h from iccids where iccid = $1`,
        [iccid],
      )
    )[0].h;
  const asked: string[] = [];
  let restore = (): void => {};
  before(() => {
    restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      getEsim: (esim) => {
        asked.push(esim.iccid);
        return real.getEsim(esim);
      },
    }));
  });
  after(() => restore());

  it('asks for a silent eSIM, and applies the answer like any report', async () => {
    const {
      iccid,
      packages: [k],
    } = await withPackages(hubby);
    assert.ok((await planned(iccid))! > 5.9, 'planned with the package');
    await pollEsims(hubby.ctx);
    assert.ok(!asked.includes(iccid), 'not before it is due');
    await hubby.sql(
      `update telco.packages set used_bytes = $2, activated_at = now(), expires_at = now() + interval '365 days' where reference = $1`,
      [k.queue_id.replace(/^pq_(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), Math.ceil(GB / 2)],
    );
    await silent(iccid);
    await Promise.all([pollEsims(hubby.ctx), pollEsims(hubby.ctx)]);
    assert.deepEqual(asked.filter((i) => i === iccid).length, 1);
    await hubby.drain();
    assert.deepEqual(await eventsOf(hubby, k.id), ['activated', '20', '50']);
    assert.ok((await planned(iccid))! > 5.9);
    assert.match(
      (await hubby.sql('select report_id from provider_reports where iccid = $1', [iccid]))[0]
        .report_id,
      /^poll:/,
    );
  });

  it('does not ask for what was heard of, nor for what has nothing live on it', async () => {
    const heard = await withPackages(hubby);
    await silent(heard.iccid);
    await report(hubby, heard.iccid, {});
    const used = await withPackages(hubby);
    await silent(used.iccid);
    await report(hubby, used.iccid, {
      packages: [{ package_id: used.packages[0].provider_package_id, used_bytes: 1 }],
    });
    const dead = await withPackages(hubby);
    await report(hubby, dead.iccid, {
      packages: [{ package_id: dead.packages[0].provider_package_id, used_bytes: GB }],
    });
    await silent(dead.iccid);
    await pollEsims(hubby.ctx);
    for (const { iccid } of [heard, used, dead]) assert.ok(!asked.includes(iccid));
    assert.ok((await planned(heard.iccid))! > 5.9);
    assert.equal(await planned(dead.iccid), null);
  });

  it('tries again later when the telco does not answer', async () => {
    const { iccid } = await withPackages(hubby);
    await silent(iccid);
    const working = hubby.ctx.providers;
    const { ProviderUnclear } = await import('../../src/providers/provider.ts');
    const undo = replaceProvider(hubby, 'sandbox-one', () => ({
      getEsim: () => Promise.reject(new ProviderUnclear('silence')),
    }));
    await pollEsims(hubby.ctx);
    undo();
    assert.equal(hubby.ctx.providers, working);
    const hours = (await planned(iccid))!;
    assert.ok(hours > 0.2 && hours < 0.3, String(hours));
  });
});

describe('POST /api/providers/{provider}/callbacks', () => {
  const post = (body: string, headers: Record<string, string>, provider = 'sandbox-one') =>
    hubby.bare('POST', `/api/providers/${provider}/callbacks`, {
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const sign = (body: string, at?: Date, secret = hubby.ctx.secrets.derive('sandbox-telco')) =>
    signCallback(secret, body, at);

  it('refuses what is forged, late, of nobody, or unreadable, and stores nothing of it', async () => {
    const { iccid } = await withPackages(hubby);
    const body = JSON.stringify({
      reports: [reportOf(iccid, { report_id: 'refused', state: 'ENABLED' })],
    });
    const cases: [string, Promise<import('../harness.ts').Answer>][] = [
      ['401 callback_forged', post(body, {})],
      ['401 callback_forged', post(body, sign(body, undefined, 'another secret'))],
      ['401 callback_forged', post(body.replace('ENABLED', 'DELETED'), sign(body))],
      ['401 callback_forged', post(body, sign(body, new Date(Date.now() - 310_000)))],
      ['401 callback_forged', post(body, sign(body, new Date(Date.now() + 310_000)))],
      ['404 not_found', post(body, sign(body), 'nobody')],
      ['404 not_found', post(body, sign(body), '__proto__')],
      ['400 invalid_request', post('{', sign('{'))],
      ['400 invalid_request', post('{}', sign('{}'))],
      ['400 invalid_request', post('{"reports":[{}]}', sign('{"reports":[{}]}'))],
      ['400 invalid_request', post('{"reports":7}', sign('{"reports":7}'))],
    ];
    for (const [expected, answer] of cases) assert.equal(short(await answer), expected);
    assert.deepEqual(
      await hubby.sql(`select 1 from provider_reports where report_id = 'refused'`),
      [],
    );
    const partnerSigned = await hubby.call(
      'POST',
      '/api/providers/sandbox-one/callbacks',
      JSON.parse(body),
    );
    assert.equal(
      short(partnerSigned),
      '401 callback_forged',
      "a partner's signature is none of a provider's",
    );
    assert.deepEqual((await post(body, sign(body))).body.data, { received: 1, stored: 1 });
    assert.equal((await callback(hubby, [])).status, 202);
  });
});
