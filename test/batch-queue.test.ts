/** Whose call goes with which batch. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BatchQueue } from '../src/db/batch-queue.ts';

const call = (partner: string) => ({ partner, isGone: false });
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
});
