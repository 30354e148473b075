/** How often an eSIM is asked for, and who goes first. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  firstPlan,
  planOf,
  RANK,
  ranksNow,
  type Pace,
} from '../src/domain/esims/usage/poll-pace.ts';

const MIN = 60_000;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;
const OLD: Pace = {
  tellsUsage: false,
  isOnDevice: false,
  isActive: false,
  leastLeft: null,
  ageMs: 30 * DAY,
};

describe('a plan', () => {
  for (const [name, pace, everyMs, rank] of [
    ['little left', { isActive: true, leastLeft: 0.19 }, 15 * MIN, RANK.urgent],
    ['in use', { isActive: true, leastLeft: 0.2 }, HOUR, RANK.active],
    ['in use, unlimited', { isActive: true, leastLeft: null }, HOUR, RANK.active],
    ['on a device', { isOnDevice: true }, HOUR, RANK.ready],
    ['made lately', { ageMs: 2 * DAY - 1 }, HOUR, RANK.ready],
    ['in a drawer', {}, 6 * HOUR, RANK.silent],
  ] as const)
    it(`${name}: every ${everyMs / MIN} minutes, rank ${rank}`, () => {
      assert.deepEqual(planOf({ ...OLD, ...pace }), { everyMs, rank });
      assert.deepEqual(
        planOf({ ...OLD, ...pace, tellsUsage: true }),
        { everyMs: 6 * HOUR, rank },
        'one that tells by itself is asked when that has failed',
      );
    });

  it('of a new package is that of a fresh one', () => {
    assert.deepEqual(firstPlan(false), { everyMs: HOUR, rank: RANK.ready });
    assert.deepEqual(firstPlan(true), { everyMs: 6 * HOUR, rank: RANK.ready });
  });
});

describe('the order of ranks', () => {
  it('is by what is to be heard, but for a share of those that are not used yet', () => {
    const firsts = Array.from({ length: 3_200 }, (_, i) => ranksNow(i / 3_200)[0]);
    const beginning = (first: number) => firsts.filter((rank) => rank === first).length;
    assert.deepEqual(Object.values(RANK).map(beginning), [2_700, 0, 400, 100]);
    for (const random of [0, 0.1, 0.5])
      assert.deepEqual(ranksNow(random).toSorted(), Object.values(RANK), 'each once');
    assert.deepEqual(ranksNow(0.5), Object.values(RANK));
  });
});
