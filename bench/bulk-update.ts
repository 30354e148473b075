/**
 * The limit of applying usage, a process of its own: two bulk updates `… from unnest()`, of as many
 * reports (marked as applied) and of their packages (the figure), in batches of the product's size,
 * one transaction each, on copies of the tables with the same indexes and storage settings.
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
  insert into bench.packages select * from packages where provider_package_id like 'tpk_%';
  drop table if exists bench.reports;
  create table bench.reports (like provider_reports including all)`;
/** As many reports as packages, none of them marked, each with the id of its package. */
export const REPORTS = `
  truncate bench.reports;
  insert into bench.reports (provider, report_id, iccid, reported_at, report)
  select e.provider, k.id, e.iccid, now(), jsonb_build_object('state', 'ENABLED', 'state_changed_at', e.status_at, 'usage', '[]'::jsonb,
    'packages', jsonb_build_array(jsonb_build_object('package_id', k.provider_package_id, 'used_bytes', k.total_bytes, 'activated_at', k.date_activated, 'expires_at', null, 'status', 'ACTIVE')))
  from packages k join esims e on e.partner_id = k.partner_id and e.id = k.esim_id where k.provider_package_id like 'tpk_%'`;

export type BulkOrder = { database: pg.ClientConfig; round: Growth };
export type BulkReply = { ms: number; rows: number } | { error: string };
type Row = { partner_id: string; id: string; provider: string; used: number };

/** Kept between rounds: a connection that ends takes its processor time out of sight. */
let connected: Promise<pg.Client> | undefined;
const connect = async (database: pg.ClientConfig): Promise<pg.Client> => {
  const client = new pg.Client(database);
  await client.connect();
  return client;
};

async function update({ database, round }: BulkOrder): Promise<BulkReply> {
  const client = await (connected ??= connect(database));
  const { rows } = await client.query<Row>(
    `select k.partner_id, k.id, r.provider, ${figureOf(round)}::float8 as used from bench.packages k join bench.reports r on r.report_id = k.id order by md5(k.id)`,
  );
  const batches = Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, i) =>
    rows.slice(i * BATCH, (i + 1) * BATCH),
  );
  let updated = 0;
  const begun = performance.now();
  for (const batch of batches) {
    const of = <K extends keyof Row>(column: K): Row[K][] => batch.map((row) => row[column]);
    await client.query('begin');
    const marked = await client.query({
      name: 'mark',
      text: `update bench.reports r set due_at = null, outcome = 'applied' from unnest($1::text[], $2::text[]) as u(provider, id) where r.provider = u.provider and r.report_id = u.id`,
      values: [of('provider'), of('id')],
    });
    const { rowCount } = await client.query({
      name: 'bulk',
      text: `update bench.packages k set used_bytes = u.used from unnest($1::text[], $2::text[], $3::bigint[]) as u(partner_id, id, used) where k.partner_id = u.partner_id and k.id = u.id`,
      values: [of('partner_id'), of('id'), of('used')],
    });
    await client.query('commit');
    updated += Math.min(rowCount!, marked.rowCount!);
  }
  return { ms: performance.now() - begun, rows: updated };
}

if (import.meta.main) {
  process.on('message', (order: BulkOrder) => {
    update(order)
      .catch((error: unknown): BulkReply => ({ error: String(error) }))
      .then((reply) => process.send!(reply));
  });
  process.on('disconnect', () => process.exit());
}
