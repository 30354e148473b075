/** The least that writes as many rows: those that were read, into a table of the same form. */
import pg from 'pg';
import { rounded } from './figures.ts';
import { measure } from './processor-time.ts';
import type { Stage } from './stage.ts';

const AT_ONCE = 500;

/** Seconds; `postgres_cpu_s` null: not known. */
export type BareRows = { rows: number; seconds: number; postgres_cpu_s: number | null };

/** Of suppliers alone: others' were there before. */
const READ = `select s.* from sources s join catalog_syncs c on c.account = s.account order by s.account, s.id`;

export async function benchBareRows({ database, postmaster }: Stage): Promise<BareRows> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    await client.query('create table bench.sources (like sources including all)');
    const { rows } = await client.query<object>(READ);
    const batches = Array.from({ length: Math.ceil(rows.length / AT_ONCE) }, (_, i) =>
      JSON.stringify(rows.slice(i * AT_ONCE, (i + 1) * AT_ONCE)),
    );
    const postgres = measure([], postmaster);
    const begun = performance.now();
    for (const batch of batches)
      await client.query(
        'insert into bench.sources select * from json_populate_recordset(null::sources, $1)',
        [batch],
      );
    const seconds = rounded((performance.now() - begun) / 1_000, 2);
    const us = postgres(1);
    return {
      rows: rows.length,
      seconds,
      postgres_cpu_s: us === null ? null : rounded(us / 1_000_000, 2),
    };
  } finally {
    await client.end();
  }
}
