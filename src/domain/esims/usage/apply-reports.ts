/**
 * Applies what providers reported: hundreds of reports of any partners in one transaction and a
 * handful of statements. A batch that fails is taken one report at a time, so that a bad one holds
 * up no other.
 */
import type { Context } from '../../../context.ts';
import { isNotNow } from '../../../db/not-now.ts';
import type { Tx } from '../../../db/pool.ts';
import { NOBODY, Turnstile } from '../../../turns.ts';
import { partnerNow } from '../../partners/now.ts';
import { applyState } from './apply-state.ts';
import { lockHeldOf, redeemUsed } from '../preordering/redeem-used.ts';
import { applyUsage } from './apply-usage.ts';
import { lockEsims, type LockedEsim } from './locked-esims.ts';
import { saveEsims } from './save-esims.ts';
import {
  adoptReports,
  putBack,
  putOff,
  take,
  takeAgain,
  type Due,
  type ReportKey,
} from './due-reports.ts';

const BATCH = 500;
/** One batch is computed while another is at the database. */
const WORKERS = 2;

/**
 * Applies what is due of all partners; returns how many reports were looked at. Batches take their
 * reports and lock their eSIMs one after another: what waited longer is applied before what an eSIM
 * said later.
 */
export async function applyDueReports(
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> {
  let count = 0;
  await adoptReports(ctx);
  const door = new Turnstile({ atOnce: 1 });
  const worker = async (): Promise<void> => {
    for (let taken = BATCH; taken === BATCH && !isStopping(); count += taken) {
      taken = await applyBatch(ctx, { limit: BATCH }, { door }).catch((error: unknown) => {
        ctx.log.warn(
          { message: messageOf(error) },
          'a batch of reports failed; they are applied one by one',
        );
        return applyOneByOne(ctx, isStopping);
      });
    }
  };
  // A worker that fails leaves the other to end what it is at.
  const ends = await Promise.allSettled(Array.from({ length: WORKERS }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return count;
}

/** One stored report, now. False: another worker has it. */
export const applyReport = async (ctx: Context, key: ReportKey): Promise<boolean> =>
  (await applyBatch(ctx, { limit: 1, key })) === 1;

async function applyOneByOne(ctx: Context, isStopping: () => boolean): Promise<number> {
  let count = 0;
  for (; count < BATCH && !isStopping(); count++) {
    let at: Due | undefined;
    const onTaken = ([first]: Due[]): void => {
      at = first;
    };
    try {
      if ((await applyBatch(ctx, { limit: 1 }, { onTaken })) === 0) break;
    } catch (error) {
      if (at === undefined) throw error;
      await setAside(ctx, at, error);
    }
  }
  return count;
}

/** What is no fault of the report's, such as a lock that was not given, is no try of it. */
async function setAside(ctx: Context, due: Due, error: unknown): Promise<void> {
  const { provider, report_id: report } = due;
  const message = messageOf(error);
  if (isNotNow(error) || isNotNow((error as Error).cause)) {
    await putOff(ctx, due);
    ctx.log.warn({ provider, report, message }, 'a report cannot be applied right now');
    return;
  }
  const last = await ctx.db.tx(async (tx) => putBack(tx, await takeAgain(tx, due), 'failed'));
  ctx.log.error({ provider, report, given_up: last > 0, message }, 'a report cannot be applied');
}

type Batching = {
  /** held until a batch's eSIMs are locked */
  door?: Turnstile;
  onTaken?(due: Due[]): void;
};

async function applyBatch(
  ctx: Context,
  wanted: { limit: number; key?: ReportKey },
  { door = new Turnstile({ atOnce: 1 }), onTaken = () => {} }: Batching = {},
): Promise<number> {
  const done = await ctx.db.tx(async (tx) => {
    const { due, esims } = await door.run(NOBODY, async () => {
      const due = await take(tx, wanted);
      onTaken(due);
      return { due, esims: await esimsOf(ctx, tx, due) };
    });
    if (due.length === 0) return { due, deliver: false, messages: 0, strangers: 0 };
    due.sort((a, b) => a.reported_at.getTime() - b.reported_at.getTime());
    const unknown: Due[] = [];
    for (const row of due) {
      const esim = esims.get(row.esim_id ?? '');
      // An ICCID of another provider's is unknown to this one.
      if (esim === undefined || esim.provider !== row.provider) {
        unknown.push(row);
        continue;
      }
      const now = partnerNow(ctx, { id: esim.partnerId });
      const at = row.reported_at > now ? now : row.reported_at;
      esim.heardAt = now;
      // Reports are applied in the order of their instants.
      esim.measuredAt = at;
      applyState(esim, row.report.state, new Date(row.report.state_changed_at), now);
      applyUsage(esim, row.report, at, now);
    }
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

/** With those packages of theirs that these reports show to be used before they were redeemed. */
async function esimsOf(
  ctx: Context,
  tx: Tx,
  due: readonly Due[],
): Promise<Map<string, LockedEsim>> {
  const owners = due.flatMap(({ partner_id: partnerId, esim_id: esimId }) =>
    partnerId === null || esimId === null ? [] : [{ partnerId, esimId }],
  );
  const options = { counters: due.some((row) => row.report.usage.length > 0) };
  const held = await lockHeldOf(tx, due);
  const esims = await lockEsims(tx, owners, options);
  if (held.length === 0) return esims;
  const shown = await redeemUsed(ctx, tx, held, due, esims);
  if (shown.size === 0) return esims;
  const anew = await lockEsims(tx, owners, options);
  for (const [id, events] of shown) anew.get(id)!.events.push(...events);
  return anew;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
