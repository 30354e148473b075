/** Admission of partners' requests: who waits, who begins, who is refused. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { AppError } from '../src/errors.ts';
import { PartnerPlaces, type PartnerPlacesOptions } from '../src/http/partner-places.ts';
import type { Leave } from '../src/turns.ts';

const KB = 1024;
const isFull = (error: unknown): boolean =>
  error instanceof AppError && error.type === 'overloaded' && error.retryAfter! >= 1;

/** Places, and what became of every request: `begun` in order, those that were refused. */
function open(options: Partial<PartnerPlacesOptions> = {}) {
  const places = new PartnerPlaces({ lagMs: () => 0, pauseMs: 0, ...options });
  const begun: { id: string; leave: Leave }[] = [];
  const refused: string[] = [];
  const ask = async (id: string, bytes = 0): Promise<void> => {
    try {
      begun.push({ id, leave: await places.enterAs(id, bytes) });
    } catch (error) {
      assert.ok(isFull(error));
      refused.push(id);
    }
  };
  const askMany = (count: number, id: string, bytes = 0): void => {
    for (let n = 0; n < count; n++) void ask(id, bytes);
  };
  const namesOf = (): string => begun.map((b) => b.id).join('');
  return { places, begun, refused, ask, askMany, namesOf };
}

/** Time that passes only when the test says so. */
function stopClock(t: TestContext): { pass(ms: number): void } {
  let now = 1_000;
  t.mock.method(performance, 'now', () => now);
  return {
    pass(ms) {
      now += ms;
    },
  };
}

describe('requests that wait for a place', () => {
  it('begin a few in one turn of the event loop, in turns of their partners', async () => {
    const { askMany, begun, namesOf } = open({ perTurn: 4, atWork: 100 });
    askMany(10, 'a');
    askMany(5, 'b');
    await Promise.resolve();
    assert.equal(namesOf(), 'aaaabbbb', 'b begins at once until it has as much at work');
    await turn();
    assert.equal(begun.length, 12, 'four more in each turn');
    while (begun.length < 15) await turn();
    assert.ok([namesOf().slice(8, 10), namesOf().slice(9, 11)].includes('ab'), namesOf());
  });

  it('of a partner with less than its share begin at once, whatever another has at work', async () => {
    const { askMany, ask, namesOf } = open({ atWork: 8, perTurn: 100 });
    askMany(50, 'a');
    await turn();
    assert.equal(namesOf(), 'a'.repeat(8));
    await Promise.all([ask('b'), ask('b'), ask('b'), ask('b')]);
    assert.equal(namesOf(), 'aaaaaaaabbbb');
    void ask('b');
    await turn();
    assert.equal(namesOf(), 'aaaaaaaabbbb', 'four of eight are its share');
  });

  it('begin when others are answered, one for one', async () => {
    const { askMany, begun } = open({ atWork: 2, perTurn: 100 });
    askMany(6, 'a');
    await turn();
    for (let n = 0; n < 4; n++) {
      assert.equal(begun.length, n + 2);
      begun[n]!.leave();
      begun[n]!.leave();
      await turn();
      await turn();
    }
    assert.equal(begun.length, 6);
  });

  it('all get their place, whatever comes and goes', async () => {
    const steps = fc.array(fc.constantFrom('a', 'b', 'c', null), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { ask, begun, refused } = open({ atWork: 3, perTurn: 2 });
        const asked = all.map((id) => (id === null ? null : ask(id)));
        for (let n = 0; n < begun.length || begun.length < all.filter(Boolean).length;) {
          if (n < begun.length) begun[n++]!.leave();
          else await turn();
        }
        await Promise.all(asked);
        assert.deepEqual(refused, []);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a request is refused', () => {
  /** `a` has 100 under way, and one answer takes so many milliseconds. */
  async function busy(t: TestContext, ms: number, lagMs = 0) {
    const clock = stopClock(t);
    const opened = open({ lagMs: () => lagMs });
    opened.askMany(400, 'a');
    while (opened.begun.length < 400) await turn();
    for (let n = 0; n < 300; n++) {
      clock.pass(ms);
      opened.begun[n]!.leave();
    }
    return { ...opened, clock };
  }

  it('that would wait for more than a second, and only then', async (t) => {
    const fast = await busy(t, 9);
    assert.equal(fast.places.demandRoom('a'), undefined);
    await fast.ask('a');
    assert.deepEqual(fast.refused, []);
  });

  it('before its body is read and when it is there, with the seconds to wait', async (t) => {
    const { places, ask, refused } = await busy(t, 25);
    await assert.rejects(
      async () => places.demandRoom('a'),
      (error: AppError) => isFull(error) && error.retryAfter === 3,
    );
    await ask('a');
    assert.deepEqual(refused, ['a']);
  });

  it('for what the event loop is behind as well', async (t) => {
    const { places } = await busy(t, 9, 200);
    await assert.rejects(async () => places.demandRoom('a'), isFull);
  });

  it('of nobody who has less than an equal share under way', async (t) => {
    const clock = stopClock(t);
    const { places, ask, askMany, begun, refused } = open({ atWork: 1_000 });
    askMany(400, 'a');
    askMany(380, 'b');
    while (begun.length < 780) await turn();
    for (const id of ['a', 'b'])
      for (const { leave } of begun.filter((one) => one.id === id).slice(0, 300)) {
        clock.pass(25);
        leave();
      }
    await assert.rejects(async () => places.demandRoom('a'), isFull);
    assert.equal(places.demandRoom('b'), undefined, 'it has 80 of 180, and is as slow');
    await ask('b');
    assert.deepEqual(refused, []);
  });

  it('of nobody who has few under way, however long they take', async (t) => {
    const clock = stopClock(t);
    const { places, ask, begun } = open();
    await Promise.all(Array.from({ length: 10 }, () => ask('a')));
    for (const { leave } of begun.slice(0, 5)) {
      clock.pass(60_000);
      leave();
    }
    assert.equal(places.demandRoom('a'), undefined);
  });

  it('no more once all are answered: nothing is remembered', async (t) => {
    const { places, begun, askMany, refused, clock } = await busy(t, 25);
    for (const { leave } of begun) {
      clock.pass(25);
      leave();
    }
    askMany(100, 'a');
    await turn();
    assert.equal(places.demandRoom('a'), undefined);
    assert.deepEqual(refused, []);
  });

  it('after a pause, in which it holds nothing up', async (t) => {
    const clock = stopClock(t);
    const { places, askMany, begun } = open({ pauseMs: 1_000 });
    askMany(200, 'a');
    while (begun.length < 200) await turn();
    for (let n = 0; n < 100; n++) {
      clock.pass(50);
      begun[n]!.leave();
    }
    t.mock.timers.enable({ apis: ['setTimeout'] });
    t.mock.method(Math, 'random', () => 0.75);
    let isTold = false;
    const told = assert
      .rejects(async () => places.demandRoom('a'), isFull)
      .then(() => {
        isTold = true;
      });
    t.mock.timers.tick(1_249);
    await turn();
    assert.equal(isTold, false);
    t.mock.timers.tick(1);
    await told;
  });
});

describe('what requests take up', () => {
  it('is half of all for one partner, and the other half for who has less', async () => {
    const { ask, refused, begun } = open({ maxBytes: 800 * KB, perTurn: 100 });
    for (let n = 0; n < 6; n++) await ask('a', 64 * KB);
    assert.equal(begun.length, 5, 'each with 16 kB beside its body');
    for (let n = 0; n < 5; n++) await ask('b', 64 * KB);
    assert.deepEqual(refused, ['a']);
    begun[0]!.leave();
    await ask('c');
    assert.deepEqual(refused, ['a']);
  });

  it('is given up by what waits of the heaviest, for one with less', async () => {
    const { ask, askMany, refused } = open({ maxBytes: 800 * KB, atWork: 1, perTurn: 100 });
    askMany(5, 'a', 64 * KB);
    await turn();
    askMany(5, 'b', 64 * KB);
    await turn();
    await ask('c', 64 * KB);
    assert.equal(refused.length, 1);
    assert.notEqual(refused[0], 'c');
  });
});

describe('a wait', () => {
  it('is not less than since when nothing is answered, where some wait', async (t) => {
    const clock = stopClock(t);
    const { places, askMany, begun } = open({ atWork: 10, perTurn: 100 });
    askMany(100, 'a');
    await turn();
    await turn();
    begun[0]!.leave();
    await turn();
    await turn();
    assert.equal(places.demandRoom('a'), undefined);
    clock.pass(1_200);
    await assert.rejects(async () => places.demandRoom('a'), isFull);
  });
});
