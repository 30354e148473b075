/**
 * What becomes of deliveries that fail: the schedule, Retry-After, switching off, waiting, and
 * housekeeping, on a clock of the test's own.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { deliverDue, nextDelivery } from '../../src/domain/webhooks/delivering/deliver.ts';
import { firstEventIdAt, forgetOldEvents } from '../../src/domain/webhooks/forget-old-events.ts';
import { DELAYS_MS } from '../../src/domain/webhooks/delivering/retry-schedule.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { startReceiver, type Received, type Receiver } from '../support/receiver.ts';

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
beforeEach(() => {
  receiver.behave(200);
});
after(async () => {
  await receiver.close();
  await hubby.close();
});

const call = (key: Key, method: string, path: string, body?: unknown): Promise<Answer> =>
  hubby.call(method, path, body, { key });
const health = async (key: Key): Promise<Json> =>
  (await call(key, 'GET', '/api/webhooks/settings')).body.data.health;
let n = 0;
async function subscribed(
  change: Json = {},
): Promise<{ key: Key; url: string; got: () => Received[] }> {
  const key = await hubby.newPartner();
  const path = `/hook/${++n}`;
  assert.equal(
    (await call(key, 'PUT', '/api/webhooks/settings', { url: receiver.url + path, ...change }))
      .status,
    200,
  );
  return { key, url: receiver.url + path, got: () => receiver.at(path) };
}
const book = (key: Key): Promise<Answer> =>
  call(key, 'POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
  });
const delivery = async (key: Key): Promise<Json> =>
  (await call(key, 'GET', '/api/webhooks/deliveries')).body.data.deliveries[0];

describe('a delivery that fails', () => {
  it('is tried ten times on the schedule, and then listed as exhausted', async () => {
    const { key, got } = await subscribed();
    receiver.behave(500);
    await book(key);
    await hubby.drain();
    for (let tries = 1; tries <= 10; tries++) {
      assert.equal(got().length, tries);
      const { state, next_attempt_at, attempts } = await delivery(key);
      assert.deepEqual(
        [attempts.length, attempts.at(-1).status_code, attempts.at(-1).error],
        [tries, 500, 'answered 500'],
      );
      if (tries === 10) {
        assert.deepEqual([state, next_attempt_at], ['exhausted', null]);
        break;
      }
      const wait = Date.parse(next_attempt_at) - now;
      assert.ok(
        wait >= DELAYS_MS[tries - 1]! * 0.8 && wait <= DELAYS_MS[tries - 1]! * 1.2,
        `${tries}: ${wait}`,
      );
      now += wait - 1;
      await hubby.drain();
      assert.equal(got().length, tries, 'not before its time');
      now += 1;
      await hubby.drain();
    }
    now += DAY;
    await hubby.drain();
    assert.equal(got().length, 10);
    assert.equal(new Set(got().map((r) => r.body)).size, 1);
    assert.equal(
      (await call(key, 'GET', '/api/webhooks/deliveries?state=exhausted')).body.data.deliveries
        .length,
      1,
    );
    assert.equal(
      (await call(key, 'GET', '/api/webhooks/deliveries?state=pending')).body.data.deliveries
        .length,
      0,
    );
    // Sent again, the schedule begins anew.
    const { event_id } = await delivery(key);
    await call(key, 'POST', `/api/events/${event_id}/redeliver`);
    await hubby.drain();
    const again = await delivery(key);
    assert.deepEqual([again.state, again.attempt_count], ['pending', 11]);
    assert.ok(Date.parse(again.next_attempt_at) - now <= DELAYS_MS[0] * 1.2);
    receiver.behave(200);
    now += 2 * 60_000;
    await hubby.drain();
    assert.deepEqual(
      [(await delivery(key)).state, (await health(key)).status],
      ['delivered', 'healthy'],
    );
  });

  it('waits as long as Retry-After asks, and never shorter than planned', async () => {
    for (const [status, header, least, most] of [
      [429, '600', 600_000, 600_000],
      [503, '5', 48_000, 72_000],
      [429, '9999999', DAY, DAY],
      [500, '600', 48_000, 72_000],
    ] as const) {
      const { key } = await subscribed();
      receiver.behave((_req, res) => {
        res.writeHead(status, { 'retry-after': header }).end();
      });
      await book(key);
      await hubby.drain();
      const wait = Date.parse((await delivery(key)).next_attempt_at) - now;
      assert.ok(wait >= least && wait <= most, `${status} ${header}: ${wait}`);
    }
  });
});

describe('an endpoint', () => {
  it('that answers 410 is switched off; what is pending goes on when it is set again', async () => {
    const { key, url, got } = await subscribed({ alert_email: 'ops@example.com' });
    receiver.behave(410);
    await book(key);
    await hubby.drain();
    assert.deepEqual(
      { ...(await health(key)), failing_since: null },
      {
        status: 'disabled',
        failing_since: null,
        disables_at: null,
        disabled_reason: 'gone',
        pending: 1,
      },
    );
    receiver.behave(200);
    await book(key);
    now += DAY;
    await hubby.drain();
    assert.equal(got().length, 1);
    assert.equal((await delivery(key)).attempts.length, 1);
    const [message, ...more] = await hubby.sql(
      'select channel, kind, recipient, text from messages where partner_id = $1',
      [key.partner_id],
    );
    assert.deepEqual(
      [message.channel, message.kind, message.recipient, more.length],
      ['EMAIL', 'webhook_disabled', 'ops@example.com', 0],
    );
    assert.match(message.text, /410 Gone/);
    const set = await call(key, 'PUT', '/api/webhooks/settings', { url });
    assert.deepEqual([set.body.data.health.status, set.body.data.health.pending], ['healthy', 1]);
    await hubby.drain();
    assert.equal(got().length, 2);
    assert.equal((await health(key)).pending, 0);
    // What happened while it was off was not subscribed to; the feed has it.
    assert.equal(new Set(got().map((r) => r.json.event_id)).size, 1);
  });

  it('that answered 410 and is set again does not wait for its old turn', async () => {
    const { key, url, got } = await subscribed();
    receiver.behave(410);
    await book(key);
    await hubby.drain();
    receiver.behave(200);
    assert.ok(Date.parse((await delivery(key)).next_attempt_at) > now);
    await call(key, 'PUT', '/api/webhooks/settings', { url });
    await hubby.drain();
    assert.deepEqual([got().length, (await health(key)).pending], [2, 0]);
  });

  it('that is set again as it was keeps its turns; under another URL it starts afresh', async () => {
    const { key, url, got } = await subscribed();
    receiver.behave(500);
    await book(key);
    await hubby.drain();
    const { next_attempt_at } = await delivery(key);
    receiver.behave(200);
    await call(key, 'PUT', '/api/webhooks/settings', { url });
    assert.equal((await delivery(key)).next_attempt_at, next_attempt_at);
    await call(key, 'PUT', '/api/webhooks/settings', { url: `${url}/moved` });
    await hubby.drain();
    assert.equal((await delivery(key)).state, 'delivered');
    assert.equal(got().length, 1);
  });

  it('that the partner switches off gets nothing; what was pending waits', async () => {
    const { key, url, got } = await subscribed();
    receiver.behave(500);
    await book(key);
    await hubby.drain();
    await call(key, 'PUT', '/api/webhooks/settings', { url, enabled: false });
    receiver.behave(200);
    now += DAY;
    await hubby.drain();
    assert.equal(got().length, 1);
    assert.deepEqual(
      [
        (await health(key)).status,
        (await health(key)).disabled_reason,
        (await health(key)).pending,
      ],
      ['off', 'partner', 1],
    );
    await call(key, 'PUT', '/api/webhooks/settings', { url, enabled: true });
    await hubby.drain();
    assert.equal(got().length, 2);
  });

  it('that only fails is warned about after 1, 3 and 4.5 days and switched off after 5, each told once', async () => {
    const { key, got } = await subscribed({ alert_email: 'ops@example.com' });
    receiver.behave(500);
    const start = now;
    const seen: [string, number][] = [];
    const warned = async (): Promise<Json[]> =>
      hubby.sql('select kind, created_at from messages where partner_id = $1 order by created_at', [
        key.partner_id,
      ]);
    for (let hours = 0; hours <= 126; hours += 3) {
      now = start + hours * 3_600_000;
      const { status, disables_at, failing_since } = await health(key);
      if (status === 'failing')
        assert.equal(Date.parse(disables_at) - Date.parse(failing_since), 5 * DAY);
      await book(key);
      await hubby.drain();
      for (const { kind } of (await warned()).slice(seen.length)) seen.push([kind, hours]);
    }
    assert.deepEqual(seen, [
      ['webhook_failing', 24],
      ['webhook_failing', 72],
      ['webhook_failing', 108],
      ['webhook_disabled', 120],
    ]);
    assert.deepEqual(
      [(await health(key)).status, (await health(key)).disabled_reason],
      ['disabled', 'failing'],
    );
    const before = got().length;
    now += DAY;
    await hubby.drain();
    assert.equal(got().length, before);
  });

  it('whose health cannot be written has its attempts in the log, each once', async (t) => {
    const { key, got } = await subscribed();
    await book(key);
    await hubby.drain();
    await hubby.sql(
      `create function not_written() returns trigger language plpgsql as
         $$ begin raise exception 'the disk is full' using errcode = '53100'; end $$`,
    );
    const letGo = () => hubby.sql('drop function if exists not_written() cascade');
    t.after(letGo);
    await hubby.sql(
      `create trigger not_written before update of failing_since on webhook_endpoints for each row
       when (old.partner_id = '${key.partner_id}') execute function not_written()`,
    );
    receiver.behave(500);
    await book(key);
    await hubby.drain();
    assert.equal(got().length, 2);
    const logged = async (): Promise<number> => (await delivery(key)).attempts.length;
    assert.equal(await logged(), 1);
    assert.equal((await health(key)).status, 'healthy');
    await letGo();
    now += DELAYS_MS[0] * 2;
    await hubby.drain();
    assert.equal(await logged(), 2);
    assert.equal((await health(key)).status, 'failing');
  });

  it('is forgiven by one success', async () => {
    const { key } = await subscribed();
    receiver.behave(500);
    await book(key);
    await hubby.drain();
    assert.equal((await health(key)).status, 'failing');
    receiver.behave(200);
    await book(key);
    await hubby.drain();
    assert.deepEqual(
      [(await health(key)).status, (await health(key)).failing_since],
      ['healthy', null],
    );
  });
});

describe('a clock that is moved', () => {
  it('attempts everything in its time, each dated when it was due', async () => {
    const { key, got } = await subscribed();
    receiver.behave(500);
    await book(key);
    const until = new Date(now + 8 * 60_000);
    const first = await nextDelivery(hubby.ctx.db, key.partner_id, until);
    assert.equal(first?.getTime(), now);
    assert.equal(await deliverDue(hubby.ctx, key.partner_id, until), 3);
    const { attempts, next_attempt_at } = await delivery(key);
    const times = attempts.map((a: Json) => Date.parse(a.attempted_at) - now);
    assert.equal(got().length, 3);
    assert.equal(times[0], 0);
    assert.ok(
      times[1] >= 48_000 &&
        times[1] <= 73_000 &&
        times[2] - times[1] >= 240_000 &&
        times[2] - times[1] <= 362_000,
      times.join(),
    );
    assert.ok(Date.parse(next_attempt_at) > until.getTime());
    assert.equal(await nextDelivery(hubby.ctx.db, key.partner_id, until), null);
    // While somebody moves it, the workers leave it alone.
    await hubby.sql(
      `insert into partner_clocks (partner_id, offset_ms, advancing_until) values ($1, 0, now() + interval '1 minute')`,
      [key.partner_id],
    );
    now += DAY;
    await hubby.drain();
    assert.equal(got().length, 3);
    await hubby.sql(`update partner_clocks set advancing_until = null where partner_id = $1`, [
      key.partner_id,
    ]);
    await hubby.drain();
    assert.equal(got().length, 4);
  });
});

describe('housekeeping', () => {
  it('forgets what is older than 30 days, but for what is still pending', async () => {
    const { key } = await subscribed();
    const ids = Array.from(
      { length: 4 },
      (_, i) =>
        `${firstEventIdAt(Date.now() - (i < 3 ? 31 : 29) * DAY)}${String(i).padStart(16, '0')}`,
    );
    for (const [i, id] of ids.entries()) {
      await hubby.sql(
        `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data) values ($1, $2, 'booking.created', $2, 1, now(), '{}')`,
        [key.partner_id, id],
      );
      await hubby.sql(
        `insert into deliveries (partner_id, event_id, state, created_at, updated_at) values ($1, $2, $3, now(), now())`,
        [key.partner_id, id, i === 1 ? 'pending' : 'delivered'],
      );
      await hubby.sql(
        `insert into attempts (partner_id, event_id, number, attempted_at, url, duration_ms) values ($1, $2, 1, now(), 'http://x', 1)`,
        [key.partner_id, id],
      );
    }
    assert.equal(await forgetOldEvents(hubby.ctx), 2);
    for (const [table, column] of [
      ['events', 'id'],
      ['deliveries', 'event_id'],
      ['attempts', 'event_id'],
    ]) {
      assert.deepEqual(
        (
          await hubby.sql(`select ${column} as id from ${table} where partner_id = $1 order by 1`, [
            key.partner_id,
          ])
        ).map((r) => r.id),
        [ids[1], ids[3]],
        table,
      );
    }
    assert.equal(await forgetOldEvents(hubby.ctx), 0);
  });
});
