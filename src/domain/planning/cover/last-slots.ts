/** Where a search with one or two slots left ends: most of its nodes, so plain loops only. */
import { popcount } from './bits.ts';
import type { Lagrangian } from './bounds.ts';
import { coversAll, gainOf, type Problem } from './problem.ts';

type Recorder = {
  readonly limit: number;
  /** Takes the path and these two (-1: none); true to stop everything. */
  record(cost: number, last: number, lastButOne: number): boolean;
};

export class LastSlots {
  private readonly p: Problem;
  private readonly lagrangian: Lagrangian;
  private readonly to: Recorder;
  /** what each of the list that `sort` was given gained there, which is the most it gains now */
  private readonly gained: Uint8Array;
  /** from here on the list falls by gain */
  private sorted = 0;
  /** what the reduced costs of the last two may add up to */
  private room = Infinity;
  private readonly scratch: Int32Array;
  private readonly starts = new Int32Array(66);

  constructor(p: Problem, lagrangian: Lagrangian, to: Recorder) {
    this.p = p;
    this.lagrangian = lagrangian;
    this.to = to;
    this.gained = new Uint8Array(p.n);
    this.scratch = new Int32Array(p.n);
  }

  /** Nothing is known of the list that comes: its reduced costs and gains are not to be used. */
  forget(): void {
    this.sorted = this.p.n;
    this.room = Infinity;
  }

  /** Sorts `list[start…end)`, the candidates of a node with three slots, by falling gain. */
  sort(rlo: number, rhi: number, list: Int32Array, start: number, end: number): void {
    const { p, gained, scratch, starts } = this;
    starts.fill(0);
    for (let i = start; i < end; i++) {
      const j = list[i]!;
      scratch[i] = j;
      // counted one further down, so that the sums are where each gain begins
      starts[64 - (gained[j] = gainOf(p, j, rlo, rhi)) + 1]!++;
    }
    for (let at = 1; at < 66; at++) starts[at]! += starts[at - 1]!;
    for (let i = start; i < end; i++) {
      const j = scratch[i]!;
      list[start + starts[64 - gained[j]!]!++] = j;
    }
    this.sorted = start;
  }

  /** `rest`: what of the limit is left for the last two above the node's sum of multipliers. */
  leave(rest: number): void {
    this.room = rest - this.lagrangian.sum + this.lagrangian.tolerance;
  }

  /** The cheapest that covers all of R. */
  one(
    rlo: number,
    rhi: number,
    from: Int32Array,
    start: number,
    end: number,
    spent: number,
  ): boolean {
    const { cost } = this.p;
    let pick = -1;
    let least = this.to.limit - spent;
    for (let i = start; i < end; i++) {
      const j = from[i]!;
      if (!coversAll(this.p, j, rlo, rhi)) continue;
      if (pick < 0 ? cost[j]! <= least : cost[j]! < least || (cost[j] === least && j < pick)) {
        least = cost[j]!;
        pick = j;
      }
    }
    return pick >= 0 ? this.to.record(spent + least, pick, -1) : false;
  }

  /** All pairs that cover R within the limit: one of the two covers half of it, the other the rest. */
  two(
    rlo: number,
    rhi: number,
    from: Int32Array,
    start: number,
    end: number,
    spent: number,
  ): boolean {
    const { p, gained, sorted } = this;
    const { reduced } = this.lagrangian;
    const r = popcount(rlo) + popcount(rhi);
    const most = this.room - this.lagrangian.least;
    for (let i = start; i < end; i++) {
      const a = from[i]!;
      if (i >= sorted && gained[a]! * 2 < r) break;
      if (reduced[a]! > most) continue;
      const gain = gainOf(p, a, rlo, rhi);
      if (gain * 2 < r) continue;
      if (this.second(rlo, rhi, from, start, end, spent, i, gain, r)) return true;
    }
    return false;
  }

  /** The pairs whose first is at `i`. Of two halves the one that comes first is the first. */
  private second(
    rlo: number,
    rhi: number,
    from: Int32Array,
    start: number,
    end: number,
    spent: number,
    i: number,
    gain: number,
    r: number,
  ): boolean {
    const { p, gained, sorted } = this;
    const { lo, hi, cost } = p;
    const { reduced } = this.lagrangian;
    const a = from[i]!;
    const total = spent + cost[a]!;
    if (gain === r) return total <= this.to.limit ? this.to.record(total, a, -1) : false;
    const qlo = rlo & ~lo[a]!;
    const qhi = rhi & ~hi[a]!;
    const room = this.room - reduced[a]!;
    for (let k = gain * 2 === r ? i + 1 : start; k < end; k++) {
      const b = from[k]!;
      if (k >= sorted && gained[b]! < r - gain) break;
      if ((qlo & ~lo[b]!) !== 0 || (qhi & ~hi[b]!) !== 0) continue;
      if (reduced[b]! > room || total + cost[b]! > this.to.limit) continue;
      if (k < i && gainOf(p, b, rlo, rhi) * 2 >= r) continue;
      if (this.to.record(total + cost[b]!, a, b)) return true;
    }
    return false;
  }
}
