import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Partner } from '../partners/partner.ts';
import { lpaRow } from './provisioning/insert-esim.ts';

/** What the QR code of an eSIM holds. 404 for one that is not there or not this partner's. */
export async function lpaOf(ctx: Context, partner: Partner, iccid: string): Promise<string> {
  const row = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.one<{ id: string; lpa_sealed: Buffer }>(
      'select id, lpa_sealed from esims where partner_id = $1 and iccid = $2',
      [partner.id, iccid],
    ),
  );
  if (row === undefined) throw new AppError('esim_not_found', 'There is no such eSIM.');
  return ctx.secrets.open(row.lpa_sealed, lpaRow(row.id));
}
