import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import type { Partner } from '../partners/partner.ts';
import { viewEsim, viewPackages, type Dashboard } from './esim-view.ts';

/** What redeem-package shows of an eSIM, whichever it is. 404 `esim_not_found`. */
export const showEsim = (ctx: Context, partner: Partner, esimId: string) =>
  ctx.db.partnerTx(partner.id, (tx) => readEsim(ctx, tx, partner, esimId));

/** For an answer that reads more: see partnerRead. */
export async function readEsim(ctx: Context, db: Queryable, partner: Partner, esimId: string) {
  const row = await db.one<{ dashboard: Dashboard }>(
    `select json_build_object('traveler_id', e.traveler_id, 'queues', '[]'::json, 'esim',
       json_build_object('id', e.id, 'iccid', e.iccid, 'provider', e.provider, 'lpa_sealed',
         encode(e.lpa_sealed, 'base64'), 'status', e.status, 'type', e.type, 'time_assigned',
         e.time_assigned, 'last_updated', e.last_updated),
       'packages',
       coalesce((select json_agg(json_build_object('id', k.id, 'queue_id', k.queue_id, 'bundle_id',
         k.bundle_id, 'template_id', k.template_id, 'iso3', k.iso3, 'package_type', k.package_type,
         'total_bytes', k.total_bytes, 'used_bytes', k.used_bytes, 'duration_days', k.duration_days,
         'status', k.status, 'assigned_at', k.assigned_at, 'date_activated', k.date_activated,
         'expires_at', k.expires_at, 'reported_at', k.reported_at)
         order by k.assigned_at desc, k.id desc)
         from packages k
         where k.partner_id = e.partner_id and k.esim_id = e.id and k.status <> 'CANCELLED'),
         '[]'::json)) as dashboard
     from esims e
     where e.partner_id = $1 and e.id = $2`,
    [partner.id, esimId],
  );
  if (row === undefined) throw new AppError('esim_not_found', 'There is no such eSIM.');
  return {
    current_esim: viewEsim(ctx, row.dashboard),
    current_esim_packages: viewPackages(row.dashboard),
  };
}
