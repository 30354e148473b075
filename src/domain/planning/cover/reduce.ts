/** Makes a problem smaller without losing a best set. */
import { elementsOf, hiBit, loBit } from './bits.ts';
import { meets, type Part, type Problem } from './problem.ts';

/** Dominance and implied elements in turn, until neither finds more. */
export function reduced(p: Problem, whole: Part): Part {
  let part = { ...whole, list: undominated(p, whole) };
  for (;;) {
    const { lo, hi } = impliedDropped(p, part);
    if (lo === part.lo && hi === part.hi) return part;
    part = { lo, hi, list: undominated(p, { lo, hi, list: part.list }) };
  }
}

/**
 * Candidates not dominated on R: i goes when some j covers all that i does there and (cost, index)
 * of j is smaller. Exact for the whole objective, ids included — take a best set holding i: if it
 * holds j too, dropping i saves a bundle; if not, exchanging i for j keeps the cover and the count,
 * and either lowers price, or keeps it and lowers surplus, or keeps both and puts a smaller id in
 * place of a larger one, which makes the sorted list of ids smaller. (price, surplus) is compared
 * as one number, see `pose`. `key` takes the place of cost where only the count matters.
 */
export function undominated(
  p: Problem,
  { lo: rlo, hi: rhi, list }: Part,
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

/** The same for a short list, in place and unsorted; gives the new length. */
export function dropDominated(
  p: Problem,
  rlo: number,
  rhi: number,
  list: Int32Array,
  length: number,
): number {
  const { lo, hi, cost } = p;
  let n = length;
  for (let i = 0; i < n;) {
    const a = list[i]!;
    const alo = lo[a]! & rlo;
    const ahi = hi[a]! & rhi;
    const c = cost[a]!;
    let k = 0;
    for (; k < n; k++) {
      const b = list[k]!;
      if (
        (alo & ~lo[b]!) === 0 &&
        (ahi & ~hi[b]!) === 0 &&
        (cost[b]! < c || (cost[b] === c && b < a))
      )
        break;
    }
    if (k < n) list[i] = list[--n]!;
    else i++;
  }
  return n;
}

/**
 * Drops from R every element that is covered whenever another one is: all candidates of e cover f,
 * so f needs no constraint of its own. Of two with the same candidates the first stays.
 */
function impliedDropped(p: Problem, { lo: rlo, hi: rhi, list }: Part): { lo: number; hi: number } {
  let lo = rlo;
  let hi = rhi;
  for (const e of elementsOf(rlo, rhi)) {
    const elo = loBit(e);
    const ehi = hiBit(e);
    if (((lo & elo) | (hi & ehi)) === 0) continue;
    // what all candidates of e cover besides e
    let impliedLo = lo & ~elo;
    let impliedHi = hi & ~ehi;
    for (let i = 0; i < list.length && (impliedLo | impliedHi) !== 0; i++) {
      const j = list[i]!;
      if (!meets(p, j, elo, ehi)) continue;
      impliedLo &= p.lo[j]!;
      impliedHi &= p.hi[j]!;
    }
    lo &= ~impliedLo;
    hi &= ~impliedHi;
  }
  return { lo, hi };
}

/**
 * Splits R into parts that share no candidate. Their best sets add up to the best set, in every
 * criterion.
 */
export function components(p: Problem, { lo: rlo, hi: rhi, list }: Part): Part[] {
  const parts: { lo: number; hi: number }[] = [];
  for (const j of list) {
    let lo = p.lo[j]! & rlo;
    let hi = p.hi[j]! & rhi;
    for (let i = parts.length - 1; i >= 0; i--) {
      const part = parts[i]!;
      if (((part.lo & lo) | (part.hi & hi)) === 0) continue;
      lo |= part.lo;
      hi |= part.hi;
      parts.splice(i, 1);
    }
    parts.push({ lo, hi });
  }
  return parts.map(({ lo, hi }) => ({ lo, hi, list: list.filter((j) => meets(p, j, lo, hi)) }));
}
