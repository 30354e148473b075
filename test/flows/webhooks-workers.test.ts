/**
 * Many deliveries, several workers, receivers that hang: everything arrives, nothing waits for
 * somebody else's trouble.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  deliveriesUnderWay,
  deliverDue,
  runDueDeliveries,
} from '../../src/domain/webhooks/delivering/deliver.ts';
import { newId } from '../../src/ids.ts';
import { openRuntime, type Runtime } from '../../src/runtime.ts';
import { makeSecrets } from '../../src/secrets.ts';
import { until } from '../faults/checks.ts';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';

type Key = { partner_id: string; api_key: string; api_secret: string };
const EVENTS = 2_000;
const quiet = { info() {}, warn() {}, error() {} };
let hubby: Hubby;
let other: Runtime;
let receiver: Receiver;
before(async () => {
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
  other = await openRuntime(
    hubby.ctx.config,
    hubby.databaseConfig,
    makeSecrets(hubby.ctx.config.secretKey!),
    quiet,
    { poolSize: 6 },
  );
  receiver = await startReceiver();
});
after(async () => {
  await receiver.close();
  await other.close();
  await hubby.close();
});

let n = 0;
async function subscribed(): Promise<{ key: Key; path: string }> {
  const key = await hubby.newPartner();
  const path = `/hook/${++n}`;
  assert.equal(
    (await hubby.call('PUT', '/api/webhooks/settings', { url: receiver.url + path }, { key }))
      .status,
    200,
  );
  return { key, path };
}
/** As record_event does it, many at once. */
async function record(key: Key, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId('evt'));
  await hubby.sql(
    `with e as (insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
       select $1, id, 'booking.updated', 'bkg_' || id, 1, date_trunc('milliseconds', now()), '{"partner_id":"x","sequence":1}' from unnest($2::text[]) as id returning id, occurred_at)
     insert into deliveries (partner_id, event_id, state, next_attempt_at, created_at, updated_at) select $1, id, 'pending', occurred_at, occurred_at, occurred_at from e`,
    [key.partner_id, ids],
  );
  return ids;
}
const got = (path: string): string[] => receiver.at(path).map((r) => r.json.event_id);
const states = async (key: Key): Promise<Json> =>
  Object.fromEntries(
    (
      await hubby.sql(
        'select state, count(*)::int as n from deliveries where partner_id = $1 group by 1',
        [key.partner_id],
      )
    ).map((r) => [r.state, r.n]),
  );

describe('two workers', () => {
  it('share the work, and what one leaves when it is stopped the other does: each event arrives, one attempt each', async () => {
    const { key, path } = await subscribed();
    const ids = await record(key, EVENTS);
    let isStopping = false;
    const first = runDueDeliveries(hubby.ctx, () => isStopping);
    const second = runDueDeliveries(other.ctx);
    await until('it is half done', async () => got(path).length >= EVENTS / 3);
    isStopping = true;
    const done = await first;
    assert.ok(done > 0 && done < EVENTS);
    await second;
    await until('all is delivered', async () => {
      await runDueDeliveries(other.ctx);
      return (await states(key)).delivered === EVENTS;
    });
    assert.deepEqual(new Set(got(path)), new Set(ids));
    assert.equal(got(path).length, EVENTS);
    assert.deepEqual(
      (
        await hubby.sql(
          'select count(*)::int as n, count(distinct event_id)::int as d, max(number) as m from attempts where partner_id = $1',
          [key.partner_id],
        )
      )[0],
      { n: EVENTS, d: EVENTS, m: 1 },
    );
  });

  it('when one dies with attempts in its hands: all arrive, some twice under the same id, and late outcomes change nothing', async () => {
    const { key, path } = await subscribed();
    const ids = await record(key, EVENTS);
    // What it sends arrives, but it never lives to know.
    const late: (() => void)[] = [];
    const dying = {
      ...other.ctx,
      webhooks: {
        ...other.ctx.webhooks,
        post: async (outgoing: Parameters<typeof other.ctx.webhooks.post>[0]) => {
          const reply = await other.ctx.webhooks.post(outgoing);
          return new Promise<typeof reply>((resolve) => {
            late.push(() => resolve({ ...reply, status: 500 }));
          });
        },
      },
    };
    let isDead = false;
    const corpse = runDueDeliveries(dying, () => isDead);
    await until('it has some', async () => late.length === 8);
    isDead = true;
    await runDueDeliveries(hubby.ctx);
    assert.equal(await deliveriesUnderWay(hubby.ctx.db, key.partner_id), 8);
    assert.equal((await states(key)).pending, 8);
    await hubby.sql(
      `update deliveries set lease_until = now() - interval '1 second', tries = 3
       where partner_id = $1 and lease_until is not null`,
      [key.partner_id],
    );
    await runDueDeliveries(hubby.ctx);
    assert.deepEqual(await states(key), { delivered: EVENTS });
    assert.deepEqual(new Set(got(path)), new Set(ids));
    assert.equal(got(path).length, EVENTS + 8);
    late.forEach((resolve) => resolve());
    await corpse;
    assert.deepEqual(await states(key), { delivered: EVENTS });
    assert.deepEqual(
      await hubby.sql(
        `select tries, count(*)::int as n, count(next_attempt_at)::int as planned from deliveries
         where partner_id = $1 group by tries order by tries`,
        [key.partner_id],
      ),
      [
        { tries: 1, n: EVENTS - 8, planned: 0 },
        { tries: 4, n: 8, planned: 0 },
      ],
    );
    assert.equal(
      (await hubby.sql('select 1 from attempts where partner_id = $1', [key.partner_id])).length,
      EVENTS + 8,
    );
  });

  it('wait for one another when a clock is moved: it resolves when nothing is under way, by whomever', async () => {
    const { key, path } = await subscribed();
    await record(key, 1);
    let release = (): void => {};
    receiver.behave((req, res) => {
      if (req.path === path) release = () => res.end();
      else res.end();
    });
    const worker = runDueDeliveries(other.ctx);
    await until('it is under way', async () => got(path).length === 1);
    let isDone = false;
    const moved = deliverDue(hubby.ctx, key.partner_id, new Date(Date.now() + 1000)).then(
      (count) => {
        isDone = true;
        return count;
      },
    );
    await until(
      'it has looked',
      async () => (await deliveriesUnderWay(hubby.ctx.db, key.partner_id)) === 1,
    );
    assert.equal(isDone, false);
    release();
    receiver.behave(200);
    assert.equal(await moved, 0);
    assert.equal(await worker, 1);
    assert.deepEqual(await states(key), { delivered: 1 });
  });
});

describe('a receiver that hangs', () => {
  it('takes at most eight places and holds up nobody else, nor what is recorded for others meanwhile', async () => {
    const slow = await subscribed();
    const quick = await subscribed();
    const held: (() => void)[] = [];
    receiver.behave((req, res) => {
      if (req.path === slow.path) held.push(() => res.end());
      else res.end();
    });
    await record(slow.key, 50);
    const before = await record(quick.key, 100);
    const pass = runDueDeliveries(hubby.ctx);
    await until('the other has all', async () => got(quick.path).length === 100);
    const during = await record(quick.key, 100);
    await until('and what came later', async () => got(quick.path).length === 200);
    assert.deepEqual(new Set(got(quick.path)), new Set([...before, ...during]));
    assert.equal(held.length, 8);
    receiver.behave(200);
    held.forEach((release) => release());
    await pass;
    assert.deepEqual(await states(slow.key), { delivered: 50 });
    assert.equal(new Set(got(slow.path)).size, 50);
  });
});

describe('a partner whose secret cannot be opened', () => {
  it('holds up nobody else, not even what is recorded for others meanwhile', async () => {
    const [slow, quick, broken] = [await subscribed(), await subscribed(), await subscribed()];
    await hubby.sql(`update webhook_endpoints set secret_sealed = '\\x00' where partner_id = $1`, [
      broken.key.partner_id,
    ]);
    const held: (() => void)[] = [];
    receiver.behave((req, res) => {
      if (req.path === slow.path) held.push(() => res.end());
      else res.end();
    });
    await record(slow.key, 1);
    await record(broken.key, 1);
    const said: object[] = [];
    const log = { ...hubby.ctx.log, error: (fields: object) => void said.push(fields) };
    const pass = runDueDeliveries({ ...hubby.ctx, log });
    await until('it has failed', async () => said.length > 0);
    await until('another is under way', async () => held.length === 1);
    await record(quick.key, 1);
    await until('what came later arrives', async () => got(quick.path).length === 1);
    receiver.behave(200);
    held.forEach((release) => release());
    assert.equal(await pass, 2);
    assert.deepEqual(
      said.map((fields) => (fields as Json).partner_id),
      [broken.key.partner_id],
    );
    assert.deepEqual(await states(broken.key), { pending: 1 });
    await hubby.sql('delete from deliveries where partner_id = $1', [broken.key.partner_id]);
  });
});

describe('the job runner', () => {
  it('delivers what a request recorded, woken by it, and ends what it has when it stops', async () => {
    const { key, path } = await subscribed();
    const worker = await hubby.work();
    try {
      for (let i = 1; i <= 3; i++) {
        await hubby.call(
          'POST',
          '/api/bookings',
          {
            departure_date: IN_A_YEAR,
            package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
          },
          { key },
        );
        await until('it arrives', async () => got(path).length === i);
      }
      let release = (): void => {};
      receiver.behave((_req, res) => {
        release = () => res.end('late');
      });
      const [id] = await record(key, 1);
      hubby.ctx.wake('deliveries');
      await until('it is under way', async () => got(path).length === 4);
      const stopped = worker.stop();
      release();
      await stopped;
      const [row] = await hubby.sql(
        'select state, lease_until from deliveries where partner_id = $1 and event_id = $2',
        [key.partner_id, id],
      );
      assert.deepEqual(row, { state: 'delivered', lease_until: null });
    } finally {
      receiver.behave(200);
      await worker.stop();
    }
  });
});
