/**
 * What the telco says in each round: every package starts somewhere, and grows by a few per cent.
 */
import type { Stage } from './stage.ts';

/**
 * `from` + round × `step` per cent of the total, `from` being spread over 0 to `spread` by the
 * package's id.
 */
export type Growth = { round: number; step: number; spread: number; offset: number };

/** SQL: the percentage of package `k`. */
export const percentOf = ({ round, step, spread, offset }: Growth): string =>
  `least(100, ${offset} + (abs(hashtext(k.id)::bigint) % ${spread})::int + ${round * step})`;
/**
 * SQL: the bytes of package `k`, rounded up, so that a threshold is reached with its percentage.
 */
export const figureOf = (growth: Growth): string =>
  `((k.total_bytes * ${percentOf(growth)} + 99) / 100)`;

/**
 * One report per eSIM, which names all its packages as a provider does, in no particular order;
 * `whose` narrows the packages `k` down. Answers how many reports there are.
 */
export async function storeReports(
  sql: Stage['sql'],
  growth: Growth,
  whose = `k.provider_package_id like 'tpk_%'`,
): Promise<number> {
  const rows = await sql(
    `with new as (insert into provider_reports (provider, report_id, iccid, reported_at, report, due_at)
     select provider, 'bench-${growth.round}-' || iccid, iccid, now(), report, null from (
       select e.provider, e.iccid, jsonb_build_object('state', 'ENABLED', 'state_changed_at', min(e.status_at), 'usage', '[]'::jsonb, 'packages', jsonb_agg(jsonb_build_object(
           'package_id', k.provider_package_id, 'used_bytes', ${figureOf(growth)}, 'activated_at', k.date_activated, 'expires_at', null, 'status', 'ACTIVE') order by k.id)) as report
       from packages k join esims e on e.partner_id = k.partner_id and e.id = k.esim_id where ${whose} group by e.provider, e.iccid) r
     order by md5(iccid) returning provider, report_id)
     insert into due_reports (provider, report_id) select provider, report_id from new returning 1`,
  );
  return rows.length;
}

/** Every report has to be applied, and every package to have what was reported last. */
export async function checkApplied(
  sql: Stage['sql'],
  growth: Growth,
  whose = `k.provider_package_id like 'tpk_%'`,
): Promise<void> {
  const [row] = await sql<{ open: number; wrong: number }>(
    `select (select (select count(*) from due_reports) + (select count(*) from provider_reports where outcome is not null or due_at is not null))::int as open,
       (select count(*)::int from packages k where ${whose} and k.used_bytes <> ${figureOf(growth)}) as wrong`,
  );
  if (row!.open > 0 || row!.wrong > 0)
    throw new Error(
      `after the usage reports: ${row!.open} are not applied, ${row!.wrong} packages have another figure than was reported`,
    );
}
