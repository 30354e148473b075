import type { Part, Problem } from './problem.ts';
import type { Found, Search } from './search.ts';

/** An extra element beyond those that can be requested: bit 60. */
const MARK_HI = 1 << 28;

/**
 * Among the covers of as many candidates as `best` and exactly its cost, the one whose sorted list
 * of indices is smallest (indices are ranks of ids). Position by position: "is there one with a
 * smaller index here?" is asked as a covering problem, with the smaller indices marked as coverers
 * of an extra element. No means the position is settled and they are all out; yes yields a better
 * set. So ties are never enumerated.
 */
export function smallestIds(
  p: Problem,
  part: Part,
  best: Found,
  search: Search,
): { picks: number[]; proven: boolean } {
  const k = best.picks.length;
  let picks = best.picks;
  let allowed = search.thin(part, k, best.cost, 30).list;
  let { lo, hi } = part;
  let left = best.cost;
  for (let at = 0; at < k; at++) {
    for (;;) {
      const here = picks[at]!;
      const smaller = allowed.filter((j) => j < here);
      if (smaller.length === 0) break;
      for (const j of smaller) p.hi[j]! |= MARK_HI;
      const found = search.run({ lo, hi: hi | MARK_HI, list: allowed }, k - at, left, true);
      for (const j of smaller) p.hi[j]! &= ~MARK_HI;
      if (search.gaveUp && found === null) return { picks, proven: false };
      if (found === null) break;
      picks = [...picks.slice(0, at), ...found.picks];
    }
    const settled = picks[at]!;
    allowed = allowed.filter((j) => j > settled);
    lo &= ~p.lo[settled]!;
    hi &= ~p.hi[settled]!;
    left -= p.cost[settled]!;
  }
  return { picks, proven: true };
}
