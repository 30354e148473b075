import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { FactsOf } from './account-facts.ts';
import { refused } from './errors.ts';

/**
 * Makes each call of `/v1/{account}` take a random time between the account's bounds: one part
 * before the work, the rest before the answer, so that a crash at a random instant hits both sides
 * of it. Unknown accounts get 404 here.
 */
export function addLatency(app: FastifyInstance, factsOf: FactsOf): void {
  const rest = new WeakMap<object, number>();

  app.addHook('preHandler', async (request) => {
    const facts = await factsOf((request.params as { account: string }).account);
    if (facts === null) throw refused('unknown_account');
    const { latency_min_ms: min, latency_max_ms: max } = facts;
    const total = min + Math.random() * (max - min);
    const before = Math.random() * total;
    rest.set(request, total - before);
    await sleep(before);
  });
  app.addHook('onSend', async (request) => {
    await sleep(rest.get(request) ?? 0);
  });
}
