/**
 * What a support team has to know of a traveler at a glance. No activation code, no e-mail, no
 * name.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { destinationName } from '../catalog/places/names.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';

/** What the app says of its device, as sent. */
export type DeviceSaid = {
  device_model?: string | undefined;
  os?: string | undefined;
  os_version?: string | undefined;
};
export type SupportContext = {
  external_user_id: string;
  device_model: string | null;
  os: string | null;
  os_version: string | null;
  /**
   * English names, since who supports reads them: of the trip that is under way or comes next, else
   * of the last one
   */
  booking_destination: string | null;
  /** calendar date as written; null where nobody chose one */
  departure_date: string | null;
  /**
   * of the newest package, an active one before others; NOT_REDEEMED = only queues so far, NONE =
   * nothing
   */
  package_status: 'ACTIVE' | 'DEPLETED' | 'EXPIRED' | 'NOT_REDEEMED' | 'NONE';
  /** of the universal eSIM, else of the newest classic one */
  esim_status: 'RELEASED' | 'INSTALLED' | 'ENABLED' | 'DISABLED' | 'DELETED' | 'NONE';
};

const FACTS = `select t.id as traveler_id,
    (select e.status
      from esims e
      where e.partner_id = $1 and e.traveler_id = t.id and e.archived_at is null
      order by e.type = 'universal' desc, e.id desc
      limit 1) as esim_status,
    (select k.status
      from packages k
      join esims e on e.partner_id = k.partner_id and e.id = k.esim_id
      where k.partner_id = $1 and e.traveler_id = t.id and k.status <> 'CANCELLED'
      order by k.status = 'ACTIVE' desc, k.assigned_at desc, k.id desc
      limit 1) as package_status,
    exists (select 1
      from package_queues q
      where q.partner_id = $1
        and q.traveler_id = t.id
        and q.cancelled_at is null
        and q.redeemed_at is null
        and (q.expires_at is null or q.expires_at > $3)) as has_queue
  from travelers t
  where t.partner_id = $1 and t.external_user_id = $2`;
/** Trips before gifts and top-ups, whose date nobody chose. */
const TRIP = `select b.id, b.departure_date, b.is_departure_defaulted
  from bookings b
  where b.partner_id = $1
    and b.cancelled_at is null
    and exists (select 1
      from package_queues q
      where q.partner_id = $1
        and q.booking_id = b.id
        and q.traveler_id = $2
        and q.cancelled_at is null)
  order by b.is_departure_defaulted, b.ends_at > $3 desc,
    case when b.ends_at > $3 then b.departure_at end, b.departure_at desc, b.id desc
  limit 1`;
const PLACES = `select destination_id, iso3, covers
  from package_queues
  where partner_id = $1 and booking_id = $2 and traveler_id = $3 and cancelled_at is null
  order by created_at, position, id
  limit 20`;

type Facts = {
  traveler_id: string;
  esim_status: SupportContext['esim_status'] | null;
  package_status: 'ACTIVE' | 'DEPLETED' | 'EXPIRED' | null;
  has_queue: boolean;
};
type Trip = { id: string; departure_date: string; is_departure_defaulted: boolean };
type Place = { destination_id: string | null; iso3: string | null; covers: string[] | null };

/** `keep`: the traveler cannot be removed before the transaction ends. 404 `user_not_found`. */
export async function readContext(
  ctx: Context,
  tx: Queryable,
  partner: Partner,
  externalUserId: string,
  device: DeviceSaid,
  keep?: 'keep',
): Promise<{ travelerId: string; context: SupportContext }> {
  const now = partnerNow(ctx, partner);
  const facts = await tx.one<Facts>(keep === undefined ? FACTS : `${FACTS} for key share of t`, [
    partner.id,
    externalUserId,
    now,
  ]);
  if (facts === undefined) throw new AppError('user_not_found', 'There is no such user.');
  const trip = await tx.one<Trip>(TRIP, [partner.id, facts.traveler_id, now]);
  const places =
    trip === undefined
      ? []
      : await tx.rows<Place>(PLACES, [partner.id, trip.id, facts.traveler_id]);
  return {
    travelerId: facts.traveler_id,
    context: {
      external_user_id: externalUserId,
      device_model: device.device_model ?? null,
      os: device.os ?? null,
      os_version: device.os_version ?? null,
      booking_destination: namesOf(ctx, places),
      departure_date:
        trip === undefined || trip.is_departure_defaulted ? null : trip.departure_date.slice(0, 10),
      package_status: facts.package_status ?? (facts.has_queue ? 'NOT_REDEEMED' : 'NONE'),
      esim_status: facts.esim_status ?? 'NONE',
    },
  };
}

/** Countries that were asked for, where one package serves several. */
function namesOf(ctx: Context, places: readonly Place[]): string | null {
  const catalog = ctx.catalog.current();
  const name = (iso3: string, id: string | null): string => {
    const destination = catalog.byId(id ?? '') ?? catalog.byIso3(iso3);
    return destination === null ? iso3 : destinationName(destination, 'en');
  };
  const names = new Set(
    places.flatMap(({ destination_id, iso3, covers }) =>
      covers !== null
        ? covers.map((c) => name(c, null))
        : iso3 === null
          ? []
          : [name(iso3, destination_id)],
    ),
  );
  return names.size === 0 ? null : [...names].slice(0, 20).join(', ');
}
