/**
 * What one call of the CLI costs before it does anything: processor time of a whole process, as it
 * says itself at its end.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median, rounded, type Goal } from './figures.ts';

const BIN = fileURLToPath(new URL('../bin/hubby.mjs', import.meta.url));
const RUNS = 9;
const GOAL_S = 0.4;
const REPORT = `data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('cpu:'+(user+system))})`;

export type CliFigures = { cpu_s: Record<string, number>; goals: Goal[] };

/** Of a signature, which asks no server, and of a page of help. */
export async function benchCli(): Promise<CliFigures> {
  const cpu_s = { sign: await cpu('sign', 'GET', '/api/destinations'), help: await cpu('--help') };
  const goal = `one call below ${GOAL_S} s of processor time`;
  return { cpu_s, goals: [{ goal, is_met: Object.values(cpu_s).every((s) => s < GOAL_S) }] };
}

/** Seconds, the median of some runs; the first one, which compiles, is left out. */
async function cpu(...args: string[]): Promise<number> {
  const seconds: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const { stderr } = await promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--import', REPORT, BIN, ...args],
      { env: { ...process.env, HUBBY_API_KEY: 'hk_test_x', HUBBY_API_SECRET: 'hs_test_x' } },
    );
    if (run > 0) seconds.push(Number(/cpu:(\d+)/.exec(stderr)![1]) / 1e6);
  }
  return rounded(median(seconds), 3);
}
