/**
 * The same works at ten thousand and at a million bookings: two databases on one server, each with
 * its own process, in turns.
 */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { lpaRow } from '../src/domain/esims/provisioning/confirm-order.ts';
import { insertTrips, makePartners } from './bulk.ts';
import { playRound, type Children, type Engine } from './children.ts';
import { columns, median, met, percentile, rounded } from './figures.ts';
import { bookingTarget, dashboardTarget } from './http.ts';
import type { Target } from './round.ts';
import { query, urlOf } from './database.ts';
import { makeStage, type Stage } from './stage.ts';
import { checkApplied, storeReports, type Growth } from './usage-figures.ts';

const COUNTS = { small: 10_000, large: 1_000_000 } as const;
type Size = keyof typeof COUNTS;
type Site = {
  stage: Stage;
  /** of its trips */ count: number;
  url: string;
  engine: Engine;
  bookers: string[];
  shown: string[];
};
type Times = { p50: number; p95: number | null };
export type GrowthRow = {
  work: string;
  small: Times;
  large: Times;
  ratio: number;
  ratio_of_rounds: number[];
  goal: number | null;
  is_met: boolean | null;
};

const GOAL = 1.3;
const YARDSTICK = 'bare update of as many packages';
const ROUNDS = 5;
const SECONDS = 2;
const CONNECTIONS = 4;
const TARGETS = 1_000;
const REPORTS = 2_000;
/** as in a quiet minute */
const FEW = 20;
const FEW_PASSES = 15;
/** each booking once, and all rounds must find some */
const TRIGGERS = 1_000;
const LOOK_UPS = 200;
const PER_TRAVELER = 2;

/** What is measured at each size, and what its milliseconds are of. */
const WORKS = {
  'booking (HTTP)': (site, round, load) =>
    http(load, bookingTarget(site.url, site.stage.key, site.bookers), `grow-${round}`),
  'dashboard (HTTP)': (site, round, load) =>
    http(load, dashboardTarget(site.url, site.stage.key, site.shown), `grow-${round}`),
  [`${FEW} usage reports`]: (site, round) => fewReports(site, round),
  [`${REPORTS} usage reports`]: async (site, round) => ({
    p50: await usage(site, { round, step: 1, spread: 1, offset: 12 }, REPORTS),
    p95: null,
  }),
  [YARDSTICK]: (site, round) => bareUpdate(site, round),
  [`${TRIGGERS} departure triggers`]: (site, round) => triggers(site, round),
  'look-up: timers, none due': (site) => lookUp(site, 'timers'),
  'look-up: deliveries, none due': (site) => lookUp(site, 'deliveries'),
  'look-up: reports, none due': (site) => lookUp(site, 'reports'),
} satisfies Record<string, (site: Site, round: number, load: ChildProcess) => Promise<Times>>;

export const GROWTH_NOTE = `each booking with its redeemed package, two to a traveler, 7 partners (the one called has 4 in 10), two timers, an event and its delivery; ${CONNECTIONS} connections; medians of ${ROUNDS} rounds, the sizes in turns`;

export async function benchGrowth(
  children: Children,
  onUndo: (undo: () => Promise<void>) => void,
  say: (text: string) => void,
): Promise<GrowthRow[]> {
  const stage = await makeStage({ bookers: 1, shown: 1, queuesEach: 1, log: say }, onUndo);
  onUndo(() => children.stop());
  await query({ ...stage.database, database: 'postgres' }, 'create database grown template hubby');
  const sites = {
    small: await makeSite('small', stage, stage.database, children, say),
    large: await makeSite('large', stage, { ...stage.database, database: 'grown' }, children, say),
  };
  const load = children.fork('./load.ts');
  const rows: GrowthRow[] = [];
  for (const [work, play] of Object.entries(WORKS)) {
    const times: Record<Size, Times[]> = { small: [], large: [] };
    for (let round = 0; round <= ROUNDS; round++) {
      for (const size of round % 2 === 1
        ? (['small', 'large'] as const)
        : (['large', 'small'] as const)) {
        const taken = await play(sites[size], round, load);
        // Round 0 warms up.
        if (round > 0) times[size].push(taken);
      }
    }
    const of = (all: Times[]): Times => ({
      p50: rounded(median(all.map((t) => t.p50)), 2),
      p95: all[0]!.p95 === null ? null : rounded(median(all.map((t) => t.p95!)), 2),
    });
    const ratios = times.small.map((t, i) => rounded(times.large[i]!.p50 / t.p50, 2));
    const ratio = rounded(median(ratios), 2);
    const goal = work === YARDSTICK ? null : GOAL;
    rows.push({
      work,
      small: of(times.small),
      large: of(times.large),
      ratio,
      ratio_of_rounds: ratios,
      goal,
      is_met: goal === null ? null : ratio <= goal,
    });
    say(`growth, ${work}: ${rows.at(-1)!.small.p50} → ${rows.at(-1)!.large.p50} ms, ×${ratio}`);
  }
  await children.stop(load, ...Object.values(sites).map((site) => site.engine.child));
  return rows;
}

async function makeSite(
  size: Size,
  of: Stage,
  database: pg.ClientConfig,
  children: Children,
  say: (text: string) => void,
): Promise<Site> {
  const sql = async <T>(text: string, params: unknown[] = []): Promise<T[]> =>
    (await query(database, text, params)) as T[];
  const env = { ...of.env, DATABASE_URL: urlOf(database) };
  const stage: Stage = { ...of, database, env, sql };
  const partners = await makePartners(sql, of.partnerId, 6);
  const half = COUNTS[size] / 2;
  // Two at a time: the machine has more cores than one insert uses.
  await Promise.all(
    [0, half].map((from) =>
      insertTrips(database, {
        from,
        to: from + half,
        partners,
        packagesEach: PER_TRAVELER,
        isUsed: true,
        pattern: { partnerId: of.partnerId, externalUserId: of.shown[0]! },
      }),
    ),
  );
  const names = await sealSome(stage);
  await sql('vacuum analyze');
  await sql('checkpoint');
  const [{ bytes }] = (await sql<{ bytes: number }>(
    'select (pg_database_size(current_database()) / 1000000)::int as bytes',
  )) as [{ bytes: number }];
  say(`growth: ${COUNTS[size]} bookings and packages are stored (${bytes} MB)`);
  const { url } = await children.serve(env, join(of.dir, `${size}.log`), null);
  const engine = await children.engine({ env, database }, null);
  return {
    stage,
    count: COUNTS[size],
    url,
    engine,
    bookers: names.slice(0, TARGETS),
    shown: names.slice(TARGETS),
  };
}

/** Travelers of the called partner from all over its tables, whose eSIMs can be shown. */
async function sealSome({ sql, secrets, partnerId }: Stage): Promise<string[]> {
  const esims = await sql<{ name: string; esim: string }>(
    `select t.external_user_id as name, e.id as esim from travelers t join esims e on e.partner_id = t.partner_id and e.traveler_id = t.id
     where t.partner_id = $1 and t.external_user_id like 'trip-%' order by md5(t.id) limit ${2 * TARGETS}`,
    [partnerId],
  );
  await sql(
    'update esims e set lpa_sealed = x.sealed from unnest($2::text[], $3::bytea[]) as x(id, sealed) where e.partner_id = $1 and e.id = x.id',
    [
      partnerId,
      esims.map((e) => e.esim),
      esims.map((e) => secrets.seal('LPA:1$smdp.example$BENCH', lpaRow(e.esim))),
    ],
  );
  return esims.map((e) => e.name);
}

const http = async (load: ChildProcess, target: Target, name: string): Promise<Times> => {
  const { p50, p95 } = await playRound(load, {
    ...target,
    connections: CONNECTIONS,
    seconds: SECONDS,
    limit: 20_000,
    name,
    from: 0,
  });
  return { p50, p95 };
};

async function lookUp(site: Site, kind: 'timers' | 'deliveries' | 'reports'): Promise<Times> {
  const passes = await site.engine.run(kind, LOOK_UPS);
  return { p50: percentile(passes, 0.5), p95: percentile(passes, 0.95) };
}

async function fewReports(site: Site, round: number): Promise<Times> {
  const passes: number[] = [];
  for (let i = 0; i < FEW_PASSES; i++)
    passes.push(
      await usage(site, { round: 100 * (round + 1) + i, step: 0, spread: 1, offset: 11 }, FEW),
    );
  return { p50: percentile(passes, 0.5), p95: percentile(passes, 0.95) };
}

/** Of eSIMs from all over the table, no threshold in between; milliseconds. */
async function usage(
  { stage: { sql }, engine, count: of }: Site,
  growth: Growth,
  reports: number,
): Promise<number> {
  await sql('drop table if exists bench.reported');
  await sql(
    `create table bench.reported as select partner_id, id from (select partner_id, esim_id as id from packages where partner_id = any(array(select id from partners)) and id in (
     select 'epk_' || lpad((abs(hashtext('${growth.round}-' || n)::bigint) % $1)::text, 26, '0') from generate_series(1, ${3 * reports}) n)) p group by partner_id, id order by md5(id) limit ${reports}`,
    [of],
  );
  await sql('analyze bench.reported');
  const whose = '(k.partner_id, k.esim_id) in (select partner_id, id from bench.reported)';
  const count = await storeReports(sql, growth, whose);
  if (count !== reports) throw new Error(`${count} reports were stored instead of ${reports}`);
  const [ms] = await engine.run('reports');
  await checkApplied(sql, growth, whose);
  return ms!;
}

/**
 * What no product could avoid: as many packages from all over the table, one column, in batches of
 * 500.
 */
async function bareUpdate({ stage: { database, sql } }: Site, round: number): Promise<Times> {
  const ids = await sql<{ p: string; id: string }>(
    `select partner_id as p, id from packages where provider_package_id like 'tpk_%' order by md5(id || $1) limit ${REPORTS}`,
    [`bare ${round}`],
  );
  const client = new pg.Client(database);
  await client.connect();
  try {
    const begun = performance.now();
    for (let i = 0; i < ids.length; i += 500) {
      const batch = ids.slice(i, i + 500);
      await client.query(
        'update packages k set allocated_bytes = k.allocated_bytes from unnest($1::text[], $2::text[]) as u(partner_id, id) where k.partner_id = u.partner_id and k.id = u.id',
        [batch.map((r) => r.p), batch.map((r) => r.id)],
      );
    }
    return { p50: performance.now() - begun, p95: null };
  } finally {
    await client.end();
  }
}

/** Of bookings from all over the table, whose cutoff has just come. */
async function triggers({ stage: { sql }, engine }: Site, round: number): Promise<Times> {
  await sql(
    `with b as (update bookings set cutoff_at = now() where (partner_id, id) in (
       select partner_id, id from bookings k where booking_id like 'trip-%' and not exists (select 1 from fired_triggers f where f.partner_id = k.partner_id and f.booking_id = k.id)
       order by md5(id || $1) limit ${TRIGGERS}) returning partner_id, id)
     insert into timers (partner_id, due_at, kind, subject_id) select partner_id, now(), 'booking', id from b`,
    [String(round)],
  );
  const [before] = await sql<{ n: number }>('select count(*)::int as n from fired_triggers');
  const [ms] = await engine.run('timers');
  const [after] = await sql<{ n: number }>('select count(*)::int as n from fired_triggers');
  if (after!.n - before!.n !== TRIGGERS)
    throw new Error(`${after!.n - before!.n} triggers fired instead of ${TRIGGERS}`);
  return { p50: ms!, p95: null };
}

export function growthTable(rows: readonly GrowthRow[]): string {
  const ms = (value: number | null): string => value?.toFixed(2) ?? '';
  return columns([
    [
      '',
      ...(['small', 'large'] as const).flatMap((size) => [`${COUNTS[size] / 1000}k p50`, 'p95 ms']),
      'ratio',
      'of rounds',
      'goal',
      '',
    ],
    ...rows.map((r) => [
      r.work,
      ms(r.small.p50),
      ms(r.small.p95),
      ms(r.large.p50),
      ms(r.large.p95),
      r.ratio.toFixed(2),
      `${Math.min(...r.ratio_of_rounds).toFixed(2)}–${Math.max(...r.ratio_of_rounds).toFixed(2)}`,
      r.goal === null ? '–' : `≤ ${r.goal}`,
      met(r.is_met),
    ]),
  ]);
}
