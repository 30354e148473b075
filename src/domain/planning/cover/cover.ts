import { bestSet } from './best-set.ts';
import { elementsOf } from './bits.ts';
import { MAX_REQUESTED, pose, type CoverCandidate } from './problem.ts';
import { components, reduced } from './reduce.ts';

export type CoverResult =
  | {
      ok: true;
      /** ordered by the first requested country served, then by id; `covers` in request order */
      chosen: { id: string; covers: string[] }[];
      /** false: the best that was found within the budget, which need not be the best there is */
      proven: boolean;
      /** nodes that the search took */
      nodes: number;
    }
  | {
      ok: false;
      /** requested countries no candidate serves, in request order */
      uncovered: string[];
    };

/**
 * The best set of bundles for the requested countries: every one of them is covered, and of all
 * such sets this is the one with, in this order, the fewest bundles, the lowest total net price
 * (cents), the least surplus (summed over the bundles, countries covered but not requested), and
 * the smallest ascending list of ids, compared element by element in code units. Exact, pure and
 * synchronous; the order of `candidates` and of `requested` (alpha-3, repeats allowed, at most 60
 * different ones, else RangeError) has no influence on the choice.
 *
 * Why it is the optimum: dominance, implied elements and the split into components keep a best set
 * (argued at each). The rest is three exact searches with the same branch and bound (`Search`): the
 * least count k, trying counts upwards; the least price and surplus of any k bundles — one integer,
 * price · (more than any total surplus) + surplus; then the smallest ids among those. Each bound
 * used to close a branch holds for all its completions. Finding a least cover is NP-hard and hard
 * inputs exist (60 countries from 1 000 equally priced random bundles of 2…6 of them were stopped
 * after 45 s), hence `budget`: nodes of the search, counted and not timed.
 *
 * Throws RangeError as well for prices that are not integers or so large that sums would not be
 * exact.
 */
export function cover(
  requested: readonly string[],
  candidates: readonly CoverCandidate[],
  budget = Infinity,
): CoverResult {
  const wanted = [...new Set(requested)];
  if (wanted.length > MAX_REQUESTED) {
    throw new RangeError(
      `at most ${MAX_REQUESTED} countries can be covered at once, got ${wanted.length}`,
    );
  }
  // In one order, whatever order they were named in: what is found within a budget depends on it.
  const elements = [...wanted].sort();
  const posed = pose(elements, candidates);
  if ('uncovered' in posed) {
    const uncovered = new Set(posed.uncovered);
    return { ok: false, uncovered: wanted.filter((code) => uncovered.has(code)) };
  }
  const { ids, p, whole } = posed;
  const left = { left: Number.isFinite(budget) ? budget : Number.MAX_SAFE_INTEGER };
  const before = left.left;
  const sets = components(p, reduced(p, whole)).map((part) => bestSet(p, part, left));
  const rank = new Map(wanted.map((code, at) => [code, at]));
  const rankOf = (code: string): number => rank.get(code)!;
  const chosen = sets
    .flatMap(({ picks }) => picks)
    .map((j) => ({
      j,
      covers: elementsOf(p.lo[j]!, p.hi[j]!)
        .map((e) => elements[e]!)
        .sort((a, b) => rankOf(a) - rankOf(b)),
    }))
    .sort((a, b) => rankOf(a.covers[0]!) - rankOf(b.covers[0]!) || a.j - b.j)
    .map(({ j, covers }) => ({ id: ids[j]!, covers }));
  return { ok: true, chosen, proven: sets.every((set) => set.proven), nodes: before - left.left };
}
