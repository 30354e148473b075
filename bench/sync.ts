/**
 * Catalogs of four suppliers, read by a `work` process while a `serve` process books: what a reading
 * takes, and what bookings notice of it.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { order, type Children } from './children.ts';
import type { Goal } from './figures.ts';
import { rounded } from './figures.ts';
import { watchLocks, type Waits } from './lock-waits.ts';
import { resident, watchPeak } from './memory.ts';
import { asOperator } from './operator.ts';
import { measure } from './processor-time.ts';
import { makeStage, type Stage } from './stage.ts';
import { SteadyBookings, type Booked } from './steady-bookings.ts';
import { benchBareRows, type BareRows } from './sync-anchor.ts';
import { expected, type Reading } from './sync-catalogs.ts';
import type { Sold, Supplier } from './sync-suppliers.ts';

const BOOKINGS_PER_SECOND = 20;
const ALONE_MS = 15_000;
const GOAL_S = 60;
const GOAL_MB = 300;
const LOOK_EVERY_MS = 50;
const LIMIT_MS = 300_000;
const MB = 1024 * 1024;
const PEOPLE = { bookers: 50, shown: 1, queuesEach: 1 };
/** Of the connections of either process: who waits for whom is told by it. */
const NAMES = { serve: 'bench-serve', work: 'bench-work' };

type Account = { account: string; seconds: number; articles: number; failure: string | null };
type Counts = { articles: number; added: number; changed: number; vanished: number };
/** Seconds, megabytes; null: not Linux. */
export type ReadingFigures = Counts & {
  reading: Reading;
  seconds: number;
  work_cpu_s: number | null;
  postgres_cpu_s: number | null;
  /** of the work process, before and at most */
  before_mb: number | null;
  peak_mb: number | null;
  accounts: Account[];
  booked: Booked;
  waits: Waits;
};
export type SyncFigures = {
  alone: Booked;
  readings: ReadingFigures[];
  anchor: BareRows;
  goals: Goal[];
};

type Say = (text: string) => void;
type Playing = {
  stage: Stage;
  /** articles of each supplier */
  count: number;
  workPid: number;
  bookings: SteadyBookings;
};

/** `count`: articles of each of the four. */
export async function benchSync(
  count: number,
  children: Children,
  onUndo: (undo: () => Promise<void>) => void,
  { profileDir, say }: { profileDir: string | null; say: Say },
): Promise<SyncFigures> {
  const stage = await makeStage({ ...PEOPLE, log: say }, onUndo);
  onUndo(() => children.stop());
  const suppliers = children.fork('./sync-suppliers.ts');
  const sell = async (reading: Reading): Promise<Supplier[]> =>
    (await order<Extract<Sold, { suppliers: unknown }>>(suppliers, { sell: reading, count }))
      .suppliers;
  const serve = await children.serve(
    { ...stage.env, PGAPPNAME: NAMES.serve },
    join(stage.dir, 'sync-serve.log'),
    null,
  );
  for (const supplier of await sell('first')) await addAccount(stage, serve.url, supplier);
  await stage.sql(`update catalog_syncs set next_attempt_at = now() + interval '1 day'`);
  const work = await children.work(
    { ...stage.env, PGAPPNAME: NAMES.work },
    join(stage.dir, 'sync-work.log'),
    profileDir,
  );
  say(`sync: four suppliers with ${count} articles each; bookings alone`);
  const bookings = new SteadyBookings(stage, serve.url, BOOKINGS_PER_SECOND);
  const playing: Playing = { stage, count, workPid: work.pid!, bookings };
  try {
    const { booked: alone } = await bookings.beside(sleep(ALONE_MS));
    const readings: ReadingFigures[] = [];
    for (const reading of ['first', 'same', 'next'] as const) {
      if (reading === 'next') await sell(reading);
      const figures = await readAll(playing, reading);
      readings.push(figures);
      say(
        `sync, ${reading}: ${figures.seconds} s, at most ${figures.peak_mb} MB; ${figures.accounts.map(({ account, seconds }) => `${account} ${seconds} s`).join(', ')}`,
      );
    }
    await children.stop(serve.child, work, suppliers);
    return { alone, readings, anchor: await benchBareRows(stage), goals: goalsOf(readings) };
  } finally {
    await bookings.close();
  }
}

/** Its first good test makes it due. */
async function addAccount(
  stage: Stage,
  origin: string,
  { kind, url, credentials }: Supplier,
): Promise<void> {
  await asOperator(stage, origin, '/suppliers', {
    name: kind,
    kind,
    base_url: url,
    credentials,
    mode: 'test',
  });
  const { ok, steps } = await asOperator<{ ok: boolean; steps: object[] }>(
    stage,
    origin,
    `/suppliers/${kind}/test`,
  );
  if (!ok) throw new Error(`the account at ${kind} is not fit: ${JSON.stringify(steps)}`);
}

/** From when all of them are due until the last one has ended. */
async function readAll(
  { stage, count, workPid, bookings }: Playing,
  reading: Reading,
): Promise<ReadingFigures> {
  const before = resident(workPid);
  const peak = watchPeak(workPid);
  const stopLooking = await watchLocks(stage.database, NAMES.serve, NAMES.work);
  const [work, postgres] = [measure([workPid], 'none'), measure([], stage.postmaster)];
  const { result, booked } = await bookings.beside(untilRead(stage));
  const mb = (bytes: number | null): number | null =>
    bytes === null ? null : Math.round(bytes / MB);
  const figures = {
    reading,
    seconds: rounded(result.ms / 1_000, 1),
    work_cpu_s: secondsOf(work(1)),
    postgres_cpu_s: secondsOf(postgres(1)),
    before_mb: mb(before),
    peak_mb: mb(peak()),
    ...result.counts,
    accounts: result.accounts,
    booked,
    waits: await stopLooking(),
  };
  demandRight(figures, count);
  return figures;
}

const secondsOf = (us: number | null): number | null =>
  us === null ? null : rounded(us / 1_000_000, 1);

type Read = { ms: number; accounts: Account[]; counts: Counts };

async function untilRead({ sql }: Stage): Promise<Read> {
  const [due] = await sql<{ at: string }>(
    `with due as (update catalog_syncs set next_attempt_at = now() returning next_attempt_at)
     select min(next_attempt_at)::text as at from due`,
  );
  for (const begun = performance.now(); performance.now() - begun < LIMIT_MS;) {
    await sleep(LOOK_EVERY_MS);
    const rows = await sql<Account & Counts & { ms: number }>(
      `select account, extract(epoch from ended_at - started_at)::float8 as seconds, failure, articles, added, changed, vanished,
         extract(epoch from ended_at - $1::timestamptz)::float8 * 1000 as ms
       from catalog_syncs where ended_at > $1::timestamptz and lease_until is null order by account`,
      [due!.at],
    );
    if (rows.length < 4) continue;
    const sum = (of: keyof Counts): number => rows.reduce((total, row) => total + row[of], 0);
    return {
      ms: Math.max(...rows.map(({ ms }) => ms)),
      accounts: rows.map(({ account, seconds, articles, failure }) => ({
        account,
        seconds: rounded(seconds, 1),
        articles,
        failure,
      })),
      counts: {
        articles: sum('articles'),
        added: sum('added'),
        changed: sum('changed'),
        vanished: sum('vanished'),
      },
    };
  }
  throw new Error(`four catalogs were not read within ${LIMIT_MS} ms`);
}

/** A reading that found something else was none. */
function demandRight(figures: ReadingFigures, each: number): void {
  const { changed, vanished } = expected(each);
  const wanted: Record<Reading, Counts> = {
    first: { articles: 4 * each, added: 4 * each, changed: 0, vanished: 0 },
    same: { articles: 4 * each, added: 0, changed: 0, vanished: 0 },
    next: {
      articles: 4 * (each - vanished),
      added: 0,
      changed: 4 * changed,
      vanished: 4 * vanished,
    },
  };
  const found = Object.entries(wanted[figures.reading]).filter(
    ([name, count]) => figures[name as keyof Counts] !== count,
  );
  if (found.length > 0 || figures.accounts.some(({ failure }) => failure !== null))
    throw new Error(
      `the reading ${figures.reading} found ${JSON.stringify(figures)}, expected ${JSON.stringify(wanted[figures.reading])}`,
    );
}

function goalsOf(readings: readonly ReadingFigures[]): Goal[] {
  const peaks = readings.flatMap(({ peak_mb: mb }) => (mb === null ? [] : [mb]));
  return [
    {
      goal: `four catalogs read within ${GOAL_S} s`,
      is_met: readings.every(({ seconds }) => seconds < GOAL_S),
    },
    {
      goal: `below ${GOAL_MB} MB of resident memory`,
      is_met: peaks.every((mb) => mb < GOAL_MB),
    },
    {
      goal: 'no booking waits for a lock of a reading',
      is_met: readings.every(({ waits }) => waits.longest_ms === 0),
    },
  ];
}
