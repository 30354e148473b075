/**
 * The queue of reports that have still to be applied: a narrow table beside the reports themselves,
 * which they leave by being deleted in the transaction that applies them. No lease is needed where
 * taking and acting commit together: whoever dies over a report has not taken it.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { StoredReport } from './stored-report.ts';

/**
 * Seconds before the next try of a report that cannot be applied: its eSIM may be about to be
 * stored. After the last it is given up.
 */
const RETRY_S = [2, 10, 60, 300];
/** What could not be applied for reasons that are none of the report's comes again after this. */
const PUT_OFF_S = 5;

export type ReportKey = { provider: string; reportId: string };
export type Due = {
  provider: string;
  report_id: string;
  tries: number;
  iccid: string;
  reported_at: Date;
  report: StoredReport;
  /** whose ICCID it is; null: nobody's here */
  partner_id: string | null;
  esim_id: string | null;
};

/**
 * Takes what has been due for longest, or the report of this key, whenever that is due. By place
 * (ctid) hundreds are taken at once; "offset 0" keeps it a look-up of each by its key.
 */
export const take = (tx: Tx, { limit, key }: { limit: number; key?: ReportKey }): Promise<Due[]> =>
  tx.rows<Due>(
    `with taken as (delete from due_reports
       where ctid = any(array(select ctid
         from due_reports
         where ${key === undefined ? 'due_at <= statement_timestamp()' : 'provider = $2 and report_id = $3'}
         order by due_at
         limit $1
         for update skip locked))
       returning provider, report_id, tries)
     select t.provider, t.report_id, t.tries, r.iccid, r.reported_at, r.report, i.partner_id,
       i.esim_id
     from taken t
     cross join lateral (select iccid, reported_at, report
       from provider_reports
       where provider = t.provider and report_id = t.report_id
       offset 0) r
     left join lateral (select partner_id, esim_id
       from iccids
       where iccid = r.iccid
       offset 0) i on true`,
    key === undefined ? [limit] : [limit, key.provider, key.reportId],
    key === undefined ? 'take-reports' : 'take-report',
  );

/** What was taken by a transaction that failed, unless somebody has been at it since. */
export async function takeAgain(tx: Tx, due: Due): Promise<Due[]> {
  const row = await tx.one(
    `delete from due_reports
     where provider = $1 and report_id = $2 and tries = $3
     returning 1`,
    [due.provider, due.report_id, due.tries],
  );
  return row === undefined ? [] : [due];
}

/** Lets others go before one whose transaction failed; it is no try. */
export const putOff = (ctx: Context, due: Due): Promise<unknown> =>
  ctx.db.rows(
    `update due_reports
     set due_at = clock_timestamp() + ${PUT_OFF_S} * interval '1 s'
     where provider = $1 and report_id = $2 and tries = $3`,
    [due.provider, due.report_id, due.tries],
  );

/** Sets the next try of what was taken; answers how many have none and are given up. */
export async function putBack(
  tx: Tx,
  taken: readonly Due[],
  outcome: 'unknown_iccid' | 'failed',
): Promise<number> {
  const [again, last] = [true, false].map((has) =>
    taken.filter((due) => due.tries < RETRY_S.length === has),
  ) as [Due[], Due[]];
  const keys = (due: readonly Due[]) => [due.map((d) => d.provider), due.map((d) => d.report_id)];
  if (again.length > 0)
    await tx.rows(
      `insert into due_reports (provider, report_id, tries, due_at)
       select provider, report_id, tries, clock_timestamp() + pause * interval '1 s'
       from unnest($1::text[], $2::text[], $3::smallint[], $4::float8[])
         as x(provider, report_id, tries, pause)`,
      [...keys(again), again.map((d) => d.tries + 1), again.map((d) => RETRY_S[d.tries]!)],
    );
  if (last.length > 0)
    await tx.rows(
      `update provider_reports r
       set outcome = $3
       from unnest($1::text[], $2::text[]) as x(provider, report_id)
       where r.provider = x.provider and r.report_id = x.report_id`,
      [...keys(last), outcome],
    );
  return last.length;
}

/** Whether it is applied; undefined: it is not stored. */
export async function isApplied(
  ctx: Context,
  { provider, reportId }: ReportKey,
): Promise<boolean | undefined> {
  const row = await ctx.db.one<{ is_applied: boolean }>(
    `select r.outcome is null and not exists (select 1
       from due_reports d
       where d.provider = r.provider and d.report_id = r.report_id) as is_applied
     from provider_reports r
     where r.provider = $1 and r.report_id = $2`,
    [provider, reportId],
    'is-report-applied',
  );
  return row?.is_applied;
}

/**
 * Processes of the release before this queue mark the report itself as due, as long as some of them
 * run: those are put into the queue.
 */
export const adoptReports = (ctx: Context): Promise<unknown> =>
  ctx.db.rows(
    `with waiting as (update provider_reports
       set due_at = null, outcome = null
       where due_at is not null
       returning provider, report_id, tries)
     insert into due_reports (provider, report_id, tries)
     select provider, report_id, tries
     from waiting
     on conflict do nothing`,
    [],
    'adopt-reports',
  );
