/** The figures of cover.ts, from a process of its own, beside their goals. */
import type { Children } from './children.ts';
import type { CoverFigures } from './cover.ts';
import type { Goal } from './figures.ts';

const P95_MS = 5;
const FIRST_MS = 20;
const TIMES = 10;

export type CoverResult = CoverFigures & { times_faster: number; goals: Goal[] };

/** `counts`: catalogues, and how many of them HiGHS solves as well. */
export async function benchCovers(
  children: Children,
  counts: string[],
  say: (text: string) => void,
): Promise<CoverResult> {
  say(`cover: ${counts[0]} catalogues, ${counts[1]} of them solved by HiGHS as well`);
  const figures = JSON.parse(await children.output('./cover.ts', counts)) as CoverFigures;
  const times = Math.round(
    figures.highs_ms.p50 / Math.max(0.01, figures.cover_ms_on_highs_instances.p50),
  );
  return {
    ...figures,
    times_faster: times,
    goals: [
      {
        goal: `p95 below ${P95_MS} ms of processor time`,
        is_met: figures.cover_cpu_ms.p95 < P95_MS,
      },
      {
        goal: `first call below ${FIRST_MS} ms of processor time`,
        is_met: figures.first_call_cpu_ms < FIRST_MS,
      },
      { goal: `${TIMES} times as fast as HiGHS`, is_met: times >= TIMES },
      { goal: 'the same optimum', is_met: figures.optima_agree },
    ],
  };
}

export const coverLine = (c: CoverResult): string => {
  const { cover_ms: ms, cover_cpu_ms: cpu, highs_ms: h } = c;
  return [
    `cover of ${c.destinations} destinations from ${c.bundles} bundles: p50 ${ms.p50}, p95 ${ms.p95}, max ${ms.max} ms over ${ms.instances}`,
    `in processor time p50 ${cpu.p50}, p95 ${cpu.p95}, max ${cpu.max} ms`,
    `first call ${c.first_call_ms} ms (${c.first_call_cpu_ms} of processor time)`,
    `HiGHS p50 ${h.p50} ms over ${h.instances}, ${c.times_faster} times ours`,
  ].join('; ');
};
