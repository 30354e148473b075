import { elementsOf } from './bits.ts';
import { fewest } from './fewest.ts';
import { coversAll, gainOf, type Part, type Problem } from './problem.ts';
import { ROOT_STEPS, Search, shareOf, type Budget, type Found } from './search.ts';
import { smallestIds } from './smallest-ids.ts';

/** How far into the gap between bound and first set the first budget for price reaches. */
const FIRST_SHARE = 1 / 4;

export type BestSet = { picks: number[]; proven: boolean };

/**
 * Best set for one connected component: fewest, of those the cheapest, of those the one with the
 * smallest indices. Where the budget runs out, the best found by then, which is not proven.
 */
export function bestSet(p: Problem, part: Part, budget: Budget): BestSet {
  const { picks, proven } = fewest(p, part, shareOf(budget, 1 / 2));
  const k = picks.length;
  // all that cover everything: dominance has left the best one only
  if (k === 1)
    return {
      picks: Array.from(part.list.filter((j) => coversAll(p, j, part.lo, part.hi))),
      proven: true,
    };

  const cost = picks.reduce((sum, j) => sum + p.cost[j]!, 0);
  const scale = part.list.reduce((most, j) => Math.max(most, Math.abs(p.cost[j]!)), 0);
  const search = new Search(p, Math.max(1e-3, scale * k * 1e-12), budget);
  setFirstMultipliers(search.u, p, part);
  const { list, bound } = search.thin(part, k, cost, ROOT_STEPS);
  const worth = { ...part, list };
  // Budgets are widened from the root bound up, so that the proof need not wait for a good first
  // set: a run that finds anything has found the least cost, one that does not has shown that the
  // least cost is above its budget.
  const gap = Math.max(1, cost - bound);
  let found: Found | null = null;
  for (let share = FIRST_SHARE; found === null; share *= 4) {
    const limit = share >= 1 ? cost : Math.min(cost, Math.ceil(bound + gap * share));
    found = search.run(worth, k, limit, false);
    // The set there was is as good as anything that was not found.
    if (search.gaveUp) return { picks: found?.picks ?? picks, proven: false };
    if (found === null && share >= 1) return { picks, proven: false };
  }
  if (!search.tied) return { picks: found.picks, proven };
  const first = smallestIds(p, worth, found, search);
  return { picks: first.picks, proven: proven && first.proven };
}

/** A share of the cheapest way to get each element. */
function setFirstMultipliers(u: Float64Array, p: Problem, { lo, hi, list }: Part): void {
  for (const j of list) {
    const share = p.cost[j]! / gainOf(p, j, lo, hi);
    for (const e of elementsOf(p.lo[j]! & lo, p.hi[j]! & hi)) {
      if (u[e] === 0 || u[e]! > share) u[e] = Math.max(0, share);
    }
  }
}
