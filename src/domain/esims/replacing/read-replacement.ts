import type { Context } from '../../../context.ts';

/** An eSIM that is replaced, and its successor once it is made. */
export type Replacement = {
  id: string;
  traveler_id: string;
  old_esim_id: string;
  old_iccid: string;
  provider: string;
  new_esim_id: string | null;
  new_iccid: string | null;
  listed_at: Date | null;
  finished_at: Date | null;
};

export const readReplacement = (
  ctx: Context,
  partnerId: string,
  id: string,
): Promise<Replacement | undefined> =>
  ctx.db.partnerTx(partnerId, (tx) =>
    tx.one<Replacement>(
      `select r.id, r.traveler_id, r.old_esim_id, o.iccid as old_iccid, o.provider, r.new_esim_id,
         n.iccid as new_iccid, r.listed_at, r.finished_at
       from esim_replacements r
       join esims o on o.partner_id = r.partner_id and o.id = r.old_esim_id
       left join esims n on n.partner_id = r.partner_id and n.id = r.new_esim_id
       where r.partner_id = $1 and r.id = $2`,
      [partnerId, id],
    ),
  );
