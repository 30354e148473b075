/**
 * Hostile provider: a telco without idempotency that times out after and before success, fails and
 * runs out of stock.
 *   node test/faults/hostile-provider.ts --orders 50000 [--seed 1]
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '../../src/db/embedded.ts';
import { startHubby, user } from '../harness.ts';
import { makeTemplate } from '../support/template.ts';
import { assertSound } from './checks.ts';
import { book, fail, redeem, served, short, type Fault } from './steps.ts';

/** Of every hundred calls; the rest works. */
const MIX: [Fault, number][] = [
  ['timeout', 20],
  ['timeout_before', 10],
  ['error', 10],
  ['out_of_stock', 5],
];

export async function hostileProvider(options: {
  orders: number;
  partners: number;
  seed: number;
}): Promise<{ queues: number; atOnce: number; provisioned: number; inReview: number }> {
  const hubby = await startHubby();
  let state = options.seed >>> 0;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const nextFault = (): Fault | null => {
    let roll = random() * 100;
    for (const [fault, share] of MIX) if ((roll -= share) < 0) return fault;
    return null;
  };
  try {
    await hubby.sql('update telco.accounts set idempotent = false');
    const worker = await hubby.work();
    const todo: {
      external_user_id: string;
      queue: string;
      key: Awaited<ReturnType<typeof hubby.newPartner>>;
    }[] = [];
    let atOnce = 0;
    const perPartner = Math.ceil(options.orders / options.partners);
    await Promise.all(
      Array.from({ length: options.partners }, async () => {
        const key = await hubby.newPartner();
        for (let done = 0; done < perPartner;) {
          const external_user_id = user();
          const count = Math.min(perPartner - done, 1 + Math.floor(random() * 4));
          done += count;
          const before = nextFault();
          if (before !== null) await fail(hubby, before, 1, key);
          const { queues } = await book(hubby, external_user_id, { key, count });
          for (const { id } of queues) {
            const fault = nextFault();
            if (fault !== null) await fail(hubby, fault, 1, key);
            // Two impatient callers at once.
            const answers = await Promise.all([
              served(() => redeem(hubby, external_user_id, id, key)),
              served(() => redeem(hubby, external_user_id, id, key)),
            ]);
            const seen = answers.map(short).join(' / ');
            assert.match(
              seen,
              /^((200|409 already_redeemed|409 redeem_in_progress|503 provider_unavailable)( \/ )?){2}$/,
              `seed ${options.seed}: ${seen}`,
            );
            assert.ok(answers.filter((a) => a.status === 200).length <= 1, seen);
            if (answers.some((a) => a.status === 200)) atOnce++;
            else todo.push({ external_user_id, queue: id, key });
          }
        }
        await fail(hubby, 'error', 0, key);
      }),
    );
    await worker.stop();
    await hubby.drain('hurry');
    for (const { external_user_id, queue, key } of todo)
      await served(() => redeem(hubby, external_user_id, queue, key));
    await hubby.drain('hurry');
    await assertSound(hubby.sql);
    const [counts] = await hubby.sql<{ queues: number; provisioned: number; inReview: number }>(
      `select (select count(*)::int from package_queues) as queues, (select count(*)::int from packages) as provisioned, (select count(*)::int from provider_orders where state = 'needs_review') as "inReview"`,
    );
    const { body } = await hubby.operator('POST', '/reconcile', {
      provider: 'sandbox-one',
      settled_minutes: 0,
    });
    assert.deepEqual(body.data.findings, [], `seed ${options.seed}`);
    return { ...counts!, atOnce };
  } finally {
    await hubby.close();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      orders: { type: 'string', default: '50000' },
      partners: { type: 'string', default: '100' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  });
  console.log(`hostile provider: ${values.orders} orders, --seed ${values.seed}`);
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'hubby-hostile-'));
  fs.chmodSync(dir, 0o711);
  const server = await startEmbedded(dir, { settings: { fsync: 'off' } });
  try {
    process.env['TEST_PG'] = JSON.stringify(server.config('postgres'));
    process.env['TEST_TEMPLATE'] = (await makeTemplate(server.config('postgres'))).name;
    console.log(
      await hostileProvider({
        orders: Number(values.orders),
        partners: Number(values.partners),
        seed: Number(values.seed),
      }),
    );
  } finally {
    await server.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}
