/** What is stored of one traveler: who they are, what they got, and on what. */
import { AppError } from '../../errors.ts';
import type { Queryable } from '../../db/pool.ts';

export type QueueFact = {
  id: string;
  booking_id: string | null;
  esim_type: 'universal' | 'classic';
  bundle_id: string | null;
  iso3: string | null;
  bytes: number | null;
  duration_days: number | null;
  created_at: Date;
  redeemed_at: Date | null;
  cancelled_at: Date | null;
  expires_at: Date | null;
  code: string | null;
  claimed_at: Date | null;
  claimed_email: string | null;
};
export type BookingFact = {
  id: string;
  booking_id: string | null;
  kind: 'booking' | 'topup' | 'purchase';
  departure_date: string;
  departure_at: Date;
  is_departure_defaulted: boolean;
  email: string | null;
  created_at: Date;
  cancelled_at: Date | null;
  caused_by: string | null;
};
export type EsimFact = {
  id: string;
  type: 'universal' | 'classic';
  iccid: string;
  provider: string;
  status: string;
  status_at: Date;
  time_assigned: Date;
  installed_at: Date | null;
  archived_at: Date | null;
  caused_by: string | null;
};
export type PackageFact = {
  id: string;
  queue_id: string;
  esim_id: string;
  bundle_id: string;
  iso3: string;
  status: string;
  total_bytes: number | null;
  used_bytes: number;
  assigned_at: Date;
  date_activated: Date | null;
  expires_at: Date | null;
  caused_by: string | null;
};
export type TravelerFacts = {
  id: string;
  external_user_id: string | null;
  created_at: Date;
  erased_at: Date | null;
  emails: string[];
  queues: QueueFact[];
  bookings: BookingFact[];
  esims: EsimFact[];
  packages: PackageFact[];
};

/** Of each kind the newest. */
export const MOST_FACTS = 200;

const QUEUES = `select q.id, q.booking_id, q.esim_type, q.bundle_id, q.iso3, q.bytes, q.duration_days,
    q.created_at, q.redeemed_at, q.cancelled_at, q.expires_at, c.code, c.claimed_at, c.claimed_email
  from (select *
    from package_queues
    where partner_id = $1 and traveler_id = $2
    order by created_at desc, id desc
    limit ${MOST_FACTS}) q
  left join promo_codes c on q.is_code and c.partner_id = $1 and c.queue_id = q.id
  order by q.created_at desc, q.id desc`;
const BOOKINGS = `select id, booking_id, kind, departure_date, departure_at, is_departure_defaulted, email,
    created_at, cancelled_at, caused_by
  from bookings
  where partner_id = $1 and id = any($2)
  order by id desc`;
const ESIMS = `select id, type, iccid, provider, status, status_at, time_assigned, installed_at, archived_at,
    caused_by
  from esims
  where partner_id = $1 and traveler_id = $2
  order by id desc
  limit ${MOST_FACTS}`;
const PACKAGES = `select id, queue_id, esim_id, bundle_id, iso3, status, total_bytes, used_bytes, assigned_at,
    date_activated, expires_at, caused_by
  from packages
  where partner_id = $1 and esim_id = any($2)
  order by id desc
  limit ${MOST_FACTS}`;

/** Where all statements see one moment (partnerRead). 404 `user_not_found`. */
export async function readFacts(
  db: Queryable,
  partnerId: string,
  travelerId: string,
): Promise<TravelerFacts> {
  const traveler = await db.one<
    Pick<TravelerFacts, 'id' | 'external_user_id' | 'created_at' | 'erased_at' | 'emails'>
  >(
    `select id, external_user_id, created_at, erased_at,
       array(select email from traveler_emails
         where partner_id = $1 and traveler_id = $2 order by email limit 20) as emails
     from travelers
     where partner_id = $1 and id = $2`,
    [partnerId, travelerId],
  );
  if (traveler === undefined) throw new AppError('user_not_found', 'There is no such user.');
  const queues = await db.rows<QueueFact>(QUEUES, [partnerId, travelerId]);
  const esims = await db.rows<EsimFact>(ESIMS, [partnerId, travelerId]);
  const bookingIds = [...new Set(queues.flatMap(({ booking_id }) => booking_id ?? []))];
  return {
    ...traveler,
    queues,
    esims,
    bookings: await db.rows<BookingFact>(BOOKINGS, [partnerId, bookingIds]),
    packages: await db.rows<PackageFact>(PACKAGES, [partnerId, esims.map(({ id }) => id)]),
  };
}
