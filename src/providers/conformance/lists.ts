/** The list of orders, which reconciling reads, and the list of what is sold. */
import assert from 'node:assert/strict';
import type { Article } from '../article.ts';
import type { ListedOrder } from '../provider.ts';
import { create, type Cases } from './subject.ts';

export const lists: Cases = {
  'the list pages through everything once and in order, while new orders arrive': async (s) => {
    if (!s.provider.can.list) return;
    // Some telcos tell the second only.
    const since = new Date(Date.now() - 1_000).toISOString();
    const known: string[] = [];
    for (let i = 0; i < 12; i++) known.push((await create(s)).id);
    const walk = async (meanwhile: () => Promise<unknown>): Promise<ListedOrder[]> => {
      const seen: ListedOrder[] = [];
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
    }
    // The account may be shared with others: only what was ordered here is counted.
    const mine = (orders: ListedOrder[]) =>
      orders.map((o) => o.id).filter((id) => known.includes(id));
    assert.deepEqual(mine(first).slice(0, 12).sort(), known.slice(0, 12).sort());
    assert.deepEqual(mine(second).sort(), known.toSorted());
  },

  'what is sold has its shape, each article once': async (s) => {
    const all: Article[] = [];
    for await (const page of s.provider.catalog()) all.push(...page);
    assert.equal(new Set(all.map((one) => one.id)).size, all.length);
    for (const one of all) {
      assert.deepEqual(one.coverage, [...new Set(one.coverage)].sort());
      assert.ok(one.coverage.length > 0 && one.coverage.every((c) => /^[A-Z]{3}$/.test(c)));
      assert.ok(one.bytes === null || (Number.isSafeInteger(one.bytes) && one.bytes > 0));
      assert.ok(Number.isSafeInteger(one.duration_days) && one.duration_days > 0);
      assert.ok(Number.isSafeInteger(one.cost.minor) && one.cost.minor >= 0);
      assert.match(one.cost.currency, /^[A-Z]{3}$/);
    }
    // One that makes whatever is ordered of it has no list.
    if (all.length > 0) assert.ok(all.some((one) => one.id === s.template.id));
  },

  'a balance is whole minor units, or not told': async (s) => {
    const balance = await s.provider.balance();
    if (balance === null) return;
    assert.ok(Number.isSafeInteger(balance.minor));
    assert.match(balance.currency, /^[A-Z]{3}$/);
  },
};
