/**
 * `npm run mutants [-- <area or part of an id> …]`: plants the small bugs of test/mutants/ one at a
 * time and says which of them the tests notice. Works in a copy of the checkout, on one PostgreSQL
 * of its own; exits 1 when one survives.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { ownServer } from '../test/support/server.ts';
import { sharePackages } from './share-packages.ts';
import { breakText, problemsOfMutants, readMutants, type Mutant } from './read-mutants.ts';

/** Who noticed: the name of the first test that failed; null when all passed. */
type Outcome = { mutant: Mutant; by: string | null; seconds: number };

const FAILED_TEST = /^\s*✖ (?<name>.*?)(?: \([\d.]+ms\))?$/u;

async function chosen(wanted: string[]): Promise<Mutant[]> {
  const areas = await readMutants();
  const all = [...areas].flatMap(([area, list]) => list.map((mutant) => ({ area, mutant })));
  const problems = problemsOfMutants(all.map(({ mutant }) => mutant));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const found = all.filter(
    ({ area, mutant }) =>
      wanted.length === 0 || wanted.some((w) => area === w || mutant.id.includes(w)),
  );
  if (found.length === 0)
    throw new Error(
      `no mutant matches ${wanted.join(', ')}; areas: ${[...areas.keys()].join(', ')}`,
    );
  return found.map(({ mutant }) => mutant);
}

/** The checkout as it stands, what is not committed included; node_modules is shared. */
function copyCheckout(): string {
  const copy = mkdtempSync(join(tmpdir(), 'hubby-mutants-'));
  const listed = execFileSync('git', ['ls-files', '-zco', '--exclude-standard', '--deduplicate']);
  const deleted = execFileSync('git', ['ls-files', '-zd']).toString().split('\0');
  for (const file of listed.toString().split('\0'))
    if (file !== '' && !deleted.includes(file)) cpSync(file, join(copy, file));
  sharePackages('.', copy);
  return copy;
}

/** Runs the tests in the copy until the first one fails. Returns its name, or null. */
async function firstFailure(copy: string, url: string, tests: string[]): Promise<string | null> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'test/run.ts', '--database-url', ...tests],
    {
      cwd: copy,
      env: { ...process.env, DATABASE_URL: url },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  const ended = once(child, 'close');
  let failed: string | undefined;
  let complaint = '';
  child.stderr.on('data', (chunk) => (complaint += String(chunk)));
  for await (const line of createInterface({ input: child.stdout })) {
    failed = FAILED_TEST.exec(line)?.groups?.['name'];
    if (failed === undefined) continue;
    process.kill(-child.pid!, 'SIGKILL');
    break;
  }
  const [code] = await ended;
  if (failed !== undefined) return failed;
  return code === 0 ? null : `start: ${/\w*error: .*/i.exec(complaint)?.[0] ?? complaint}`;
}

/** What killed tests left on our server. */
async function dropLeftovers(config: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  const { rows } = await client.query(
    `select datname from pg_database where datname like 't\\_%' or datname like 'hubby\\_template%'`,
  );
  for (const { datname } of rows)
    await client.query(`drop database ${pg.escapeIdentifier(datname)} with (force)`);
  await client.end();
}

const urlOf = ({ host, port, user, password }: pg.ClientConfig): string =>
  `postgres://${user}:${encodeURIComponent(String(password))}@/postgres?host=${host}&port=${port}`;

const show = ({ mutant, by, seconds }: Outcome): string =>
  `${by === null ? 'SURVIVED' : 'noticed '}  ${mutant.id.padEnd(44)} ${String(seconds).padStart(4)} s  ` +
  (by === null ? `${mutant.bug} (${mutant.tests.join(', ')})` : by);

/** Plants each in turn, and takes it out again. */
async function* tryEach(
  mutants: Mutant[],
  copy: string,
  runTests: (tests: string[]) => Promise<string | null>,
): AsyncGenerator<Outcome> {
  for (const mutant of mutants) {
    const startedAt = performance.now();
    const file = join(copy, mutant.file);
    const source = readFileSync(file, 'utf8');
    writeFileSync(file, breakText(mutant, source));
    const by = await runTests(mutant.tests);
    writeFileSync(file, source);
    yield { mutant, by, seconds: Math.round((performance.now() - startedAt) / 1000) };
  }
}

const mutants = await chosen(process.argv.slice(2));
const server = await ownServer();
const copy = copyCheckout();
try {
  const runTests = async (tests: string[]): Promise<string | null> => {
    const failed = await firstFailure(copy, urlOf(server.config), tests);
    await dropLeftovers(server.config);
    return failed;
  };
  // What fails anyway would count as noticed.
  const anyway = await runTests([...new Set(mutants.flatMap(({ tests }) => tests))]);
  if (anyway !== null) throw new Error(`a test fails before any bug is planted: ${anyway}`);
  let noticed = 0;
  for await (const outcome of tryEach(mutants, copy, runTests)) {
    console.log(show(outcome));
    if (outcome.by !== null) noticed++;
  }
  const share = ((100 * noticed) / mutants.length).toFixed(1);
  console.log(`\n${noticed} of ${mutants.length} noticed (${share} %)`);
  process.exitCode = noticed === mutants.length ? 0 : 1;
} finally {
  await server.stop();
  rmSync(copy, { recursive: true, force: true });
}
