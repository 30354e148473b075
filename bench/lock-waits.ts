/** Whether one process of the product has kept another waiting for a lock in PostgreSQL. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { rounded } from './figures.ts';

const LOOK_EVERY_MS = 20;

/** Milliseconds of the longest wait that was seen; with whom it waited for. Shorter ones may go unseen. */
export type Waits = { looks: number; longest_ms: number; because: string | null };

type Row = { ms: number; statement: string };

/** Looks until the function is called. Processes are known by the names of their connections. */
export async function watchLocks(
  database: pg.ClientConfig,
  waiting: string,
  holding: string,
): Promise<() => Promise<Waits>> {
  const client = new pg.Client(database);
  await client.connect();
  await demandNames(client, [waiting, holding]);
  const waits: Waits = { looks: 0, longest_ms: 0, because: null };
  let isOver = false;
  const looking = (async () => {
    for (; !isOver; await sleep(LOOK_EVERY_MS)) {
      const { rows } = await client.query<Row>(
        `select extract(epoch from clock_timestamp() - l.waitstart)::float8 * 1000 as ms, h.query as statement
         from pg_locks l join pg_stat_activity w on w.pid = l.pid, unnest(pg_blocking_pids(l.pid)) b join pg_stat_activity h on h.pid = b
         where not l.granted and l.waitstart is not null and w.application_name = $1 and h.application_name = $2
         order by l.waitstart limit 1`,
        [waiting, holding],
      );
      waits.looks++;
      if (rows[0] !== undefined && rows[0].ms > waits.longest_ms)
        [waits.longest_ms, waits.because] = [rounded(rows[0].ms, 1), rows[0].statement];
    }
  })();
  looking.catch(() => {});
  return async () => {
    isOver = true;
    await looking.finally(() => client.end());
    return waits;
  };
}

/** Under other names nobody would ever be seen to wait. */
async function demandNames(client: pg.Client, names: string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select distinct application_name as name from pg_stat_activity where application_name = any($1)',
    [names],
  );
  if (rows.length < names.length)
    throw new Error(`of ${names.join(', ')} only ${JSON.stringify(rows)} are connected`);
}
