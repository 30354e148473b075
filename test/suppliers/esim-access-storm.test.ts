/** eSIM Access: many orders through every fault, and nothing is bought twice. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import {
  ProviderBusy,
  ProviderRefused,
  ProviderUnclear,
  type ProviderOrder,
  type SentOrder,
} from '../../src/providers/provider.ts';
import { pick, random } from '../support/chance.ts';
import { connect, ENOUGH_AGO, sent, SPAIN } from '../support/suppliers/connect-esim-access.ts';
import type { Control } from '../../packages/standins/src/esim-access/control.ts';

const ORDERS = Number(process.env['STORM_ORDERS'] ?? 200);
const AT_ONCE = 16;
const FAULTS = ['cut', 'error', 'fault', 'busy', 'malformed', 'no_stock', 'too_many'] as const;

/** Two calls in five go wrong, half of them after what they asked for is done. */
function trouble(control: Control): void {
  if (random() > 0.4) return;
  const how = pick(FAULTS);
  const isSaid = how === 'no_stock' || how === 'too_many';
  control.fail(how, { when: isSaid || random() < 0.5 ? 'before' : 'after' });
}

test('each order ends, made once or refused and not made', async (t) => {
  const { provider, control, ledger } = await connect(t, { allocationMs: 2 });
  control.setBalance(Number.MAX_SAFE_INTEGER);
  control.fail('error', { path: '/esim/query', count: Math.floor(ORDERS / 10) });
  type End = ProviderOrder | 'refused';
  const run = async (reference: string): Promise<End> => {
    const about: SentOrder = sent(reference, { sent_at: null });
    for (;;)
      try {
        trouble(control);
        const order =
          (await provider.findByReference(about)) ??
          (await provider.createEsim({ template: SPAIN, reference, customer: 'c' }));
        if (order.status !== 'pending') return order;
        about.provider_order_id = order.id;
        about.sent_at = ENOUGH_AGO();
      } catch (error) {
        if (error instanceof ProviderRefused) return 'refused';
        if (error instanceof ProviderUnclear) about.sent_at = ENOUGH_AGO();
        else assert.ok(error instanceof ProviderBusy, String(error));
      }
  };
  const references = Array.from({ length: ORDERS }, () => randomUUID());
  const ends = new Map<string, End>();
  const waiting = [...references];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let one = waiting.pop(); one !== undefined; one = waiting.pop())
        ends.set(one, await run(one));
    }),
  );
  const books = ledger();
  const bought = new Map(books.bought.map((one) => [one.reference, one]));
  assert.equal(bought.size, books.bought.length, 'nothing is bought twice');
  for (const reference of references) {
    const end = ends.get(reference)!;
    if (end === 'refused') assert.ok(!bought.has(reference), 'what is refused is not made');
    else assert.equal(bought.get(reference)?.id, end.id);
  }
  const iccids = [...ends.values()].flatMap((end) => (end === 'refused' ? [] : end.iccid));
  assert.equal(new Set(iccids).size, iccids.length);
  assert.ok(iccids.length > ORDERS / 2);
});
