/** Runs test files, tells how each went on standard output, and counts. */
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { groupFiles } from './group-files.ts';

export type Counts = {
  passed: number;
  failed: number;
  skipped: number;
  /** by file */
  seconds: ReadonlyMap<string, number>;
};

/** Of one test. A machine that others use as well may be five times slower for minutes. */
const TEST_MS = 600_000;
/**
 * Files at once: one more than there are cores, since some wait for a lease or for a process to
 * start; not so many that the server of the tests runs out of connections.
 */
const AT_ONCE = Math.min(availableParallelism(), 4) + 1;
const END_IN_TIME = new URL('./end-in-time.ts', import.meta.url).href;

type Summary = {
  file?: string;
  duration_ms: number;
  counts: Record<'passed' | 'failed' | 'skipped' | 'todo' | 'cancelled', number>;
};
type Ended = { name: string; nesting: number; details: { duration_ms: number } };

/** `isGrouped`: small files share processes (./group-files.ts). */
export async function runFiles(files: readonly string[], isGrouped: boolean): Promise<Counts> {
  const groups = isGrouped ? groupFiles(files) : null;
  const named = new Set(files);
  const seconds = new Map<string, number>();
  /** also suites whose file could not be loaded, which are no tests */
  let broken = 0;
  const stream = run({
    files: groups?.entries ?? [...files],
    concurrency: AT_ONCE,
    isolation: 'process',
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', END_IN_TIME],
    timeout: TEST_MS,
  } as never);
  // A group's files are its outermost suites.
  const tell = ({ name, nesting, details }: Ended): void => {
    if (nesting === 0 && named.has(name)) seconds.set(name, details.duration_ms / 1_000);
  };
  stream.on('test:pass', tell as never);
  stream.on('test:fail', ((ended: Ended) => {
    tell(ended);
    if (ended.nesting === 0) broken++;
  }) as never);
  const { passed, failed, cancelled, skipped, todo } = await new Promise<Summary['counts']>(
    (resolve) => {
      stream.on('test:summary', ((summary: Summary) => {
        if (summary.file === undefined) return resolve(summary.counts);
        const name = relative(process.cwd(), summary.file);
        if (named.has(name)) seconds.set(name, summary.duration_ms / 1_000);
      }) as never);
      (stream.compose(new spec() as never) as unknown as NodeJS.ReadableStream).pipe(
        process.stdout,
      );
    },
  );
  groups?.remove();
  // What the reporter has still to write.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const lost = failed + cancelled;
  return { passed, failed: lost > 0 ? lost : broken, skipped: skipped + todo, seconds };
}
