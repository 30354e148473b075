/**
 * `npm run soak`: half an hour of a moderate mixed load on an API and a worker process, and whether
 * memory, WAL and tables are flat: exits 1 if not.
 *   --minutes <n>      30, at least 3
 *   --per-second <n>   40 operations, at most 500
 *   --json <file>      the minutes
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readCredentials } from '@hubby/sdk/environment';
import { request } from 'undici';
import { call } from './call.ts';
import { ask, Children } from './children.ts';
import { met } from './figures.ts';
import type { Received } from './receiver.ts';
import { minuteLine, readTables, readWal, verdict, type Minute } from './soak-figures.ts';
import { SoakLoad } from './soak-load.ts';
import { makeStage, type Stage } from './stage.ts';

const LEAST_MINUTES = 3;
const SAMPLE_MS = 2_000;

const { values: args } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    'per-second': { type: 'string', default: '40' },
    json: { type: 'string' },
  },
});
const minutes = Number(args.minutes);
const perSecond = Number(args['per-second']);
if (!Number.isInteger(minutes) || minutes < LEAST_MINUTES)
  throw new Error(`--minutes: expected a whole number from ${LEAST_MINUTES}, got ${args.minutes}`);
if (!(perSecond >= 1 && perSecond <= 500))
  throw new Error(`--per-second: expected 1 to 500, got ${args['per-second']}`);

type Watched = { url: string; token: string; workerLog: string; take(): Promise<Received> };

async function metricsOf({ url, token }: Watched): Promise<(name: string) => number> {
  const { body } = await request(`${url}/metrics`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const text = await body.text();
  return (name) => {
    const values = [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'))];
    if (values.length === 0) throw new Error(`/metrics has no ${name}: ${text.slice(0, 300)}`);
    return values.reduce((sum, [, value]) => sum + Number(value), 0);
  };
}

type Sample = Pick<Minute, 'rss' | 'heap' | 'worker_rss' | 'worker_heap' | 'overdue'>;

/** A worker has no port, so it writes what it holds into its log. */
const TELLS = `setInterval(()=>{const{rss,heapUsed}=process.memoryUsage();console.log('memory',rss,heapUsed)},1000).unref()`;
function memoryOf(workerLog: string): Pick<Sample, 'worker_rss' | 'worker_heap'> {
  const said = [...readFileSync(workerLog, 'utf8').matchAll(/^memory (\d+) (\d+)$/gm)].at(-1);
  return { worker_rss: Number(said?.[1] ?? 0), worker_heap: Number(said?.[2] ?? 0) };
}

async function watchMinute(stage: Stage, watched: Watched, load: SoakLoad): Promise<Minute> {
  const wal = await readWal(stage.sql);
  const samples: Sample[] = [];
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(SAMPLE_MS)) {
    const metric = await metricsOf(watched);
    samples.push({
      rss: metric('process_resident_memory_bytes'),
      heap: metric('nodejs_heap_size_used_bytes'),
      ...memoryOf(watched.workerLog),
      overdue: metric('hubby_overdue_work'),
    });
  }
  const least = (of: Exclude<keyof Sample, 'overdue'>): number =>
    Math.min(...samples.map((s) => s[of]));
  const walNow = await readWal(stage.sql);
  return {
    load: load.take(),
    rss: least('rss'),
    heap: least('heap'),
    worker_rss: least('worker_rss'),
    worker_heap: least('worker_heap'),
    wal: { bytes: walNow.bytes - wal.bytes, records: walNow.records - wal.records },
    tables: await readTables(stage.sql),
    overdue: samples.at(-1)!.overdue,
    delivered: (await watched.take()).requests,
  };
}

async function main(children: Children, undo: (() => Promise<void>)[]): Promise<boolean> {
  const stage = await makeStage(
    { bookers: 20, shown: 1, queuesEach: 1, log: (text) => console.log(text) },
    (step) => undo.push(step),
  );
  undo.push(() => children.stop());
  const serve = await children.serve(stage.env, join(stage.dir, 'serve.log'), null);
  const workerLog = join(stage.dir, 'worker.log');
  await children.work(
    { ...stage.env, NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(TELLS)}` },
    workerLog,
  );
  const receiver = children.fork('./receiver.ts');
  const { url: hook } = await ask<{ url: string }>(receiver, 'listen', 5_000);
  await call(serve.url, stage.key, 'PUT', '/api/webhooks/settings', {
    url: `${hook}/hook`,
    api_key: 'soak-endpoint-key',
    events: {},
    enabled: true,
  });
  const watched: Watched = {
    url: serve.url,
    token: readCredentials(stage.dir)!.operator_token!,
    workerLog,
    take: () => ask<Received>(receiver, 'take', 30_000),
  };
  console.log(
    `PostgreSQL ${stage.version}, Node ${process.version}; ${perSecond} operations/s for ${minutes} minutes`,
  );
  const load = new SoakLoad(serve.url, stage.key, perSecond);
  const all: Minute[] = [];
  load.begin();
  for (let minute = 1; minute <= minutes; minute++) {
    all.push(await watchMinute(stage, watched, load));
    console.log(minuteLine(minute, all.at(-1)!));
    for (const problem of all.at(-1)!.load.problems) console.log(`  ${problem}`);
    if (args.json !== undefined) writeFileSync(args.json, `${JSON.stringify(all)}\n`);
  }
  await load.end();
  const { goals, table } = verdict(all);
  console.log(`\n${table}\n`);
  for (const { goal, is_met } of goals) console.log(`  ${goal}: ${met(is_met)}`);
  return goals.every(({ is_met }) => is_met);
}

const children = new Children();
const undo: (() => Promise<void>)[] = [];
let isInterrupted = false;
const cleanUp = async (): Promise<void> => {
  for (let step = undo.pop(); step !== undefined; step = undo.pop())
    await step().catch((error: unknown) => console.error(error));
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    isInterrupted = true;
    void cleanUp().then(() => process.exit(130));
  });
try {
  if (!(await main(children, undo))) process.exitCode = 1;
} catch (error) {
  if (!isInterrupted) console.error(error);
  process.exitCode = 1;
}
await cleanUp();
if (!isInterrupted) process.exit();
