import { ALPHA_3_CODES, numberOf } from './alpha-3.ts';
import { elementsOf, lowBit, popcount } from './bits.ts';

/** Two words of 32, less those that the id search needs (see `smallestIds`). */
export const MAX_REQUESTED = 60;

/** A bundle that could serve part of a booking. */
export type CoverCandidate = {
  /** unique among the candidates */
  id: string;
  /** alpha-3 codes; may hold countries nobody asked for, and repeats */
  coverage: readonly string[];
  /** net price, integer cents */
  price: number;
};

/** One covering problem over candidates 0…n-1; masks may be edited between searches. */
export type Problem = { n: number; lo: Int32Array; hi: Int32Array; cost: Float64Array };

/** What is still to be covered, R = (lo, hi), and the candidates still worth it. */
export type Part = { lo: number; hi: number; list: Int32Array };

/** |S_j ∩ R| */
export const gainOf = (p: Problem, j: number, rlo: number, rhi: number): number =>
  rhi === 0 ? popcount(p.lo[j]! & rlo) : popcount(p.lo[j]! & rlo) + popcount(p.hi[j]! & rhi);

export const meets = (p: Problem, j: number, rlo: number, rhi: number): boolean =>
  ((p.lo[j]! & rlo) | (p.hi[j]! & rhi)) !== 0;

export const coversAll = (p: Problem, j: number, rlo: number, rhi: number): boolean =>
  (rlo & ~p.lo[j]!) === 0 && (rhi & ~p.hi[j]!) === 0;

/** For each element of R, how many of the first `length` candidates have it. */
export function countCoverers(
  p: Problem,
  rlo: number,
  rhi: number,
  list: Int32Array,
  length: number,
  into: Int32Array,
): void {
  into.fill(0);
  for (let i = 0; i < length; i++) {
    const j = list[i]!;
    for (let w = p.lo[j]! & rlo; w !== 0; w &= w - 1) into[lowBit(w)]!++;
    for (let w = p.hi[j]! & rhi; w !== 0; w &= w - 1) into[32 + lowBit(w)]!++;
  }
}

/**
 * Ids by index, and the problem over those candidates that serve anything requested, with all
 * requested elements.
 */
export type Posed = { ids: string[]; p: Problem; whole: Part };

type Useful = { id: string; price: number; lo: number; hi: number; surplus: number };

/**
 * Turns countries into elements, numbered in request order, and candidates into masks and costs. An
 * index is the rank of the id, so that comparing indices compares ids. A cost is price · (more than
 * any total surplus) + surplus. Answers with the countries nobody serves, if there are any.
 */
export function pose(
  wanted: readonly string[],
  candidates: readonly CoverCandidate[],
): Posed | { uncovered: string[] } {
  const { useful, lo, hi } = asMasks(wanted, candidates);
  const seen = new Set(elementsOf(lo, hi));
  if (seen.size < wanted.length) return { uncovered: wanted.filter((_, e) => !seen.has(e)) };

  let maxSurplus = 0;
  let maxPrice = 0;
  for (const { price, surplus } of useful) {
    maxSurplus = Math.max(maxSurplus, surplus);
    maxPrice = Math.max(maxPrice, Math.abs(price));
  }
  const weight = maxSurplus * wanted.length + 1;
  if ((maxPrice + 1) * weight * wanted.length > Number.MAX_SAFE_INTEGER) {
    throw new RangeError('prices are too large to be added up exactly');
  }
  useful.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const n = useful.length;
  const p: Problem = {
    n,
    lo: new Int32Array(n),
    hi: new Int32Array(n),
    cost: new Float64Array(n),
  };
  const list = new Int32Array(n);
  for (let j = 0; j < n; j++) {
    const c = useful[j]!;
    p.lo[j] = c.lo;
    p.hi[j] = c.hi;
    p.cost[j] = c.price * weight + c.surplus;
    list[j] = j;
  }
  return { ids: useful.map((c) => c.id), p, whole: { lo, hi, list } };
}

/** The candidates that serve anything requested, and all that they serve together. */
function asMasks(
  wanted: readonly string[],
  candidates: readonly CoverCandidate[],
): { useful: Useful[]; lo: number; hi: number } {
  /** by number: the element, or -1 */
  const elements = new Int8Array(ALPHA_3_CODES).fill(-1);
  for (const [e, code] of wanted.entries()) elements[numberOf(code)] = e;
  /** by number, the last candidate that has it, from 1: tells repeats */
  const seenBy = new Int32Array(ALPHA_3_CODES);
  const useful: Useful[] = [];
  let allLo = 0;
  let allHi = 0;
  for (let at = 0; at < candidates.length; at++) {
    const { id, coverage, price } = candidates[at]!;
    let lo = 0;
    let hi = 0;
    let surplus = 0;
    for (let i = 0; i < coverage.length; i++) {
      const number = numberOf(coverage[i]!);
      const e = elements[number]!;
      if (e < 0) {
        if (seenBy[number] === at + 1) continue;
        seenBy[number] = at + 1;
        surplus++;
      } else if (e < 32) lo |= 1 << e;
      else hi |= 1 << (e - 32);
    }
    if ((lo | hi) === 0) continue;
    if (!Number.isSafeInteger(price)) throw new RangeError(`price of ${id} is not an integer`);
    allLo |= lo;
    allHi |= hi;
    useful.push({ id, price, lo, hi, surplus });
  }
  return { useful, lo: allLo, hi: allHi };
}
