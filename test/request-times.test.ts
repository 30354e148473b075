/** How long partners waited: what is counted where. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { BOUNDS_S, makeRequestTimes, OTHERS } from '../src/domain/reports/request-times.ts';

it('times stand at the first bound that is not below them, refusals apart', () => {
  const times = makeRequestTimes();
  for (const ms of [1, 2, 2.1, 60_000, null, null]) times.note('a', ms);
  const { counts, sumS, refused } = times.read().get('a')!;
  assert.deepEqual([counts[0], counts[1], counts[BOUNDS_S.length]], [2, 1, 1]);
  assert.equal(
    counts.reduce((a, b) => a + b),
    4,
  );
  assert.equal(sumS.toFixed(4), '60.0051');
  assert.equal(refused, 2);
});

it('so many partners are told apart, the others are counted as one', () => {
  const times = makeRequestTimes(3);
  for (let n = 0; n < 50; n++) times.note(`partner ${n}`, 1);
  times.note('partner 1', 1);
  const read = times.read();
  assert.deepEqual([...read.keys()], ['partner 0', 'partner 1', 'partner 2', OTHERS]);
  assert.equal(read.get('partner 1')!.counts[0], 2);
  assert.equal(read.get(OTHERS)!.counts[0], 47);
});
