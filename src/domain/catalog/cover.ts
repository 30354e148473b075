/** A bundle that could serve part of a booking. */
export type CoverCandidate = {
  /** unique among the candidates */
  id: string;
  /** alpha-3 codes; may hold countries nobody asked for, and repeats */
  coverage: readonly string[];
  /** net price, integer cents */
  price: number;
};

export type CoverResult =
  | {
      ok: true;
      /** ordered by the first requested country served, then by id; `covers` in request order */
      chosen: { id: string; covers: string[] }[];
    }
  | {
      ok: false;
      /** requested countries no candidate serves, in request order */
      uncovered: string[];
    };

/** Elements live in two 32-bit words; bit 60 is taken by the id search (see `smallestIds`). */
const MAX_REQUESTED = 60;
const MARK_HI = 1 << 28;

function popcount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const lowBit = (word: number): number => 31 - Math.clz32(word & -word);

/** One covering problem over candidates 0…n-1; masks may be edited between searches. */
type Problem = { n: number; lo: Int32Array; hi: Int32Array; cost: Float64Array };

type Found = { cost: number; picks: number[] };

/** Subgradient steps at the root, with three slots or more, with two. Measured; more do not pay for themselves. */
const ROOT_STEPS = 60;
const STEPS = 6;
const STEPS_2 = 1;

/** How far into the gap between bound and first set the first budget for price reaches. */
const FIRST_SHARE = 1 / 4;

/** Ties beyond this many are left to `smallestIds`. */
const MAX_TIES = 4;

/** True when the ascending list a is smaller than b, of the same length. */
function smallerList(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((x, i) => x !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
}

/**
 * Branch and bound for "cover the elements of (rlo, rhi) with at most `slots` candidates out of a list, at a
 * cost of at most `limit`" — the first such cover (`firstOnly`), or the cheapest, and among the cheapest the one with
 * the smallest indices unless there are too many of them (`tied`).
 *
 * A node holds the uncovered elements R, the slots t left, the candidates still allowed and the budget B left.
 * It is closed, or its list thinned, by bounds that each hold for every completion of the node:
 * - gain: t candidates cover at most the sum of the t largest |S∩R|; whoever gains less than
 *   |R| - (sum of the t-1 largest) cannot take part;
 * - Lagrangian, for any multipliers u ≥ 0: cost ≥ Σ_{e∈R} u_e + the sum of the t smallest c_j - u(S_j∩R).
 *   (Relax "e is covered", keep "exactly t are used".) Better u come from a few subgradient steps, inherited
 *   from the parent. A candidate outside those t smallest whose exchange for the t-th lifts the bound over B
 *   cannot take part. With all costs 0 the same bound decides feasibility.
 * - dominance: S_i∩R ⊆ S_j∩R with (c_j, j) < (c_i, i) makes i superfluous (argued at `undominated`).
 * "Exactly t" is safe: callers only ask for counts below which they know there is no cover (t smaller first).
 *
 * It branches on the element with the fewest candidates; each branch bars the candidates of the branches before
 * it, so no set is visited twice. Depth is at most `slots` ≤ 60.
 */
class Search {
  /** multipliers to start from; a run leaves better ones */
  readonly u = new Float64Array(64);
  /** whether covers as cheap as the best were left out: it need not be the one with the smallest indices */
  tied = false;
  /** best bound seen by the last `lagrange` */
  peak = 0;
  private readonly p: Problem;
  private readonly tolerance: number;
  /** what the subgradient aims for above the budget */
  private readonly aim: number;
  private readonly lists: Int32Array[] = [];
  private readonly duals: Float64Array[] = [];
  private readonly barred: Uint8Array;
  private readonly reduced: Float64Array;
  private readonly top: Float64Array = new Float64Array(64);
  private readonly topAt: Int32Array = new Int32Array(64);
  private readonly table = new Float64Array(8 * 256);
  private readonly zero = new Uint8Array(8).fill(1);
  private readonly degree = new Int32Array(64);
  private readonly gains = new Int32Array(65);
  private readonly path: number[] = [];
  private firstOnly = false;
  private limit = 0;
  private ties = 0;
  private best: Found | null = null;

  constructor(p: Problem, tolerance: number, aim: number) {
    this.p = p;
    this.tolerance = tolerance;
    this.aim = aim;
    this.barred = new Uint8Array(p.n);
    this.reduced = new Float64Array(p.n);
  }

  run(rlo: number, rhi: number, slots: number, list: Int32Array, limit: number, firstOnly: boolean): Found | null {
    this.firstOnly = firstOnly;
    this.limit = limit;
    this.best = null;
    this.ties = 0;
    this.tied = false;
    this.path.length = 0;
    this.node(0, rlo, rhi, slots, list, list.length, 0);
    return this.best;
  }

  /** The candidates that may belong to some cover costing at most `limit`; `list` is not changed. */
  thin(rlo: number, rhi: number, slots: number, list: Int32Array, limit: number, steps: number): Int32Array {
    const kept = Int32Array.from(list);
    const n = this.lagrange(this.u, rlo, rhi, slots, kept, kept.length, limit, steps);
    return n < 0 ? kept.subarray(0, 0) : kept.subarray(0, n);
  }

  private record(cost: number, last: number): boolean {
    const picks = this.path.slice();
    if (last >= 0) picks.push(last);
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

  /** Returns true to stop everything. */
  private node(
    depth: number,
    rlo: number,
    rhi: number,
    t: number,
    from: Int32Array,
    fromLength: number,
    spent: number,
  ): boolean {
    if ((rlo | rhi) === 0) return spent <= this.limit ? this.record(spent, -1) : false;
    if (t === 0) return false;
    const { lo, hi, cost } = this.p;
    const barred = this.barred;
    if (t === 1) {
      let pick = -1;
      let least = this.limit - spent;
      for (let i = 0; i < fromLength; i++) {
        const j = from[i]!;
        if ((rlo & ~lo[j]!) !== 0 || (rhi & ~hi[j]!) !== 0 || barred[j] !== 0) continue;
        if (pick < 0 ? cost[j]! <= least : cost[j]! < least || (cost[j] === least && j < pick)) {
          least = cost[j]!;
          pick = j;
        }
      }
      return pick >= 0 ? this.record(spent + least, pick) : false;
    }

    const list = (this.lists[depth] ??= new Int32Array(this.p.n));
    const gains = this.gains.fill(0);
    let n = 0;
    for (let i = 0; i < fromLength; i++) {
      const j = from[i]!;
      const gain = popcount(lo[j]! & rlo) + popcount(hi[j]! & rhi);
      if (gain === 0 || barred[j] !== 0) continue;
      gains[gain]!++;
      list[n++] = j;
    }
    const r = popcount(rlo) + popcount(rhi);
    let most = 0;
    let mostButOne = 0;
    for (let gain = r, left = t; gain > 0 && left > 0; gain--) {
      const take = Math.min(left, gains[gain]!);
      if (take === 0) continue;
      left -= take;
      most += take * gain;
      mostButOne = left === 0 ? most - gain : most;
    }
    if (most < r) return false;
    const needed = r - mostButOne;
    if (needed > 1) {
      let kept = 0;
      for (let i = 0; i < n; i++) {
        const j = list[i]!;
        if (popcount(lo[j]! & rlo) + popcount(hi[j]! & rhi) >= needed) list[kept++] = j;
      }
      n = kept;
    }

    const u = (this.duals[depth] ??= new Float64Array(64));
    u.set(depth === 0 ? this.u : this.duals[depth - 1]!);
    n = this.lagrange(u, rlo, rhi, t, list, n, this.limit - spent, depth === 0 ? ROOT_STEPS : t === 2 ? STEPS_2 : STEPS);
    if (n < 0) return false;
    if (depth === 0) this.u.set(u);
    if (t > 2 && n <= 160) n = this.undominated(rlo, rhi, list, n);

    const e = this.rarest(rlo, rhi, list, n);
    if (e < 0) return false;
    const elo = e < 32 ? 1 << e : 0;
    const ehi = e < 32 ? 0 : 1 << (e - 32);
    const branches: number[] = [];
    const reduced = this.reduced;
    for (let i = 0; i < n; i++) {
      const j = list[i]!;
      if (((lo[j]! & elo) | (hi[j]! & ehi)) !== 0) branches.push(j);
    }
    const keys = branches.map((j) => reduced[j]!);
    const order = branches.map((_, i) => i).sort((a, b) => keys[a]! - keys[b]! || branches[a]! - branches[b]!);
    let stop = false;
    let done = 0;
    for (; done < order.length && !stop; done++) {
      const j = branches[order[done]!]!;
      barred[j] = 1;
      this.path.push(j);
      stop = this.node(depth + 1, rlo & ~lo[j]!, rhi & ~hi[j]!, t - 1, list, n, spent + cost[j]!);
      this.path.pop();
    }
    for (let i = 0; i < done; i++) barred[branches[order[i]!]!] = 0;
    return stop;
  }

  /**
   * Improves u in place by at most `steps` subgradient steps and thins `list` in place; -1 when the bound
   * exceeds the budget. Leaves the reduced costs of the survivors in `reduced`.
   */
  private lagrange(
    u: Float64Array,
    rlo: number,
    rhi: number,
    t: number,
    list: Int32Array,
    length: number,
    budget: number,
    steps: number,
  ): number {
    const { lo, hi, cost } = this.p;
    const { table, reduced, top, topAt, degree } = this;
    const over = budget + this.tolerance;
    let n = length;
    let theta = 1;
    let peak = -Infinity;
    this.peak = peak;
    let stalled = 0;
    for (let step = 0; ; step++) {
      if (n < t) {
        // fewer candidates than slots: "exactly t" has no solution
        return -1;
      }
      let bound = 0;
      for (let b = 0; b < 8; b++) {
        // sums of u over each byte of R, so that u(S_j∩R) is eight look-ups
        const base = b << 8;
        const byte = ((b < 4 ? rlo : rhi) >>> ((b & 3) << 3)) & 255;
        if (byte === 0) {
          if (this.zero[b] === 0) table.fill(0, base, base + 256);
          this.zero[b] = 1;
          continue;
        }
        this.zero[b] = 0;
        for (let bit = 0; bit < 8; bit++) {
          const size = 1 << bit;
          const value = (byte & size) !== 0 ? u[(b << 3) + bit]! : 0;
          bound += value;
          for (let x = 0; x < size; x++) table[base + size + x] = table[base + x]! + value;
        }
      }
      let filled = 0;
      for (let i = 0; i < n; i++) {
        const j = list[i]!;
        const l = lo[j]!;
        let rc =
          cost[j]! -
          (table[l & 255]! +
            table[256 + ((l >>> 8) & 255)]! +
            table[512 + ((l >>> 16) & 255)]! +
            table[768 + (l >>> 24)]!);
        if (rhi !== 0) {
          const h = hi[j]!;
          rc -=
            table[1024 + (h & 255)]! +
            table[1280 + ((h >>> 8) & 255)]! +
            table[1536 + ((h >>> 16) & 255)]! +
            table[1792 + (h >>> 24)]!;
        }
        reduced[j] = rc;
        if (filled < t || rc < top[filled - 1]!) {
          let at = filled < t ? filled++ : filled - 1;
          for (; at > 0 && top[at - 1]! > rc; at--) {
            top[at] = top[at - 1]!;
            topAt[at] = topAt[at - 1]!;
          }
          top[at] = rc;
          topAt[at] = j;
        }
      }
      for (let i = 0; i < t; i++) bound += top[i]!;
      if (bound > this.peak) this.peak = bound;
      if (bound > over) return -1;
      const last = top[t - 1]!;
      const room = over - bound + last;
      let kept = 0;
      for (let i = 0; i < n; i++) {
        const j = list[i]!;
        if (reduced[j]! <= room) list[kept++] = j;
      }
      n = kept;
      if (step >= steps) return n;
      if (step === 0 || bound > peak + 1e-4 * Math.abs(budget + this.aim - peak)) {
        peak = bound;
        stalled = 0;
      } else if (++stalled >= 4) {
        theta /= 2;
        stalled = 0;
        if (theta < 0.02) return n;
      }

      degree.fill(0);
      for (let i = 0; i < t; i++) {
        const j = topAt[i]!;
        for (let w = lo[j]! & rlo; w !== 0; w &= w - 1) degree[lowBit(w)]!++;
        for (let w = hi[j]! & rhi; w !== 0; w &= w - 1) degree[32 + lowBit(w)]!++;
      }
      let norm = 0;
      for (let half = 0; half < 64; half += 32) {
        for (let w = half === 0 ? rlo : rhi; w !== 0; w &= w - 1) {
          const e = half + lowBit(w);
          const g = 1 - degree[e]!;
          if (g > 0 || u[e]! > 0) norm += g * g;
        }
      }
      if (norm === 0) return n; // u is optimal
      const scale = (theta * (budget + this.aim - bound)) / norm;
      for (let half = 0; half < 64; half += 32) {
        for (let w = half === 0 ? rlo : rhi; w !== 0; w &= w - 1) {
          const e = half + lowBit(w);
          u[e] = Math.max(0, u[e]! + scale * (1 - degree[e]!));
        }
      }
    }
  }

  private undominated(rlo: number, rhi: number, list: Int32Array, length: number): number {
    const { lo, hi, cost } = this.p;
    let n = length;
    for (let i = 0; i < n; ) {
      const a = list[i]!;
      const alo = lo[a]! & rlo;
      const ahi = hi[a]! & rhi;
      const c = cost[a]!;
      let k = 0;
      for (; k < n; k++) {
        const b = list[k]!;
        if ((alo & ~lo[b]!) === 0 && (ahi & ~hi[b]!) === 0 && (cost[b]! < c || (cost[b] === c && b < a))) break;
      }
      if (k < n) list[i] = list[--n]!;
      else i++;
    }
    return n;
  }

  /** The element of R with the fewest candidates, -1 when one has none. */
  private rarest(rlo: number, rhi: number, list: Int32Array, n: number): number {
    const { lo, hi } = this.p;
    const degree = this.degree.fill(0);
    for (let i = 0; i < n; i++) {
      const j = list[i]!;
      for (let w = lo[j]! & rlo; w !== 0; w &= w - 1) degree[lowBit(w)]!++;
      for (let w = hi[j]! & rhi; w !== 0; w &= w - 1) degree[32 + lowBit(w)]!++;
    }
    let e = -1;
    let fewest = n + 1;
    for (let half = 0; half < 64; half += 32) {
      for (let w = half === 0 ? rlo : rhi; w !== 0; w &= w - 1) {
        const d = degree[half + lowBit(w)]!;
        if (d < fewest) {
          fewest = d;
          e = half + lowBit(w);
        }
      }
    }
    return fewest === 0 ? -1 : e;
  }
}

/**
 * Candidates not dominated on (rlo, rhi): i goes when some j covers all that i does there and
 * (cost, index) of j is smaller. Exact for the whole objective, ids included — take a best set holding i:
 * if it holds j too, dropping i saves a bundle; if not, exchanging i for j keeps the cover and the count, and
 * either lowers price, or keeps it and lowers surplus, or keeps both and puts a smaller id in place of a larger
 * one, which makes the sorted list of ids smaller. (price, surplus) is compared as one number, see `cover`.
 * `key` takes the place of cost where only the count matters.
 */
function undominated(
  p: Problem,
  rlo: number,
  rhi: number,
  list: Int32Array,
  key: Float64Array = p.cost,
): Int32Array {
  const { lo, hi } = p;
  const order = list.slice().sort((a, b) => key[a]! - key[b]! || a - b);
  const kept: number[] = [];
  for (const j of order) {
    const jlo = lo[j]! & rlo;
    const jhi = hi[j]! & rhi;
    if ((jlo | jhi) === 0) continue;
    let k = 0;
    for (; k < kept.length; k++) {
      const i = kept[k]!;
      if ((jlo & ~lo[i]!) === 0 && (jhi & ~hi[i]!) === 0) break;
    }
    if (k === kept.length) kept.push(j);
  }
  return Int32Array.from(kept).sort();
}

/**
 * Drops from (rlo, rhi) every element that is covered whenever another one is: all candidates of e cover f, so f
 * needs no constraint of its own. Of two with the same candidates the first stays.
 */
function impliedDropped(p: Problem, rlo: number, rhi: number, list: Int32Array): [number, number] {
  let outLo = rlo;
  let outHi = rhi;
  for (let e = 0; e < MAX_REQUESTED; e++) {
    const inHi = e >= 32;
    const bit = 1 << (e & 31);
    if (((inHi ? outHi : outLo) & bit) === 0) continue;
    let lo = outLo;
    let hi = outHi;
    for (let i = 0; i < list.length && (lo | hi) !== 0; i++) {
      const j = list[i]!;
      if (((inHi ? p.hi[j]! : p.lo[j]!) & bit) === 0) continue;
      lo &= p.lo[j]!;
      hi &= p.hi[j]!;
    }
    outLo &= ~lo;
    outHi &= ~hi;
    if (inHi) outHi |= bit;
    else outLo |= bit;
  }
  return [outLo, outHi];
}

/** Largest gain first, then lower cost: an upper bound on the count. */
function greedy(p: Problem, rlo: number, rhi: number, list: Int32Array): number[] {
  const picks: number[] = [];
  let lo = rlo;
  let hi = rhi;
  while ((lo | hi) !== 0) {
    let best = -1;
    let most = 0;
    for (let i = 0; i < list.length; i++) {
      const j = list[i]!;
      const gain = popcount(p.lo[j]! & lo) + popcount(p.hi[j]! & hi);
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

/** A cover with the fewest candidates: counts are tried upwards, so the first that works is least. */
function fewest(p: Problem, rlo: number, rhi: number, list: Int32Array): number[] {
  const upper = greedy(p, rlo, rhi, list);
  const gains = Array.from(list, (j) => popcount(p.lo[j]! & rlo) + popcount(p.hi[j]! & rhi)).sort((a, b) => b - a);
  const elements = popcount(rlo) + popcount(rhi);
  let lower = 0;
  for (let sum = 0; sum < elements; lower++) sum += gains[lower]!;
  if (lower >= upper.length) return upper;
  const flat: Problem = { ...p, cost: new Float64Array(p.n) };
  const narrow = new Float64Array(p.n);
  for (const j of list) narrow[j] = -popcount(p.lo[j]! & rlo) - popcount(p.hi[j]! & rhi);
  const maximal = undominated(p, rlo, rhi, list, narrow);
  const search = new Search(flat, 1e-7, 1);
  search.u.fill(1);
  for (let k = lower; k < upper.length; k++) {
    const found = search.run(rlo, rhi, k, maximal, 0, true);
    if (found !== null) return found.picks;
  }
  return upper;
}

/**
 * Among the covers of `count` candidates and cost exactly `best.cost`, the one whose sorted list of indices is
 * smallest (indices are ranks of ids). Position by position: "is there one with a smaller index here?" is asked as
 * a covering problem, with the smaller indices marked as coverers of an extra element. No means the position is
 * settled and they are all out; yes yields a better set. So ties are never enumerated.
 */
function smallestIds(p: Problem, rlo: number, rhi: number, list: Int32Array, best: Found, search: Search): number[] {
  const k = best.picks.length;
  let picks = best.picks;
  let allowed = search.thin(rlo, rhi, k, list, best.cost, 30);
  let lo = rlo;
  let hi = rhi;
  let left = best.cost;
  for (let at = 0; at < k; at++) {
    for (;;) {
      const here = picks[at]!;
      const smaller = allowed.filter((j) => j < here);
      if (smaller.length === 0) break;
      for (const j of smaller) p.hi[j]! |= MARK_HI;
      const found = search.run(lo, hi | MARK_HI, k - at, allowed, left, true);
      for (const j of smaller) p.hi[j]! &= ~MARK_HI;
      if (found === null) break;
      picks = [...picks.slice(0, at), ...found.picks];
    }
    const settled = picks[at]!;
    allowed = allowed.filter((j) => j > settled);
    lo &= ~p.lo[settled]!;
    hi &= ~p.hi[settled]!;
    left -= p.cost[settled]!;
  }
  return picks;
}

/** Best set for one connected component. */
function solve(p: Problem, rlo: number, rhi: number, list: Int32Array): number[] {
  const picks = fewest(p, rlo, rhi, list);
  const k = picks.length;
  if (k === 1) {
    // all that cover everything: dominance has left the best one only
    return Array.from(list.filter((j) => (rlo & ~p.lo[j]!) === 0 && (rhi & ~p.hi[j]!) === 0));
  }
  let cost = 0;
  for (const j of picks) cost += p.cost[j]!;
  let scale = 0;
  for (const j of list) scale = Math.max(scale, Math.abs(p.cost[j]!));
  const search = new Search(p, Math.max(1e-3, scale * k * 1e-12), 1);
  // first multipliers: a share of the cheapest way to get each element
  for (const j of list) {
    const share = p.cost[j]! / (popcount(p.lo[j]! & rlo) + popcount(p.hi[j]! & rhi));
    for (let w = p.lo[j]! & rlo; w !== 0; w &= w - 1) {
      const e = lowBit(w);
      if (search.u[e] === 0 || search.u[e]! > share) search.u[e] = Math.max(0, share);
    }
    for (let w = p.hi[j]! & rhi; w !== 0; w &= w - 1) {
      const e = 32 + lowBit(w);
      if (search.u[e] === 0 || search.u[e]! > share) search.u[e] = Math.max(0, share);
    }
  }
  // Budgets are widened from the root bound up, so that the proof need not wait for a good first set: a run that
  // finds anything has found the least cost, one that does not has shown that the least cost is above its budget.
  const worth = search.thin(rlo, rhi, k, list, cost, ROOT_STEPS);
  const bound = search.peak;
  const gap = Math.max(1, cost - bound);
  let found: Found | null = null;
  for (let share = FIRST_SHARE; found === null; share *= 4) {
    const budget = share >= 1 ? cost : Math.min(cost, Math.ceil(bound + gap * share));
    found = search.run(rlo, rhi, k, worth, budget, false);
  }
  return search.tied ? smallestIds(p, rlo, rhi, worth, found, search) : found.picks;
}

/** Splits (rlo, rhi) into parts that share no candidate. Their best sets add up to the best set, in every criterion. */
function components(p: Problem, rlo: number, rhi: number, list: Int32Array): [number, number][] {
  const parts: [number, number][] = [];
  for (const j of list) {
    let lo = p.lo[j]! & rlo;
    let hi = p.hi[j]! & rhi;
    for (let i = parts.length - 1; i >= 0; i--) {
      const [plo, phi] = parts[i]!;
      if (((plo & lo) | (phi & hi)) === 0) continue;
      lo |= plo;
      hi |= phi;
      parts.splice(i, 1);
    }
    parts.push([lo, hi]);
  }
  return parts;
}

/**
 * The best set of bundles for the requested countries: every one of them is covered, and of all such sets this is
 * the one with, in this order, the fewest bundles, the lowest total net price (cents), the least surplus (summed
 * over the bundles, countries covered but not requested), and the smallest ascending list of ids, compared element
 * by element in code units. Exact, pure and synchronous; the order of `candidates` and of `requested` (alpha-3,
 * repeats allowed, at most 60 different ones, else RangeError) has no influence on the choice.
 *
 * Why it is the optimum: dominance, implied elements and the split into components keep a best set (argued at
 * each). The rest is three exact searches with the same branch and bound (`Search`): the least count k, trying
 * counts upwards; the least price and surplus of any k bundles — one integer, price · (more than any total
 * surplus) + surplus; then the smallest ids among those. Each bound used to close a branch holds for all its
 * completions. Finding a least cover is NP-hard and there is no time limit here: hard inputs exist
 * (60 countries from 1 000 equally priced random bundles of 2…6 of them were stopped after 45 s).
 *
 * Throws RangeError as well for prices that are not integers or so large that sums would not be exact.
 */
export function cover(requested: readonly string[], candidates: readonly CoverCandidate[]): CoverResult {
  const wanted = [...new Set(requested)];
  if (wanted.length > MAX_REQUESTED) {
    throw new RangeError(`at most ${MAX_REQUESTED} countries can be covered at once, got ${wanted.length}`);
  }
  if (wanted.length === 0) return { ok: true, chosen: [] };

  // country → its number; the requested ones come first, so number < wanted.length means requested
  const numbers = new Map<string, number>();
  for (const code of wanted) numbers.set(code, numbers.size);
  const useful: { candidate: CoverCandidate; lo: number; hi: number; surplus: number }[] = [];
  const seenBy: number[] = wanted.map(() => -1);
  let seenLo = 0;
  let seenHi = 0;
  let maxSurplus = 0;
  let maxPrice = 0;
  for (const [at, candidate] of candidates.entries()) {
    let lo = 0;
    let hi = 0;
    let surplus = 0;
    for (const code of candidate.coverage) {
      let e = numbers.get(code);
      if (e === undefined) {
        e = numbers.size;
        numbers.set(code, e);
        seenBy.push(-1);
      }
      if (e < 32 && e < wanted.length) lo |= 1 << e;
      else if (e < wanted.length) hi |= 1 << (e - 32);
      else if (seenBy[e] !== at) {
        seenBy[e] = at;
        surplus++;
      }
    }
    if ((lo | hi) === 0) continue;
    seenLo |= lo;
    seenHi |= hi;
    if (!Number.isSafeInteger(candidate.price)) throw new RangeError(`price of ${candidate.id} is not an integer`);
    maxSurplus = Math.max(maxSurplus, surplus);
    maxPrice = Math.max(maxPrice, Math.abs(candidate.price));
    useful.push({ candidate, lo, hi, surplus });
  }
  const has = (lo: number, hi: number, e: number): boolean => (((e < 32 ? lo : hi) >>> (e & 31)) & 1) === 1;
  const uncovered = wanted.filter((_, e) => !has(seenLo, seenHi, e));
  if (uncovered.length > 0) return { ok: false, uncovered };

  // index = rank of the id, so that comparing indices compares ids
  useful.sort((a, b) => (a.candidate.id < b.candidate.id ? -1 : a.candidate.id > b.candidate.id ? 1 : 0));
  const n = useful.length;
  const weight = maxSurplus * wanted.length + 1;
  if ((maxPrice + 1) * weight * wanted.length > Number.MAX_SAFE_INTEGER) {
    throw new RangeError('prices are too large to be added up exactly');
  }
  const p: Problem = { n, lo: new Int32Array(n), hi: new Int32Array(n), cost: new Float64Array(n) };
  for (const [j, { candidate, lo, hi, surplus }] of useful.entries()) {
    p.lo[j] = lo;
    p.hi[j] = hi;
    p.cost[j] = candidate.price * weight + surplus;
  }

  let rlo = seenLo;
  let rhi = seenHi;
  let list = undominated(p, rlo, rhi, Int32Array.from(useful.keys()));
  for (;;) {
    const [lo, hi] = impliedDropped(p, rlo, rhi, list);
    if (lo === rlo && hi === rhi) break;
    rlo = lo;
    rhi = hi;
    list = undominated(p, rlo, rhi, list);
  }
  const picks: number[] = [];
  for (const [lo, hi] of components(p, rlo, rhi, list)) {
    picks.push(...solve(p, lo, hi, list.filter((j) => ((p.lo[j]! & lo) | (p.hi[j]! & hi)) !== 0)));
  }
  // by the first requested country served; picks in ascending order are in the order of ids already
  const chosen = picks
    .sort((a, b) => a - b)
    .map((j) => wanted.flatMap((_, e) => (has(p.lo[j]!, p.hi[j]!, e) ? [e] : [])))
    .map((served, i) => ({ id: useful[picks[i]!]!.candidate.id, served }))
    .sort((a, b) => a.served[0]! - b.served[0]!);
  return { ok: true, chosen: chosen.map(({ id, served }) => ({ id, covers: served.map((e) => wanted[e]!) })) };
}
