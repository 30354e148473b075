/** The sandbox clock: moves a partner's time and does what comes due on the way, in order. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { random } from '../support/chance.ts';
import { MAX_OFFSET_MS } from '../../src/domain/sandbox/clock-input.ts';
import { partnerNow } from '../../src/domain/partners/now.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { runDueTimers } from '../../src/jobs/run-due-timers.ts';
import { runDueDeliveries } from '../../src/domain/webhooks/delivering/deliver.ts';
import { openRuntime, type Runtime } from '../../src/runtime.ts';
import { makeSecrets } from '../../src/secrets.ts';
import { startWorker } from '../../src/worker.ts';
import { gate, until } from '../faults/checks.ts';
import { short } from '../faults/steps.ts';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const quiet = { info() {}, warn() {}, error() {} };

let hubby: Hubby;
before(async () => {
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
});
/** Closed whatever happens: a server that listens would keep the test's process alive. */
const receivers: Server[] = [];
after(async () => {
  for (const server of receivers) server.close().closeAllConnections();
  await hubby.close();
});

const advance = (body: object, key: CreatedPartner = hubby.partner): Promise<Answer> =>
  hubby.call('POST', '/api/sandbox/clock', body, { key });
const clock = async (key: CreatedPartner): Promise<Json> =>
  (await hubby.call('GET', '/api/sandbox/clock', undefined, { key })).body.data;
const openOther = (): Promise<Runtime> =>
  openRuntime(
    hubby.ctx.config,
    hubby.databaseConfig,
    makeSecrets(hubby.ctx.config.secretKey!),
    quiet,
    { poolSize: 6 },
  );

async function book(key: CreatedPartner, departure: Date): Promise<string> {
  const answer = await hubby.call(
    'POST',
    '/api/bookings',
    {
      departure_date: departure.toISOString(),
      package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
    },
    { key },
  );
  assert.equal(answer.status, 201, answer.text);
  return answer.body.data.id;
}
const inDays = (days: number): Date => new Date(Date.now() + days * DAY);
const triggersOf = (key: CreatedPartner): Promise<Json[]> =>
  hubby.sql(
    `select id, entity_id, type, occurred_at from events where partner_id = $1 and type in ('booking.within_cutoff', 'booking.about_to_depart') order by tx, id`,
    [key.partner_id],
  );

/** A receiver that answers as told, and the partner's endpoint on it. */
async function receiver(
  key: CreatedPartner,
  answerTo: (event: Json, n: number) => number | Promise<number> = () => 200,
): Promise<{ got: Json[] }> {
  const got: Json[] = [];
  const server: Server = createServer((req, res) => {
    let text = '';
    req.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    req.on('end', async () => {
      const event = JSON.parse(text);
      got.push(event);
      res.statusCode = await answerTo(event, got.length);
      res.end();
    });
  });
  receivers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  await hubby.sql('insert into webhook_endpoints (partner_id, url) values ($1, $2)', [
    key.partner_id,
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
  ]);
  return { got };
}

describe('POST /api/sandbox/clock', () => {
  it('moves the time of this partner only, and it keeps running', async () => {
    const [key, other] = [await hubby.newPartner(), await hubby.newPartner()];
    assert.equal((await clock(key)).offset_seconds, 0);
    const before = Date.now();
    const answer = await advance({ advance: '7d2h' }, key);
    const after = Date.now();
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.data.offset_seconds, (7 * DAY + 2 * HOUR) / 1000);
    const real = Date.parse(answer.body.data.now) - (7 * DAY + 2 * HOUR);
    assert.ok(before <= real && real <= after, `${real - before} ms`);
    const then = (await clock(key)).now;
    await until('time goes on', async () => (await clock(key)).now > then);
    assert.equal((await clock(other)).offset_seconds, 0);
    const id = await book(key, inDays(30));
    const { created_at } = (await hubby.call('GET', `/api/bookings/${id}`, undefined, { key })).body
      .data;
    assert.ok(Date.parse(created_at) - Date.now() > 7 * DAY);
  });

  it('takes an instant, also in the zone of the partner', async () => {
    const key = await hubby.newPartner('Zoned', { time_zone: 'Asia/Tokyo' });
    const day = inDays(40).toISOString().slice(0, 10);
    for (const [now, expected] of [
      [`${day}T10:00:00+02:00`, `${day}T08:00:00Z`],
      [`${day}T18:00`, `${day}T09:00:00Z`],
    ] as const) {
      const answer = await advance({ now }, key);
      assert.equal(answer.status, 200, answer.text);
      const late = Date.parse(answer.body.data.now) - Date.parse(expected);
      assert.ok(late >= 0 && late < 10_000, `${now}: ${late} ms`);
    }
  });

  it('refuses what it cannot mean, and names the field', async () => {
    const key = await hubby.newPartner();
    await advance({ advance: '1d' }, key);
    const field = async (body: unknown): Promise<string> => {
      const answer = await hubby.call('POST', '/api/sandbox/clock', body, { key });
      return `${short(answer)} ${answer.body.error.details.map((d: Json) => d.field).join()}`;
    };
    for (const text of [
      '',
      ' ',
      '1',
      'd',
      '2h7d',
      '1d1d',
      '-1d',
      '1.5d',
      '1 d',
      '1D',
      '7d 2h',
      '1w',
      '1d\n',
      1,
      ['1d'],
      { d: 1 },
      true,
    ])
      assert.equal(
        await field({ advance: text }),
        '400 invalid_request advance',
        JSON.stringify(text),
      );
    for (const text of [
      '',
      'tomorrow',
      '2027-02-30',
      '2027-01-01T25:00:00Z',
      inDays(0.5).toISOString(),
      '2020-01-01T00:00:00Z',
      1_800_000_000,
      '9000-01-01T00:00:00Z',
    ])
      assert.equal(await field({ now: text }), '400 invalid_request now', JSON.stringify(text));
    assert.equal(await field({ advance: '1827d' }), '400 invalid_request advance');
    assert.equal(await field({ advance: `${'9'.repeat(90)}d` }), '400 invalid_request advance');
    assert.equal(await field({}), '400 invalid_request advance');
    assert.equal(await field({ advance: null }), '400 invalid_request advance');
    assert.equal(
      await field({ advance: '1d', now: inDays(9).toISOString() }),
      '400 invalid_request now',
    );
    assert.equal((await hubby.call('POST', '/api/sandbox/clock', undefined, { key })).status, 400);
    assert.equal((await clock(key)).offset_seconds, DAY / 1000);
    for (const method of ['GET', 'POST'] as const)
      assert.equal((await hubby.bare(method, '/api/sandbox/clock')).status, 401);
    // Five years in all, and not a second more.
    const rest = Math.floor((MAX_OFFSET_MS - DAY) / 1000);
    assert.equal((await advance({ advance: `${rest}s` }, key)).status, 200);
    assert.equal(await field({ advance: '1s' }), '400 invalid_request advance');
    assert.equal((await advance({ advance: '0s' }, key)).status, 200);
  });

  it('is known to other processes at once, and after a restart', async () => {
    const key = await hubby.newPartner();
    const other = await openOther();
    const ahead = (runtime: Runtime): number =>
      partnerNow(runtime.ctx, { id: key.partner_id }).getTime() - Date.now();
    try {
      for (const days of [3, 6]) {
        await advance({ advance: '3d' }, key);
        await until('the other process knows', async () => ahead(other) > days * DAY - MINUTE);
      }
      const restarted = await openOther();
      assert.ok(Math.abs(ahead(restarted) - 6 * DAY) < MINUTE);
      await restarted.close();
      await hubby.call('POST', '/api/sandbox/reset', undefined, { key });
      await until(
        'the other process knows of the reset',
        async () => Math.abs(ahead(other)) < MINUTE,
      );
    } finally {
      await other.close();
    }
  });

  it('two at once go one after the other', async () => {
    const key = await hubby.newPartner();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => advance({ advance: '1d' }, key)),
    );
    assert.deepEqual(answers.map(short), Array(6).fill('200'));
    assert.equal((await clock(key)).offset_seconds, (6 * DAY) / 1000);
  });
});

describe('what comes due on the way', () => {
  it('happens at its own instant, in order, and is delivered in order, without any worker', async () => {
    const key = await hubby.newPartner();
    const { got } = await receiver(key);
    const expected: string[] = [];
    for (const days of [9, 30, 8.5, 12, 15.9, 9.01, 50]) {
      const departure = inDays(days);
      const id = await book(key, departure);
      expected.push(
        `${new Date(departure.getTime() - 7 * DAY).toISOString()} booking.within_cutoff ${id}`,
        `${new Date(departure.getTime() - 2 * HOUR).toISOString()} booking.about_to_depart ${id}`,
      );
    }
    const answer = await advance({ advance: '60d' }, key);
    assert.deepEqual(
      [answer.status, answer.body.data.fired.timers, answer.body.data.fired.deliveries],
      [200, 14, 21],
      answer.text,
    );
    const shown = (await triggersOf(key)).map(
      (e) => `${e.occurred_at.toISOString()} ${e.type} ${e.entity_id}`,
    );
    assert.deepEqual(shown, expected.sort());
    // On the wire by the time the call answers, none twice, in order.
    const seen = got
      .filter((e) => e.event !== 'booking.created')
      .map((e) => `${e.timestamp} ${e.event} ${e.data.booking_id}`);
    assert.deepEqual(seen, expected);
    const rows = await hubby.sql(
      `select a.attempted_at, e.occurred_at from attempts a join events e on e.partner_id = a.partner_id and e.id = a.event_id where a.partner_id = $1 and e.type <> 'booking.created'`,
      [key.partner_id],
    );
    for (const row of rows) assert.deepEqual(row.attempted_at, row.occurred_at);
  });

  it('a booking inside its cutoff is told at the present time, not before it was made', async () => {
    const key = await hubby.newPartner();
    const id = await book(key, inDays(1));
    await advance({ advance: '1h' }, key);
    const [event] = await triggersOf(key);
    const [{ created_at }] = await hubby.sql('select created_at from bookings where id = $1', [id]);
    assert.ok(event.occurred_at >= created_at && event.occurred_at - created_at < 30 * MINUTE);
  });

  it('retries keep their schedule in the time of the partner, and never come after later events', async () => {
    const key = await hubby.newPartner();
    const arrivals: { id: string; at: number }[] = [];
    const { got } = await receiver(key, (_event, n) => (n <= 8 ? 500 : 200));
    for (const days of [9, 9 + 1 / 24, 9 + 2 / 24]) await book(key, inDays(days));
    await hubby.sql(
      `update deliveries set next_attempt_at = null, state = 'delivered' where partner_id = $1`,
      [key.partner_id],
    );
    assert.equal((await advance({ advance: '20d' }, key)).status, 200);
    const attempts = await hubby.sql(
      'select event_id, number, attempted_at, status_code from attempts where partner_id = $1 order by attempted_at',
      [key.partner_id],
    );
    for (const a of attempts) arrivals.push({ id: a.event_id, at: a.attempted_at.getTime() });
    assert.deepEqual(
      got.map((e) => e.event_id),
      arrivals.map((a) => a.id),
      'received in the order of their time',
    );
    const byEvent = Map.groupBy(attempts, (a: Json) => a.event_id);
    const delays = [1, 5, 30, 120, 300, 600].map((m) => m * MINUTE);
    for (const tries of byEvent.values()) {
      for (let i = 1; i < tries.length; i++) {
        const gap = tries[i].attempted_at - tries[i - 1].attempted_at;
        assert.ok(
          gap >= delays[i - 1]! * 0.8 && gap <= delays[i - 1]! * 1.2 + 20_000,
          `try ${i + 1} after ${gap} ms`,
        );
      }
      assert.equal(tries.at(-1).status_code, 200);
    }
    assert.equal(attempts.filter((a: Json) => a.status_code === 500).length, 8);
    assert.equal(byEvent.size, 6);
  });

  it('a validity runs out on the way: each threshold of each package at its instant, then the expiry', async () => {
    const key = await hubby.newPartner();
    await receiver(key);
    await hubby.sql(
      `update webhook_endpoints set events = '{"package_usage_100_percent": true, "package_expired": true}' where partner_id = $1`,
      [key.partner_id],
    );
    const used: Json[] = [];
    for (let n = 0; n < 3; n++) {
      const external_user_id = user();
      const booked = await hubby.call(
        'POST',
        '/api/bookings',
        {
          departure_date: inDays(100).toISOString(),
          package_specifications: [
            {
              external_user_id,
              destination: 'GR',
              size: '3GB',
              package_type: 'time-limited',
              package_duration: 3,
            },
          ],
        },
        { key },
      );
      const redeemed = await hubby.call(
        'POST',
        '/api/native/redeem-package',
        { external_user_id, package_queue_id: booked.body.data.package_queues[0].id },
        { key },
      );
      const { iccid } = redeemed.body.data.current_esim;
      for (const verb of ['install', 'enable'])
        assert.equal(
          (await hubby.call('POST', `/api/sandbox/esims/${iccid}/${verb}`, undefined, { key }))
            .status,
          200,
        );
      const consumed = await hubby.call(
        'POST',
        `/api/sandbox/esims/${iccid}/consume`,
        { bytes: 1000 },
        { key },
      );
      assert.equal(consumed.status, 200, consumed.text);
      assert.equal((await advance({ advance: '1h' }, key)).status, 200);
      used.push(
        ...(await hubby.sql(
          `select id, date_activated, expires_at from packages where partner_id = $1 and id <> all($2)`,
          [key.partner_id, used.map((k) => k.id)],
        )),
      );
    }
    assert.equal((await advance({ advance: '10d' }, key)).status, 200);
    const told = await hubby.sql(
      `select e.type, e.entity_id, e.occurred_at, a.attempted_at from events e join attempts a on a.partner_id = e.partner_id and a.event_id = e.id
      where e.partner_id = $1 and e.type like 'package.%' and e.type <> 'package.activated' order by a.attempted_at, e.id`,
      [key.partner_id],
    );
    assert.equal(told.length, 15);
    for (const k of used) {
      const mine = told.filter((e) => e.entity_id === k.id);
      assert.deepEqual(
        mine.map((e) => e.type),
        ['20', '50', '80', '100']
          .map((p) => `package.usage.${p}_percent`)
          .concat('package.expired'),
      );
      const validity = k.expires_at - k.date_activated;
      [0.2, 0.5, 0.8, 1, 1].forEach((share, i) => {
        assert.ok(
          Math.abs(mine[i].occurred_at - k.date_activated - validity * share) <= 1,
          `${mine[i].type} at ${mine[i].occurred_at.toISOString()}`,
        );
        assert.deepEqual(mine[i].attempted_at, mine[i].occurred_at);
      });
    }
  });

  it('a receiver that is down for good ends as exhausted', async () => {
    const key = await hubby.newPartner();
    await receiver(key, () => 503);
    await book(key, inDays(400));
    const answer = await advance({ advance: '4d18h' }, key);
    assert.equal(answer.body.data.fired.deliveries, 10, answer.text);
    assert.deepEqual(
      await hubby.sql(
        'select state, attempts, next_attempt_at from deliveries where partner_id = $1',
        [key.partner_id],
      ),
      [{ state: 'exhausted', attempts: 10, next_attempt_at: null }],
    );
  });

  it('an endpoint that is switched off holds nothing up', async () => {
    const key = await hubby.newPartner();
    const { got } = await receiver(key);
    await book(key, inDays(9));
    await hubby.sql('update webhook_endpoints set is_enabled = false where partner_id = $1', [
      key.partner_id,
    ]);
    assert.equal((await advance({ advance: '10d' }, key)).status, 200);
    assert.equal((await triggersOf(key)).length, 2);
    assert.equal(got.length, 0);
  });

  it('skips 90 days with hundreds of bookings, beside busy workers, each event once and in order', async (t) => {
    const key = await hubby.newPartner();
    const { got } = await receiver(key);
    for (let n = 0; n < 400; n += 20)
      await Promise.all(Array.from({ length: 20 }, () => book(key, inDays(8 + random() * 100))));
    const other = await openOther();
    const workers = [await startWorker(other.ctx), await hubby.work()];
    try {
      await until('created events are delivered', async () => got.length === 400);
      const started = performance.now();
      const answer = await advance({ advance: '90d' }, key);
      t.diagnostic(
        `90 days, 400 bookings, workers beside it: ${Math.round(performance.now() - started)} ms, ${JSON.stringify(answer.body.data.fired)}`,
      );
      assert.equal(answer.status, 200, answer.text);
      const told = await triggersOf(key);
      const arrived = got.slice(400);
      assert.equal(arrived.length, told.length);
      assert.equal(new Set(got.map((e) => e.event_id)).size, got.length, 'none twice');
      const times = told.map((e) => e.occurred_at.getTime());
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
      );
      const [{ n }] = await hubby.sql(
        `select count(*)::int as n from bookings b, lateral (values (cutoff_at), (about_to_depart_at)) as x(at) where partner_id = $1 and x.at <= $2`,
        [key.partner_id, answer.body.data.now],
      );
      assert.equal(told.length, n);
    } finally {
      for (const worker of workers) await worker.stop();
      await other.close();
    }
  });
});

describe('beside workers', () => {
  it('waits for a delivery that is under way, and dates it before the move', async () => {
    const key = await hubby.newPartner();
    const door = gate();
    const { got } = await receiver(key, async (_event, n) => {
      if (n === 1) await door.wait();
      return 200;
    });
    await book(key, inDays(30));
    const pass = runDueDeliveries(hubby.ctx);
    await door.reached;
    let isDone = false;
    const moving = advance({ advance: '25d' }, key).finally(() => {
      isDone = true;
    });
    await until(
      'the clock is taken',
      async () =>
        (
          await hubby.sql(
            'select 1 from partner_clocks where partner_id = $1 and advancing_until > now()',
            [key.partner_id],
          )
        ).length > 0,
    );
    assert.deepEqual([isDone, got.length, (await clock(key)).offset_seconds], [false, 1, 0]);
    door.open();
    assert.equal((await moving).status, 200);
    await pass;
    assert.deepEqual(
      got.map((e) => e.event),
      ['booking.created', 'booking.within_cutoff'],
    );
    const [first] = await hubby.sql(
      'select attempted_at from attempts where partner_id = $1 order by attempted_at',
      [key.partner_id],
    );
    assert.ok(first.attempted_at.getTime() < Date.now());
  });

  it('workers leave a partner alone whose clock is being moved, and a mover that died sets it free', async () => {
    const key = await hubby.newPartner();
    const { got } = await receiver(key);
    await book(key, inDays(1));
    await hubby.sql(
      `insert into partner_clocks (partner_id, offset_ms, advancing_until, holder) values ($1, 0, now() + interval '1 h', 'somebody')`,
      [key.partner_id],
    );
    await runDueTimers(hubby.ctx);
    await runDueDeliveries(hubby.ctx);
    assert.deepEqual([(await triggersOf(key)).length, got.length], [0, 0]);
    // It died: its lease runs out.
    await hubby.sql(
      `update partner_clocks set advancing_until = now() - interval '1 ms' where partner_id = $1`,
      [key.partner_id],
    );
    await runDueTimers(hubby.ctx);
    await runDueDeliveries(hubby.ctx);
    assert.deepEqual([(await triggersOf(key)).length, got.length], [1, 2]);
    assert.equal((await advance({ advance: '1d' }, key)).status, 200);
  });

  it('one whose lease was lost on the way stops, and says so', async () => {
    const key = await hubby.newPartner();
    await receiver(key, async (event) => {
      if (event.event === 'booking.within_cutoff')
        await hubby.sql(`update partner_clocks set holder = 'another' where partner_id = $1`, [
          key.partner_id,
        ]);
      return 200;
    });
    await book(key, inDays(20));
    assert.equal(short(await advance({ advance: '19d23h' }, key)), '409 sandbox_busy');
    assert.equal((await triggersOf(key)).length, 1);
    assert.ok((await clock(key)).offset_seconds < (14 * DAY) / 1000);
  });

  it('a clock or reset that does not come free in 15 s answers 409 and changes nothing', async () => {
    const [held, ordering] = [await hubby.newPartner(), await hubby.newPartner()];
    await book(ordering, inDays(30));
    await hubby.sql(
      `insert into partner_clocks (partner_id, offset_ms, advancing_until, holder) values ($1, 0, now() + interval '1 h', 'somebody')`,
      [held.partner_id],
    );
    await hubby.sql(
      `update provider_orders set lease_until = now() + interval '1 h', fence = 1, sends = 1 where partner_id = $1`,
      [ordering.partner_id],
    );
    const answers = await Promise.all([
      advance({ advance: '1d' }, held),
      hubby.call('POST', '/api/sandbox/reset', undefined, { key: held }),
      hubby.call('POST', '/api/sandbox/reset', undefined, { key: ordering }),
    ]);
    assert.deepEqual(answers.map(short), Array(3).fill('409 sandbox_busy'));
    for (const answer of answers) assert.match(String(answer.headers['retry-after']), /^[1-9]/);
    assert.equal(
      (await hubby.sql('select 1 from bookings where partner_id = $1', [ordering.partner_id]))
        .length,
      1,
    );
    assert.equal(
      (await hubby.sql('select 1 from partner_clocks where partner_id = $1', [ordering.partner_id]))
        .length,
      0,
    );
  });
});
