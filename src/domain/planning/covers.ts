/**
 * The covers that one request needs: each set solved once, all within one budget, long ones in a
 * thread of their own.
 */
import { cover, type CoverResult } from './cover/cover.ts';
import type { CoverCandidate } from './cover/problem.ts';
import type { CoverThread } from './cover/in-thread.ts';

/** Nodes of the search: three hundred take 10 ms at most, so much is looked at on the spot. */
const AT_ONCE = 300;
const PER_COVER = 15_000;
/** With many hard covers the later ones of a request get less. */
const PER_REQUEST = 50_000;

type Hard = { set: string[]; candidates: readonly CoverCandidate[]; name: string };

export type Covers = {
  /**
   * As `cover`; `key` tells sets of candidates apart. A hard one is answered with the best found on
   * the spot, and noted: after `settle` the same question has its final answer. The same request
   * gets the same answers everywhere.
   */
  solve(
    requested: readonly string[],
    key: string,
    candidates: () => readonly CoverCandidate[],
  ): CoverResult;
  /** Solves what was noted. False: there was nothing. */
  settle(): Promise<boolean>;
};

/** `thread` null: nobody settles, and hard ones stay as they were found on the spot. */
export function makeCovers(thread: Pick<CoverThread, 'cover'> | null): Covers {
  const known = new Map<string, CoverResult>();
  let hard: Hard[] = [];
  let left = PER_REQUEST;
  const spend = (result: CoverResult): void => {
    if (result.ok) left = Math.max(0, left - result.nodes);
  };
  return {
    solve(requested, key, candidates) {
      const set = [...new Set(requested)].sort();
      const name = `${key} ${set.join()}`;
      let result = known.get(name);
      if (result === undefined) {
        const all = candidates();
        known.set(name, (result = cover(set, all, Math.min(AT_ONCE, left))));
        if (result.ok && !result.proven && left > AT_ONCE)
          hard.push({ set, candidates: all, name });
        spend(result);
      }
      return inOrderOf(requested, result);
    },
    async settle() {
      if (thread === null) return false;
      const noted = hard;
      hard = [];
      for (const { set, candidates, name } of noted) {
        // What was found on the spot took as much, and may be better.
        if (left <= AT_ONCE) break;
        const better = await thread.cover(set, candidates, Math.min(PER_COVER, left));
        spend(better);
        known.set(name, better);
      }
      return noted.length > 0;
    },
  };
}

function inOrderOf(requested: readonly string[], result: CoverResult): CoverResult {
  if (!result.ok) {
    const uncovered = new Set(result.uncovered);
    return { ok: false, uncovered: requested.filter((code) => uncovered.has(code)) };
  }
  const rank = new Map(requested.map((code, at) => [code, at]));
  const rankOf = (code: string): number => rank.get(code)!;
  const chosen = result.chosen
    .map(({ id, covers }) => ({ id, covers: covers.toSorted((a, b) => rankOf(a) - rankOf(b)) }))
    .sort((a, b) => rankOf(a.covers[0]!) - rankOf(b.covers[0]!) || (a.id < b.id ? -1 : 1));
  return { ...result, chosen };
}
