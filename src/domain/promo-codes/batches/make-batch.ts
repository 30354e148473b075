/**
 * A batch of promo codes: made, all for the same package, or taken from a file. Its name is its own
 * at the partner, so that the same request sent twice makes it once.
 */
import { randomUUID } from 'node:crypto';
import { invalid, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { newId, newPromoCode } from '../../../ids.ts';
import { nameOf, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { PackageType } from '../../catalog/types.ts';
import { partnerNow } from '../../partners/now.ts';
import type { Partner } from '../../partners/partner.ts';
import type { EntryInput } from '../../planning/entry/entry.ts';
import { marketOf, type Market } from '../../planning/market.ts';
import { planEntry, type EntryPlan } from '../../planning/plan-entry.ts';
import { momentEnd, readMoment } from '../../time.ts';
import { readFile } from '../import-codes.ts';
import { insertCodes } from '../insert-codes.ts';
import { codeRow, type CodeRow } from '../read-codes.ts';
import {
  BATCH_COLUMNS,
  viewBatch,
  type BatchPackage,
  type BatchRow,
  type BatchView,
} from './batch-view.ts';

export const MOST_CODES = 10_000;

export type BatchInput = BatchPackage & {
  name: string;
  count: number;
  /** a date lasts to the end of its day in the partner's zone */
  valid_until: string;
};

/** Throws `invalid_request` naming every bad field. */
export async function makeBatch(
  ctx: Context,
  actor: Actor,
  partner: Partner,
  { name, count, valid_until: until, ...asked }: BatchInput,
): Promise<BatchView> {
  const market = marketOf(ctx, partner);
  const problems: Problem[] = [];
  const validUntil = readEnd(ctx, partner, until, problems);
  const plan = planPackage(ctx, partner, market, asked, problems);
  if (problems.length > 0) throw invalid(problems);
  const made = (some: number): CodeRow[] =>
    Array.from({ length: some }, () =>
      codeRow(ctx, partner, market, plan, {
        line: 0,
        code: newPromoCode(),
        uuid: randomUUID(),
        recipient: null,
        valid_until: validUntil,
      }),
    );
  return ctx.db.partnerTx(partner.id, async (tx) => {
    const row = await begin(tx, actor, partner, {
      name,
      is_imported: false,
      package: asked,
      valid_until: validUntil,
      codes: count,
    });
    // One that is somebody's already is made anew.
    for (let left = count; left > 0;)
      left -= await insertCodes(ctx, tx, partner, made(left), row.id);
    return finish(tx, actor, partner, row);
  });
}

/** Throws `invalid_request` naming every bad line; codes that are there already are skipped. */
export async function importBatch(
  ctx: Context,
  actor: Actor,
  partner: Partner,
  { name, csv }: { name: string; csv: string },
): Promise<BatchView & { skipped: number }> {
  const rows = readFile(ctx, partner, csv);
  if (rows.length > MOST_CODES)
    throw invalid([
      { field: '', issue: `expected at most ${MOST_CODES} codes, got ${rows.length}` },
    ]);
  return ctx.db.partnerTx(partner.id, async (tx) => {
    const row = await begin(tx, actor, partner, {
      name,
      is_imported: true,
      package: null,
      valid_until: null,
      codes: rows.length,
    });
    const codes = await insertCodes(ctx, tx, partner, rows, row.id);
    if (codes === 0)
      throw invalid([{ field: '', issue: 'expected a code that is not there already' }]);
    await tx.rows('update promo_code_batches set codes = $3 where partner_id = $1 and id = $2', [
      partner.id,
      row.id,
      codes,
    ]);
    const view = await finish(tx, actor, partner, { ...row, codes });
    return { ...view, skipped: rows.length - codes };
  });
}

type NewBatch = Pick<BatchRow, 'name' | 'is_imported' | 'package' | 'valid_until' | 'codes'>;

async function begin(
  tx: Tx,
  actor: Actor,
  partner: Partner,
  { name, is_imported, package: asked, valid_until, codes }: NewBatch,
): Promise<BatchRow> {
  const row = await tx.one<BatchRow>(
    `insert into promo_code_batches
       (partner_id, id, name, is_imported, package, valid_until, codes, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (partner_id, name) do nothing
     returning ${BATCH_COLUMNS}`,
    [
      partner.id,
      newId('pcb'),
      name,
      is_imported,
      asked === null ? null : JSON.stringify(asked),
      valid_until,
      codes,
      nameOf(actor),
    ],
  );
  if (row === undefined)
    throw invalid([{ field: 'name', issue: 'expected a name that no other batch of yours has' }]);
  return row;
}

async function finish(tx: Tx, actor: Actor, partner: Partner, row: BatchRow): Promise<BatchView> {
  const view = viewBatch(row);
  const { name, codes, is_imported, package: asked, valid_until } = view;
  await recordAct(tx, actor, {
    partnerId: partner.id,
    action: is_imported ? 'promo_codes.imported' : 'promo_codes.made',
    subject: row.id,
    after: { name, codes, ...(is_imported ? {} : { package: asked, valid_until }) },
  });
  return view;
}

function readEnd(ctx: Context, partner: Partner, text: string, problems: Problem[]): Date | null {
  const moment = readMoment(text, 'valid_until', problems);
  const at = moment === null ? null : momentEnd(moment, partner.settings.time_zone);
  if (at !== null && at <= partnerNow(ctx, partner))
    problems.push({ field: 'valid_until', issue: `expected a time ahead, got "${text}"` });
  return at;
}

/** As an entry of a booking without a traveler is. */
function planPackage(
  ctx: Context,
  partner: Partner,
  market: Market,
  { package_type: type, ...asked }: BatchPackage,
  problems: Problem[],
): EntryPlan {
  const entry = Object.fromEntries(
    Object.entries({ ...asked, package_type: type as PackageType | undefined }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as EntryInput;
  const plan = planEntry(market, entry, 0, {
    dates: null,
    provider: null,
    strategy: partner.settings.package_strategy,
    now: partnerNow(ctx, partner),
    zone: partner.settings.time_zone,
  });
  problems.push(...plan.problems);
  if (plan.problems.length === 0 && plan.open === null && plan.choices.length !== 1)
    problems.push({
      field: 'package_duration',
      issue: 'required: this type has no duration of its own',
    });
  return plan;
}
