import { popcount } from './bits.ts';
import { gainOf, type Part, type Problem } from './problem.ts';
import { undominated } from './reduce.ts';
import { Search, shareOf, type Budget } from './search.ts';

/**
 * A cover with the fewest candidates: counts are tried upwards, so the first that works is least.
 * Where the budget does not last for that, the greedy cover is bettered from above with what is
 * left, and it is not proven.
 */
export function fewest(
  p: Problem,
  part: Part,
  budget: Budget,
): { picks: number[]; proven: boolean } {
  const { lo, hi, list } = part;
  const upper = greedy(p, part);
  const gains = Array.from(list, (j) => gainOf(p, j, lo, hi)).sort((a, b) => b - a);
  const elements = popcount(lo) + popcount(hi);
  let lower = 0;
  for (let sum = 0; sum < elements; lower++) sum += gains[lower]!;
  if (lower >= upper.length) return { picks: upper, proven: true };
  const flat: Problem = { ...p, cost: new Float64Array(p.n) };
  const narrow = new Float64Array(p.n);
  for (const j of list) narrow[j] = -gainOf(p, j, lo, hi);
  const maximal = { lo, hi, list: undominated(p, part, narrow) };
  const find = (k: number, nodes: Budget): { picks: number[] | null; gaveUp: boolean } => {
    const search = new Search(flat, 1e-7, nodes);
    search.u.fill(1);
    const found = search.run(maximal, k, 0, true);
    return { picks: found?.picks ?? null, gaveUp: search.gaveUp };
  };
  const upwards = shareOf(budget, 1 / 2);
  for (let k = lower; k < upper.length; k++) {
    const { picks, gaveUp } = find(k, upwards);
    if (picks !== null) return { picks, proven: true };
    if (gaveUp) return { picks: fewerThan(upper, k, find, shareOf(budget, 1 / 2)), proven: false };
  }
  return { picks: upper, proven: true };
}

/** As long as one fewer is found, and never below what nobody knows to be possible. */
function fewerThan(
  picks: number[],
  unknown: number,
  find: (k: number, nodes: Budget) => { picks: number[] | null },
  nodes: Budget,
): number[] {
  let best = picks;
  while (best.length - 1 >= unknown) {
    const { picks: fewer } = find(best.length - 1, nodes);
    if (fewer === null) break;
    best = fewer;
  }
  return best;
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
