/** Taking turns: nobody waits for another's line, and nothing is remembered of who has gone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { NOBODY, Turns, Turnstile } from '../src/turns.ts';
import { gate } from './faults/checks.ts';

const KEYS = ['a', 'b', 'c', 'd'];
/** A key: one more of its waits; null: the next is taken. */
const steps = fc.array(fc.option(fc.constantFrom(...KEYS), { nil: null, freq: 2 }), {
  maxLength: 300,
});

type Entry = { key: string; n: number };
function play(all: (string | null)[]) {
  const turns = new Turns<Entry>();
  const waiting: Entry[] = [];
  const taken: { entry: Entry; waited: Entry[] }[] = [];
  all.forEach((key, n) => {
    if (key !== null) {
      turns.add(key, { key, n });
      waiting.push({ key, n });
      return;
    }
    const entry = turns.take();
    if (entry === undefined) return assert.equal(waiting.length, 0);
    taken.push({ entry, waited: [...waiting] });
    waiting.splice(
      waiting.findIndex((w) => w.n === entry.n),
      1,
    );
  });
  return { turns, waiting, taken };
}

describe('turns', () => {
  it('lose nothing, give nothing twice, and count what is left', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { turns, waiting, taken } = play(all);
        assert.equal(turns.size, waiting.length);
        assert.equal(turns.keys, new Set(waiting.map((w) => w.key)).size);
        for (const key of KEYS)
          assert.equal(turns.of(key), waiting.filter((w) => w.key === key).length);
        assert.equal(new Set(taken.map((t) => t.entry.n)).size, taken.length);
      }),
    );
  });

  it('keep the order within a key', () => {
    fc.assert(
      fc.property(steps, (all) => {
        for (const key of KEYS) {
          const own = play(all).taken.filter((t) => t.entry.key === key);
          const order = own.map((t) => t.entry.n);
          assert.deepEqual(
            order,
            [...order].sort((a, b) => a - b),
          );
        }
      }),
    );
  });

  it('starve nobody: whoever waits is served before anybody else twice more', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { taken } = play(all);
        for (const key of KEYS) {
          const since = new Map<string, number>();
          for (const { entry, waited } of taken) {
            if (entry.key === key || !waited.some((w) => w.key === key)) since.clear();
            else since.set(entry.key, (since.get(entry.key) ?? 0) + 1);
            assert.ok(Math.max(0, ...since.values()) <= 1, `${key} waits for ${entry.key}`);
          }
        }
      }),
    );
  });

  it('pass over keys that may not go, who keep what they have', () => {
    const turns = new Turns<string>();
    for (const item of ['a1', 'a2', 'b1', 'c1']) turns.add(item[0]!, item);
    const notA = (key: string): boolean => key !== 'a';
    assert.deepEqual(
      [turns.take(notA), turns.take(notA), turns.take(notA)],
      ['b1', 'c1', undefined],
    );
    assert.deepEqual([turns.take(), turns.take(), turns.take()], ['a1', 'a2', undefined]);
    assert.equal(turns.keys, 0);
  });
});

describe('who leaves before their turn', () => {
  it('is not served, and the others keep theirs', () => {
    const turns = new Turns<string>();
    const [, a2, b1, c1] = ['a1', 'a2', 'b1', 'c1', 'a3'].map((item) => turns.add(item[0]!, item));
    turns.leave('a', a2!);
    turns.leave('b', b1!);
    turns.leave('b', b1!);
    assert.deepEqual([turns.size, turns.keys, turns.of('a'), turns.of('b')], [3, 2, 2, 0]);
    assert.deepEqual([turns.take(), turns.take(), turns.take()], ['a1', 'c1', 'a3']);
    turns.leave('c', c1!);
    assert.deepEqual([turns.size, turns.take()], [0, undefined]);
  });

  it('may be taken by name, whosever turn it is', () => {
    const turns = new Turns<string>();
    for (const item of ['a1', 'b1', 'b2', 'c1']) turns.add(item[0]!, item);
    assert.deepEqual([turns.takeOf('b'), turns.takeOf('d')], ['b1', undefined]);
    assert.deepEqual([turns.take(), turns.take(), turns.take()], ['a1', 'b2', 'c1']);
    assert.equal(turns.takeOf('b'), undefined);
  });

  it('takes up no room of those that wait', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const full = new Error('full');
    const stile = new Turnstile({ atOnce: 1, waiting: 2, patienceMs: 100, full: () => full });
    const leave = await stile.enter('a');
    const late = [stile.enter('a'), stile.enter('a')].map((one) => assert.rejects(one, full));
    await assert.rejects(stile.enter('a'), full);
    t.mock.timers.tick(100);
    await Promise.all(late);
    const next = stile.enter('a');
    leave();
    (await next)();
  });
});

describe('a turnstile', () => {
  const tooMany = new Error('full');
  const options = { atOnce: 2, waiting: 3, full: () => tooMany };

  it('lets so many in at once, the others in turns of their keys', async () => {
    const stile = new Turnstile({ atOnce: 1 });
    const order: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      order.push(name);
      await turn();
    };
    const names = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2'];
    await Promise.all(names.map((name) => stile.run(name[0]!, work(name))));
    assert.deepEqual(order, ['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  it('lets one key go last, when no other waits', async () => {
    const stile = new Turnstile({ atOnce: 1, last: 'z' });
    const order: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      order.push(name);
      await turn();
    };
    const names = ['z1', 'z2', 'z3', 'a1', 'a2', 'b1'];
    await Promise.all(names.map((name) => stile.run(name[0]!, work(name))));
    assert.deepEqual(order, ['z1', 'a1', 'b1', 'a2', 'z2', 'z3'], 'the first found nobody waiting');
  });

  it('lets one key hold no more than its part, however many places are free', async () => {
    const stile = new Turnstile({ atOnce: 4, ofOneKey: 3 });
    const door = gate();
    let inside = 0;
    const stay = async (): Promise<void> => {
      inside++;
      await door.wait();
    };
    const all = Array.from({ length: 10 }, () => stile.run('a', stay));
    await turn();
    assert.equal(inside, 3);
    await stile.run('b', async () => {});
    door.open();
    await Promise.all(all);
    assert.equal(inside, 10);
  });

  it('bounds nobody where no key is named', async () => {
    const stile = new Turnstile({ atOnce: 4, ofOneKey: 3 });
    const door = gate();
    let inside = 0;
    const stay = async (): Promise<void> => {
      inside++;
      await door.wait();
    };
    const all = Array.from({ length: 4 }, () => stile.run(NOBODY, stay));
    await turn();
    assert.equal(inside, 4);
    door.open();
    await Promise.all(all);
  });

  it('turns away who finds no room to wait', async () => {
    const stile = new Turnstile(options);
    const door = gate();
    const all = Array.from({ length: 5 }, () => stile.run('a', door.wait));
    await assert.rejects(
      stile.run('a', async () => {}),
      tooMany,
    );
    const modest = stile.run('b', async () => 'it has none waiting');
    door.open();
    await Promise.all(all);
    assert.equal(await modest, 'it has none waiting');
  });

  it('turns away who has waited too long, and gives their turn to the next', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const stile = new Turnstile({ ...options, atOnce: 1, patienceMs: 100 });
    const leave = await stile.enter('a');
    const late = assert.rejects(stile.enter('a'), tooMany);
    t.mock.timers.tick(60);
    const next = stile.enter('a');
    t.mock.timers.tick(60);
    await late;
    leave();
    (await next)();
    (await stile.enter('a'))();
  });

  it('frees the place of what throws before it has a promise, at once or after a wait', async () => {
    const stile = new Turnstile({ atOnce: 1 });
    const failing = (): Promise<never> => {
      throw new Error('not even begun');
    };
    const both = [stile.run('a', failing), stile.run('b', failing)];
    for (const one of both) await assert.rejects(one, /not even begun/);
    assert.equal(await stile.run('a', async () => 'in'), 'in');
  });

  it('frees the place of what fails', async () => {
    const stile = new Turnstile({ atOnce: 1 });
    const fail = async (): Promise<never> => {
      throw tooMany;
    };
    await assert.rejects(stile.run('a', fail), tooMany);
    await stile.run('a', async () => {});
  });
});
