/** The parts of claiming due work: how long to wait, and working off with so many at once. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { pauseAfter, spreadPause } from '../src/db/due-work/back-off.ts';
import { workOff, type Work } from '../src/db/due-work/work-off.ts';

const DAY_MS = 86_400_000;

describe('a pause after a try', () => {
  const schedules = fc.array(fc.integer({ min: 1, max: DAY_MS }), { minLength: 1, maxLength: 9 });

  it('follows the schedule, and repeats its last one for ever', () => {
    fc.assert(
      fc.property(schedules, fc.nat(30), (schedule, tries) => {
        assert.equal(pauseAfter(schedule, tries), schedule[tries] ?? schedule.at(-1));
      }),
    );
  });

  it('is spread by a fifth, only lengthened by a retry-after, and comes to an end with the schedule', () => {
    fc.assert(
      fc.property(
        schedules,
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.integer({ min: 0, max: 3 * DAY_MS })),
        (schedule, tries, random, retryAfter) => {
          const pause = spreadPause(schedule, tries, random, retryAfter);
          const base = schedule[tries - 1];
          if (base === undefined) return assert.equal(pause, null);
          const plain = spreadPause(schedule, tries, random, null)!;
          assert.ok(plain >= Math.floor(base * 0.8) && plain <= Math.ceil(base * 1.2));
          assert.equal(pause, Math.max(plain, Math.min(retryAfter ?? 0, DAY_MS)));
        },
      ),
    );
    assert.deepEqual(
      [0, 0.5, 1].map((random) => spreadPause([1_000], 1, random, null)),
      [800, 1_000, 1_200],
    );
  });
});

type Item = { id: number; key: string; turns: number };

/** Rows that are due, taken from the front; says what was at work at once. */
function stage(items: readonly Item[], more: Partial<Work<Item>> = {}) {
  const due = [...items];
  const seen = { most: 0, mostOfKey: 0, done: [] as number[], asked: [] as number[] };
  const underWay = new Map<string, number>();
  const work: Work<Item> = {
    places: 3,
    keyOf: (item) => item.key,
    async *take(free) {
      seen.asked.push(free);
      await turn();
      yield due.splice(0, Math.min(free, due.length));
    },
    async run(item) {
      underWay.set(item.key, (underWay.get(item.key) ?? 0) + 1);
      const counts = [...underWay.values()];
      seen.most = Math.max(
        seen.most,
        counts.reduce((a, b) => a + b, 0),
      );
      seen.mostOfKey = Math.max(seen.mostOfKey, ...counts);
      for (let i = 0; i < item.turns; i++) await turn();
      underWay.set(item.key, underWay.get(item.key)! - 1);
      seen.done.push(item.id);
    },
    isStopping: () => false,
    lookAgainMs: 1,
    ...more,
  };
  return { work, seen, due };
}

const makeItems = (turns: readonly number[]): Item[] =>
  turns.map((n, id) => ({ id, key: `k${id % 3}`, turns: n }));

describe('working off', () => {
  it('runs everything once, with never more at once than there are places', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(6), { maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (turns, places, looksOften) => {
          const items = makeItems(turns);
          const { work, seen } = stage(items, { places, looksOften });
          assert.equal(await workOff(work), items.length);
          assert.deepEqual(
            seen.done.toSorted((a, b) => a - b),
            items.map((item) => item.id),
          );
          assert.ok(seen.most <= places, `${seen.most} at once`);
          assert.ok(seen.asked.every((free) => free > 0 && free <= places));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('tells how many of each key are under way, so that none has more than its share', async () => {
    const due = makeItems(Array.from({ length: 24 }, (_, i) => i % 5));
    const { work, seen } = stage([], {
      places: Infinity,
      async *take(_free, active) {
        for (const key of ['k0', 'k1', 'k2']) {
          const share = 2 - (active.get(key) ?? 0);
          const mine = due.filter((item) => item.key === key).slice(0, share);
          for (const item of mine) due.splice(due.indexOf(item), 1);
          await turn();
          yield mine;
        }
      },
    });
    assert.equal(await workOff(work), 24);
    assert.equal(seen.mostOfKey, 2);
  });

  it('looks once more after what came while others were under way', async () => {
    // No look while the first is at it, however slow the machine: the order is then certain.
    const { work, seen, due } = stage(makeItems([2]), { lookAgainMs: DAY_MS });
    const { run } = work;
    work.run = async (item) => {
      if (item.id === 0) due.push({ id: 7, key: 'k0', turns: 0 });
      await run(item);
    };
    assert.equal(await workOff(work), 2);
    assert.deepEqual(seen.done, [0, 7]);
  });

  it('goes on beside one that takes long', async () => {
    const slow = Promise.withResolvers<void>();
    const { work, seen } = stage(makeItems([0, 0, 0, 0, 0]), { places: 2 });
    const { run } = work;
    work.run = async (item) => {
      if (item.id === 0) await slow.promise;
      else await run(item);
      if (seen.done.length === 4) slow.resolve();
    };
    assert.equal(await workOff(work), 5);
  });

  it('takes no more when it is to stop, and ends what it is at', async () => {
    let isStopping = false;
    const { work, seen, due } = stage(makeItems([3, 3, 3, 3, 3, 3]), {
      isStopping: () => isStopping,
    });
    const { run } = work;
    work.run = async (item) => {
      isStopping = true;
      await run(item);
    };
    assert.equal(await workOff(work), 3);
    assert.deepEqual([seen.done.length, due.length], [3, 3]);
  });

  it('reports a failure and goes on', async () => {
    const failed: [number, string][] = [];
    const { work } = stage(makeItems([1, 1, 1, 1, 1]), {
      run: async (item) => {
        await turn();
        if (item.id === 1) throw new Error('no');
      },
      onFailure: (item, error) => void failed.push([item.id, (error as Error).message]),
    });
    assert.equal(await workOff(work), 5);
    assert.deepEqual(failed, [[1, 'no']]);
  });

  it('without a report takes no more after a failure, and throws it when all has ended', async () => {
    const ended: number[] = [];
    const { work, due } = stage(makeItems([0, 5, 5, 0, 0, 0]), {
      looksOften: true,
      run: async (item) => {
        for (let i = 0; i < item.turns; i++) await turn();
        ended.push(item.id);
        if (item.id === 0) throw new Error('the database is gone');
      },
    });
    await assert.rejects(workOff(work), /the database is gone/);
    assert.deepEqual([ended.toSorted(), due.length], [[0, 1, 2], 3]);
  });

  it('ends what is under way before it throws what taking came to', async () => {
    const { work, seen } = stage(makeItems([9]));
    const { take } = work;
    work.take = async function* (free, active) {
      if (seen.asked.length > 0) throw new Error('cannot take');
      yield* take(free, active);
    };
    await assert.rejects(workOff({ ...work, looksOften: true }), /cannot take/);
    assert.deepEqual(seen.done, [0]);
  });
});
