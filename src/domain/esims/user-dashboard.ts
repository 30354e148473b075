/** GET /api/native/user-dashboard: everything an app shows of one traveler, in one round trip. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Batch } from '../../db/batch.ts';
import type { Queryable } from '../../db/pool.ts';
import type { Partner } from '../partners/partner.ts';
import { viewEsim, viewEsims, viewPackages, viewQueue, type UserDashboard } from './esim-view.ts';
import { redeem } from './provisioning/redeem.ts';

const LOAD: Batch<{ partnerId: string; externalUserId: string }, UserDashboard | null> = {
  name: 'user-dashboard',
  text: 'select n, r from user_dashboards($1::text[], $2::text[])',
  params: (items) => [items.map((i) => i.partnerId), items.map((i) => i.externalUserId)],
  partnerOf: ({ partnerId }) => partnerId,
};

/** 404 `user_not_found`. */
export async function loadDashboard(
  ctx: Context,
  partner: Pick<Partner, 'id'>,
  externalUserId: string,
): Promise<UserDashboard> {
  const dashboard = await ctx.db.batched(LOAD, { partnerId: partner.id, externalUserId });
  if (dashboard === null) throw new AppError('user_not_found', 'There is no such user.');
  return dashboard;
}

export const userDashboard = async (ctx: Context, partner: Partner, externalUserId: string) =>
  viewDashboard(ctx, partner, externalUserId, await loadDashboard(ctx, partner, externalUserId));

/** For an answer that reads more: see partnerRead. 404 `user_not_found`. */
export async function readDashboard(
  db: Queryable,
  partner: Pick<Partner, 'id'>,
  externalUserId: string,
): Promise<UserDashboard> {
  const row = await db.one<{ r: UserDashboard | null }>(
    'select r from user_dashboards(array[$1], array[$2])',
    [partner.id, externalUserId],
    'user-dashboard-alone',
  );
  if (row === undefined || row.r === null)
    throw new AppError('user_not_found', 'There is no such user.');
  return row.r;
}

export function viewDashboard(
  ctx: Context,
  partner: Pick<Partner, 'id' | 'name'>,
  externalUserId: string,
  dashboard: UserDashboard,
) {
  const esims = viewEsims(ctx, dashboard);
  // Its activation code is unsealed once.
  const { packages = [], ...universal } = (dashboard.esim === null ? null : esims[0]) ?? {};
  return {
    user: {
      id: dashboard.traveler_id,
      external_user_id: externalUserId,
      has_universal_esim: dashboard.esim !== null,
      current_universal_esim: dashboard.esim?.iccid ?? null,
    },
    package_queues: dashboard.queues.map(viewQueue),
    current_esim: dashboard.esim === null ? null : universal,
    current_esim_packages: packages,
    esims,
    partner: { id: partner.id, name: partner.name },
  };
}

/**
 * What redeeming a queue answers: the queue, the eSIM that took it (the universal one, or one beside
 * it) and its packages.
 */
export async function redemptionView(
  ctx: Context,
  partner: Partner,
  externalUserId: string,
  queueId: string,
) {
  const dashboard = await loadDashboard(ctx, partner, externalUserId);
  const beside = dashboard.others.find(({ packages }) =>
    packages.some((k) => k.queue_id === queueId),
  );
  const held = beside ?? dashboard;
  return {
    package_queue: viewQueue(dashboard.queues.find((q) => q.id === queueId)!),
    current_esim: viewEsim(ctx, held),
    current_esim_packages: viewPackages(held),
  };
}

/**
 * POST /api/native/redeem-package: redeems and shows the result, so that the app needs no second
 * call.
 */
export async function redeemPackage(
  ctx: Context,
  partner: Partner,
  externalUserId: string,
  queueIdOrUuid: string,
  requestKey: string | null = null,
) {
  const { queueId } = await redeem(ctx, partner, externalUserId, queueIdOrUuid, requestKey);
  return redemptionView(ctx, partner, externalUserId, queueId);
}
