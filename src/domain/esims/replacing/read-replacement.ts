import type { Context } from '../../../context.ts';

/** An eSIM that is replaced, and its successor once it is made. */
export type Replacement = {
  id: string;
  traveler_id: string;
  old_esim_id: string;
  old_iccid: string;
  type: 'universal' | 'classic';
  provider: string;
  successor: Successor | null;
  listed_at: Date | null;
  finished_at: Date | null;
};
/** `esim_id`: the telco's own */
export type Successor = {
  id: string;
  iccid: string;
  type: 'universal' | 'classic';
  provider: string;
  esim_id: string | null;
};

export const readReplacement = (
  ctx: Context,
  partnerId: string,
  id: string,
): Promise<Replacement | undefined> =>
  ctx.db.partnerTx(partnerId, (tx) =>
    tx.one<Replacement>(
      `select r.id, r.traveler_id, r.old_esim_id, o.iccid as old_iccid, o.type, o.provider,
         case when n.id is not null then json_build_object('id', n.id, 'iccid', n.iccid,
           'type', n.type, 'provider', n.provider, 'esim_id',
           (select i.provider_esim_id from iccids i where i.iccid = n.iccid)) end as successor,
         r.listed_at, r.finished_at
       from esim_replacements r
       join esims o on o.partner_id = r.partner_id and o.id = r.old_esim_id
       left join esims n on n.partner_id = r.partner_id and n.id = r.new_esim_id
       where r.partner_id = $1 and r.id = $2`,
      [partnerId, id],
    ),
  );
