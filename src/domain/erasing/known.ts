/** What is a traveler's by its keys, and what else names them: read before it goes. */
import type { Queryable } from '../../db/pool.ts';
import type { Words } from './redact.ts';

export type OwnBooking = {
  id: string;
  booking_id: string | null;
  request_key: string | null;
  /** of an entry for somebody else, or of a code that is nobody's yet */
  is_shared: boolean;
};
export type Known = {
  partnerId: string;
  travelerId: string;
  words: Words;
  bookings: OwnBooking[];
  queueIds: string[];
  esims: { id: string; iccid: string }[];
  packageIds: string[];
  purchaseIds: string[];
  supportIds: string[];
};

const ADDRESSES = `select email from traveler_emails where partner_id = $1 and traveler_id = $2
  union
  select lower(q.requested->>'email')
  from package_queues q
  where q.partner_id = $1 and q.traveler_id = $2 and not q.is_code
  union
  select lower(a.address)
  from package_queues q
  join promo_codes c on c.partner_id = $1 and c.queue_id = q.id
  cross join lateral (values (c.claimed_email), (c.hosted_email)) a(address)
  where q.partner_id = $1 and q.traveler_id = $2`;
const BOOKINGS = `select b.id, b.booking_id, b.request_key,
    exists (select 1
      from package_queues o
      where o.partner_id = $1 and o.booking_id = b.id and o.traveler_id is distinct from $2
    ) as is_shared
  from bookings b
  where b.partner_id = $1
    and b.id = any(array(select booking_id
      from package_queues
      where partner_id = $1 and traveler_id = $2 and booking_id is not null))
  order by b.id`;

/** `externalUserId`: the partner's id of them, null where it has none. */
export async function readKnown(
  db: Queryable,
  partnerId: string,
  travelerId: string,
  externalUserId: string | null,
): Promise<Known> {
  const own = [partnerId, travelerId];
  const ids = async (text: string, params: unknown[] = own): Promise<string[]> =>
    (await db.rows<{ id: string }>(text, params)).map(({ id }) => id);
  const addresses = await db.rows<{ email: string | null }>(ADDRESSES, own);
  const esims = await db.rows<{ id: string; iccid: string }>(
    'select id, iccid from esims where partner_id = $1 and traveler_id = $2 order by id',
    own,
  );
  return {
    partnerId,
    travelerId,
    words: {
      addresses: addresses.flatMap(({ email }) => email ?? []),
      ids: externalUserId === null ? [] : [externalUserId],
    },
    bookings: await db.rows<OwnBooking>(BOOKINGS, own),
    queueIds: await ids(
      'select id from package_queues where partner_id = $1 and traveler_id = $2 order by id',
    ),
    esims,
    packageIds: await ids(
      'select id from packages where partner_id = $1 and esim_id = any($2) order by id',
      [partnerId, esims.map(({ id }) => id)],
    ),
    purchaseIds: await ids(
      'select id from purchases where partner_id = $1 and traveler_id = $2 order by id',
    ),
    supportIds: await ids(
      'select id from support_requests where partner_id = $1 and traveler_id = $2 order by id',
    ),
  };
}
