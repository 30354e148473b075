/**
 * A durable PostgreSQL, an API and a worker as processes of their own that are killed and started
 * again at the same address, and suppliers that go on meanwhile.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.ts';
import { until } from '../checks.ts';
import { makeArena, type Arena } from '../crash.ts';
import { call, hubby, type Process, type Reply } from '../processes.ts';
import { catalogOf, type Supplier } from './suppliers.ts';

export type World = {
  arena: Arena;
  suppliers: readonly Supplier[];
  /** As the partner; null where nobody answered. */
  ask(method: string, target: string, body?: unknown): Promise<Reply | null>;
  operator(method: string, target: string, body?: unknown): Promise<Reply | null>;
  /** Both processes at once, as a machine goes down; returns when they serve again. */
  killAll(): Promise<void>;
  close(): Promise<void>;
};

/** Where a machine has much else to do. */
const START_MS = 240_000;

export async function openWorld(suppliers: readonly Supplier[]): Promise<World> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const arena = await makeArena({ PORT: String(port) });
  let running: Process[] = [];
  let isDown = false;
  const serves = async (): Promise<boolean> => {
    for (const one of running) if (!one.isRunning()) throw new Error(one.output());
    return (await fetch(`${url}/readyz`).catch(() => null))?.status === 200;
  };
  const launch = async (): Promise<void> => {
    running = [hubby(['serve'], arena.env), hubby(['work'], arena.env)];
    await until('the API to serve', serves, START_MS);
    isDown = false;
  };
  const speak =
    (as: Parameters<typeof call>[1]) =>
    async (method: string, target: string, body?: unknown): Promise<Reply | null> => {
      if (isDown) return sleep(50, null);
      return call(url, as, method, target, body).catch(() => sleep(50, null));
    };
  const world: World = {
    arena,
    suppliers,
    ask: speak(arena.key),
    operator: (method, target, body) =>
      speak(arena.key.operator_token)(method, `/api/operator${target}`, body),
    async killAll() {
      isDown = true;
      await Promise.all(running.map((one) => one.kill()));
      // Whoever held a lease is dead: nobody has to wait until it has run out.
      await arena.sql('update provider_orders set lease_until = null');
      await launch();
    },
    async close() {
      await Promise.all(running.map((one) => one.kill()));
      await arena.close();
    },
  };
  try {
    await launch();
    await addAccounts(world, url);
  } catch (error) {
    await world.close();
    throw error;
  }
  return world;
}

async function addAccounts({ arena, suppliers, operator }: World, url: string): Promise<void> {
  const must = async (method: string, target: string, body?: unknown) => {
    const reply = await operator(method, target, body);
    assert.ok(reply !== null && reply.status < 300, JSON.stringify(reply?.body));
    return reply.body.data;
  };
  for (const { kind, name, standIn, stock } of suppliers) {
    const { url: base_url, credentials, settings } = standIn;
    const form = { name, kind, mode: 'test', base_url, credentials, settings };
    const { callback_path } = await must('POST', '/suppliers', form);
    await arena.sql(
      `insert into es2plus_profiles (account, iccid, is_listed, status)
       select $1, unnest($2::text[]), true, 'free'`,
      [name, stock],
    );
    standIn.desk.heal();
    await standIn.desk.tellAt(`${url}${callback_path}`);
    const tested = await must('POST', `/suppliers/${name}/test`);
    assert.equal(tested.ok, true, JSON.stringify(tested));
  }
  const csv = catalogOf(suppliers);
  const imported = await fetch(`${url}/api/operator/catalog/import`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${arena.key.operator_token}`,
      'content-type': 'text/csv',
    },
    body: csv,
  });
  assert.equal(imported.status, 200, await imported.text());
  // Each of them gets its share, whatever becomes of the others.
  const weights = Object.fromEntries(suppliers.map(({ name }) => [name, 1]));
  await must('PUT', '/routing', { policy: 'weights', weights });
}
