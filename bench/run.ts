/**
 * `npm run bench`: the product beside the limit of each of its works, in turns in one run, on a database of its own. All
 * of it shares the machine's cores (load generator and PostgreSQL included), so only ratios say something.
 *   --quick               about a minute, for a first look; without growth unless --only names it
 *   --only a,b            of booking, booking-rows, booking-key, booking-endpoint, booking-log, dashboard, redeem,
 *                         claim, claim-page, instructions, catalog, usage, deliveries, second, restart,
 *                         fair, growth, lists, dashboard-lists, sync, cover, cli; lists,
 *                         dashboard-lists and sync only where they are named
 *   --rows <n>            bookings of one partner for lists, of the larger database for growth: 1 000 000
 *   --requests <n>        of one partner for dashboard-lists, with a tenth as many bookings: 1 000 000;
 *   --full                ten million
 *   --json <file>         the figures
 *   --profile <folder>    CPU profiles of the product's processes, a folder for each, with their hot spots at the end
 *   --connections <n>     32
 *   --database-url <url>  a superuser's: on a database of its own on that server; without growth
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Children } from './children.ts';
import { benchCli } from './cli.ts';
import { benchCovers } from './covers.ts';
import { benchDashboardLists } from './dashboard-lists.ts';
import { benchDeliveries, DELIVERIES_NOTE } from './deliveries.ts';
import { useServerOf } from './database.ts';
import type { Compared } from './figures.ts';
import { benchFair } from './fair.ts';
import { benchGrowth } from './growth.ts';
import {
  benchHttp,
  checkDashboard,
  HTTP_WORKS,
  type HttpWork,
  type Work as HttpWorkOptions,
} from './http.ts';
import type { Latency } from './latency.ts';
import { hotSpots } from './profile.ts';
import { benchLists } from './lists.ts';
import { print } from './print.ts';
import { benchRestart, type RestartRow } from './restart.ts';
import { prepareSameRows } from './same-rows.ts';
import { benchSecond, SECOND_NOTE, type SecondWork } from './second.ts';
import { makeStage, type Stage } from './stage.ts';
import { benchSync } from './sync.ts';
import { benchUsage, USAGE_NOTE } from './usage.ts';

const HTTP_NAMES = Object.keys(HTTP_WORKS) as HttpWork[];
const WORKS = [
  ...HTTP_NAMES,
  'usage',
  'deliveries',
  'second',
  'restart',
  'fair',
  'growth',
  'lists',
  'dashboard-lists',
  'sync',
  'cover',
  'cli',
] as const;
type Work = (typeof WORKS)[number];
const APART = ['fair', 'growth', 'lists', 'dashboard-lists', 'sync', 'cover', 'cli'] as const;
const ONLY_NAMED: readonly Work[] = ['lists', 'dashboard-lists', 'sync'];
/** All on one database. */
type OnStage = Exclude<Work, (typeof APART)[number]>;
type Timed = Exclude<OnStage, 'second' | 'restart'> | SecondWork;

const { values: args } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'string' },
    profile: { type: 'string' },
    connections: { type: 'string', default: '32' },
    rows: { type: 'string', default: '1000000' },
    requests: { type: 'string', default: '1000000' },
    full: { type: 'boolean', default: false },
    'database-url': { type: 'string' },
  },
});
/** Without the million rows. */
const isSmall = args.quick || args['database-url'] !== undefined;
const works =
  args.only === undefined
    ? WORKS.filter((w) => !ONLY_NAMED.includes(w) && (w !== 'growth' || !isSmall))
    : (args.only.split(',') as Work[]);
const unknown = works.filter((w) => !WORKS.includes(w));
const connections = Number(args.connections);
if (unknown.length > 0)
  throw new Error(`--only: expected some of ${WORKS.join(', ')}, got ${unknown.join(', ')}`);
if (!Number.isInteger(connections) || connections < 1 || connections > 400)
  throw new Error('--connections: expected 1 to 400');
const rows = Number(args.rows);
if (!Number.isInteger(rows) || rows < 10_000) throw new Error('--rows: expected 10000 or more');

const requests = args.full ? 10_000_000 : Number(args.requests);
if (!Number.isInteger(requests) || requests < 10_000)
  throw new Error('--requests: expected 10000 or more');

const url = args['database-url'];
if (url !== undefined) {
  if (works.includes('growth')) throw new Error('--database-url: not with growth');
  useServerOf(url);
}

const SIZE = args.quick
  ? {
      bookers: 200,
      shown: 50,
      queuesEach: 5,
      rounds: 3,
      seconds: 0.8,
      warmUp: 1.5,
      reports: 5_000,
      events: 2_000,
      latencySeconds: 4,
      perSecond: 50,
      cover: ['100', '1'],
      articles: 1_250,
    }
  : {
      bookers: 1000,
      shown: 200,
      queuesEach: 5,
      rounds: 5,
      seconds: 3.5,
      warmUp: 3,
      reports: 20_000,
      events: 10_000,
      latencySeconds: 20,
      perSecond: 50,
      cover: ['300', '6'],
      articles: 12_500,
    };
/** Enough where nobody's requests are counted. */
const FEW = { bookers: 50, shown: 1, queuesEach: 1 };
/** of the product (src/runtime.ts) */
const POOL_SIZE = 16;
const NOTES: Record<Timed, string> = {
  ...(Object.fromEntries(HTTP_NAMES.map((name) => [name, HTTP_WORKS[name].note])) as Record<
    HttpWork,
    string
  >),
  usage: USAGE_NOTE,
  deliveries: DELIVERIES_NOTE,
  'second-booking': SECOND_NOTE,
  'second-dashboard': 'the same',
};
type Results = {
  timed: Partial<Record<Timed, Compared>>;
  latency: Latency | null;
  restart: RestartRow[] | null;
  version: string | null;
};
type OnUndo = (undo: () => Promise<void>) => void;

const started = performance.now();
const loadBefore = loadavg()[0]!;
const PROFILED = ['product', 'limit', 'usage', 'deliveries', 'sync'] as const;
const profileDir = (of: (typeof PROFILED)[number]): string | null =>
  args.profile === undefined ? null : resolve(args.profile, of);
const say = (text: string): void =>
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);

/** All that is set beside a limit, on one database. */
async function timed(chosen: OnStage[], children: Children, onUndo: OnUndo): Promise<Results> {
  const results: Results = { timed: {}, latency: null, restart: null, version: null };
  if (chosen.length === 0) return results;
  const size = chosen.every((w) => w === 'usage' || w === 'deliveries') ? FEW : SIZE;
  say(`preparing: PostgreSQL, ${size.bookers + size.shown} travelers with an eSIM each`);
  const stage: Stage = await makeStage({ ...size, log: say }, onUndo);
  results.version = stage.version;
  await checkDashboard(stage);
  onUndo(() => children.stop());
  const load = children.fork('./load.ts');
  const product = await children.serve(
    stage.env,
    join(stage.dir, 'product.log'),
    profileDir('product'),
  );
  say(
    `PostgreSQL ${stage.version} and the product are up; ${connections} connections, in turns with the limit`,
  );
  for (const work of chosen) {
    if (work === 'usage')
      results.timed.usage = await benchUsage(stage, children, SIZE, profileDir('usage'), say);
    else if (work === 'deliveries') {
      const { deliveries, latency } = await benchDeliveries(
        stage,
        children,
        product.url,
        SIZE,
        profileDir('deliveries'),
        say,
      );
      Object.assign(results, { timed: { ...results.timed, deliveries }, latency });
    } else if (work === 'second')
      Object.assign(
        results.timed,
        await benchSecond(stage, children, product, { ...SIZE, connections }, say),
      );
    else if (work === 'restart') results.restart = await benchRestart(stage, children, say);
    else {
      const { limit: kind, env, limitEnv }: HttpWorkOptions = HTTP_WORKS[work];
      const own =
        env === undefined
          ? product
          : await children.serve(
              { ...stage.env, ...env },
              join(stage.dir, `${work}.log`),
              profileDir('product'),
            );
      const limit =
        kind === 'product'
          ? limitEnv === undefined
            ? own
            : await children.serve(
                { ...stage.env, ...limitEnv },
                join(stage.dir, `${work}-limit.log`),
                profileDir('limit'),
              )
          : await children.limit({
              kind,
              database: stage.database,
              poolSize: POOL_SIZE,
              key: stage.key,
              telcoSecret: stage.secrets.derive('sandbox-telco'),
              ...(kind === 'rows' ? { statement: await prepareSameRows(stage.sql) } : {}),
            });
      results.timed[work] = await benchHttp(
        work,
        stage,
        load,
        { product: own, limit },
        { ...SIZE, connections },
        say,
      );
      if (own !== product) await children.stop(own.child);
      if (limitEnv !== undefined) await children.stop(limit.child);
    }
  }
  await children.stop(product.child, load);
  return results;
}

async function main(children: Children, onUndo: OnUndo): Promise<void> {
  const results = await timed(
    works.filter((w): w is OnStage => !(APART as readonly Work[]).includes(w)),
    children,
    onUndo,
  );
  const fair = works.includes('fair') ? await benchFair(children, onUndo, args.quick, say) : null;
  const grown = works.includes('growth') ? await benchGrowth(rows, children, onUndo, say) : null;
  const lists = works.includes('lists') ? await benchLists(rows, children, onUndo, say) : null;
  const dashboardLists = works.includes('dashboard-lists')
    ? await benchDashboardLists(
        { requests, bookings: Math.round(requests / 10) },
        children,
        onUndo,
        say,
      )
    : null;
  const sync = works.includes('sync')
    ? await benchSync(SIZE.articles, children, onUndo, { profileDir: profileDir('sync'), say })
    : null;
  const covered = works.includes('cover') ? await benchCovers(children, SIZE.cover, say) : null;
  const cli = works.includes('cli') ? await benchCli() : null;
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}${results.version === null ? '' : `, PostgreSQL ${results.version}, fsync on`}; load average ${loadBefore.toFixed(1)} before the run`;
  const { timed: compared, latency, restart } = results;
  print(
    { machine, isQuick: args.quick, connections, ...SIZE, notes: NOTES },
    { compared, latency, restart, fair, grown, lists, dashboardLists, sync, covered, cli },
  );
  if (args.json !== undefined) {
    const rest = {
      ...(latency === null ? {} : { latency }),
      ...(restart === null ? {} : { restart }),
      ...(fair === null ? {} : { fair }),
      ...(grown === null ? {} : { growth: grown }),
      ...(lists === null ? {} : { lists }),
      ...(dashboardLists === null ? {} : { dashboard_lists: dashboardLists }),
      ...(sync === null ? {} : { sync }),
      ...(covered === null ? {} : { cover: covered }),
      ...(cli === null ? {} : { cli }),
    };
    writeFileSync(
      args.json,
      `${JSON.stringify({ at: new Date().toISOString(), machine, quick: args.quick, connections, rounds: SIZE.rounds, seconds: SIZE.seconds, ...compared, ...rest }, null, 2)}\n`,
    );
  }
  if (args.profile !== undefined)
    for (const of of PROFILED) console.log(`\n${hotSpots(profileDir(of)!)}`);
}

const children = new Children();
const undo: (() => Promise<void>)[] = [() => children.stop()];
let cleaning: Promise<void> | undefined;
/**
 * Everything that was begun, the last first; a failure does not keep the others from being undone.
 */
const cleanUp = (): Promise<void> =>
  (cleaning ??= (async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop())
      await step().catch((error: unknown) => {
        console.error(error);
        process.exitCode = 1;
      });
  })());
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    isInterrupted = true;
    console.error(`\n${signal}: cleaning up`);
    void cleanUp().then(() => process.exit(130));
  });
}
try {
  await main(children, (step) => {
    undo.push(step);
  });
} catch (error) {
  // After ctrl-C everything fails that was under way.
  if (!isInterrupted) console.error(error);
  process.exitCode = 1;
}
await cleanUp();
if (!isInterrupted) process.exit();
