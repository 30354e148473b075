/** Whose call goes with which batch. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BatchQueue } from '../src/db/batch-queue.ts';

const call = (partner: string, touches: readonly string[] = []) => ({
  partner,
  touches,
  isGone: false,
});
type Call = ReturnType<typeof call>;
const makeQueue = () => new BatchQueue<Call>((c) => !c.isGone);

describe('calls that wait for their statement', () => {
  it('are newcomers again when nothing of their partner waits or is under way', () => {
    const queue = makeQueue();
    queue.add(call('a'));
    assert.equal(queue.newcomers, 1);
    queue.add(call('a'));
    assert.equal(queue.newcomers, 1, 'one of it waits');
    const group = queue.take();
    queue.add(call('a'));
    assert.equal(queue.newcomers, 0, 'one of it is under way');
    queue.ended(group);
    queue.ended(queue.take());
    queue.add(call('a'));
    assert.equal(queue.newcomers, 1);
  });

  it('are dropped where nobody waits for them any more, and leave nothing behind', () => {
    const queue = makeQueue();
    const [first, second] = [call('a'), call('a')];
    queue.add(first);
    queue.add(second);
    first.isGone = second.isGone = true;
    assert.deepEqual(queue.take(), []);
    queue.add(call('a'));
    assert.equal(queue.newcomers, 1);
  });

  it('go once each, at most 16 together, and every batch has one of everybody', () => {
    const partners = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 200 });
    fc.assert(
      fc.property(partners, (all) => {
        const queue = makeQueue();
        const left = new Map<string, number>();
        for (const partner of all) {
          queue.add(call(partner));
          left.set(partner, (left.get(partner) ?? 0) + 1);
        }
        while (queue.size > 0) {
          const group = queue.take();
          assert.ok(group.length > 0 && group.length <= 16);
          for (const [partner, count] of left)
            assert.ok(count === 0 || group.some((c) => c.partner === partner));
          for (const { partner } of group) left.set(partner, left.get(partner)! - 1);
          queue.ended(group);
        }
        assert.ok([...left.values()].every((count) => count === 0));
      }),
    );
  });

  it('never touch what another batch does, and wait no longer than that', () => {
    const someOf = fc.array(fc.constantFrom('x', 'y', 'z', 'w'), { maxLength: 3 });
    const calls = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), someOf), { maxLength: 80 });
    const ends = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(calls, ends, (all, end) => {
        const queue = makeQueue();
        let gone = 0;
        const underWay: Call[][] = [];
        for (const [partner, touches] of all) queue.add(call(partner, touches));
        while (gone < all.length) {
          while (queue.size > 0 && underWay.length < 3) {
            const group = queue.take();
            const touched = new Set(underWay.flat().flatMap((c) => c.touches));
            assert.ok(group.every((c) => c.touches.every((one) => !touched.has(one))));
            underWay.push(group);
          }
          assert.ok(underWay.length > 0, 'somebody waits for nothing');
          const at = end.next().value % underWay.length;
          const [group] = underWay.splice(at, 1);
          gone += group!.length;
          queue.ended(group!);
        }
        for (const partner of ['a', 'b', 'c']) {
          assert.equal(queue.newcomers, 0);
          queue.add(call(partner));
          assert.equal(queue.newcomers, 1, 'nothing of it is remembered');
          queue.take().forEach((c) => queue.ended([c]));
        }
      }),
    );
  });

  it('of one partner that all touch the same leave the turns of others alone', () => {
    const queue = makeQueue();
    for (let n = 0; n < 40; n++) queue.add(call('a', ['traveler']));
    const first = queue.take();
    assert.equal(first.length, 16);
    queue.add(call('b', ['other']));
    assert.deepEqual(
      queue.take().map((c) => c.partner),
      ['b'],
    );
    assert.equal(queue.size, 0, 'the rest of a waits for its batch to end');
    queue.ended(first);
    assert.equal(queue.take().length, 16);
  });
});
