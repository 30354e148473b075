/**
 * The same works at ten thousand and at a million bookings: two databases on one server, each with
 * its own process, in turns.
 */
import { ask, type Children } from './children.ts';
import { query } from './database.ts';
import { columns, median, met, rounded } from './figures.ts';
import { makeSite, type Site } from './growth-site.ts';
import {
  BOOKERS,
  CONNECTIONS,
  QUEUES_EACH,
  ROUNDS,
  WORKS,
  YARDSTICK,
  type Helpers,
  type Taken,
} from './growth-works.ts';
import { makeStage } from './stage.ts';

const SMALL = 10_000;
type Size = 'small' | 'large';

/** Ratios are of processor time, or where that is too little to be counted, of milliseconds. */
export type GrowthRow = {
  work: string;
  small: Taken;
  large: Taken;
  ratio: number;
  ratio_of_rounds: number[];
  goal: number | null;
  is_met: boolean | null;
};

const GOAL = 1.15;
/** of milliseconds, which scatter more */
const GOAL_MS = 1.3;

export const GROWTH_NOTE = `small: ${SMALL} bookings; each booking with its redeemed package, two to a traveler, 7 partners (the one called has 4 in 10), two timers, an event and its delivery; ${CONNECTIONS} connections; medians of ${ROUNDS} rounds, the sizes in turns; ratio of processor time, of Node and PostgreSQL together, for one operation, or of milliseconds where that cannot be counted; p50 of a request, or of all of a pass`;

/** `count`: bookings of the larger one. */
export async function benchGrowth(
  count: number,
  children: Children,
  onUndo: (undo: () => Promise<void>) => void,
  say: (text: string) => void,
): Promise<GrowthRow[]> {
  const people = { bookers: BOOKERS, shown: 1, queuesEach: QUEUES_EACH };
  const stage = await makeStage({ ...people, log: say }, onUndo);
  onUndo(() => children.stop());
  await query({ ...stage.database, database: 'postgres' }, 'create database grown template hubby');
  const grown = { ...stage.database, database: 'grown' };
  const sites = {
    small: await makeSite(SMALL, stage, stage.database, children, say),
    large: await makeSite(count, stage, grown, children, say),
  };
  const [load, receiver] = [children.fork('./load.ts'), children.fork('./receiver.ts')];
  const { url: hook } = await ask<{ url: string }>(receiver, 'listen', 5_000);
  const rows: GrowthRow[] = [];
  for (const work of Object.keys(WORKS) as (keyof typeof WORKS)[]) {
    const row = await compare(work, sites, { load, receiver, hook });
    rows.push(row);
    say(
      `growth, ${work}: ${row.small.cpu_us} → ${row.large.cpu_us} µs of processor time, ×${row.ratio}`,
    );
  }
  const engines = Object.values(sites).flatMap((site) => [site.serve, site.engine.child]);
  await children.stop(load, receiver, ...engines);
  return rows;
}

/** Round 0 warms up; whoever is first in a round is second in the next. */
async function compare(
  work: keyof typeof WORKS,
  sites: Record<Size, Site>,
  helpers: Helpers,
): Promise<GrowthRow> {
  const taken: Record<Size, Taken[]> = { small: [], large: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    const turns = ['small', 'large'] as const;
    for (const size of round % 2 === 1 ? turns : turns.toReversed()) {
      const figures = await WORKS[work](sites[size], round, helpers);
      if (round > 0) taken[size].push(figures);
    }
  }
  const isCounted = taken.small.every((t) => t.cpu_us !== null);
  const field = isCounted ? 'cpu_us' : 'p50';
  const ratios = taken.small.map((t, i) => rounded(taken.large[i]![field]! / t[field]!, 2));
  const ratio = rounded(median(ratios), 2);
  const goal = work === YARDSTICK ? null : isCounted ? GOAL : GOAL_MS;
  return {
    work,
    small: medians(taken.small),
    large: medians(taken.large),
    ratio,
    ratio_of_rounds: ratios,
    goal,
    is_met: goal === null ? null : ratio <= goal,
  };
}

function medians(all: readonly Taken[]): Taken {
  const of = (field: keyof Taken): number | null =>
    all.some((t) => t[field] === null) ? null : rounded(median(all.map((t) => t[field]!)), 2);
  return { p50: of('p50')!, p95: of('p95'), cpu_us: of('cpu_us'), wal_kb: of('wal_kb') };
}

export function growthTable(rows: readonly GrowthRow[]): string {
  const sizes = ['small', 'large'] as const;
  const shown = (value: number | null, digits: number): string => value?.toFixed(digits) ?? '';
  return columns([
    [
      '',
      ...sizes.flatMap((size) => [`${size}: CPU µs`, 'p50 ms', 'WAL kB']),
      'ratio',
      'of rounds',
      'goal',
      '',
    ],
    ...rows.map((r) => [
      r.work,
      ...sizes.flatMap((size) => [
        shown(r[size].cpu_us, 0),
        shown(r[size].p50, 2),
        shown(r[size].wal_kb, 1),
      ]),
      r.ratio.toFixed(2),
      `${Math.min(...r.ratio_of_rounds).toFixed(2)}–${Math.max(...r.ratio_of_rounds).toFixed(2)}`,
      r.goal === null ? '–' : `≤ ${r.goal}`,
      met(r.is_met),
    ]),
  ]);
}
