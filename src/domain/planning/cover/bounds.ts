/**
 * The two bounds that close nodes of `Search` and thin their lists. Both work in place and answer
 * -1 for "closed".
 */
import { lowBit, popcount } from './bits.ts';
import { countCoverers, gainOf, type Problem } from './problem.ts';

/** What the subgradient aims for above the budget. Costs are integers: the next one is too much. */
const AIM = 1;

/**
 * Bits looked up at once. The table is made anew in every step, mostly for less than a hundred
 * candidates: with more bits that costs more than the look-ups save.
 */
const CHUNK = 6;
const LO_CHUNKS = 6;

const wordSum = (table: Float64Array, at: number, word: number): number =>
  table[at + (word & 63)]! +
  table[at + 64 + ((word >>> 6) & 63)]! +
  table[at + 128 + ((word >>> 12) & 63)]! +
  table[at + 192 + ((word >>> 18) & 63)]! +
  table[at + 256 + ((word >>> 24) & 63)]! +
  table[at + 320 + (word >>> 30)]!;

/** how many candidates have each gain */
const having = new Int32Array(65);
let gains = new Uint8Array(1024);

/**
 * Copies from `from[start…end)` into `list` who may take part. t candidates cover at most the sum
 * of the t largest |S∩R|; whoever gains less than |R| - (sum of the t-1 largest) cannot, nor can
 * who gains nothing.
 */
export function thinByGain(
  p: Problem,
  rlo: number,
  rhi: number,
  t: number,
  from: Int32Array,
  start: number,
  end: number,
  list: Int32Array,
): number {
  if (gains.length < end - start) gains = new Uint8Array(end - start);
  having.fill(0);
  let n = 0;
  for (let i = start; i < end; i++) {
    const j = from[i]!;
    const gain = gainOf(p, j, rlo, rhi);
    if (gain === 0) continue;
    having[gain]!++;
    gains[n] = gain;
    list[n++] = j;
  }
  const r = popcount(rlo) + popcount(rhi);
  let most = 0;
  let mostButOne = 0;
  for (let gain = r, left = t; gain > 0 && left > 0; gain--) {
    const take = Math.min(left, having[gain]!);
    if (take === 0) continue;
    left -= take;
    most += take * gain;
    mostButOne = left === 0 ? most - gain : most;
  }
  if (most < r) return -1;
  const needed = r - mostButOne;
  if (needed <= 1) return n;
  let kept = 0;
  for (let i = 0; i < n; i++) {
    if (gains[i]! >= needed) list[kept++] = list[i]!;
  }
  return kept;
}

/**
 * The Lagrangian bound, for any multipliers u ≥ 0: cost ≥ Σ_{e∈R} u_e + the sum of the t smallest
 * c_j - u(S_j∩R). (Relax "e is covered", keep "exactly t are used".) Better u come from subgradient
 * steps. A candidate outside those t smallest whose exchange for the t-th lifts the bound over the
 * budget cannot take part. With all costs 0 the same bound decides feasibility.
 */
export class Lagrangian {
  /** best bound seen by the last `thin` */
  peak = 0;
  /** Σ_{e∈R} u_e and the smallest reduced cost, both of its last step */
  sum = 0;
  least = 0;
  /** reduced costs c_j - u(S_j∩R) of those that the last `thin` kept */
  readonly reduced: Float64Array;
  private readonly p: Problem;
  readonly tolerance: number;
  /** the t smallest reduced costs, ascending, and whose they are */
  private readonly top = new Float64Array(64);
  private readonly topAt = new Int32Array(64);
  /** sums of u over each chunk of R, so that u(S_j∩R) is six look-ups a word */
  private readonly table = new Float64Array((2 * LO_CHUNKS) << CHUNK);
  private readonly degree = new Int32Array(64);

  constructor(p: Problem, tolerance: number) {
    this.p = p;
    this.tolerance = tolerance;
    this.reduced = new Float64Array(p.n);
  }

  /**
   * Improves u by at most `steps` steps and thins the list; gives its new length, -1 when the bound
   * exceeds the budget.
   */
  thin(
    u: Float64Array,
    rlo: number,
    rhi: number,
    t: number,
    list: Int32Array,
    length: number,
    budget: number,
    steps: number,
  ): number {
    const over = budget + this.tolerance;
    let n = length;
    let theta = 1;
    let peak = -Infinity;
    let stalled = 0;
    this.peak = peak;
    for (let step = 0; ; step++) {
      // fewer candidates than slots: "exactly t" has no solution
      if (n < t) return -1;
      let bound = this.tabulate(u, rlo, rhi);
      this.sum = bound;
      this.price(rhi, t, list, n);
      this.least = this.top[0]!;
      for (let i = 0; i < t; i++) bound += this.top[i]!;
      if (bound > this.peak) this.peak = bound;
      if (bound > over) return -1;
      n = this.keepUpTo(over - bound + this.top[t - 1]!, list, n);
      if (step >= steps) return n;
      if (step === 0 || bound > peak + 1e-4 * Math.abs(budget + AIM - peak)) {
        peak = bound;
        stalled = 0;
      } else if (++stalled >= 4) {
        theta /= 2;
        stalled = 0;
        if (theta < 0.02) return n;
      }
      if (!this.step(u, rlo, rhi, t, theta * (budget + AIM - bound))) return n;
    }
  }

  /** Fills the table; gives the sum of u over R. */
  private tabulate(u: Float64Array, rlo: number, rhi: number): number {
    const { table } = this;
    let sum = 0;
    const chunks = rhi === 0 ? LO_CHUNKS : 2 * LO_CHUNKS;
    for (let c = 0; c < chunks; c++) {
      const isLo = c < LO_CHUNKS;
      const first = (isLo ? c : c - LO_CHUNKS) * CHUNK;
      const word = (isLo ? rlo : rhi) >>> first;
      const base = c << CHUNK;
      const bits = first + CHUNK > 32 ? 32 - first : CHUNK;
      for (let bit = 0; bit < bits; bit++) {
        const size = 1 << bit;
        const value = (word & size) !== 0 ? u[(isLo ? 0 : 32) + first + bit]! : 0;
        sum += value;
        for (let x = 0; x < size; x++) table[base + size + x] = table[base + x]! + value;
      }
    }
    return sum;
  }

  /** Reduced costs of the whole list, and the t smallest of them. */
  private price(rhi: number, t: number, list: Int32Array, length: number): void {
    const { lo, hi, cost } = this.p;
    const { table, reduced, top, topAt } = this;
    let filled = 0;
    for (let i = 0; i < length; i++) {
      const j = list[i]!;
      let rc = cost[j]! - wordSum(table, 0, lo[j]!);
      if (rhi !== 0) rc -= wordSum(table, LO_CHUNKS << CHUNK, hi[j]!);
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
  }

  private keepUpTo(room: number, list: Int32Array, length: number): number {
    const { reduced } = this;
    let n = 0;
    for (let i = 0; i < length; i++) {
      const j = list[i]!;
      if (reduced[j]! <= room) list[n++] = j;
    }
    return n;
  }

  /** One subgradient step; false when u is optimal. */
  private step(u: Float64Array, rlo: number, rhi: number, t: number, length: number): boolean {
    const { degree } = this;
    countCoverers(this.p, rlo, rhi, this.topAt, t, degree);
    let norm = 0;
    for (let half = 0; half < 64; half += 32) {
      for (let w = half === 0 ? rlo : rhi; w !== 0; w &= w - 1) {
        const e = half + lowBit(w);
        const g = 1 - degree[e]!;
        if (g > 0 || u[e]! > 0) norm += g * g;
      }
    }
    if (norm === 0) return false;
    const scale = length / norm;
    for (let half = 0; half < 64; half += 32) {
      for (let w = half === 0 ? rlo : rhi; w !== 0; w &= w - 1) {
        const e = half + lowBit(w);
        u[e] = Math.max(0, u[e]! + scale * (1 - degree[e]!));
      }
    }
    return true;
  }
}
