/**
 * `npm run bench`: the product beside the limit of each of its works, in turns in one run, on a database of its own. All
 * of it shares the machine's cores (load generator and PostgreSQL included), so only ratios say something.
 *   --quick               about a minute, for a first look; without growth unless --only names it
 *   --only a,b            of booking, booking-rows, booking-key, booking-endpoint, dashboard, redeem,
 *                         usage, deliveries, fair, growth, lists, cover, cli; lists only where it is named
 *   --rows <n>            of one partner, for lists: 1 000 000
 *   --json <file>         the figures
 *   --profile <folder>    CPU profiles of the product's processes, a folder for each, with their hot spots at the end
 *   --connections <n>     32
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Children } from './children.ts';
import { benchCli, type CliFigures } from './cli.ts';
import type { CoverFigures } from './cover.ts';
import { benchDeliveries, DELIVERIES_NOTE } from './deliveries.ts';
import { met, table, type Compared, type Goal } from './figures.ts';
import { benchFair, FAIR_NOTE, fairTable, type FairRow } from './fair.ts';
import { benchGrowth, GROWTH_NOTE, growthTable, type GrowthRow } from './growth.ts';
import { benchHttp, checkDashboard, HTTP_WORKS, type HttpWork } from './http.ts';
import type { Latency } from './latency.ts';
import { hotSpots } from './profile.ts';
import { benchLists, LISTS_NOTE, listsTable, type ListRow } from './lists.ts';
import { prepareSameRows } from './same-rows.ts';
import { makeStage, type Stage } from './stage.ts';
import { benchUsage, USAGE_NOTE } from './usage.ts';

const HTTP_NAMES = Object.keys(HTTP_WORKS) as HttpWork[];
const WORKS = [
  ...HTTP_NAMES,
  'usage',
  'deliveries',
  'fair',
  'growth',
  'lists',
  'cover',
  'cli',
] as const;
type Work = (typeof WORKS)[number];
type Timed = Exclude<Work, 'fair' | 'growth' | 'lists' | 'cover' | 'cli'>;

const { values: args } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'string' },
    profile: { type: 'string' },
    connections: { type: 'string', default: '32' },
    rows: { type: 'string', default: '1000000' },
  },
});
const works =
  args.only === undefined
    ? WORKS.filter((w) => w !== 'lists' && (w !== 'growth' || !args.quick))
    : (args.only.split(',') as Work[]);
const unknown = works.filter((w) => !WORKS.includes(w));
const connections = Number(args.connections);
if (unknown.length > 0)
  throw new Error(`--only: expected some of ${WORKS.join(', ')}, got ${unknown.join(', ')}`);
if (!Number.isInteger(connections) || connections < 1 || connections > 400)
  throw new Error('--connections: expected 1 to 400');
const rowsOfLists = Number(args.rows);
if (!Number.isInteger(rowsOfLists) || rowsOfLists < 10_000)
  throw new Error('--rows: expected 10000 or more');

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
};
const COVER_GOAL_MS = 5;
const COVER_FIRST_GOAL_MS = 20;
const COVER_GOAL_TIMES = 10;

type CoverResult = CoverFigures & { times_faster: number; goals: Goal[] };
type Results = {
  timed: Partial<Record<Timed, Compared>>;
  latency: Latency | null;
  version: string | null;
};
type OnUndo = (undo: () => Promise<void>) => void;

const started = performance.now();
const loadBefore = loadavg()[0]!;
const PROFILED = ['product', 'usage', 'deliveries'] as const;
const profileDir = (of: (typeof PROFILED)[number]): string | null =>
  args.profile === undefined ? null : resolve(args.profile, of);
const say = (text: string): void =>
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);

async function cover(children: Children): Promise<CoverResult> {
  say(`cover: ${SIZE.cover[0]} catalogues, ${SIZE.cover[1]} of them solved by HiGHS as well`);
  const figures = JSON.parse(await children.output('./cover.ts', SIZE.cover)) as CoverFigures;
  const times = Math.round(
    figures.highs_ms.p50 / Math.max(0.01, figures.cover_ms_on_highs_instances.p50),
  );
  return {
    ...figures,
    times_faster: times,
    goals: [
      {
        goal: `p95 below ${COVER_GOAL_MS} ms of processor time`,
        is_met: figures.cover_cpu_ms.p95 < COVER_GOAL_MS,
      },
      {
        goal: `first call below ${COVER_FIRST_GOAL_MS} ms of processor time`,
        is_met: figures.first_call_cpu_ms < COVER_FIRST_GOAL_MS,
      },
      { goal: `${COVER_GOAL_TIMES} times as fast as HiGHS`, is_met: times >= COVER_GOAL_TIMES },
      { goal: 'the same optimum', is_met: figures.optima_agree },
    ],
  };
}

/** All that is set beside a limit, on one database. */
async function timed(chosen: Timed[], children: Children, onUndo: OnUndo): Promise<Results> {
  const results: Results = { timed: {}, latency: null, version: null };
  if (chosen.length === 0) return results;
  const size = chosen.some((w) => HTTP_NAMES.includes(w as HttpWork)) ? SIZE : FEW;
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
    } else {
      const { limit: kind } = HTTP_WORKS[work];
      const limit =
        kind === 'product'
          ? product
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
        { product, limit },
        { ...SIZE, connections },
        say,
      );
    }
  }
  await children.stop(product.child, load);
  return results;
}

const listed = (goals: readonly Goal[]): void => {
  for (const { goal, is_met } of goals) console.log(`  ${goal}: ${met(is_met)}`);
};

function print(
  machine: string,
  { timed: compared, latency }: Results,
  fair: FairRow[] | null,
  grown: GrowthRow[] | null,
  lists: ListRow[] | null,
  covered: CoverResult | null,
  cli: CliFigures | null,
): void {
  console.log(`\n${machine}`);
  const names = Object.keys(compared) as Timed[];
  if (names.length > 0) {
    console.log(
      `${connections} connections, closed loop, rounds of ${SIZE.seconds} s (usage: ${SIZE.reports} reports, deliveries: ${SIZE.events} events); medians of ${SIZE.rounds} rounds, in turns; ratio = median of the rounds' ratios\n`,
    );
    console.log(table(compared));
    for (const work of names) console.log(`${work}: ${NOTES[work]}`);
  }
  if (latency !== null) {
    const { p50, p95, p99, max, events, per_second, answer_p50 } = latency;
    console.log(
      `\nfrom a booking's 201 (p50 ${answer_p50} ms after it was sent) to the first attempt at the receiver, ${per_second} bookings/s: p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${max} ms over ${events}`,
    );
    listed(latency.goals);
  }
  if (fair !== null) {
    console.log(`\n${fairTable(fair)}\n${FAIR_NOTE}`);
    listed(fair.flatMap((row) => row.goals));
  }
  if (grown !== null) console.log(`\n${growthTable(grown)}\n${GROWTH_NOTE}`);
  if (lists !== null) console.log(`\n${listsTable(lists)}\n${LISTS_NOTE}`);
  if (covered !== null) {
    const { cover_ms: c, cover_cpu_ms: cpu, highs_ms: h, goals } = covered;
    console.log(
      `\ncover of ${covered.destinations} destinations from ${covered.bundles} bundles: p50 ${c.p50}, p95 ${c.p95}, max ${c.max} ms over ${c.instances}; in processor time p50 ${cpu.p50}, p95 ${cpu.p95}, max ${cpu.max} ms; first call ${covered.first_call_ms} ms (${covered.first_call_cpu_ms} of processor time); HiGHS p50 ${h.p50} ms over ${h.instances}, ${covered.times_faster} times ours`,
    );
    listed(goals);
  }
  if (cli !== null) {
    console.log(
      `\none call of the CLI, in seconds of processor time: ${Object.entries(cli.cpu_s)
        .map(([name, s]) => `${name} ${s}`)
        .join(', ')}`,
    );
    listed(cli.goals);
  }
  if (args.quick) console.log('\nA quick run is a first look: its figures scatter.');
}

async function main(children: Children, onUndo: OnUndo): Promise<void> {
  const results = await timed(
    works.filter((w): w is Timed => !['fair', 'cover', 'growth', 'lists', 'cli'].includes(w)),
    children,
    onUndo,
  );
  const fair = works.includes('fair') ? await benchFair(children, onUndo, args.quick, say) : null;
  const grown = works.includes('growth') ? await benchGrowth(children, onUndo, say) : null;
  const lists = works.includes('lists')
    ? await benchLists(rowsOfLists, children, onUndo, say)
    : null;
  const covered = works.includes('cover') ? await cover(children) : null;
  const cli = works.includes('cli') ? await benchCli() : null;
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}${results.version === null ? '' : `, PostgreSQL ${results.version}, fsync on`}; load average ${loadBefore.toFixed(1)} before the run`;
  print(machine, results, fair, grown, lists, covered, cli);
  if (args.json !== undefined) {
    const { timed: compared, latency } = results;
    const rest = {
      ...(latency === null ? {} : { latency }),
      ...(fair === null ? {} : { fair }),
      ...(grown === null ? {} : { growth: grown }),
      ...(lists === null ? {} : { lists }),
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
