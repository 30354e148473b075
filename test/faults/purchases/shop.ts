/**
 * A durable PostgreSQL and a real Hubby with a store, which is killed and started again at the same
 * address.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../support/free-port.ts';
import { until } from '../checks.ts';
import { makeArena, type Arena } from '../crash.ts';
import { call, type Process, type Reply } from '../processes.ts';

export type Speak = (
  method: string,
  target: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply | null>;

export type Shop = {
  arena: Arena;
  url: string;
  /** As the partner, or with a traveler's token, null = as nobody; null where nobody answered. */
  as(who: Arena['key'] | string | null): Speak;
  /** On a connection that stays open: a kill has to hit the moment. */
  sql<T = Record<string, unknown>>(text: string, params?: unknown[]): Promise<T[]>;
  /** Returns when it serves again. */
  kill(): Promise<void>;
  close(): Promise<void>;
};

/** Where a machine has much else to do. */
const START_MS = 240_000;
/** So that there is a moment between a call and its answer. */
const SLOW_TELCO = 'update telco.accounts set latency_min_ms = 100, latency_max_ms = 300';
/** Whoever had taken work is dead: nobody has to wait until its lease has run out. */
const FREED = [
  'update provider_orders set lease_until = null',
  'update checkouts set next_attempt_at = clock_timestamp() where next_attempt_at is not null',
  'update payment_events set next_attempt_at = clock_timestamp() where next_attempt_at is not null',
  'update pay_desk.events set next_attempt_at = clock_timestamp() where next_attempt_at is not null',
];

export async function openShop(): Promise<Shop> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const arena = await makeArena({ PORT: String(port) });
  const client = new pg.Client(arena.config);
  await client.connect();
  let running: Process | null = null;
  let isDown = true;
  const serves = async (): Promise<boolean> => {
    if (!running!.isRunning()) throw new Error(running!.output());
    return (await fetch(`${url}/readyz`).catch(() => null))?.status === 200;
  };
  const launch = async (): Promise<void> => {
    running = arena.launch();
    await until('the server to listen', serves, START_MS);
    isDown = false;
  };
  const shop: Shop = {
    arena,
    url,
    as:
      (who) =>
      async (method, target, body, headers = {}) => {
        if (isDown) return sleep(50, null);
        return call(url, who, method, target, body, headers).catch(() => sleep(50, null));
      },
    sql: async <T>(text: string, params: unknown[] = []) =>
      (await client.query(text, params)).rows as T[],
    async kill() {
      isDown = true;
      await running!.kill();
      for (const text of FREED) await shop.sql(text);
      await launch();
    },
    async close() {
      await running?.kill();
      await client.end();
      await arena.close();
    },
  };
  try {
    await shop.sql(SLOW_TELCO);
    await launch();
    await openStore(shop);
  } catch (error) {
    await shop.close();
    throw error;
  }
  return shop;
}

async function openStore({ arena, as }: Shop): Promise<void> {
  const target = `/api/operator/partners/${arena.key.partner_id}/settings`;
  const body = { store: { enabled: true, markup_percent: 20, consent: false } };
  const reply = await as(arena.key.operator_token)('PATCH', target, body);
  assert.equal(reply?.status, 200, JSON.stringify(reply?.body));
}
