/**
 * The limit of applying usage, a process of its own: a bulk `update … from unnest()` of as many
 * package rows, in batches of the product's size, one transaction each, on a copy of the packages
 * with the same indexes and storage settings.
 */
import pg from 'pg';
import { figureOf, type Growth } from './usage-figures.ts';

/** src/domain/esims/usage/apply-reports.ts */
const BATCH = 500;
export const COPY = `
  drop table if exists bench.packages;
  create table bench.packages (like packages including all);
  do $$ begin
    execute (select 'alter table bench.packages set (' || array_to_string(reloptions, ', ') || ')' from pg_class where oid = 'packages'::regclass and reloptions is not null);
  exception when null_value_not_allowed then null; end $$;
  insert into bench.packages select * from packages where provider_package_id like 'tpk_%'`;

export type BulkOrder = { database: pg.ClientConfig; round: Growth };
export type BulkReply = { ms: number; rows: number } | { error: string };
type Row = { partner_id: string; id: string; used: number };

async function update({ database, round }: BulkOrder): Promise<BulkReply> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    const { rows } = await client.query<Row>(
      `select partner_id, id, ${figureOf(round)}::float8 as used from bench.packages k order by md5(id)`,
    );
    const batches = Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, i) =>
      rows.slice(i * BATCH, (i + 1) * BATCH),
    );
    let updated = 0;
    const begun = performance.now();
    for (const batch of batches) {
      const { rowCount } = await client.query({
        name: 'bulk',
        text: `update bench.packages k set used_bytes = u.used from unnest($1::text[], $2::text[], $3::bigint[]) as u(partner_id, id, used) where k.partner_id = u.partner_id and k.id = u.id`,
        values: [batch.map((r) => r.partner_id), batch.map((r) => r.id), batch.map((r) => r.used)],
      });
      updated += rowCount!;
    }
    return { ms: performance.now() - begun, rows: updated };
  } finally {
    await client.end();
  }
}

if (import.meta.main) {
  process.on('message', (order: BulkOrder) => {
    update(order)
      .catch((error: unknown): BulkReply => ({ error: String(error) }))
      .then((reply) => process.send!(reply));
  });
  process.on('disconnect', () => process.exit());
}
