/** What a run of the bench has found, as a person reads it. */
import type { CliFigures } from './cli.ts';
import { coverLine, type CoverResult } from './covers.ts';
import { DASHBOARD_NOTE, dashboardTable, type DashboardRow } from './dashboard-lists.ts';
import { FAIR_NOTE, fairTable, type FairRow } from './fair.ts';
import { met, table, type Compared, type Goal } from './figures.ts';
import { GROWTH_NOTE, growthTable, type GrowthRow } from './growth.ts';
import type { Latency } from './latency.ts';
import { LISTS_NOTE, listsTable, type ListRow } from './lists.ts';
import { RESTART_NOTE, restartTable, type RestartRow } from './restart.ts';
import { SYNC_NOTE, syncTable } from './sync-table.ts';
import type { SyncFigures } from './sync.ts';

export type About = {
  machine: string;
  isQuick: boolean;
  connections: number;
  rounds: number;
  seconds: number;
  reports: number;
  events: number;
  /** of each work that stands in the table */
  notes: Record<string, string>;
};
/** Null: not asked for. */
export type Found = {
  compared: Record<string, Compared>;
  latency: Latency | null;
  restart: RestartRow[] | null;
  fair: FairRow[] | null;
  grown: GrowthRow[] | null;
  lists: ListRow[] | null;
  dashboardLists: DashboardRow[] | null;
  sync: SyncFigures | null;
  covered: CoverResult | null;
  cli: CliFigures | null;
};

export function print(about: About, found: Found): void {
  console.log(`\n${about.machine}`);
  printCompared(about, found.compared);
  if (found.latency !== null) printLatency(found.latency);
  printTable(found.restart, restartTable, RESTART_NOTE);
  printTable(found.fair, fairTable, FAIR_NOTE);
  if (found.grown !== null) console.log(`\n${growthTable(found.grown)}\n${GROWTH_NOTE}`);
  if (found.lists !== null) console.log(`\n${listsTable(found.lists)}\n${LISTS_NOTE}`);
  if (found.dashboardLists !== null)
    console.log(`\n${dashboardTable(found.dashboardLists)}\n${DASHBOARD_NOTE}`);
  if (found.sync !== null) {
    console.log(`\n${syncTable(found.sync)}\n${SYNC_NOTE}`);
    listed(found.sync.goals);
  }
  if (found.covered !== null) {
    console.log(`\n${coverLine(found.covered)}`);
    listed(found.covered.goals);
  }
  if (found.cli !== null) printCli(found.cli);
  if (about.isQuick) console.log('\nA quick run is a first look: its figures scatter.');
}

const listed = (goals: readonly Goal[]): void => {
  for (const { goal, is_met } of goals) console.log(`  ${goal}: ${met(is_met)}`);
};

function printTable<Row extends { goals: Goal[] }>(
  rows: Row[] | null,
  tableOf: (rows: Row[]) => string,
  note: string,
): void {
  if (rows === null) return;
  console.log(`\n${tableOf(rows)}\n${note}`);
  listed(rows.flatMap((row) => row.goals));
}

function printCompared(about: About, compared: Found['compared']): void {
  const names = Object.keys(compared);
  if (names.length === 0) return;
  const { connections, seconds, reports, events, rounds } = about;
  console.log(
    `${connections} connections, closed loop, rounds of ${seconds} s (usage: ${reports} reports, deliveries: ${events} events); medians of ${rounds} rounds, in turns; ratio = median of the rounds' ratios\n`,
  );
  console.log(table(compared));
  for (const work of names) console.log(`${work}: ${about.notes[work]}`);
}

function printLatency(latency: Latency): void {
  const { p50, p95, p99, max, events, per_second, answer_p50 } = latency;
  console.log(
    `\nfrom a booking's 201 (p50 ${answer_p50} ms after it was sent) to the first attempt at the receiver, ${per_second} bookings/s: p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${max} ms over ${events}`,
  );
  listed(latency.goals);
}

function printCli({ cpu_s, goals }: CliFigures): void {
  console.log(
    `\none call of the CLI, in seconds of processor time: ${Object.entries(cpu_s)
      .map(([name, s]) => `${name} ${s}`)
      .join(', ')}`,
  );
  listed(goals);
}
