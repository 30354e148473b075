import { popcount } from './bits.ts';
import { gainOf, type Part, type Problem } from './problem.ts';
import { undominated } from './reduce.ts';
import { Search } from './search.ts';

/** A cover with the fewest candidates: counts are tried upwards, so the first that works is least. */
export function fewest(p: Problem, part: Part): number[] {
  const { lo, hi, list } = part;
  const upper = greedy(p, part);
  const gains = Array.from(list, (j) => gainOf(p, j, lo, hi)).sort((a, b) => b - a);
  const elements = popcount(lo) + popcount(hi);
  let lower = 0;
  for (let sum = 0; sum < elements; lower++) sum += gains[lower]!;
  if (lower >= upper.length) return upper;
  const flat: Problem = { ...p, cost: new Float64Array(p.n) };
  const narrow = new Float64Array(p.n);
  for (const j of list) narrow[j] = -gainOf(p, j, lo, hi);
  const maximal = { lo, hi, list: undominated(p, part, narrow) };
  const search = new Search(flat, 1e-7);
  search.u.fill(1);
  for (let k = lower; k < upper.length; k++) {
    const found = search.run(maximal, k, 0, true);
    if (found !== null) return found.picks;
  }
  return upper;
}

/** Largest gain first, then lower cost: an upper bound on the count. */
function greedy(p: Problem, part: Part): number[] {
  const picks: number[] = [];
  let { lo, hi } = part;
  while ((lo | hi) !== 0) {
    let best = -1;
    let most = 0;
    for (const j of part.list) {
      const gain = gainOf(p, j, lo, hi);
      if (gain > most || (gain === most && gain > 0 && p.cost[j]! < p.cost[best]!)) {
        most = gain;
        best = j;
      }
    }
    picks.push(best);
    lo &= ~p.lo[best]!;
    hi &= ~p.hi[best]!;
  }
  return picks;
}
