/**
 * claim_classic_package_queue: the grant becomes a package on a fitting classic eSIM of the
 * traveler, or on a new one.
 */
import { invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { parseQueueId } from '../../ids.ts';
import { resolveLocale } from '../catalog/locales.ts';
import { nextStep, provision } from '../esims/provisioning/provision.ts';
import { readQueueDashboard } from '../esims/queue-dashboard.ts';
import { activePartner } from '../partners/managing/partners.ts';
import type { AppUser } from '../travelers/app-user.ts';
import { GRANT_COLUMNS, viewGrant, type GrantRow } from './grant-view.ts';
import { lockGrant } from './own-grant.ts';

export async function claimGrant(ctx: Context, user: AppUser, queueUuid: string, locale?: string) {
  const partner = await activePartner(ctx, user.partnerId);
  await provision(ctx, partner, async (scope) => {
    const grant = await lockGrant(ctx, scope.tx, user, queueUuid);
    if (grant.bundle_id === null)
      throw invalid([
        {
          field: 'queue_id',
          type: 'destination_missing',
          issue: 'set the destination of this package queue first',
        },
      ]);
    return nextStep(scope, user.travelerId!, { ...grant, bundle_id: grant.bundle_id });
  });
  const id = parseQueueId(queueUuid)!;
  const { row, dashboard } = await ctx.db.partnerRead(partner.id, async (db) => ({
    row: await db.one<GrantRow & { kind: string }>(
      `select ${GRANT_COLUMNS},
         (select o.kind
           from provider_orders o
           where o.queue_id = package_queues.id and o.state = 'confirmed'
           order by o.created_at
           limit 1) as kind
       from package_queues
       where partner_id = $1 and id = $2`,
      [partner.id, id],
    ),
    dashboard: await readQueueDashboard(ctx, db, partner, id),
  }));
  const { current_esim, current_esim_packages } = dashboard;
  const shown = resolveLocale(locale, partner.settings.locale).locale;
  return {
    locale: shown,
    data: {
      queue: { ...viewGrant(ctx.catalog.current(), row!, shown), esim: current_esim },
      esim_iccid: current_esim!.iccid,
      esim_packages: current_esim_packages,
      is_top_up: row!.kind === 'add_package',
    },
  };
}
