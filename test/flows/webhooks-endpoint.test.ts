/**
 * What an endpoint is sent by default, what it owes to its URL, and what a worker that stops leaves
 * to others.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { claimDue } from '../../src/domain/webhooks/delivering/claim.ts';
import {
  deliveriesUnderWay,
  runDueDeliveries,
} from '../../src/domain/webhooks/delivering/deliver.ts';
import { EVENTS, EVENT_TYPES, flagOf } from '../../src/domain/webhooks/events.ts';
import { atDatabase } from '../../src/domain/webhooks/delivering/database-limiter.ts';
import { recordEvents } from '../../src/domain/webhooks/record-event.ts';
import { newId } from '../../src/ids.ts';
import { gate, until } from '../faults/checks.ts';
import { startHubby, type Hubby, type Json } from '../harness.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';

type Key = { partner_id: string; api_key: string; api_secret: string };
const DAY = 86_400_000;
let hubby: Hubby;
let receiver: Receiver;
let now = Date.now();
before(async () => {
  hubby = await startHubby({
    env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' },
    clock: { now: () => new Date(now) },
  });
  receiver = await startReceiver();
});
after(async () => {
  await receiver.close();
  await hubby.close();
});

const settings = async (key: Key, body?: Json): Promise<Json> => {
  const method = body === undefined ? 'GET' : 'PUT';
  const answer = await hubby.call(method, '/api/webhooks/settings', body, { key });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
};
let paths = 0;
async function subscribed(change: Json = {}): Promise<{ key: Key; path: string; url: string }> {
  const key = await hubby.newPartner();
  const path = `/hook/${++paths}`;
  await settings(key, { url: receiver.url + path, ...change });
  return { key, path, url: receiver.url + path };
}
/** As the operation that tells of it does, each about a subject of its own. */
const record = (key: Key, types: readonly (keyof typeof EVENTS)[]): Promise<boolean> =>
  hubby.ctx.db.partnerTx(key.partner_id, (tx) =>
    recordEvents(
      tx,
      types.map((type) => ({
        partnerId: key.partner_id,
        type,
        entityId: newId('epk'),
        sequence: 1,
        at: hubby.ctx.clock.now(),
        data: EVENTS[type].example,
      })),
    ),
  );
const delivered = async (key: Key): Promise<string[]> =>
  (
    await hubby.sql(
      `select e.type from deliveries d join events e on e.partner_id = d.partner_id and e.id = d.event_id
       where d.partner_id = $1 order by e.id`,
      [key.partner_id],
    )
  ).map((row: Json) => row.type);

describe('events', () => {
  const on = EVENT_TYPES.filter((type) => EVENTS[type].isDefault);
  const off = EVENT_TYPES.filter((type) => !EVENTS[type].isDefault);

  it('that are off by default are sent to nobody who did not ask for them', async () => {
    assert.ok(on.length > 0 && off.length > 0);
    const { key } = await subscribed();
    assert.equal(await record(key, off), false, 'nothing to deliver, so nobody is woken');
    assert.deepEqual(await delivered(key), []);
    assert.equal(await record(key, EVENT_TYPES), true);
    assert.deepEqual(new Set(await delivered(key)), new Set(on));
  });

  it('are sent as the flags say, which outweigh the default', async () => {
    const { key } = await subscribed({
      events: Object.fromEntries(
        EVENT_TYPES.map((type) => [flagOf(type), !EVENTS[type].isDefault]),
      ),
    });
    await record(key, EVENT_TYPES);
    assert.deepEqual(new Set(await delivered(key)), new Set(off));
  });

  it('are sent to nobody without an endpoint that is on', async () => {
    const { key, url } = await subscribed();
    await settings(key, { url, enabled: false });
    assert.equal(await record(key, EVENT_TYPES), false);
    const none = await hubby.newPartner();
    assert.equal(await record(none, EVENT_TYPES), false);
    assert.deepEqual([...(await delivered(key)), ...(await delivered(none))], []);
  });
});

describe('another URL', () => {
  const fail = async (key: Key): Promise<void> => {
    await record(key, ['booking.created']);
    await hubby.drain();
  };

  it('starts with a clean slate of health: no failure, no warning, not tried yet', async () => {
    const { key, url } = await subscribed({ alert_email: 'ops@example.com' });
    receiver.behave(500);
    await fail(key);
    now += 1.1 * DAY;
    await fail(key);
    const before = (await settings(key)).health;
    assert.equal(before.status, 'failing');
    const moved = await settings(key, { url: `${url}/moved`, alert_email: 'ops@example.com' });
    assert.deepEqual(
      [moved.health.status, moved.health.failing_since, moved.health.disables_at],
      ['unknown', null, null],
    );
    await hubby.drain();
    const since = Date.parse((await settings(key)).health.failing_since);
    assert.ok(since >= now, 'it fails since it was tried itself');
    now += 1.1 * DAY;
    await fail(key);
    const warnings = await hubby.sql(
      `select 1 from messages where partner_id = $1 and kind = 'webhook_failing'`,
      [key.partner_id],
    );
    assert.equal(warnings.length, 2, 'each of the two was warned about by itself');
  });

  it('owes nothing to an attempt at the one before that ends late', async () => {
    const { key, path, url } = await subscribed();
    const held: (() => void)[] = [];
    receiver.behave((req, res) => {
      if (req.path === path) held.push(() => res.writeHead(410).end());
      else res.end();
    });
    await record(key, ['booking.created']);
    const pass = runDueDeliveries(hubby.ctx);
    await until('it is under way', async () => held.length === 1);
    await settings(key, { url: `${url}/moved` });
    held[0]!();
    await pass;
    const { enabled, health } = await settings(key);
    assert.deepEqual([enabled, health.status, health.failing_since], [true, 'unknown', null]);
    receiver.behave(200);
    now += DAY;
    await hubby.drain();
    assert.equal((await settings(key)).health.status, 'healthy');
  });
});

describe('a worker that stops', () => {
  it('gives back what it took and has not begun, so that others need not wait for its lease', async () => {
    const { key } = await subscribed();
    await record(
      key,
      Array.from({ length: 300 }, () => 'booking.updated' as const),
    );
    // The first go at once, so that it takes more ahead of its places; then all hang.
    let posts = 0;
    const held: (() => void)[] = [];
    const reply = { status: 200, error: null, body: '', retryAfter: null, durationMs: 0 };
    const post = async (): Promise<typeof reply> => {
      if (++posts > 20) await new Promise<void>((resolve) => held.push(resolve));
      return reply;
    };
    const ctx = { ...hubby.ctx, webhooks: { ...hubby.ctx.webhooks, post } };
    let isStopping = false;
    const pass = runDueDeliveries(ctx, () => isStopping);
    const taken = (): Promise<number> => deliveriesUnderWay(hubby.ctx.db, key.partner_id);
    await until('all places hang', async () => held.length === 8);
    await until('more is taken than is under way', async () => (await taken()) > 8);
    isStopping = true;
    held.forEach((release) => release());
    const done = await pass;
    assert.ok(done < 300);
    assert.equal(await taken(), 0);
    const [row] = await hubby.sql(
      `select count(*)::int as n from deliveries where partner_id = $1 and state = 'pending' and tries = 0`,
      [key.partner_id],
    );
    assert.equal(row.n, 300 - done);
    receiver.behave(200);
    assert.equal(await runDueDeliveries(hubby.ctx), 300 - done, 'another does the rest at once');
  });
});

describe('what is due is delivered at once, and not by the sweep', () => {
  const post = (key: Key, path: string, body?: Json): Promise<Json> =>
    hubby.call('POST', path, body, { key });
  const eventIds = async (key: Key): Promise<string[]> =>
    (
      await hubby.sql('select id from events where partner_id = $1 order by id', [key.partner_id])
    ).map((row: Json) => row.id);

  it('when it is sent again, replayed, or was held back by an endpoint that is set now', async () => {
    const { key, url } = await subscribed();
    await record(key, ['booking.created']);
    await hubby.drain();
    const [id] = await eventIds(key);
    assert.deepEqual(await hubby.woken(() => post(key, `/api/events/${id}/redeliver`)), [
      'deliveries',
    ]);
    const range = { from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' };
    assert.deepEqual(await hubby.woken(() => post(key, '/api/events/replay', range)), [
      'deliveries',
    ]);
    const empty = { ...range, to: '2020-01-02T00:00:00Z' };
    assert.deepEqual(await hubby.woken(() => post(key, '/api/events/replay', empty)), []);
    await settings(key, { url, enabled: false });
    await hubby.drain();
    assert.deepEqual(await hubby.woken(() => settings(key, { url })), ['deliveries']);
    await hubby.drain();
    assert.deepEqual(await hubby.woken(() => settings(key, { url })), []);
  });

  it('when an endpoint keeps failing, the mail that says so', async () => {
    const { key } = await subscribed({ alert_email: 'ops@example.com' });
    receiver.behave(500);
    await record(key, ['booking.created']);
    await hubby.drain();
    now += 1.1 * DAY;
    await record(key, ['booking.updated']);
    assert.deepEqual(await hubby.woken(() => runDueDeliveries(hubby.ctx)), ['messages']);
    receiver.behave(200);
  });

  it('replays its range with both ends, and no tests', async () => {
    const { key } = await subscribed();
    await record(key, ['booking.created']);
    await post(key, '/api/webhooks/test', { event: 'booking.created' });
    const at = hubby.ctx.clock.now().toISOString();
    const answer = await post(key, '/api/events/replay', { from: at, to: at });
    assert.deepEqual(answer.body.data, { events: 1 });
  });

  it('is sent again though an attempt is under way, whatever becomes of that', async () => {
    const { key, path } = await subscribed();
    const door = gate();
    receiver.behave((_req, res) => void door.wait().then(() => res.end()));
    await record(key, ['booking.created']);
    const pass = runDueDeliveries(hubby.ctx);
    await door.reached;
    const [id] = await eventIds(key);
    assert.equal((await post(key, `/api/events/${id}/redeliver`)).status, 200);
    receiver.behave(200);
    door.open();
    await pass;
    await hubby.drain();
    assert.equal(receiver.at(path).length, 2);
  });
});

describe('an endpoint that redirects', () => {
  it('has not got the event', async () => {
    const { key } = await subscribed();
    receiver.behave(302);
    await record(key, ['booking.created']);
    await hubby.drain();
    receiver.behave(200);
    assert.equal((await settings(key)).health.status, 'failing');
  });
});

describe('the first secret', () => {
  it('has none before it that would still be valid; the second has', async () => {
    const key = await hubby.newPartner();
    const rotate = async (): Promise<string | null> =>
      (await hubby.call('POST', '/api/webhooks/rotate-secret', undefined, { key })).body.data
        .previous_valid_until;
    assert.equal(await rotate(), null);
    assert.equal((await settings(key)).previous_secret_valid_until, null);
    assert.notEqual(await rotate(), null);
    // One that was set up before secrets were: its first, too, comes after none.
    await hubby.sql(
      `update webhook_endpoints set secret_sealed = null, previous_secret_until = null
       where partner_id = $1`,
      [key.partner_id],
    );
    assert.equal(await rotate(), null);
  });
});

describe('the log of deliveries', () => {
  const log = async (key: Key, query: string): Promise<Json> =>
    (await hubby.call('GET', `/api/webhooks/deliveries${query}`, undefined, { key })).body.data;

  it('has a next page only where there is one', async () => {
    const { key } = await subscribed();
    await record(key, ['booking.created', 'booking.updated']);
    assert.notEqual((await log(key, '?limit=1')).next_cursor, null);
    const whole = await log(key, '?limit=2');
    assert.deepEqual([whole.deliveries.length, whole.next_cursor], [2, null]);
  });

  it('shows the newest twenty attempts', async () => {
    const { key } = await subscribed();
    await record(key, ['booking.created']);
    await hubby.sql(
      `with d as (update deliveries set attempts = 25 where partner_id = $1 returning event_id)
       insert into attempts (partner_id, event_id, number, attempted_at, url, duration_ms)
       select $1, event_id, n, now(), 'http://x', 1 from d, generate_series(1, 25) n`,
      [key.partner_id],
    );
    const [{ attempts }] = (await log(key, '')).deliveries;
    assert.deepEqual(
      attempts.map((a: Json) => a.number),
      Array.from({ length: 20 }, (_, i) => i + 6),
    );
  });
});

describe('a worker that found a partner just before its clock began to move', () => {
  it('takes nothing of it', async () => {
    const { key } = await subscribed();
    await record(key, ['booking.created']);
    const moving = (until: string): Promise<Json[]> =>
      hubby.sql(
        `insert into partner_clocks (partner_id, offset_ms, advancing_until) values ($1, 0, now() + $2::interval)
         on conflict (partner_id) do update set advancing_until = excluded.advancing_until`,
        [key.partner_id, until],
      );
    await moving('1 hour');
    assert.equal(await claimDue(hubby.ctx, key.partner_id, 8, null, null), null);
    await moving('-1 second');
    const claim = await claimDue(hubby.ctx, key.partner_id, 8, null, null);
    assert.equal(claim?.deliveries.length, 1);
  });
});

describe('statements of the delivery engine', () => {
  it('are six at once, in their order, whatever becomes of them', async () => {
    const doors = Array.from({ length: 10 }, gate);
    const entered: number[] = [];
    const all = doors.map((door, n) =>
      atDatabase(`partner ${n}`, async () => {
        entered.push(n);
        await door.wait();
        if (n % 2 === 0) throw new Error('lost');
      }).catch(() => {}),
    );
    for (const [n, door] of doors.entries()) {
      await door.reached;
      assert.deepEqual(
        entered,
        Array.from({ length: Math.min(n + 6, 10) }, (_, i) => i),
      );
      door.open();
      await all[n];
    }
    await Promise.all(all);
  });
});
