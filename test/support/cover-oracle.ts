import { seeded } from './seeded.ts';
import highsLoader from 'highs';
import type { CoverResult } from '../../src/domain/planning/cover/cover.ts';
import type { CoverCandidate } from '../../src/domain/planning/cover/problem.ts';

/** The four criteria of a cover, in the order in which they count. */
export type Objective = { count: number; price: number; surplus: number; ids: string[] };

const surplusOf = (candidate: CoverCandidate, wanted: ReadonlySet<string>): number =>
  [...new Set(candidate.coverage)].filter((code) => !wanted.has(code)).length;

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function compareObjectives(a: Objective, b: Objective): number {
  const numbers = a.count - b.count || a.price - b.price || a.surplus - b.surplus;
  if (numbers !== 0) return numbers;
  for (const [i, id] of a.ids.entries()) {
    const order = byCodeUnit(id, b.ids[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

export function objectiveOf(
  requested: readonly string[],
  candidates: readonly CoverCandidate[],
  ids: readonly string[],
): Objective {
  const wanted = new Set(requested);
  const chosen = ids.map((id) => candidates.find((c) => c.id === id)!);
  return {
    count: ids.length,
    price: chosen.reduce((sum, c) => sum + c.price, 0),
    surplus: chosen.reduce((sum, c) => sum + surplusOf(c, wanted), 0),
    ids: [...ids].sort(byCodeUnit),
  };
}

/** Tries all subsets; null when nothing covers. For about 12 candidates. */
export function bruteForce(
  requested: readonly string[],
  candidates: readonly CoverCandidate[],
): Objective | null {
  let best: Objective | null = null;
  for (let subset = 0; subset < 1 << candidates.length; subset++) {
    const chosen = candidates.filter((_, i) => (subset >> i) & 1);
    const covered = new Set(chosen.flatMap((c) => c.coverage));
    if (!requested.every((code) => covered.has(code))) continue;
    const objective = objectiveOf(
      requested,
      candidates,
      chosen.map((c) => c.id),
    );
    if (best === null || compareObjectives(objective, best) < 0) best = objective;
  }
  return best;
}

/**
 * For each set of countries the best way to cover it by the candidates from one id on, the last id
 * first; null when nothing covers. For about 12 countries.
 */
export function bySets(
  requested: readonly string[],
  candidates: readonly CoverCandidate[],
): Objective | null {
  const countries = [...new Set(requested)];
  const wanted = new Set(countries);
  const sorted = [...candidates].sort((a, b) => byCodeUnit(a.id, b.id));
  const masks = sorted.map((c) =>
    countries.reduce((mask, code, e) => (c.coverage.includes(code) ? mask | (1 << e) : mask), 0),
  );
  const sets = 1 << countries.length;
  /** count, price and surplus as one number */
  const best = new Float64Array(sets).fill(Infinity);
  best[0] = 0;
  const takes = sorted.map(() => new Uint8Array(sets));
  for (let i = sorted.length - 1; i >= 0; i--) {
    const cost = (1e6 + sorted[i]!.price) * 1e3 + surplusOf(sorted[i]!, wanted);
    // downwards, so that what is left over is still without this candidate
    for (let set = sets - 1; set > 0; set--) {
      if ((set & masks[i]!) === 0) continue;
      const value = cost + best[set & ~masks[i]!]!;
      // of equal ones that with the smaller first id
      if (value === Infinity || value > best[set]!) continue;
      best[set] = value;
      takes[i]![set] = 1;
    }
  }
  if (best[sets - 1] === Infinity) return null;
  const ids: string[] = [];
  let set = sets - 1;
  for (const [i, { id }] of sorted.entries()) {
    if (takes[i]![set] === 0) continue;
    ids.push(id);
    set &= ~masks[i]!;
  }
  return objectiveOf(requested, candidates, ids);
}

export type Ilp = (
  requested: readonly string[],
  candidates: readonly CoverCandidate[],
) => { count: number; price: number; surplus: number } | null;

/**
 * Count, then price, then surplus as integer programmes, each with the values before it fixed; null
 * = infeasible.
 */
export async function loadIlp(): Promise<Ilp> {
  // its types describe the CommonJS build, Node loads the ES one, where the loader itself is the
  // default export
  const highs = await (highsLoader as unknown as typeof highsLoader.default)();
  return (requested, candidates) => {
    const wanted = new Set(requested);
    if (wanted.size === 0) return { count: 0, price: 0, surplus: 0 };
    const useful = candidates.filter((c) => c.coverage.some((code) => wanted.has(code)));
    const sum = (weights: readonly number[]): string =>
      weights.map((w, i) => `+ ${w} x${i}`).join('\n');
    const rows: string[] = [];
    for (const code of wanted) {
      const serving = useful.flatMap((c, i) => (c.coverage.includes(code) ? [`x${i}`] : []));
      if (serving.length === 0) return null;
      rows.push(`${serving.join('\n+ ')} >= 1`);
    }
    const minimise = (weights: readonly number[]): number => {
      const names = useful.map((_, i) => `x${i}`).join('\n');
      const model = `Minimize\nobj: ${sum(weights)}\nSubject To\n${rows.join('\n')}\nBinary\n${names}\nEnd\n`;
      const solution = highs.solve(model, { mip_rel_gap: 0, mip_abs_gap: 0, output_flag: false });
      if (solution.Status !== 'Optimal') throw new Error(`HiGHS: ${solution.Status}`);
      const value = Math.round(solution.ObjectiveValue);
      rows.push(`${sum(weights)} <= ${value}`);
      return value;
    };
    return {
      count: minimise(useful.map(() => 1)),
      price: minimise(useful.map((c) => c.price)),
      surplus: minimise(useful.map((c) => surplusOf(c, wanted))),
    };
  };
}

export const idsOf = (result: CoverResult): string[] => {
  if (!result.ok) throw new Error(`uncovered: ${result.uncovered.join()}`);
  return result.chosen.map((c) => c.id);
};

/** `count` different numbers below `bound`. */
export function sample(random: () => number, bound: number, count: number): number[] {
  const all = Array.from({ length: bound }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (bound - i));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.slice(0, count);
}

/** Three upper-case letters for a number below 17 576. */
export const countryCode = (i: number): string =>
  String.fromCharCode(65 + Math.floor(i / 676), 65 + (Math.floor(i / 26) % 26), 65 + (i % 26));

/**
 * A catalogue like a provider's: a bundle or more for each of 250 countries, the rest regions of
 * 2…60 of them.
 */
export function catalogue(
  seed: number,
  destinations: number,
  bundles: number,
): { requested: string[]; candidates: CoverCandidate[] } {
  const random = seeded(seed);
  const candidates = Array.from({ length: bundles }, (_, i): CoverCandidate => {
    const size = i < 250 ? 1 : random() < 0.4 ? 1 : 2 + Math.floor(random() * 59);
    const coverage = i < 250 ? [i] : sample(random, 250, size);
    return {
      id: `pkg_${Math.floor(random() * 36 ** 6)
        .toString(36)
        .padStart(6, '0')}${i}`,
      coverage: coverage.map(countryCode),
      price: 50 + Math.floor(random() * 300 + size * random() * 120),
    };
  });
  return { requested: sample(random, 250, destinations).map(countryCode), candidates };
}
