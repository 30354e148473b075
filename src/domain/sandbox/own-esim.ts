/** A partner's eSIM by its ICCID, as the sandbox's steering calls need and show it. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { viewEsim, viewPackages, type Dashboard } from '../esims/esim-view.ts';
import { lockEsims, type LockedEsim } from '../esims/locked-esims.ts';
import type { Partner } from '../partners/key-store.ts';

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
      'select id, covers from package_queues where partner_id = $1 and id = any($2) and covers is not null',
      [partner.id, esim.packages.map((k) => k.queueId)],
    );
    return { ...esim, covers: new Map(covers.map((q) => [q.id, q.covers])) };
  });

/** What redeem-package shows of an eSIM. */
export async function showEsim(ctx: Context, partner: Partner, esimId: string) {
  const row = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.one<{ dashboard: Dashboard }>(
      `select json_build_object('traveler_id', e.traveler_id, 'queues', '[]'::json,
       'esim', json_build_object('id', e.id, 'iccid', e.iccid, 'provider', e.provider, 'lpa_sealed', encode(e.lpa_sealed, 'base64'), 'status', e.status, 'type', e.type,
         'time_assigned', e.time_assigned, 'last_updated', e.last_updated),
       'packages', coalesce((select json_agg(json_build_object('id', k.id, 'queue_id', k.queue_id, 'bundle_id', k.bundle_id, 'template_id', k.template_id, 'iso3', k.iso3,
           'package_type', k.package_type, 'total_bytes', k.total_bytes, 'used_bytes', k.used_bytes, 'duration_days', k.duration_days, 'status', k.status,
           'assigned_at', k.assigned_at, 'date_activated', k.date_activated, 'expires_at', k.expires_at, 'reported_at', k.reported_at) order by k.assigned_at desc, k.id desc)
         from packages k where k.partner_id = e.partner_id and k.esim_id = e.id and k.status <> 'CANCELLED'), '[]'::json)) as dashboard
     from esims e where e.partner_id = $1 and e.id = $2`,
      [partner.id, esimId],
    ),
  );
  if (row === undefined) throw new AppError('esim_not_found', 'There is no such eSIM.');
  return {
    current_esim: viewEsim(ctx, row.dashboard),
    current_esim_packages: viewPackages(row.dashboard),
  };
}
