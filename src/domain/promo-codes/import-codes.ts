/**
 * A partner's existing promo codes, from a CSV file (docs/promo-codes.md): taken whole or refused
 * whole with every bad line named. Imported again, codes that are there already are skipped. They
 * belong to no booking, and have no link unless the file gives them a uuid.
 */
import type { Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { Partner } from '../partners/partner.ts';
import { findPartner } from '../partners/managing/partners.ts';
import { insertCodes, refused } from './insert-codes.ts';
import { readCodes, refuseTwins, type CodeRow } from './read-codes.ts';

const MAX_PROBLEMS = 1_000;

export async function importCodes(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  csv: string,
): Promise<{ imported: number; skipped: number }> {
  const partner = await findPartner(ctx, partnerId);
  const rows = readFile(ctx, partner, csv);
  return ctx.db.partnerTx(partner.id, async (tx) => {
    const imported = await insertCodes(ctx, tx, partner, rows, null);
    const after = { imported, skipped: rows.length - imported };
    if (imported > 0)
      await recordAct(tx, actor, { partnerId: partner.id, action: 'promo_codes.imported', after });
    return after;
  });
}

/** Throws `invalid_request` naming every bad line. */
export function readFile(ctx: Context, partner: Partner, csv: string): CodeRow[] {
  const problems: Problem[] = [];
  const report = (line: number, field: string, expected: string, got: string): void => {
    const shown = JSON.stringify(got.length > 60 ? `${got.slice(0, 60)}…` : got);
    if (problems.length < MAX_PROBLEMS)
      problems.push({
        field: `row ${line}${field === '' ? '' : `, ${field}`}`,
        issue: `expected ${expected}; got ${shown}`,
      });
  };
  const rows = readCodes(ctx, partner, csv, report);
  if (problems.length === 0) refuseTwins(rows, report);
  if (problems.length > 0) throw refused(problems);
  return rows;
}
