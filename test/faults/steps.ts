/** Steps that the provisioning tests share. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Provider } from '../../src/providers/provider.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import type { Answer, Hubby, Json } from '../harness.ts';
import { IN_A_YEAR } from '../support/in-a-year.ts';

export type Fault = 'timeout' | 'timeout_before' | 'error' | 'out_of_stock';
export const FAULTS: Fault[] = ['timeout', 'timeout_before', 'error', 'out_of_stock'];

/** Asked again while the server has no place for it: a machine may have much else to do. */
export async function served<A extends { status: number; body: Json }>(
  ask: () => Promise<A>,
): Promise<A> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503 || answer.body.error.type !== 'overloaded') return answer;
    await sleep(100);
  }
}

/** One booking of `count` equal entries; answers its queues. */
export async function book(
  hubby: Hubby,
  external_user_id: string,
  options: { key?: CreatedPartner; count?: number; destination?: string; size?: string } = {},
): Promise<{ id: string; queues: { id: string; uuid: string }[] }> {
  const { key = hubby.partner, count = 1, destination = 'GR', size = '1GB' } = options;
  const booking = {
    departure_date: IN_A_YEAR,
    package_specifications: Array.from({ length: count }, () => ({
      external_user_id,
      destination,
      size,
    })),
  };
  const answer = await served(() => hubby.call('POST', '/api/bookings', booking, { key }));
  assert.equal(answer.status, 201, answer.text);
  return { id: answer.body.data.id, queues: answer.body.data.package_queues };
}

export const redeem = (
  hubby: Hubby,
  external_user_id: string,
  package_queue_id: string,
  key: CreatedPartner = hubby.partner,
): Promise<Answer> =>
  hubby.call('POST', '/api/native/redeem-package', { external_user_id, package_queue_id }, { key });

export const dashboard = (
  hubby: Hubby,
  external_user_id: string,
  key: CreatedPartner = hubby.partner,
): Promise<Answer> =>
  hubby.call('GET', `/api/native/user-dashboard?external_user_id=${external_user_id}`, undefined, {
    key,
  });

export async function fail(
  hubby: Hubby,
  next: Fault,
  count = 1,
  key: CreatedPartner = hubby.partner,
): Promise<void> {
  const answer = await served(() =>
    hubby.call('POST', '/api/sandbox/fail', { next, count }, { key }),
  );
  assert.equal(answer.status, 200, answer.text);
}

/** Status and type, for comparing many answers at once: `200`, `409 already_redeemed`. */
export const short = (answer: Answer): string =>
  answer.status < 300 ? String(answer.status) : `${answer.status} ${answer.body.error.type}`;

export const tally = (answers: Answer[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[short(answer)] = (counts[short(answer)] ?? 0) + 1;
  return counts;
};

export const orderOf = async (hubby: Hubby, queueId: string): Promise<Json> =>
  (
    await hubby.sql(
      'select * from provider_orders where queue_id = $1 order by created_at desc limit 1',
      [queueId],
    )
  )[0];

/** Puts a changed provider in the place of one until the returned function is called. */
export function replaceProvider(
  hubby: Hubby,
  name: string,
  change: (real: Provider) => Partial<Provider>,
): () => void {
  const before = hubby.ctx.providers;
  const real = before.get(name)!;
  hubby.ctx.providers = new Map([...before, [name, { ...real, ...change(real) }]]);
  return () => {
    hubby.ctx.providers = before;
  };
}

/** 503 of a provider: with the reason and a hint when to come again. */
export function assertUnavailable(answer: Answer, reason: string): void {
  assert.deepEqual(
    [answer.status, answer.body.error.type, answer.body.error.reason],
    [503, 'provider_unavailable', reason],
    answer.text,
  );
  assert.match(String(answer.headers['retry-after']), /^[1-9]\d*$/);
}
