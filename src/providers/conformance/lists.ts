/** The list of orders, which reconciling reads. */
import assert from 'node:assert/strict';
import type { ProviderOrder } from '../provider.ts';
import { create, type Cases } from './subject.ts';

export const lists: Cases = {
  'the list pages through everything once and in order, while new orders arrive': async (s) => {
    const since = new Date(Date.now() - 1).toISOString();
    const known: string[] = [];
    for (let i = 0; i < 12; i++) known.push((await create(s)).id);
    const walk = async (meanwhile: () => Promise<unknown>): Promise<ProviderOrder[]> => {
      const seen: ProviderOrder[] = [];
      let cursor: string | null = null;
      do {
        const page = await s.provider.list({ since, cursor });
        seen.push(...page.orders);
        cursor = page.next_cursor;
        await meanwhile();
      } while (cursor !== null);
      return seen;
    };
    let left = 8;
    const first = await walk(async () => {
      if (left-- > 0) known.push((await create(s)).id);
    });
    const second = await walk(async () => {});
    for (const seen of [first, second]) {
      const times = seen.map((o) => o.created_at);
      assert.deepEqual(times, times.toSorted());
      assert.equal(new Set(seen.map((o) => o.id)).size, seen.length);
      assert.ok(times.every((t) => t >= since));
    }
    // The account may be shared with others: only what was ordered here is counted.
    const mine = (orders: ProviderOrder[]) =>
      orders.map((o) => o.id).filter((id) => known.includes(id));
    assert.deepEqual(mine(first).slice(0, 12), known.slice(0, 12));
    assert.deepEqual(mine(second), known);
  },
};
