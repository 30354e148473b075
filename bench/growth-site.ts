/** A database of so many bookings, with its own `serve` and its own engines, for `growth`. */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type pg from 'pg';
import { lpaRow } from '../src/domain/esims/provisioning/insert-esim.ts';
import { insertTrips, makePartners } from './bulk.ts';
import type { Children, Engine } from './children.ts';
import { query, urlOf } from './database.ts';
import { rounded } from './figures.ts';
import { measure } from './processor-time.ts';
import type { Stage } from './stage.ts';

export type Site = {
  stage: Stage;
  /** of its trips */
  count: number;
  url: string;
  serve: ChildProcess;
  engine: Engine;
  bookers: string[];
  shown: string[];
  /** of the queues to redeem */
  redeemed: number;
};

const TARGETS = 1_000;
const PER_TRAVELER = 2;

export async function makeSite(
  count: number,
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
  const half = count / 2;
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
  await sql('update telco.accounts set latency_min_ms = 0, latency_max_ms = 0');
  await sql('vacuum analyze');
  await sql('checkpoint');
  const [{ bytes }] = (await sql<{ bytes: number }>(
    'select (pg_database_size(current_database()) / 1000000)::int as bytes',
  )) as [{ bytes: number }];
  say(`growth: ${count} bookings and packages are stored (${bytes} MB)`);
  const { url, child } = await children.serve(env, join(of.dir, `${count}.log`), null);
  const engine = await children.engine({ env, database }, null);
  const [bookers, shown] = [names.slice(0, TARGETS), names.slice(TARGETS)];
  return { stage, count, url, serve: child, engine, bookers, shown, redeemed: 0 };
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

/** What one operation costs; `cpu_us`: null where it is too little to be counted. */
export type Cost = { cpu_us: number | null; wal_kb: number | null };
export const UNCOUNTED: Cost = { cpu_us: null, wal_kb: null };

/** Counts what `work` costs; it answers how many operations it did, beside what it found. */
export async function metered<T>(
  { stage }: Site,
  pid: number,
  work: () => Promise<{ done: T; operations: number }>,
): Promise<T & Cost> {
  const position = async (): Promise<number> =>
    (
      await stage.sql<{ bytes: number }>(
        `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as bytes`,
      )
    )[0]!.bytes;
  const before = await position();
  const cpu = measure([pid], stage.postmaster);
  const { done, operations } = await work();
  const cpuUs = cpu(operations);
  const bytes = (await position()) - before;
  return { ...done, cpu_us: cpuUs, wal_kb: rounded(bytes / operations / 1000, 2) };
}
