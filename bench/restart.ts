/**
 * What a partner notices of a restart: how long until a new `serve` process listens, and how its
 * first requests fare beside its hundredth, one after another.
 */
import { join } from 'node:path';
import { playRound, type Children } from './children.ts';
import { columns, median, rounded, type Goal } from './figures.ts';
import { bookingTarget, dashboardTarget } from './http.ts';
import type { Target } from './round.ts';
import type { Stage } from './stage.ts';

const STARTS = 5;
const FIRST_MS = 100;
const REQUESTS = 110;
const FEW = 10;

const WORKS: Record<string, (stage: Stage, origin: string) => Target> = {
  booking: (stage, origin) => bookingTarget(origin, stage.key, stage.bookers),
  dashboard: (stage, origin) => dashboardTarget(origin, stage.key, stage.shown),
};

/** milliseconds, medians of some starts */
export type RestartRow = {
  work: string;
  /** from the start of the process until it listens */
  listens: number;
  first: number;
  /** of the second to the tenth */
  next_p50: number;
  next_max: number;
  /** the 91st to the 110th */
  hundredth: number;
  goals: Goal[];
};

export const RESTART_NOTE = `restart: medians of ${STARTS} starts; requests one after another over one connection, on a database that is warm`;

export async function benchRestart(
  stage: Stage,
  children: Children,
  say: (text: string) => void,
): Promise<RestartRow[]> {
  const load = children.fork('./load.ts');
  const rows: RestartRow[] = [];
  for (const [work, target] of Object.entries(WORKS)) {
    const starts: Omit<RestartRow, 'work' | 'goals'>[] = [];
    // The first one reads files that no process has read for a while.
    for (let i = 0; i <= STARTS; i++) {
      const begun = performance.now();
      const server = await children.serve(stage.env, join(stage.dir, 'restart.log'), null);
      const listens = performance.now() - begun;
      const { times } = await playRound(load, {
        ...target(stage, server.url),
        connections: 1,
        seconds: 30,
        limit: REQUESTS,
        name: `restart-${work}-${i}`,
        from: 0,
        tellsTimes: true,
      });
      await children.stop(server.child);
      if (i > 0)
        starts.push({
          listens,
          first: times![0]!,
          next_p50: median(times!.slice(1, FEW)),
          next_max: Math.max(...times!.slice(1, FEW)),
          hundredth: median(times!.slice(-2 * FEW)),
        });
    }
    const of = (name: keyof (typeof starts)[number]): number =>
      rounded(median(starts.map((s) => s[name])), 1);
    const first = of('first');
    rows.push({
      work,
      listens: of('listens'),
      first,
      next_p50: of('next_p50'),
      next_max: of('next_max'),
      hundredth: of('hundredth'),
      goals: [
        {
          goal: `the first ${work} after a restart below ${FIRST_MS} ms`,
          is_met: first < FIRST_MS,
        },
      ],
    });
    say(`restart, ${work}: listens after ${rows.at(-1)!.listens} ms, first request ${first} ms`);
  }
  await children.stop(load);
  return rows;
}

export const restartTable = (rows: readonly RestartRow[]): string =>
  columns([
    ['restart, ms', 'listens', 'first', '2nd–10th p50', 'max', '100th'],
    ...rows.map((r) => [
      r.work,
      ...[r.listens, r.first, r.next_p50, r.next_max, r.hundredth].map((ms) => ms.toFixed(1)),
    ]),
  ]);
