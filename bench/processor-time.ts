/**
 * Processor time that a work costs, user and system, of Node and PostgreSQL together: unlike
 * throughput it moves little when something else runs on the machine. Linux only (/proc); null
 * elsewhere.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second on every machine that Node runs on. */
const US_PER_TICK = 10_000;

/** After the name, which may hold anything: state, parent, … (proc_pid_stat(5)). */
type Stat = { parent: number; own: number; ofChildren: number };

function readStat(pid: number): Stat | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const sum = (a: number, b: number): number => Number(fields[a]) + Number(fields[b]);
  return { parent: Number(fields[1]), own: sum(11, 12), ofChildren: sum(13, 14) };
}

/** A process of Node: its threads are counted with it. */
const ofProcess = (pid: number): number => readStat(pid)?.own ?? 0;

/** The postmaster, its processes, and those that have ended, which are counted with it then. */
function ofPostgres(postmaster: number): number {
  const root = readStat(postmaster);
  if (root === null) return 0;
  let ticks = root.own + root.ofChildren;
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : null;
    if (stat?.parent === postmaster) ticks += stat.own;
  }
  return ticks;
}

/** Ends a measurement: microseconds for each of so many operations. */
export type Measured = (operations: number) => number | null;
/** The same of Node and PostgreSQL together, and of PostgreSQL alone. */
export type MeasuredApart = (operations: number) => {
  cpu_us: number | null;
  postgres_us: number | null;
};

/** One process of Node, and a whole PostgreSQL server. */
export function measureApart(pid: number, postmaster: number | null): MeasuredApart {
  const [all, postgres] = [measure([pid], postmaster), measure([], postmaster)];
  return (operations) => ({ cpu_us: all(operations), postgres_us: postgres(operations) });
}

/** Of a process that has this name; null where there is none that can be seen. */
export function parentOf(pid: number, name: string): number | null {
  try {
    const parent = readStat(pid)!.parent;
    return readFileSync(`/proc/${parent}/comm`, 'utf8').trim() === name ? parent : null;
  } catch {
    return null;
  }
}

/**
 * Begins one, of these processes of Node and of a whole PostgreSQL server; `none`: no server takes
 * part, null: it cannot be seen, and so nothing is known.
 */
export function measure(pids: readonly number[], postmaster: number | null | 'none'): Measured {
  if (postmaster === null || readStat(process.pid) === null) return () => null;
  const now = (): number =>
    pids.reduce((sum, pid) => sum + ofProcess(pid), 0) +
    (postmaster === 'none' ? 0 : ofPostgres(postmaster));
  const before = now();
  return (operations) =>
    operations === 0 ? null : Math.round(((now() - before) * US_PER_TICK) / operations);
}
