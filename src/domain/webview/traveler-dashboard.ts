/**
 * GET /api/webapp/me/dashboard: everything that the managed screens show of their traveler, of one
 * moment. The user dashboard of apps, and what lies around it.
 */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { iso, type Held, type UserDashboard } from '../esims/esim-view.ts';
import { readDashboard, viewDashboard } from '../esims/user-dashboard.ts';
import { partnerNow } from '../partners/now.ts';
import type { Partner } from '../partners/partner.ts';
import type { PurchaseView } from '../store/purchase.ts';
import { listPurchases } from '../store/read-purchases.ts';
import { readCodes } from './own-codes.ts';
import { readGrants } from './own-grants.ts';
import { namesOf } from './place-names.ts';
import { readTrips } from './own-trips.ts';
import { bookingOf, type Visitor } from './visitor.ts';

export async function travelerDashboard(ctx: Context, partner: Partner, visitor: Visitor) {
  const now = partnerNow(ctx, partner);
  const { dashboard, trips, grants, codes, purchases } = await ctx.db.partnerRead(
    partner.id,
    async (db) => ({
      dashboard: await readScoped(db, partner, visitor),
      trips: await readTrips(db, partner.id, visitor, now),
      grants: await readGrants(db, partner.id, visitor, now),
      codes: await readCodes(db, partner.id, visitor, now),
      purchases: await readOwnPurchases(db, partner.id, visitor),
    }),
  );
  const shown = viewDashboard(ctx, partner, visitor.externalUserId, dashboard);
  const [current, ...others] = [dashboard, ...dashboard.others];
  const held = current!.esim === null ? others : [current!, ...others];
  return {
    ...shown,
    current_esim_packages: measured(shown.current_esim_packages, dashboard),
    esims: shown.esims.map((esim, n) => ({ ...esim, packages: measured(esim.packages, held[n]!) })),
    now: now.toISOString(),
    locale: visitor.locale,
    partner_status: partner.suspendedAt === null ? ('active' as const) : ('paused' as const),
    trips,
    classic_grants: grants,
    promo_codes: codes,
    purchases,
    places: namesOf(ctx.catalog.current(), visitor.locale, [
      ...dashboard.queues,
      ...grants,
      ...codes,
      ...held.flatMap(({ packages }) => packages),
      ...purchases.map(({ iso3 }) => ({ iso3, covers: null })),
      ...trips.map(({ iso3 }) => ({ iso3: null, covers: iso3 })),
    ]),
  };
}

/** Who came for one booking has bought nothing there. */
const readOwnPurchases = async (
  db: Queryable,
  partnerId: string,
  visitor: Visitor,
): Promise<PurchaseView[]> =>
  bookingOf(visitor) === null ? listPurchases(db, partnerId, visitor.travelerId) : [];

/** When their usage was last reported; null: never. */
const measured = <T extends object>(shown: readonly T[], { packages }: Held) =>
  shown.map((one, n) => ({ ...one, measured_at: iso(packages[n]!.reported_at) }));

/** Who came for one booking sees what came of it, and the eSIMs that this is on or goes onto. */
async function readScoped(
  db: Queryable,
  partner: Partner,
  visitor: Visitor,
): Promise<UserDashboard> {
  const all = await readDashboard(db, partner, visitor.externalUserId);
  const bookingId = bookingOf(visitor);
  if (bookingId === null) return all;
  const rows = await db.rows<{ id: string }>(
    'select id from package_queues where partner_id = $1 and booking_id = $2 and traveler_id = $3',
    [partner.id, bookingId, visitor.travelerId],
  );
  const theirs = new Set(rows.map(({ id }) => id));
  const only = ({ esim, packages }: Held): Held => ({
    esim,
    packages: packages.filter(({ queue_id }) => theirs.has(queue_id)),
  });
  const queues = all.queues.filter(({ id }) => theirs.has(id));
  const universal = only(all);
  return {
    traveler_id: all.traveler_id,
    queues,
    packages: universal.packages,
    esim: queues.length > 0 || universal.packages.length > 0 ? universal.esim : null,
    others: all.others.map(only).filter(({ packages }) => packages.length > 0),
  };
}
