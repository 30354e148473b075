/** GET /api/sandbox/esims: a partner's eSIMs, each as the device that it is on. */
import type { Context } from '../../context.ts';
import { readId } from '../../ids.ts';
import { BEHIND_ALL, pageOf, placeOf, type PageSize, type Paging } from '../../input/paging.ts';
import { viewPackages, type Dashboard } from '../esims/esim-view.ts';
import type { Partner } from '../partners/partner.ts';
import { publicNameOf } from '../suppliers/public-name.ts';

export const PHONES_PAGE: PageSize = { most: 50, usual: 20 };

type Row = {
  id: string;
  iccid: string;
  provider: string;
  type: 'universal' | 'classic';
  status: string;
  traveler_id: string;
  external_user_id: string | null;
  time_assigned: Date;
  archived_at: Date | null;
  packages: Dashboard['packages'];
};

/** Newest first, those that were put away among them; ids ascend with real time. */
export async function listPhones(ctx: Context, partner: Partner, query: Paging) {
  const limit = query.limit ?? PHONES_PAGE.usual;
  const before = placeOf(query.cursor, readId()) ?? BEHIND_ALL;
  const rows = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.rows<Row>(
      `select e.id, e.iccid, e.provider, e.type, e.status, e.traveler_id, t.external_user_id,
         e.time_assigned, e.archived_at,
         coalesce((select json_agg(json_build_object('id', k.id, 'queue_id', k.queue_id,
           'bundle_id', k.bundle_id, 'template_id', k.template_id, 'iso3', k.iso3, 'package_type',
           k.package_type, 'total_bytes', k.total_bytes, 'used_bytes', k.used_bytes,
           'duration_days', k.duration_days, 'status', k.status, 'assigned_at', k.assigned_at,
           'date_activated', k.date_activated, 'expires_at', k.expires_at, 'reported_at',
           k.reported_at)
           order by k.assigned_at desc, k.id desc)
           from packages k
           where k.partner_id = e.partner_id and k.esim_id = e.id and k.status <> 'CANCELLED'),
           '[]'::json) as packages
       from esims e
       join travelers t on t.partner_id = e.partner_id and t.id = e.traveler_id
       where e.partner_id = $1 and e.id < $2
       order by e.id desc
       limit $3`,
      [partner.id, before, limit + 1],
    ),
  );
  const { page, next_cursor } = pageOf(rows, limit, ({ id }) => id);
  return { esims: page.map((row) => viewPhone(ctx, row)), next_cursor };
}

const viewPhone = (ctx: Context, row: Row) => ({
  id: row.id,
  iccid: row.iccid,
  provider: publicNameOf(ctx, row.provider),
  esim_type: row.type,
  status: row.status,
  traveler_id: row.traveler_id,
  external_user_id: row.external_user_id,
  time_assigned: row.time_assigned.toISOString(),
  archived_at: row.archived_at?.toISOString() ?? null,
  packages: viewPackages({ esim: null, packages: row.packages }),
});
