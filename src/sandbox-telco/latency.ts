import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { refused } from './errors.ts';

type Bounds = { min: number; max: number } | null;
const KEEP_MS = 1000;

/**
 * Makes each call of `/v1/{account}` take a random time between the account's bounds: one part
 * before the work, the rest before the answer, so that a crash at a random instant hits both sides
 * of it. Unknown accounts get 404 here.
 */
export function addLatency(app: FastifyInstance, pool: Pool): void {
  const known = new Map<string, { until: number; bounds: Promise<Bounds> }>();
  const rest = new WeakMap<object, number>();

  const boundsOf = (account: string): Promise<Bounds> => {
    const kept = known.get(account);
    if (kept !== undefined && kept.until > Date.now()) return kept.bounds;
    const bounds = pool
      .query(
        'select latency_min_ms as min, latency_max_ms as max from telco.accounts where name = $1',
        [account],
      )
      .then((result) => (result.rows[0] as Bounds | undefined) ?? null);
    // Only what exists is kept: made-up names do not fill the memory, a failed read is tried again.
    const forget = () => known.delete(account);
    bounds.then((found) => found ?? forget(), forget);
    known.set(account, { until: Date.now() + KEEP_MS, bounds });
    return bounds;
  };

  app.addHook('preHandler', async (request) => {
    const bounds = await boundsOf((request.params as { account: string }).account);
    if (bounds === null) throw refused('unknown_account');
    const total = bounds.min + Math.random() * (bounds.max - bounds.min);
    const before = Math.random() * total;
    rest.set(request, total - before);
    await sleep(before);
  });
  app.addHook('onSend', async (request) => {
    await sleep(rest.get(request) ?? 0);
  });
}
