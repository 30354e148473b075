/**
 * A redeemed queue with the eSIM that took it, whichever kind: what redeeming a promo code and
 * claiming a grant answer.
 */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import type { Partner } from '../partners/partner.ts';
import { viewEsim, viewPackages, viewQueue, type Dashboard } from './esim-view.ts';

/** As user-dashboards.sql has it, for the one eSIM. $1 partner, $2 queue. */
const LOAD = `select json_build_object('traveler_id', e.traveler_id, 'esim',
    json_build_object('id', e.id, 'iccid', e.iccid, 'provider', e.provider, 'lpa_sealed',
      encode(e.lpa_sealed, 'base64'), 'status', e.status, 'type', e.type, 'time_assigned',
      e.time_assigned, 'last_updated', e.last_updated),
    'queues',
    json_build_array(json_build_object('id', q.id, 'iso3', q.iso3, 'bytes', q.bytes,
      'duration_days', q.duration_days, 'package_type', q.package_type, 'covers', q.covers,
      'created_at', q.created_at, 'redeemed_at', q.redeemed_at)),
    'packages',
    (select json_agg(json_build_object('id', k.id, 'queue_id', k.queue_id, 'bundle_id', k.bundle_id,
      'template_id', k.template_id, 'iso3', k.iso3, 'package_type', k.package_type, 'total_bytes',
      k.total_bytes, 'used_bytes', k.used_bytes, 'duration_days', k.duration_days, 'status',
      k.status, 'assigned_at', k.assigned_at, 'date_activated', k.date_activated, 'expires_at',
      k.expires_at, 'reported_at', k.reported_at)
      order by k.assigned_at desc, k.id desc)
      from packages k
      where k.partner_id = $1 and k.esim_id = e.id and k.status <> 'CANCELLED')) as dashboard
  from package_queues q
  join lateral (select p.esim_id
    from packages p
    where p.partner_id = $1 and p.queue_id = q.id
    order by p.status = 'CANCELLED', p.assigned_at desc
    limit 1) p on true
  join esims e on e.partner_id = $1 and e.id = p.esim_id
  where q.partner_id = $1 and q.id = $2`;

export const queueDashboard = (ctx: Context, partner: Partner, queueId: string) =>
  ctx.db.partnerTx(partner.id, (tx) => readQueueDashboard(ctx, tx, partner, queueId));

/** For an answer that reads more: see partnerRead. */
export async function readQueueDashboard(
  ctx: Context,
  db: Queryable,
  partner: Partner,
  queueId: string,
) {
  const row = await db.one<{ dashboard: Dashboard }>(LOAD, [partner.id, queueId]);
  const { dashboard } = row!;
  return {
    package_queue: viewQueue(dashboard.queues[0]!),
    current_esim: viewEsim(ctx, dashboard),
    current_esim_packages: viewPackages({ ...dashboard, packages: dashboard.packages ?? [] }),
  };
}
