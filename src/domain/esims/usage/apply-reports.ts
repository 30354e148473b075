/**
 * Applies what providers reported: hundreds of reports of any partners in one transaction and a
 * handful of statements. A batch that fails is taken one report at a time, so that a bad one holds
 * up no other.
 */
import type { Context } from '../../../context.ts';
import { partnerNow } from '../../partners/now.ts';
import { applyState } from './apply-state.ts';
import { applyUsage } from './apply-usage.ts';
import { lockEsims } from './locked-esims.ts';
import { saveEsims } from './save-esims.ts';
import { adoptReports, putBack, take, takeAgain, type Due, type ReportKey } from './due-reports.ts';

const BATCH = 500;
/** One batch is computed while another is at the database. */
const WORKERS = 2;
/** Applies what is due of all partners; returns how many reports were looked at. */
export async function applyDueReports(
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> {
  let count = 0;
  await adoptReports(ctx);
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
      const last = await ctx.db.tx(async (tx) => putBack(tx, await takeAgain(tx, at!), 'failed'));
      ctx.log.error(
        {
          provider: at.provider,
          report: at.report_id,
          given_up: last > 0,
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
  wanted: { limit: number; key?: ReportKey },
  onTaken: (due: Due[]) => void = () => {},
): Promise<number> {
  const done = await ctx.db.tx(async (tx) => {
    const due = await take(tx, wanted);
    onTaken(due);
    if (due.length === 0) return { due, deliver: false, messages: 0, strangers: 0 };
    due.sort((a, b) => a.reported_at.getTime() - b.reported_at.getTime());
    const owners = due.map(ownerOf);
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
    const strangers = await putBack(tx, unknown, 'unknown_iccid');
    return { due, ...told, strangers };
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

const ownerOf = ({ partner_id: partnerId, esim_id: esimId }: Due) =>
  partnerId === null || esimId === null ? null : { partnerId, esimId };

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
