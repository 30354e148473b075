import { hiBit, loBit, lowBit } from './bits.ts';
import { Lagrangian, thinByGain } from './bounds.ts';
import { LastSlots } from './last-slots.ts';
import { countCoverers, meets, type Part, type Problem } from './problem.ts';
import { dropDominated } from './reduce.ts';

export type Found = { cost: number; picks: number[] };

/**
 * How many nodes may still be looked at: counted, not timed, so that the same question has the same
 * answer everywhere.
 */
export type Budget = { left: number };

/** A part of a budget, taken from it as it is used. */
export function shareOf(budget: Budget, share: number): Budget {
  const kept = Math.floor(budget.left * (1 - share));
  return {
    get left() {
      return budget.left - kept;
    },
    set left(left) {
      budget.left = left + kept;
    },
  };
}

/**
 * Subgradient steps before the search, in its nodes, in those with three slots. Measured; more do
 * not pay for themselves.
 */
export const ROOT_STEPS = 10;
const STEPS = 6;
const STEPS_3 = 2;

/** Ties beyond this many are left to `smallestIds`. */
const MAX_TIES = 4;

/** Longer lists are not searched for dominated candidates in every node. */
const SHORT_LIST = 160;

/**
 * Branch and bound for "cover the elements of R with at most `slots` candidates out of a list, at a
 * cost of at most `limit`" — the first such cover (`firstOnly`), or the cheapest, and among the
 * cheapest the one with the smallest indices unless there are too many of them (`tied`).
 *
 * A node holds the uncovered elements R = (rlo, rhi), the slots t left, the candidates still
 * allowed and what is spent. It is closed, or its list thinned, by means that each hold for every
 * completion of the node: the bounds of `thinByGain` and `Lagrangian` (its multipliers are
 * inherited from the parent) and dominance (`undominated`). "Exactly t" is safe: callers only ask
 * for counts below which they know there is no cover (t smaller first).
 *
 * It branches on the element with the fewest candidates; each branch bars the candidates of the
 * branches before it, so no set is visited twice. Depth is at most `slots` ≤ 60.
 */
export class Search {
  /** multipliers to start from; a run leaves better ones */
  readonly u = new Float64Array(64);
  /**
   * whether covers as cheap as the best were left out: it need not be the one with the smallest
   * indices
   */
  tied = false;
  /**
   * whether the last run ended for want of nodes: what it found need not be the best, nor nothing
   * mean that there is none
   */
  gaveUp = false;
  private readonly p: Problem;
  private readonly budget: Budget;
  private readonly lagrangian: Lagrangian;
  /** lists and multipliers by depth */
  private readonly lists: Int32Array[] = [];
  private readonly duals: Float64Array[] = [];
  private readonly degree = new Int32Array(64);
  private readonly path: number[] = [];
  private pathLength = 0;
  private readonly last: LastSlots;
  private firstOnly = false;
  /** covers that cost more are not looked for */
  limit = 0;
  private ties = 0;
  private best: Found | null = null;

  /** `tolerance`: by how much a bound may exceed the limit through rounding alone */
  constructor(p: Problem, tolerance: number, budget: Budget) {
    this.p = p;
    this.budget = budget;
    this.lagrangian = new Lagrangian(p, tolerance);
    this.last = new LastSlots(p, this.lagrangian, this);
  }

  run({ lo, hi, list }: Part, slots: number, limit: number, firstOnly: boolean): Found | null {
    this.firstOnly = firstOnly;
    this.limit = limit;
    this.best = null;
    this.ties = 0;
    this.tied = false;
    this.gaveUp = false;
    this.pathLength = 0;
    this.last.forget();
    this.node(0, lo, hi, slots, list, 0, list.length, 0);
    return this.best;
  }

  /**
   * The candidates that may belong to some cover costing at most `limit`, and a bound on its cost;
   * improves u.
   */
  thin(
    { lo, hi, list }: Part,
    slots: number,
    limit: number,
    steps: number,
  ): { list: Int32Array; bound: number } {
    const kept = list.slice();
    const n = this.lagrangian.thin(this.u, lo, hi, slots, kept, kept.length, limit, steps);
    return { list: kept.subarray(0, Math.max(0, n)), bound: this.lagrangian.peak };
  }

  /**
   * The candidates of a node are `from[start…end)`. Returns true to stop everything, as do those
   * below.
   */
  private node(
    depth: number,
    rlo: number,
    rhi: number,
    t: number,
    from: Int32Array,
    start: number,
    end: number,
    spent: number,
  ): boolean {
    if ((rlo | rhi) === 0) return spent <= this.limit ? this.record(spent, -1, -1) : false;
    if (t === 0) return false;
    if (this.budget.left <= 0) return (this.gaveUp = true);
    this.budget.left--;
    if (t === 1) return this.last.one(rlo, rhi, from, start, end, spent);
    if (t === 2) return this.last.two(rlo, rhi, from, start, end, spent);

    const list = (this.lists[depth] ??= new Int32Array(this.p.n));
    let n = thinByGain(this.p, rlo, rhi, t, from, start, end, list);
    if (n < 0) return false;

    const u = (this.duals[depth] ??= new Float64Array(64));
    u.set(depth === 0 ? this.u : this.duals[depth - 1]!);
    const steps = t === 3 ? STEPS_3 : STEPS;
    n = this.lagrangian.thin(u, rlo, rhi, t, list, n, this.limit - spent, steps);
    if (n < 0) return false;
    if (depth === 0) this.u.set(u);
    if (t > 3 && n <= SHORT_LIST) n = dropDominated(this.p, rlo, rhi, list, n);
    return this.branch(depth, rlo, rhi, t, list, n, spent);
  }

  /**
   * The candidates of the rarest element go to the front, in the order in which they are tried, so
   * that each branch has what comes after it.
   */
  private branch(
    depth: number,
    rlo: number,
    rhi: number,
    t: number,
    list: Int32Array,
    n: number,
    spent: number,
  ): boolean {
    const { lo, hi, cost } = this.p;
    const e = this.rarest(rlo, rhi, list, n);
    const branches = this.toTheFront(loBit(e), hiBit(e), list, n);
    if (t === 3) this.last.sort(rlo, rhi, list, branches, n);
    for (let i = 0; i < branches; i++) {
      const j = list[i]!;
      if (t === 3) this.last.leave(this.limit - spent - this.lagrangian.reduced[j]!);
      this.path[depth] = j;
      this.pathLength = depth + 1;
      if (
        this.node(depth + 1, rlo & ~lo[j]!, rhi & ~hi[j]!, t - 1, list, i + 1, n, spent + cost[j]!)
      )
        return true;
    }
    return false;
  }

  /** Those that have the element, by reduced cost; gives their number. */
  private toTheFront(elo: number, ehi: number, list: Int32Array, n: number): number {
    const { reduced } = this.lagrangian;
    let count = 0;
    for (let i = 0; i < n; i++) {
      const j = list[i]!;
      if (!meets(this.p, j, elo, ehi)) continue;
      list[i] = list[count]!;
      let at = count++;
      for (; at > 0; at--) {
        const before = list[at - 1]!;
        const order = reduced[before]! - reduced[j]! || before - j;
        if (order < 0) break;
        list[at] = before;
      }
      list[at] = j;
    }
    return count;
  }

  /** The element of R with the fewest candidates. */
  private rarest(rlo: number, rhi: number, list: Int32Array, n: number): number {
    const { degree } = this;
    countCoverers(this.p, rlo, rhi, list, n, degree);
    let rarest = -1;
    let fewest = n + 1;
    for (let half = 0; half < 64; half += 32) {
      for (let w = half === 0 ? rlo : rhi; w !== 0; w &= w - 1) {
        const e = half + lowBit(w);
        if (degree[e]! < fewest) {
          fewest = degree[e]!;
          rarest = e;
        }
      }
    }
    return rarest;
  }

  /** The path and up to two more; -1 is none. */
  record(cost: number, last: number, lastButOne: number): boolean {
    const picks = this.path.slice(0, this.pathLength);
    if (last >= 0) picks.push(last);
    if (lastButOne >= 0) picks.push(lastButOne);
    picks.sort((a, b) => a - b);
    if (this.best === null || cost < this.best.cost) {
      this.best = { cost, picks };
      this.ties = 0;
      this.tied = false;
    } else if (smallerList(picks, this.best.picks)) {
      this.best = { cost, picks };
    }
    this.tied = ++this.ties > MAX_TIES;
    this.limit = this.tied ? cost - 1 : cost; // costs are integers
    return this.firstOnly;
  }
}

/** True when the ascending list a is smaller than b, of the same length. */
function smallerList(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((x, i) => x !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
}
