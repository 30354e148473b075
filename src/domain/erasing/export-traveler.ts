/**
 * All that is known of a traveler, as one document: what the law lets a person ask for. Without what
 * opens something (activation codes, tokens) and without what the partner pays. The request log and
 * files of bookings hold copies of it for thirty days, and nothing besides.
 */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { AppError } from '../../errors.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { Partner } from '../partners/partner.ts';
import { entitiesOf } from './entities-of.ts';
import { readKnown, type Known } from './known.ts';
import { messagesOf } from './messages-of.ts';

/** As they are stored; instants in ISO 8601. */
export type Rows = Record<string, unknown>[];
export type TravelerExport = { made_at: string; traveler: Traveler } & Record<Section, Rows>;
export const SECTIONS = [
  'bookings',
  'entitlements',
  'esims',
  'packages',
  'usage_by_country',
  'messages',
  'suppressions',
  'support_requests',
  'sessions',
  'push_devices',
  'purchases',
  'replacements',
  'events',
] as const;
type Section = (typeof SECTIONS)[number];
type Traveler = {
  id: string;
  external_user_id: string | null;
  emails: string[];
  created_at: Date;
  erased_at: Date | null;
};

const BOOKINGS = `select id, booking_id, kind, departure_date, return_date, locale, custom_branding,
    communication_options, created_at, cancelled_at,
    case when mine then email end as email, case when mine then contact end as contact,
    case when mine then data end as data
  from (select b.*, b.id = any($3) or lower(b.email) = any($4) as mine
    from bookings b
    where b.partner_id = $1 and b.id = any($2)) b
  order by id`;
const ENTITLEMENTS = `select queue_uuid(q.id) as uuid, q.booking_id, q.esim_type, q.requested, q.bundle_id, q.iso3,
    q.package_type, q.bytes, q.duration_days, q.b2c_price, q.currency, q.created_at, q.expires_at,
    q.redeemed_at, q.cancelled_at, c.code, c.recipient, c.claimed_at, c.claimed_email,
    c.claim_locale, c.hosted_email, c.hosted_locale
  from package_queues q
  left join promo_codes c on q.is_code and c.partner_id = $1 and c.queue_id = q.id
  where q.partner_id = $1 and q.id = any($2)
  order by q.created_at, q.id`;
const ESIMS = `select id, type, iccid, imsi, status, status_at, time_assigned, installed_at, archived_at
  from esims
  where partner_id = $1 and traveler_id = $2
  order by id`;
const PACKAGES = `select id, esim_id, bundle_id, iso3, package_type, status, total_bytes, used_bytes, assigned_at,
    date_activated, expires_at
  from packages
  where partner_id = $1 and id = any($2)
  order by id`;
const USAGE = `select esim_id, iso3, used_bytes
  from esim_counters
  where partner_id = $1 and esim_id = any($2)
  order by esim_id, iso3`;
const MESSAGES = `select id, channel, kind, booking_id, recipient, locale, subject, text, status, reason, created_at,
    sent_at, settled_at
  from messages
  where partner_id = $1 and id = any($2)
  order by id`;
const SUPPRESSIONS = `select recipient, reason, suppressed_at
  from suppressed_recipients
  where partner_id = $1 and recipient = any($2)
  order by recipient`;
const SUPPORT = `select id, symptom, subject, body, locale, context, answered, status, created_at, updated_at
  from support_requests
  where partner_id = $1 and traveler_id = $2
  order by id`;
const SESSIONS = `select id, opened_by, booking_id, locale, device, created_at, last_seen_at, ended_at
  from webview_sessions
  where partner_id = $1 and traveler_id = $2
  order by id`;
const DEVICES = `select platform, registered_at
  from device_tokens
  where partner_id = $1 and traveler_id = $2
  order by registered_at`;
const PURCHASES = `select id, state, bundle_id, iso3, amount, currency, locale, receipt_to, consented_at, created_at,
    paid_at, provisioned_at, ended_at, refund_asked, refund_asked_at
  from purchases
  where partner_id = $1 and traveler_id = $2
  order by id`;
const REPLACEMENTS = `select id, old_esim_id, new_esim_id, reason, created_at, finished_at
  from esim_replacements
  where partner_id = $1 and traveler_id = $2
  order by id`;
const EVENTS = `select id, type, entity_id, occurred_at, data
  from events
  where partner_id = $1 and entity_id = any($2)
  order by id`;

/** Who asked is written down. 404 `user_not_found`. */
export async function exportTraveler(
  ctx: Context,
  actor: Actor,
  partner: Partner,
  travelerId: string,
): Promise<TravelerExport> {
  const made = await ctx.db.partnerRead(partner.id, (db) => read(db, partner.id, travelerId));
  await ctx.db.partnerTx(partner.id, (tx) =>
    recordAct(tx, actor, {
      partnerId: partner.id,
      action: 'traveler.exported',
      subject: travelerId,
    }),
  );
  return made;
}

/** Where all statements see one moment. */
async function read(db: Queryable, partnerId: string, id: string): Promise<TravelerExport> {
  const traveler = await db.one<Traveler>(
    `select id, external_user_id, created_at, erased_at,
       array(select email from traveler_emails
         where partner_id = $1 and traveler_id = $2 order by email) as emails
     from travelers
     where partner_id = $1 and id = $2`,
    [partnerId, id],
  );
  if (traveler === undefined) throw new AppError('user_not_found', 'There is no such user.');
  const known = await readKnown(db, partnerId, id, traveler.external_user_id);
  return {
    made_at: new Date().toISOString(),
    traveler,
    ...(await readBooked(db, known)),
    ...(await readOthers(db, known)),
  };
}

async function readBooked(db: Queryable, known: Known) {
  const { partnerId, travelerId, bookings, esims } = known;
  const alone = bookings.flatMap(({ id, is_shared }) => (is_shared ? [] : id));
  const esimIds = esims.map(({ id }) => id);
  return {
    bookings: await db.rows<Rows[number]>(BOOKINGS, [
      partnerId,
      bookings.map(({ id }) => id),
      alone,
      known.words.addresses,
    ]),
    entitlements: await db.rows<Rows[number]>(ENTITLEMENTS, [partnerId, known.queueIds]),
    esims: await db.rows<Rows[number]>(ESIMS, [partnerId, travelerId]),
    packages: await db.rows<Rows[number]>(PACKAGES, [partnerId, known.packageIds]),
    usage_by_country: await db.rows<Rows[number]>(USAGE, [partnerId, esimIds]),
    replacements: await db.rows<Rows[number]>(REPLACEMENTS, [partnerId, travelerId]),
    events: await db.rows<Rows[number]>(EVENTS, [partnerId, entitiesOf(known)]),
  };
}

async function readOthers(db: Queryable, known: Known) {
  const { partnerId, travelerId, words } = known;
  const own = [partnerId, travelerId];
  return {
    messages: await db.rows<Rows[number]>(MESSAGES, [partnerId, await messagesOf(db, known)]),
    suppressions: await db.rows<Rows[number]>(SUPPRESSIONS, [partnerId, words.addresses]),
    support_requests: await db.rows<Rows[number]>(SUPPORT, own),
    sessions: await db.rows<Rows[number]>(SESSIONS, own),
    push_devices: await db.rows<Rows[number]>(DEVICES, own),
    purchases: await db.rows<Rows[number]>(PURCHASES, own),
  };
}
