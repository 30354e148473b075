/** claim_classic_package_queue: the grant becomes a package on a fitting classic eSIM of the traveler, or on a new one. */
import { invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { parseQueueId } from '../../ids.ts';
import { resolveLocale } from '../catalog/locales.ts';
import { nextStep, provision } from '../esims/provision.ts';
import { queueDashboard } from '../esims/queue-dashboard.ts';
import { activePartner } from '../partners/partners.ts';
import type { AppUser } from '../travelers/app-user.ts';
import { GRANT_COLUMNS, viewGrant, type GrantRow } from './grant-view.ts';
import { lockGrant } from './own-grant.ts';

export async function claimGrant(ctx: Context, user: AppUser, queueUuid: string, locale?: string) {
  const partner = await activePartner(ctx, user.partnerId);
  await provision(ctx, partner, async (tx) => {
    const grant = await lockGrant(ctx, tx, user, queueUuid);
    if (grant.bundle_id === null)
      throw invalid([
        {
          field: 'queue_id',
          type: 'destination_missing',
          issue: 'set the destination of this package queue first',
        },
      ]);
    return nextStep(ctx, tx, partner, user.travelerId!, grant);
  });
  const id = parseQueueId(queueUuid)!;
  const { current_esim, current_esim_packages } = await queueDashboard(ctx, partner, id);
  const row = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.one<GrantRow & { kind: string }>(
      `select ${GRANT_COLUMNS}, (select o.kind from provider_orders o where o.queue_id = package_queues.id and o.state = 'confirmed' order by o.created_at limit 1) as kind from package_queues where partner_id = $1 and id = $2`,
      [partner.id, id],
    ),
  );
  return {
    queue: {
      ...viewGrant(
        ctx.catalog.current(),
        row!,
        resolveLocale(locale, partner.settings.locale).locale,
      ),
      esim: current_esim,
    },
    esim_iccid: current_esim!.iccid,
    esim_packages: current_esim_packages,
    is_top_up: row!.kind === 'add_package',
  };
}
