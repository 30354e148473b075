/**
 * A package that was ordered ahead works like any other, so its traveler may use it without
 * redeeming anything: the first report of that redeems its queue.
 */
import type { Context } from '../../../context.ts';
import { asPartner } from '../../../db/as-partner.ts';
import type { Tx } from '../../../db/pool.ts';
import { partnerNow } from '../../partners/now.ts';
import { allocate } from '../usage/allocate.ts';
import { bucketsOf } from '../usage/apply-usage.ts';
import type { Due } from '../usage/due-reports.ts';
import type { LockedEsim } from '../usage/locked-esims.ts';
import { HELD_COLUMNS, lockHeld, releaseHeld, showHeld, type HeldOrder } from './held-package.ts';

/**
 * What is held on the eSIMs of these reports, with its queue locked: before any eSIM, as everywhere.
 * Reports that tell of no use at all lock nothing.
 */
export async function lockHeldOf(tx: Tx, due: readonly Due[]): Promise<HeldOrder[]> {
  const esims = due.flatMap(({ esim_id, report }) =>
    esim_id !== null && tellsOfUse(report) ? [esim_id] : [],
  );
  if (esims.length === 0) return [];
  const held = await tx.rows<HeldOrder>(
    `select ${HELD_COLUMNS}
     from provider_orders
     where preorder = 'held' and esim_id = any($1)
     order by partner_id, queue_id`,
    [esims],
    'held-on-esims',
  );
  for (const one of held) {
    await asPartner(tx, one.partner_id);
    await tx.rows(
      'select 1 from package_queues where partner_id = $1 and id = $2 for no key update',
      [one.partner_id, one.queue_id],
    );
  }
  const locked: HeldOrder[] = [];
  for (const { id } of held.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const still = await lockHeld(tx, id);
    if (still !== undefined) locked.push(still);
  }
  return locked;
}

const tellsOfUse = ({ packages, usage }: Due['report']): boolean =>
  usage.some(({ used_bytes }) => used_bytes > 0) ||
  packages.some((line) => isUsed(line) || isOver(line));

const isUsed = (line: Due['report']['packages'][number]): boolean =>
  line.used_bytes > 0 || line.activated_at !== null || line.status === 'DEPLETED';

/** Its telco has ended it, though nobody used it: then it is of no use to a redemption. */
const isOver = ({ status }: Due['report']['packages'][number]): boolean =>
  status === 'EXPIRED' || status === 'CANCELLED';

const linesOf = (held: HeldOrder, due: readonly Due[]) =>
  due
    .filter((row) => row.esim_id === held.esim_id && row.provider === held.provider)
    .map(({ report, reported_at }) => ({
      report,
      reportedAt: reported_at,
      line: report.packages.find((k) => k.package_id === held.provider_package_id),
    }));

/** Shows those that were used, and lets go of those that are over. Answers the eSIMs that hold one more package now. */
export async function redeemUsed(
  ctx: Context,
  tx: Tx,
  held: readonly HeldOrder[],
  due: readonly Due[],
  esims: ReadonlyMap<string, LockedEsim>,
): Promise<Map<string, LockedEsim['events']>> {
  const shown = new Map<string, LockedEsim['events']>();
  for (const one of held) {
    const esim = esims.get(one.esim_id);
    if (esim === undefined) continue;
    const now = partnerNow(ctx, { id: one.partner_id });
    const at = firstUse(one, esim, due, now);
    await asPartner(tx, one.partner_id);
    if (at === null) {
      const isEnded = linesOf(one, due).some(({ line }) => line !== undefined && isOver(line));
      if (isEnded) await releaseHeld(tx, one);
      continue;
    }
    const event = await showHeld(ctx, tx, one, esim.iccid, { at, now });
    if (event !== null) shown.set(one.esim_id, [event]);
  }
  return shown;
}

/**
 * Null: nothing tells of it. A telco that counts on the eSIM only does not say which package it was:
 * those that show take the bytes that they cover, the hidden one the rest.
 */
function firstUse(held: HeldOrder, esim: LockedEsim, due: readonly Due[], now: Date): Date | null {
  const instants = linesOf(held, due).flatMap(({ report, reportedAt, line }) =>
    line !== undefined && isUsed(line)
      ? [line.activated_at === null ? reportedAt : new Date(line.activated_at)]
      : report.usage.some((counter) => isLeftOver(held, esim, counter, reportedAt))
        ? [reportedAt]
        : [],
  );
  if (instants.length === 0) return null;
  const first = Math.min(...instants.map((at) => at.getTime()));
  return new Date(Math.min(Math.max(first, held.preordered_at.getTime()), now.getTime()));
}

function isLeftOver(
  held: HeldOrder,
  esim: LockedEsim,
  { iso3, used_bytes }: Due['report']['usage'][number],
  at: Date,
): boolean {
  if (iso3 !== null && !held.template!.coverage.includes(iso3)) return false;
  const delta = used_bytes - (esim.counters.get(iso3 ?? '') ?? 0);
  return delta > 0 && allocate(delta, iso3, bucketsOf(esim.packages, at)).uncovered > 0;
}
