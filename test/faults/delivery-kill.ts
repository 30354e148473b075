/**
 * Webhook deliveries with two workers, of which one after the other is killed with -9 in the
 * middle: every event arrives under its one id, whatever a dead worker had in hand.
 *   node test/faults/delivery-kill.ts --events 100000 --kills 10 [--seed 1]
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startReceiver } from '../support/receiver.ts';
import { until } from './checks.ts';
import { ruleOf } from '../../src/domain/webhooks/event-rule.ts';
import { makeArena, start } from './crash.ts';
import { call, hubby, type Process } from './processes.ts';

export type DeliveryReport = {
  events: number;
  kills: number;
  received: number;
  repeated: number;
  seconds: number;
};

export async function deliveryKill(options: {
  events: number;
  kills: number;
  seed: number;
}): Promise<DeliveryReport> {
  const arena = await makeArena({ HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' });
  const receiver = await startReceiver((_req, res) => {
    setTimeout(() => res.end(), 1 + Math.random() * 4);
  });
  let state = options.seed >>> 0;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  let workers: Process[] = [];
  let main: Process | null = null;
  try {
    const started = await start(arena);
    main = started.process;
    const set = await call(started.url, arena.key, 'PUT', '/api/webhooks/settings', {
      url: `${receiver.url}/hook`,
      enabled: true,
      events: {},
    });
    assert.equal(set.status, 200, JSON.stringify(set.body));
    // Both workers are processes of their own; the one inside the server ends with it.
    await main.kill('SIGTERM');
    const began = performance.now();
    await arena.sql(
      `select record_event($1, 'evt_' || lpad(n::text, 26, '0'), $3::jsonb, 'bkg_' || n, 1, now(),
         '{"package_queues":[]}')
       from generate_series(1, $2::int) n`,
      [arena.key.partner_id, options.events, ruleOf('booking.updated')],
    );
    workers = [hubby(['work'], arena.env), hubby(['work'], arena.env)];
    for (let n = 1; n <= options.kills; n++) {
      const goal = (options.events * n) / (options.kills + 1);
      await until(`${goal} deliveries`, async () => receiver.received.length >= goal, 120_000);
      await sleep(random() * 200);
      const at = n % 2;
      await workers[at]!.kill();
      workers[at] = hubby(['work'], arena.env);
    }
    // What a dead worker had in hand is taken up when its lease is over. What is locked is a living
    // one's, which writes rows in another order than this finds them in.
    await arena.sql(
      `update deliveries set lease_until = clock_timestamp()
       where ctid = any(array(select ctid
         from deliveries
         where state = 'pending' and lease_until is not null
         for update skip locked))`,
    );
    await until(
      'everything to be delivered',
      async () => {
        await sleep(200);
        return (
          (await arena.sql(`select 1 from deliveries where state <> 'delivered' limit 1`))
            .length === 0
        );
      },
      180_000,
    );
    const ids = receiver.received.map((r) => r.json.event_id as string);
    const entities = new Map<string, Set<string>>();
    for (const { headers, json } of receiver.received) {
      assert.equal(headers['content-type'], 'application/json');
      entities.set(
        json.event_id,
        (entities.get(json.event_id) ?? new Set()).add(JSON.stringify(json)),
      );
    }
    assert.equal(entities.size, options.events, 'events that arrived');
    for (const [id, bodies] of entities)
      assert.equal(bodies.size, 1, `${id} came with different bodies`);
    const [books] = await arena.sql<{ delivered: number; attempts: number }>(
      `select (select count(*)::int from deliveries where state = 'delivered') as delivered, (select count(*)::int from attempts) as attempts`,
    );
    assert.equal(books!.delivered, options.events);
    // An attempt whose worker died left no row; none is written without one.
    assert.ok(
      books!.attempts >= options.events && books!.attempts <= ids.length,
      JSON.stringify(books),
    );
    return {
      events: options.events,
      kills: options.kills,
      received: ids.length,
      repeated: ids.length - entities.size,
      seconds: Math.round((performance.now() - began) / 100) / 10,
    };
  } finally {
    await Promise.all([main, ...workers].map((p) => p?.kill()));
    await receiver.close();
    await arena.close();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      events: { type: 'string', default: '100000' },
      kills: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  });
  console.log(
    `delivery kill: ${values.events} events, ${values.kills} kills, --seed ${values.seed}`,
  );
  console.log(
    await deliveryKill({
      events: Number(values.events),
      kills: Number(values.kills),
      seed: Number(values.seed),
    }),
  );
}
