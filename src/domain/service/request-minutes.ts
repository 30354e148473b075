/**
 * How many requests this process answered in each minute, and how many it failed: gathered here and
 * added to everybody's every few seconds, so that no answer waits for a figure. A minute without
 * requests is written as well: it says that somebody was there to answer.
 */
import type { Db } from '../../db/pool.ts';
import { CLASSES, type RequestClass } from './figures.ts';

const MINUTE_MS = 60_000;
const WRITE_MS = 10_000;
/** Of a database that is away; older ones are dropped, and count as the outage that they were. */
const MOST_MINUTES = 60;

export type RequestMinutes = {
  note(kind: RequestClass, isFailure: boolean): void;
  /** From when on this process serves. */
  begin(): void;
  /** Writes what is left. */
  end(): Promise<void>;
};

type Counts = Record<RequestClass, { requests: number; failed: number }>;
type Warn = { warn(fields: object, message: string): void };

const none = (): Counts =>
  Object.fromEntries(CLASSES.map((kind) => [kind, { requests: 0, failed: 0 }])) as Counts;

const ADD = `insert into service_minutes (at, class, requests, failed)
  select at, class, requests, failed
  from unnest($1::timestamptz[], $2::text[], $3::int[], $4::int[])
    as m(at, class, requests, failed)
  order by at, class
  on conflict (at, class) do update
  set requests = service_minutes.requests + excluded.requests,
    failed = service_minutes.failed + excluded.failed`;

/** `now`: real time in milliseconds. */
export function makeRequestMinutes(
  db: Db,
  log: Warn,
  now: () => number = Date.now,
): RequestMinutes {
  let minutes = new Map<number, Counts>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const current = (): Counts => countsOf(minutes, Math.floor(now() / MINUTE_MS) * MINUTE_MS);

  async function write(): Promise<void> {
    const gathered = minutes;
    minutes = new Map();
    try {
      await store(db, gathered);
    } catch (error) {
      for (const [at, counts] of gathered) add(countsOf(minutes, at), counts);
      dropOldest(minutes);
      const message = error instanceof Error ? error.message : String(error);
      log.warn({ message }, 'counts of requests were not written yet');
    }
  }
  const inTurn = (): Promise<void> => (writing = writing.then(write));

  return {
    note(kind, isFailure) {
      const counts = current()[kind];
      counts.requests++;
      if (isFailure) counts.failed++;
    },
    begin() {
      current();
      timer = setInterval(() => {
        current();
        void inTurn();
      }, WRITE_MS).unref();
    },
    async end() {
      clearInterval(timer);
      await inTurn();
    },
  };
}

function countsOf(minutes: Map<number, Counts>, at: number): Counts {
  const known = minutes.get(at);
  if (known !== undefined) return known;
  const counts = none();
  minutes.set(at, counts);
  return counts;
}

function add(to: Counts, counts: Counts): void {
  for (const kind of CLASSES) {
    to[kind].requests += counts[kind].requests;
    to[kind].failed += counts[kind].failed;
  }
}

function dropOldest(minutes: Map<number, Counts>): void {
  const oldest = [...minutes.keys()].sort((a, b) => a - b).slice(0, -MOST_MINUTES);
  for (const at of oldest) minutes.delete(at);
}

async function store(db: Db, gathered: Map<number, Counts>): Promise<void> {
  const rows = [...gathered].flatMap(([at, counts]) =>
    CLASSES.map((kind) => ({ at: new Date(at), kind, ...counts[kind] })),
  );
  if (rows.length === 0) return;
  await db.rows(ADD, [
    rows.map(({ at }) => at),
    rows.map(({ kind }) => kind),
    rows.map(({ requests }) => requests),
    rows.map(({ failed }) => failed),
  ]);
}
