/** The queue of reports: who takes one applies it, or leaves it to the next. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { applyDueReports } from '../../src/domain/esims/usage/apply-reports.ts';
import { startHubby, type Hubby } from '../harness.ts';
import { holdLock, untilBlocked } from '../support/hold-lock.ts';
import { callback, eventsOf, GB, reportOf, withPackages } from '../support/usage-steps.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
});
after(() => hubby.close());

type Made = Awaited<ReturnType<typeof withPackages>>;
const of = ({ iccid, packages: [k] }: Made, report_id: string, used_bytes = GB / 2) =>
  reportOf(iccid, {
    report_id,
    packages: [{ package_id: k.provider_package_id, used_bytes }],
  });
const waiting = async (): Promise<string[]> =>
  (
    await hubby.sql<{ report_id: string }>('select report_id from due_reports order by report_id')
  ).map((row) => row.report_id);
const told = (made: Made): Promise<string[]> => eventsOf(hubby, made.packages[0].id);

describe('a report in the queue', () => {
  it('that another worker has taken is passed by, and comes again when that one dies', async (t) => {
    const [theirs, ours] = [await withPackages(hubby), await withPackages(hubby)];
    assert.equal((await callback(hubby, [of(theirs, 'theirs'), of(ours, 'ours')])).status, 202);
    const worker = await holdLock(hubby, `delete from due_reports where report_id = 'theirs'`);
    t.after(worker.release);
    assert.equal(await applyDueReports(hubby.ctx), 1);
    assert.deepEqual(await told(ours), ['activated', '20', '50']);
    assert.deepEqual(await told(theirs), []);
    await worker.release();
    assert.equal(await applyDueReports(hubby.ctx), 1);
    assert.deepEqual(await told(theirs), ['activated', '20', '50']);
    assert.deepEqual(await waiting(), []);
  });

  it('stays there when the session of its worker is killed in the middle', async (t) => {
    const made = await withPackages(hubby);
    assert.equal((await callback(hubby, [of(made, 'killed')])).status, 202);
    const lock = await holdLock(hubby, 'select 1 from esims where iccid = $1 for update', [
      made.iccid,
    ]);
    t.after(lock.release);
    const worker = applyDueReports(hubby.ctx).catch(() => {});
    await untilBlocked(hubby);
    await hubby.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`,
    );
    assert.deepEqual(await waiting(), ['killed']);
    await lock.release();
    await worker;
    await hubby.drain();
    assert.deepEqual(await told(made), ['activated', '20', '50']);
    assert.deepEqual(await waiting(), []);
  });

  it('is taken once, however many workers there are', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => withPackages(hubby)));
    const reports = made.flatMap((one, i) =>
      Array.from({ length: 40 }, (_, n) => of(one, `many-${i}-${n}`, n * 1000)),
    );
    for (let i = 0; i < reports.length; i += 50)
      assert.equal((await callback(hubby, reports.slice(i, i + 50))).status, 202);
    const counts = await Promise.all(Array.from({ length: 4 }, () => applyDueReports(hubby.ctx)));
    assert.equal(
      counts.reduce((a, b) => a + b, 0),
      reports.length,
    );
    assert.deepEqual(await waiting(), []);
  });

  it('is one too where a process of the release before stored it', async () => {
    const made = await withPackages(hubby);
    assert.equal((await callback(hubby, [of(made, 'before')])).status, 202);
    await hubby.sql(
      `with d as (delete from due_reports returning report_id)
       update provider_reports r set due_at = now() from d where r.report_id = d.report_id`,
    );
    await hubby.drain();
    assert.deepEqual(await told(made), ['activated', '20', '50']);
    assert.deepEqual(
      await hubby.sql('select 1 from provider_reports where due_at is not null'),
      [],
    );
  });
});

describe('a report that cannot be applied right now', () => {
  it('waits for as long as that lasts: it is no try of it, and holds up no other', async (t) => {
    const [held, free] = [await withPackages(hubby), await withPackages(hubby)];
    await hubby.sql(
      `create function not_given() returns trigger language plpgsql as
         $$ begin raise exception 'the lock is not given' using errcode = '55P03'; end $$`,
    );
    const letGo = () => hubby.sql('drop function if exists not_given() cascade');
    t.after(letGo);
    await hubby.sql(
      `create trigger not_given before update on packages for each row
       when (old.id = '${held.packages[0].id}') execute function not_given()`,
    );
    assert.equal((await callback(hubby, [of(held, 'held'), of(free, 'free')])).status, 202);
    for (let i = 0; i < 6; i++) {
      await applyDueReports(hubby.ctx);
      const [row] = await hubby.sql(
        `update due_reports set due_at = now() where report_id = 'held' and due_at > now()
         returning tries`,
      );
      assert.deepEqual(row, { tries: 0 });
    }
    assert.deepEqual(await told(free), ['activated', '20', '50']);
    await letGo();
    await applyDueReports(hubby.ctx);
    assert.deepEqual(await told(held), ['activated', '20', '50']);
    assert.deepEqual(await waiting(), []);
  });
});

describe('reports of one eSIM', () => {
  const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
  /** Its package was there before anything that is reported. */
  async function ofThisMorning(): Promise<Made> {
    const made = await withPackages(hubby);
    const { id } = made.packages[0];
    await hubby.sql(`update packages set assigned_at = now() - interval '9 hours' where id = $1`, [
      id,
    ]);
    return made;
  }
  async function hoursInUse(made: Made): Promise<number> {
    const [row] = await hubby.sql(
      `select extract(epoch from now() - date_activated)::float8 / 3600 as hours
       from packages where id = $1`,
      [made.packages[0].id],
    );
    return Math.round(row.hours);
  }

  it('are applied in the order of their instants, whichever came first', async () => {
    const made = await ofThisMorning();
    const reports = [3, 6, 1].map((hours) => ({
      ...of(made, `turned-${hours}`, (10 - hours) * 1000),
      reported_at: ago(hours),
    }));
    assert.equal((await callback(hubby, reports)).status, 202);
    await applyDueReports(hubby.ctx);
    assert.equal(await hoursInUse(made), 6);
  });

  it('in several batches are applied in their order, also where an earlier batch has to wait', async (t) => {
    const first = await withPackages(hubby);
    const made = await ofThisMorning();
    const of500 = Array.from({ length: 499 }, (_, i) => of(first, `filling-${i}`, i * 1000));
    for (let i = 0; i < of500.length; i += 50) await callback(hubby, of500.slice(i, i + 50));
    for (const hours of [6, 3])
      await callback(hubby, [
        { ...of(made, `before-${hours}-hours`, (10 - hours) * 1000), reported_at: ago(hours) },
      ]);
    const lock = await holdLock(hubby, 'select 1 from esims where iccid = $1 for update', [
      first.iccid,
    ]);
    t.after(lock.release);
    const applied = applyDueReports(hubby.ctx);
    await untilBlocked(hubby);
    // Time enough for a batch that waits for nobody.
    for (let i = 0; i < 20; i++) await hubby.sql('select pg_sleep(0.02)');
    await lock.release();
    assert.equal(await applied, 501);
    assert.equal(await hoursInUse(made), 6);
  });
});

describe('reports of several partners', () => {
  it('are applied by one transaction, each event told to its own partner', async () => {
    const made = [
      await withPackages(hubby),
      await withPackages(hubby, [{}], await hubby.newPartner()),
    ];
    const reports = made.map((one, i) => of(one, `of-partner-${i}`));
    assert.equal((await callback(hubby, reports)).status, 202);
    const said: string[] = [];
    const log = { ...hubby.ctx.log, warn: (_: object, message: string) => void said.push(message) };
    assert.equal(await applyDueReports({ ...hubby.ctx, log }), 2);
    assert.deepEqual(said, []);
    for (const { key, packages, external_user_id } of made)
      assert.deepEqual(
        await hubby.sql(
          `select partner_id, data->>'external_user_id' as external_user_id from events
           where entity_id = $1 and type = 'package.activated'`,
          [packages[0].id],
        ),
        [{ partner_id: key.partner_id, external_user_id }],
      );
  });
});

describe('events that one report makes', () => {
  it('stand in the feed in their order, and only new ones are delivered', async () => {
    const key = await hubby.newPartner();
    const made = await withPackages(hubby, [{}], key);
    const { id } = made.packages[0];
    const set = await hubby.call(
      'PUT',
      '/api/webhooks/settings',
      {
        url: 'http://127.0.0.1:9/hook',
        enabled: true,
        events: { package_usage_100_percent: true },
      },
      { key },
    );
    assert.equal(set.status, 200, set.text);
    assert.equal((await callback(hubby, [of(made, 'all-of-it', GB)])).status, 202);
    await applyDueReports(hubby.ctx);
    const rows = await hubby.sql<{ type: string; sequence: number }>(
      `select e.type, e.sequence from events e join deliveries d on d.partner_id = e.partner_id and d.event_id = e.id
       where e.partner_id = $1 and e.entity_id = $2 order by e.tx, e.id`,
      [key.partner_id, id],
    );
    assert.deepEqual(
      rows.map((row) => [row.sequence, row.type]),
      ['activated', ...[20, 50, 80, 100].map((n) => `usage.${n}_percent`)].map((name, i) => [
        i + 1,
        `package.${name}`,
      ]),
    );
  });
});
