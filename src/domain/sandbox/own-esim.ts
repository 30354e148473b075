/** A partner's eSIM by its ICCID, as the sandbox's steering calls need and show it. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { lockEsims, type LockedEsim } from '../esims/usage/locked-esims.ts';
import type { Partner } from '../partners/partner.ts';

export type OwnEsim = LockedEsim & {
  /** package queue → the requested countries it serves */ covers: Map<string, string[]>;
};

/** 404 for one that is not there or not this partner's. */
export const findEsim = (ctx: Context, partner: Partner, iccid: string): Promise<OwnEsim> =>
  ctx.db.partnerTx(partner.id, async (tx) => {
    const row = await tx.one<{ id: string }>(
      'select id from esims where partner_id = $1 and iccid = $2',
      [partner.id, iccid],
    );
    const esim =
      row === undefined
        ? undefined
        : (await lockEsims(tx, [{ partnerId: partner.id, esimId: row.id }])).get(row.id);
    if (esim === undefined) throw new AppError('esim_not_found', 'There is no such eSIM.');
    const covers = await tx.rows<{ id: string; covers: string[] }>(
      `select id, covers
       from package_queues
       where partner_id = $1 and id = any($2) and covers is not null`,
      [partner.id, esim.packages.map((k) => k.queueId)],
    );
    return { ...esim, covers: new Map(covers.map((q) => [q.id, q.covers])) };
  });
