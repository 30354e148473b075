/** What `growth` does at each size. */
import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import { call } from './call.ts';
import { ask, playRound } from './children.ts';
import { percentile } from './figures.ts';
import { metered, UNCOUNTED, type Cost, type Site } from './growth-site.ts';
import { bookingTarget, dashboardTarget, HTTP_WORKS } from './http.ts';
import type { Received } from './receiver.ts';
import type { Target } from './round.ts';
import { checkApplied, storeReports, type Growth } from './usage-figures.ts';

export type Taken = { p50: number; p95: number | null } & Cost;
/** `hook`: where the receiver listens. */
export type Helpers = { load: ChildProcess; receiver: ChildProcess; hook: string };
type Play = (site: Site, round: number, helpers: Helpers) => Promise<Taken>;

export const ROUNDS = 5;
export const YARDSTICK = 'bare update of as many packages';
export const CONNECTIONS = 4;
/** of the stage, each with `QUEUES_EACH` to redeem */
export const BOOKERS = 320;
export const QUEUES_EACH = 5;
const SECONDS = 2;
const REPORTS = 2_000;
/** as in a quiet minute */
const FEW = 20;
const FEW_PASSES = 15;
/** each booking once, and all rounds must find some */
const TRIGGERS = 1_000;
const EVENTS = 2_000;
const LOOK_UPS = 500;

export const WORKS = {
  booking: (site, round, { load }) =>
    http(site, load, bookingTarget(site.url, site.stage.key, site.bookers), `grow-${round}`),
  'booking with a key': (site, round, { load }) =>
    http(
      site,
      load,
      { ...bookingTarget(site.url, site.stage.key, site.bookers), withKey: true },
      `grow-key-${round}`,
    ),
  dashboard: (site, round, { load }) =>
    http(site, load, dashboardTarget(site.url, site.stage.key, site.shown), `grow-${round}`),
  redeem: (site, round, { load }) => redeem(site, round, load),
  [`${FEW} usage reports`]: (site, round) => fewReports(site, round),
  [`${REPORTS} usage reports`]: (site, round) =>
    usage(site, { round, step: 1, spread: 1, offset: 12 }, REPORTS),
  [YARDSTICK]: (site, round) => bareUpdate(site, round),
  [`${TRIGGERS} departure triggers`]: (site, round) => triggers(site, round),
  'look-up: timers, none due': (site) => lookUp(site, 'timers'),
  'look-up: deliveries, none due': (site) => lookUp(site, 'deliveries'),
  'look-up: reports, none due': (site) => lookUp(site, 'reports'),
  // The last: from here on the partner has an endpoint.
  [`${EVENTS} deliveries`]: (site, round, helpers) => deliver(site, round, helpers),
} satisfies Record<string, Play>;

const http = (
  site: Site,
  load: ChildProcess,
  target: Target,
  name: string,
  { from = 0, limit = 20_000 } = {},
): Promise<Taken & { requests: number }> =>
  metered(site, site.serve.pid!, async () => {
    const { p50, p95, requests } = await playRound(load, {
      ...target,
      connections: CONNECTIONS,
      seconds: SECONDS,
      limit,
      name,
      from,
    });
    return { done: { p50, p95, requests }, operations: requests };
  });

async function redeem(site: Site, round: number, load: ChildProcess): Promise<Taken> {
  const { product } = HTTP_WORKS.redeem.targets(site.stage, site.url, site.url);
  const limit = Math.floor((BOOKERS * QUEUES_EACH) / (ROUNDS + 1));
  const from = site.redeemed;
  const taken = await http(site, load, product, `grow-${round}`, { from, limit });
  site.redeemed += taken.requests;
  return taken;
}

function lookUp(site: Site, kind: 'timers' | 'deliveries' | 'reports'): Promise<Taken> {
  return metered(site, site.engine.child.pid!, async () => {
    const passes = await site.engine.run(kind, LOOK_UPS);
    const done = { p50: percentile(passes, 0.5), p95: percentile(passes, 0.95) };
    return { done, operations: LOOK_UPS };
  });
}

async function fewReports(site: Site, round: number): Promise<Taken> {
  const passes: number[] = [];
  for (let i = 0; i < FEW_PASSES; i++) {
    const growth = { round: 100 * (round + 1) + i, step: 0, spread: 1, offset: 11 };
    passes.push((await usage(site, growth, FEW)).p50);
  }
  return { p50: percentile(passes, 0.5), p95: percentile(passes, 0.95), ...UNCOUNTED };
}

/** Of eSIMs from all over the table, no threshold in between. */
async function usage(site: Site, growth: Growth, reports: number): Promise<Taken> {
  const { sql } = site.stage;
  await sql('drop table if exists bench.reported');
  await sql(
    `create table bench.reported as select partner_id, id from (select partner_id, esim_id as id from packages where partner_id = any(array(select id from partners)) and id in (
     select 'epk_' || lpad((abs(hashtext('${growth.round}-' || n)::bigint) % $1)::text, 26, '0') from generate_series(1, ${3 * reports}) n)) p group by partner_id, id order by md5(id) limit ${reports}`,
    [site.count],
  );
  await sql('analyze bench.reported');
  const whose = '(k.partner_id, k.esim_id) in (select partner_id, id from bench.reported)';
  const count = await storeReports(sql, growth, whose);
  if (count !== reports) throw new Error(`${count} reports were stored instead of ${reports}`);
  const taken = await inOnePass(site, 'reports', count);
  await checkApplied(sql, growth, whose);
  return taken;
}

/** What is due, worked off at once. */
const inOnePass = (
  site: Site,
  kind: 'reports' | 'timers' | 'deliveries',
  operations: number,
): Promise<Taken> =>
  metered(site, site.engine.child.pid!, async () => {
    const [ms] = await site.engine.run(kind);
    return { done: { p50: ms!, p95: null }, operations };
  });

/**
 * What no product could avoid: as many packages from all over the table, one column, in batches of
 * 500.
 */
async function bareUpdate(site: Site, round: number): Promise<Taken> {
  const { database, sql } = site.stage;
  const ids = await sql<{ p: string; id: string }>(
    `select partner_id as p, id from packages where provider_package_id like 'tpk_%' order by md5(id || $1) limit ${REPORTS}`,
    [`bare ${round}`],
  );
  const client = new pg.Client(database);
  await client.connect();
  try {
    return await metered(site, process.pid, async () => {
      const begun = performance.now();
      for (let i = 0; i < ids.length; i += 500) {
        const batch = ids.slice(i, i + 500);
        await client.query(
          'update packages k set allocated_bytes = k.allocated_bytes from unnest($1::text[], $2::text[]) as u(partner_id, id) where k.partner_id = u.partner_id and k.id = u.id',
          [batch.map((r) => r.p), batch.map((r) => r.id)],
        );
      }
      return { done: { p50: performance.now() - begun, p95: null }, operations: ids.length };
    });
  } finally {
    await client.end();
  }
}

/** Of bookings from all over the table, whose cutoff has just come. */
async function triggers(site: Site, round: number): Promise<Taken> {
  const { sql } = site.stage;
  await sql(
    `with b as (update bookings set cutoff_at = now() where (partner_id, id) in (
       select partner_id, id from bookings k where booking_id like 'trip-%' and not exists (select 1 from fired_triggers f where f.partner_id = k.partner_id and f.booking_id = k.id)
       order by md5(id || $1) limit ${TRIGGERS}) returning partner_id, id)
     insert into timers (partner_id, due_at, kind, subject_id) select partner_id, now(), 'booking', id from b`,
    [String(round)],
  );
  const [before] = await sql<{ n: number }>('select count(*)::int as n from fired_triggers');
  const taken = await inOnePass(site, 'timers', TRIGGERS);
  const [after] = await sql<{ n: number }>('select count(*)::int as n from fired_triggers');
  if (after!.n - before!.n !== TRIGGERS)
    throw new Error(`${after!.n - before!.n} triggers fired instead of ${TRIGGERS}`);
  return taken;
}

/** Events from all over the table that are sent once more. */
async function deliver(site: Site, round: number, { receiver, hook }: Helpers): Promise<Taken> {
  const { key, sql, partnerId } = site.stage;
  if (round === 0) {
    const settings = { url: `${hook}/hook`, api_key: 'bench-endpoint-key', events: {} };
    await call(site.url, key, 'PUT', '/api/webhooks/settings', { ...settings, enabled: true });
  }
  const due = await sql(
    `update deliveries set state = 'pending', tries = 0, next_attempt_at = now(), fence = fence + 1
     where partner_id = $1 and event_id = any(array(select event_id from deliveries
       where partner_id = $1 and event_id like 'evt_00000%' order by md5(event_id || $2) limit ${EVENTS})) returning 1`,
    [partnerId, String(round)],
  );
  if (due.length !== EVENTS) throw new Error(`${due.length} of ${EVENTS} events were found`);
  const taken = await inOnePass(site, 'deliveries', EVENTS);
  const { arrivals } = await ask<Received>(receiver, 'take', 5_000);
  if (arrivals.length !== EVENTS) throw new Error(`${arrivals.length} of ${EVENTS} events arrived`);
  return taken;
}
