/**
 * Applies what providers reported: hundreds of reports of any partners in one transaction and a
 * handful of statements. A batch that fails is taken one report at a time, so that a bad one holds
 * up no other.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { partnerNow } from '../../partners/now.ts';
import { applyState } from './apply-state.ts';
import { applyUsage } from './apply-usage.ts';
import { lockEsims } from './locked-esims.ts';
import { saveEsims } from './save-esims.ts';
import type { StoredReport } from './stored-report.ts';

const BATCH = 500;
/** One batch is computed while another is at the database. */
const WORKERS = 2;
/**
 * Seconds before the next try of a report that cannot be applied: its eSIM may be about to be
 * stored. After the last it is given up.
 */
const RETRY_S = [2, 10, 60, 300];

type Due = {
  provider: string;
  report_id: string;
  iccid: string;
  reported_at: Date;
  report: StoredReport;
  tries: number;
  owner: string | null;
};
export type ReportKey = { provider: string; reportId: string };
type Wanted = { limit: number; key?: ReportKey };

/** Applies what is due of all partners; returns how many reports were looked at. */
export async function applyDueReports(
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> {
  let count = 0;
  const worker = async (): Promise<void> => {
    for (let taken = BATCH; taken === BATCH && !isStopping(); count += taken) {
      taken = await applyBatch(ctx, { limit: BATCH }).catch((error: unknown) => {
        ctx.log.warn(
          { message: messageOf(error) },
          'a batch of reports failed; they are applied one by one',
        );
        return applyOneByOne(ctx, isStopping);
      });
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
  return count;
}

/** One stored report, now. False: another worker has it. */
export const applyReport = async (ctx: Context, key: ReportKey): Promise<boolean> =>
  (await applyBatch(ctx, { limit: 1, key })) === 1;

async function applyOneByOne(ctx: Context, isStopping: () => boolean): Promise<number> {
  let count = 0;
  for (; count < BATCH && !isStopping(); count++) {
    let at: Due | undefined;
    try {
      if (
        (await applyBatch(ctx, { limit: 1 }, (due) => {
          at = due[0];
        })) === 0
      )
        break;
    } catch (error) {
      if (at === undefined) throw error;
      const last = await ctx.db.tx((tx) => postpone(tx, [at!], 'failed'));
      ctx.log.error(
        {
          provider: at.provider,
          report: at.report_id,
          given_up: last.length > 0,
          message: messageOf(error),
        },
        'a report cannot be applied',
      );
    }
  }
  return count;
}

async function applyBatch(
  ctx: Context,
  wanted: Wanted,
  onTaken: (due: Due[]) => void = () => {},
): Promise<number> {
  const done = await ctx.db.tx(async (tx) => {
    const due = await take(tx, wanted);
    onTaken(due);
    if (due.length === 0) return { due, deliver: false, messages: 0, strangers: 0 };
    due.sort((a, b) => a.reported_at.getTime() - b.reported_at.getTime());
    const owners = due.map((r) => ownerOf(r.owner));
    const esims = await lockEsims(
      tx,
      owners.filter((owner) => owner !== null),
      { counters: due.some((row) => row.report.usage.length > 0) },
    );
    const unknown: Due[] = [];
    due.forEach((row, i) => {
      const esim = esims.get(owners[i]?.esimId ?? '');
      // An ICCID of another provider's is unknown to this one.
      if (esim === undefined || esim.provider !== row.provider) return void unknown.push(row);
      const now = partnerNow(ctx, { id: esim.partnerId });
      const at = row.reported_at > now ? now : row.reported_at;
      esim.heardAt = now;
      // Reports are applied in the order of their instants.
      esim.measuredAt = at;
      applyState(esim, row.report.state, new Date(row.report.state_changed_at), now);
      applyUsage(esim, row.report, at, now);
    });
    const told = await saveEsims(tx, esims.values());
    const strangers = await postpone(tx, unknown, 'unknown_iccid');
    return { due, ...told, strangers: strangers.length };
  });
  if (done.deliver) ctx.wake('deliveries');
  if (done.messages > 0) ctx.wake('messages');
  if (done.strangers > 0)
    ctx.log.warn(
      { reports: done.strangers },
      'reports of ICCIDs that nobody here has were given up',
    );
  return done.due.length;
}

/**
 * Takes due reports and marks them applied, which holds if the transaction does: no lease is needed
 * where taking and acting commit together, and by place (ctid) hundreds are taken at once.
 */
const take = (tx: Tx, { limit, key }: Wanted): Promise<Due[]> =>
  tx.rows<Due>(
    `update provider_reports r
     set due_at = null, outcome = 'applied'
     where r.ctid = any(array(select ctid
       from provider_reports
       where ${key === undefined ? 'due_at <= clock_timestamp()' : 'due_at is not null and provider = $2 and report_id = $3'}
       order by due_at
       limit $1
       for update skip locked))
     returning r.provider, r.report_id, r.iccid, r.reported_at, r.report, r.tries,
       (select i.partner_id || ' ' || i.esim_id from iccids i where i.iccid = r.iccid) as owner`,
    key === undefined ? [limit] : [limit, key.provider, key.reportId],
    key === undefined ? 'take-reports' : 'take-report',
  );

function ownerOf(owner: string | null): { partnerId: string; esimId: string } | null {
  const [partnerId, esimId] = owner?.split(' ') ?? [];
  return partnerId === undefined || esimId === undefined ? null : { partnerId, esimId };
}

/**
 * Sets the next try; answers those that have none. Two that failed at one report at once count as
 * one try.
 */
const postpone = async (
  tx: Tx,
  rows: readonly Due[],
  outcome: 'unknown_iccid' | 'failed',
): Promise<unknown[]> =>
  rows.length === 0
    ? []
    : tx.rows(
        `with p as (update provider_reports r
           set tries = r.tries + 1,
             due_at = clock_timestamp() + ($3::float8[])[r.tries + 1] * interval '1 s',
             outcome = case when r.tries >= cardinality($3::float8[]) then $4 end
           from unnest($1::text[], $2::text[], $5::smallint[]) as x(provider, report_id, tries)
           where r.provider = x.provider and r.report_id = x.report_id and r.tries = x.tries
           returning r.outcome)
         select 1
         from p
         where outcome is not null`,
        [
          rows.map((r) => r.provider),
          rows.map((r) => r.report_id),
          RETRY_S,
          outcome,
          rows.map((r) => r.tries),
        ],
      );

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
