/**
 * `npm run bench`: the product beside the limit of each of its works, in turns in one run, on a database of its own. All
 * of it shares the machine's cores (load generator and PostgreSQL included), so only ratios say something.
 *   --quick               about 20 s, for a first look
 *   --only a,b            of booking, dashboard, redeem, cover
 *   --json <file>         the figures
 *   --profile <folder>    CPU profile of the product's process, with its hot spots at the end
 *   --connections <n>     32
 */
import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Children, playRound } from './children.ts';
import type { CoverFigures } from './cover.ts';
import type { LimitKind } from './limit.ts';
import { hotSpots } from './profile.ts';
import type { Figures, Target } from './round.ts';
import { DEPARTURE, ENTRY, makeStage, PACKAGES_OF_A_SHOWN_TRAVELER, QUEUES_OF_A_SHOWN_TRAVELER, type Stage } from './stage.ts';

const WORKS = ['booking', 'dashboard', 'redeem', 'cover'] as const;
type Work = (typeof WORKS)[number];
type Timed = Exclude<Work, 'cover'>;

const { values: args } = parseArgs({ options: {
  quick: { type: 'boolean', default: false }, only: { type: 'string' }, json: { type: 'string' }, profile: { type: 'string' }, connections: { type: 'string', default: '32' },
} });
const works = args.only === undefined ? [...WORKS] : (args.only.split(',') as Work[]);
const unknown = works.filter((w) => !WORKS.includes(w));
const connections = Number(args.connections);
if (unknown.length > 0) throw new Error(`--only: expected some of ${WORKS.join(', ')}, got ${unknown.join(', ')}`);
if (!Number.isInteger(connections) || connections < 1 || connections > 400) throw new Error('--connections: expected 1 to 400');

const SIZE = args.quick
  ? { bookers: 200, shown: 50, queuesEach: 5, rounds: 3, seconds: 0.8, warmUp: 1.5, cover: ['100', '1'] }
  : { bookers: 1000, shown: 200, queuesEach: 5, rounds: 5, seconds: 3.5, warmUp: 3, cover: ['300', '6'] };
/** of the product (src/runtime.ts) */
const POOL_SIZE = 16;
const PER_SECOND_AT_MOST = 20_000;
const LIMIT_OF: Record<Timed, LimitKind> = { booking: 'booking', dashboard: 'dashboard', redeem: 'telco' };
const NOTES: Record<Timed, string> = {
  booking: 'limit: bare Fastify route, HMAC checked, one single-row insert committed',
  dashboard: 'limit: bare Fastify route, HMAC checked, one select by primary key',
  redeem: "limit: the telco call alone (20–60 ms of latency), which a redemption waits for; the product's telco shares its process",
};
const GOALS: Partial<Record<Timed, number>> = { booking: 0.5, dashboard: 0.6 };
const COVER_GOAL_MS = 5;
const COVER_GOAL_TIMES = 10;

type Compared = { product: Figures; limit: Figures; ratio: number; ratio_of_rounds: number[]; goal: number | null; is_met: boolean | null; rounds: { product: Figures[]; limit: Figures[] } };
type CoverResult = CoverFigures & { times_faster: number; goals: { goal: string; is_met: boolean }[] };

const started = performance.now();
const loadBefore = loadavg()[0]!;
const say = (text: string): void => console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);
const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

function targetsOf(work: Timed, stage: Stage, product: string, limit: string): { product: Target; limit: Target } {
  const auth = { key: stage.key };
  if (work === 'booking') {
    const bodies = stage.bookers.map((external_user_id) => JSON.stringify({ booking_id: '{unique}', departure_date: DEPARTURE, package_specifications: [{ external_user_id, ...ENTRY }] }));
    const target = { method: 'POST' as const, paths: ['/api/bookings'], bodies, auth, status: 201 };
    return { product: { ...target, origin: product }, limit: { ...target, origin: limit } };
  }
  if (work === 'dashboard') {
    const target = { method: 'GET' as const, paths: stage.shown.map((user) => `/api/native/user-dashboard?external_user_id=${user}`), bodies: null, auth, status: 200 };
    return { product: { ...target, origin: product }, limit: { ...target, origin: limit } };
  }
  const template = { id: 'bench', bytes: 1_073_741_824, duration_days: 365, coverage: ['GRC'], imsi: null };
  return {
    product: { origin: product, method: 'POST', paths: ['/api/native/redeem-package'], auth, status: 200, once: true,
      bodies: stage.redeemable.map(({ user, queueId }) => JSON.stringify({ external_user_id: user, package_queue_id: queueId })) },
    limit: { origin: limit, method: 'POST', paths: stage.esims.map(({ provider }) => `/v1/${provider}/orders`), auth: { bearer: stage.secrets.derive('sandbox-telco') }, status: 201,
      bodies: stage.esims.map(({ iccid }) => JSON.stringify({ reference: '{unique}', customer: stage.partnerId, kind: 'add_package', iccid, template })) },
  };
}

async function compare(work: Timed, stage: Stage, load: ChildProcess, product: string, limit: string): Promise<Compared> {
  const targets = targetsOf(work, stage, product, limit);
  const rounds = { product: [] as Figures[], limit: [] as Figures[] };
  const used = { product: 0, limit: 0 };
  const play = async (who: 'product' | 'limit', name: string, seconds: number): Promise<Figures> => {
    const target = targets[who];
    const most = target.once === true ? Math.floor(target.bodies!.length / (SIZE.rounds + 1)) : Math.ceil(seconds * PER_SECOND_AT_MOST);
    const figures = await playRound(load, { ...target, connections, seconds, limit: most, name: `${name}-${who}`, from: target.once === true ? used[who] : 0 });
    used[who] += figures.requests;
    return figures;
  };
  for (const who of ['product', 'limit'] as const) await play(who, 'warm-up', SIZE.warmUp);
  for (let i = 1; i <= SIZE.rounds; i++) {
    // Whoever is first in a round is second in the next: what one leaves behind, such as a checkpoint, meets both.
    for (const who of i % 2 === 1 ? (['product', 'limit'] as const) : (['limit', 'product'] as const)) rounds[who].push(await play(who, `round-${i}`, SIZE.seconds));
    const [p, l] = [rounds.product.at(-1)!, rounds.limit.at(-1)!];
    say(`${work} ${i}/${SIZE.rounds}: product ${p.throughput}/s, limit ${l.throughput}/s, ratio ${(p.throughput / l.throughput).toFixed(2)}`);
  }
  if (work === 'booking') await checkBookings(stage, used.product);
  const of = (all: Figures[]): Figures => {
    const middle = (field: keyof Figures, digits: number): number => rounded(median(all.map((f) => f[field])), digits);
    return { requests: all.reduce((sum, f) => sum + f.requests, 0), throughput: middle('throughput', 0), p50: middle('p50', 2), p95: middle('p95', 2), p99: middle('p99', 2) };
  };
  const ratios = rounds.product.map((p, i) => rounded(p.throughput / rounds.limit[i]!.throughput, 3));
  const ratio = rounded(median(ratios), 3);
  const goal = GOALS[work] ?? null;
  return { product: of(rounds.product), limit: of(rounds.limit), ratio, ratio_of_rounds: ratios, goal, is_met: goal === null ? null : ratio >= goal, rounds };
}

/** The figures are worth nothing if the work was not done. */
async function checkBookings(stage: Stage, acknowledged: number): Promise<void> {
  const [row] = await stage.sql<{ bookings: number; queues: number; wanted: number }>(
    `select count(distinct b.id)::int as bookings, count(q.id)::int as queues, (select count(*)::int from provider_orders where state = 'intent') as wanted
     from bookings b left join package_queues q on q.partner_id = b.partner_id and q.booking_id = b.id where b.booking_id like '%-product-%'`);
  if (row!.bookings !== acknowledged || row!.queues !== acknowledged || row!.wanted !== 0) throw new Error(`${acknowledged} bookings were acknowledged, the database has ${JSON.stringify(row)}`);
}

async function checkDashboard(stage: Stage): Promise<void> {
  const [row] = await stage.sql<{ d: { esim: object | null; queues: unknown[]; packages: unknown[] } }>('select user_dashboard($1, $2) as d', [stage.partnerId, stage.shown[0]]);
  const d = row!.d;
  if (d.esim === null || d.queues.length !== QUEUES_OF_A_SHOWN_TRAVELER || d.packages.length !== PACKAGES_OF_A_SHOWN_TRAVELER) throw new Error(`a traveler was not prepared as announced: ${JSON.stringify(d)}`);
}

async function cover(children: Children): Promise<CoverResult> {
  say(`cover: ${SIZE.cover[0]} catalogues, ${SIZE.cover[1]} of them solved by HiGHS as well`);
  const figures = JSON.parse(await children.output('./cover.ts', SIZE.cover)) as CoverFigures;
  const times = Math.round(figures.highs_ms.p50 / Math.max(0.01, figures.cover_ms_on_highs_instances.p50));
  return { ...figures, times_faster: times, goals: [
    { goal: `p95 below ${COVER_GOAL_MS} ms`, is_met: figures.cover_ms.p95 < COVER_GOAL_MS },
    { goal: `${COVER_GOAL_TIMES} times as fast as HiGHS`, is_met: times >= COVER_GOAL_TIMES },
    { goal: 'the same optimum', is_met: figures.optima_agree },
  ] };
}

const met = (isMet: boolean | null): string => (isMet === null ? '–' : isMet ? 'met' : 'NOT MET');

/** Other work on the machine shifts ratios in both directions; then the median is no verdict. */
const isUnclear = ({ goal, ratio_of_rounds: ratios }: Compared): boolean =>
  goal !== null && ratios.some((ratio) => ratio >= goal) && ratios.some((ratio) => ratio < goal);

function table(results: Partial<Record<Timed, Compared>>): string {
  const header = ['', 'requests/s', 'p50 ms', 'p95 ms', 'p99 ms', 'ratio', 'of rounds', 'goal', ''];
  const rows = Object.entries(results).flatMap(([work, r]) => {
    const line = (f: Figures): string[] => [String(f.throughput), ...[f.p50, f.p95, f.p99].map((ms) => ms.toFixed(1))];
    const range = `${Math.min(...r.ratio_of_rounds).toFixed(2)}–${Math.max(...r.ratio_of_rounds).toFixed(2)}`;
    return [[work, ...line(r.product), r.ratio.toFixed(2), range, r.goal === null ? '–' : `≥ ${r.goal}`, met(r.is_met) + (isUnclear(r) ? ', but rounds disagree' : '')], ['  limit', ...line(r.limit), '', '', '', '']];
  });
  const widths = header.map((_, i) => Math.max(...[header, ...rows].map((row) => row[i]!.length)));
  return [header, ...rows].map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ').trimEnd()).join('\n');
}

async function main(children: Children, onUndo: (undo: () => Promise<void>) => void): Promise<void> {
  const timed = works.filter((w): w is Timed => w !== 'cover');
  const results: Partial<Record<Timed, Compared>> = {};
  let version: string | null = null;
  if (timed.length > 0) {
    say(`preparing: PostgreSQL, ${SIZE.bookers + SIZE.shown} travelers with an eSIM each`);
    const stage = await makeStage({ ...SIZE, log: say }, onUndo);
    version = stage.version;
    await checkDashboard(stage);
    onUndo(() => children.stop());
    const load = children.fork('./load.ts');
    const product = await children.serve(stage.env, join(stage.dir, 'product.log'), args.profile === undefined ? null : resolve(args.profile));
    say(`PostgreSQL ${version} and the product are up; ${connections} connections, in turns with the limit`);
    for (const work of timed) {
      const limit = await children.limit({ kind: LIMIT_OF[work], database: stage.database, poolSize: POOL_SIZE, key: stage.key, telcoSecret: stage.secrets.derive('sandbox-telco') });
      results[work] = await compare(work, stage, load, product.url, limit);
    }
    await children.stop(product.child);
  }
  const covered = works.includes('cover') ? await cover(children) : null;

  const load = loadBefore.toFixed(1);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}${version === null ? '' : `, PostgreSQL ${version}, fsync on`}; load average ${load} before the run`;
  console.log(`\n${machine}`);
  if (timed.length > 0) {
    console.log(`${connections} connections, closed loop; medians of ${SIZE.rounds} rounds of ${SIZE.seconds} s each, in turns; ratio = median of the rounds' ratios\n`);
    console.log(table(results));
    for (const work of timed) console.log(`${work}: ${NOTES[work]}`);
  }
  if (covered !== null) {
    const { cover_ms: c, highs_ms: h, goals } = covered;
    console.log(`\ncover of ${covered.destinations} destinations from ${covered.bundles} bundles: p50 ${c.p50}, p95 ${c.p95}, max ${c.max} ms over ${c.instances}; HiGHS p50 ${h.p50} ms over ${h.instances}, ${covered.times_faster} times ours`);
    for (const { goal, is_met } of goals) console.log(`  ${goal}: ${met(is_met)}`);
  }
  if (args.quick) console.log('\nA quick run is a first look: its figures scatter.');
  if (args.json !== undefined) {
    writeFileSync(args.json, `${JSON.stringify({ at: new Date().toISOString(), machine, quick: args.quick, connections, rounds: SIZE.rounds, seconds: SIZE.seconds, ...results, ...(covered === null ? {} : { cover: covered }) }, null, 2)}\n`);
  }
  if (args.profile !== undefined && timed.length > 0) console.log(`\n${hotSpots(resolve(args.profile))}`);
}

const children = new Children();
const undo: (() => Promise<void>)[] = [() => children.stop()];
let cleaning: Promise<void> | undefined;
/** Everything that was begun, the last first; a failure does not keep the others from being undone. */
const cleanUp = (): Promise<void> => (cleaning ??= (async () => {
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step().catch((error: unknown) => { console.error(error); process.exitCode = 1; });
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
  await main(children, (step) => { undo.push(step); });
} catch (error) {
  // After ctrl-C everything fails that was under way.
  if (!isInterrupted) console.error(error);
  process.exitCode = 1;
}
await cleanUp();
if (!isInterrupted) process.exit();
