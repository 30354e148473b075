/**
 * What a link in a mail leads to: the packages that the mail is about, and the eSIMs that they are
 * on or go onto.
 */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { readInstallable, type Installable } from '../esims/installable.ts';
import { findMailLink, hasEnded, type MailLink } from '../mail-links/make-link.ts';
import { brandOf, type Brand } from '../partners/branding/brand.ts';
import type { Partner } from '../partners/partner.ts';
import { claimUrl, deepLinkUrl } from '../partners/branding/links.ts';
import { partnerNow } from '../partners/now.ts';
import { findPartner } from '../partners/managing/partners.ts';
import type { Wanted } from '../planning/choose-later.ts';
import type { ChosenPackage } from '../planning/frozen.ts';

/**
 * `waiting`: can be brought onto an eSIM here; `making`: is on its way there; `on_esim`: is there;
 * `to_claim`: a code that nobody has asked for, `to_use`: one that waits for its traveler, each
 * with its `url`; `used`: a code that somebody else redeemed; `ended`: too late.
 */
export type Standing = 'waiting' | 'making' | 'on_esim' | 'to_claim' | 'to_use' | 'used' | 'ended';
export type TripItem = {
  queueId: string;
  destinationId: string | null;
  iso3: string | null;
  covers: string[] | null;
  packageType: string;
  bytes: number | null;
  days: number | null;
  standing: Standing;
  /** the traveler chooses a destination first */
  needsDestination: boolean;
  /** what is chosen with it */
  wanted: Wanted | null;
  url: string | null;
  /** on which it is, or onto which it goes */
  esimId: string | null;
};
export type TripEsim = { id: string } & Installable;
export type Trip = {
  partner: Partner;
  brand: Brand;
  locale: string | null;
  items: TripItem[];
  esims: TripEsim[];
};
export type Opened =
  | ({ state: 'open' } & Trip)
  | ({ state: 'ended' | 'cancelled' } & Pick<Trip, 'partner' | 'brand' | 'locale'>);

export type LinkedMessage = {
  id: string;
  kind: string;
  recipient: string;
  locale: string;
  booking_id: string | null;
  departure_at: Date | null;
  custom_branding: string | null;
  queue_ids: string[] | null;
};

/** The message of a link, with the ids of its queues where it names some; null: it is gone. */
export const messageOf = async (db: Queryable, link: MailLink): Promise<LinkedMessage | null> =>
  (await db.one<LinkedMessage>(
    `select m.id, m.kind, m.recipient, m.locale, m.booking_id, b.departure_at, b.custom_branding,
       case when m.data ? 'queue_ids' then array(select jsonb_array_elements_text(m.data->'queue_ids')) when m.data ? 'queue_id' then array[m.data->>'queue_id'] when m.data ? 'package_id' then array(select k.queue_id
         from packages k
         where k.partner_id = m.partner_id and k.id = m.data->>'package_id') end as queue_ids
     from messages m
     left join bookings b on b.partner_id = m.partner_id and b.id = m.booking_id
     where m.partner_id = $1 and m.id = $2`,
    [link.partnerId, link.messageId],
  )) ?? null;

/** Null: nobody has this link, or not at this partner. Opening it changes nothing. */
export async function openMailLink(
  ctx: Context,
  slug: string,
  token: string,
): Promise<Opened | null> {
  const link = await findMailLink(ctx, token);
  if (link === null) return null;
  const partner = await findPartner(ctx, link.partnerId);
  if (partner.slug !== slug) return null;
  return ctx.db.partnerRead(partner.id, async (db) => {
    const message = await messageOf(db, link);
    if (message === null) return null;
    const brand = await brandOf(ctx, db, partner, message.custom_branding);
    const common = { partner, brand, locale: message.locale === '' ? null : message.locale };
    if (hasEnded(ctx, link, message.departure_at)) return { ...common, state: 'ended' };
    const items = await itemsOf(ctx, db, partner, message);
    if (items.length === 0) return { ...common, state: 'cancelled' };
    const ids = [...new Set(items.flatMap(({ esimId }) => esimId ?? []))];
    const esims: TripEsim[] = [];
    for (const id of ids) {
      const esim = await readInstallable(ctx, db, partner, id);
      if (esim !== null) esims.push({ ...esim, id });
    }
    return { ...common, state: 'open', items, esims };
  });
}

type Row = ChosenPackage & {
  id: string;
  is_code: boolean;
  esim_type: string;
  bundle_id: string | null;
  wanted: Wanted | null;
  redeemed_at: Date | null;
  expires_at: Date | null;
  code: string | null;
  uuid: string | null;
  valid_until: Date | null;
  claimed_at: Date | null;
  is_theirs: boolean;
  on_esim: string | null;
  universal: string | null;
  is_making: boolean;
};

/**
 * A code is somebody's own: its eSIM is shown to the address that it was claimed or redeemed with,
 * and to nobody else.
 */
async function itemsOf(
  ctx: Context,
  db: Queryable,
  partner: Partner,
  message: LinkedMessage,
): Promise<TripItem[]> {
  const rows = await db.rows<Row>(
    `select q.id, q.is_code, q.esim_type, q.destination_id, q.iso3, q.covers, q.package_type,
       q.bytes, q.duration_days, q.bundle_id, q.wanted, q.redeemed_at, q.expires_at, c.code, c.uuid,
       c.valid_until, c.claimed_at, k.esim_id as on_esim,
       exists (select 1
         from traveler_emails t
         where t.partner_id = q.partner_id
           and t.traveler_id = q.traveler_id
           and t.email = $3) as is_theirs,
       (select e.id
         from esims e
         where e.partner_id = q.partner_id
           and e.traveler_id = q.traveler_id
           and e.type = 'universal'
           and e.archived_at is null) as universal,
       exists (select 1
         from hosted_redemptions h
         where h.partner_id = q.partner_id and h.queue_id = q.id)
         or exists (select 1
           from provider_orders o
           where o.partner_id = q.partner_id
             and o.queue_id = q.id
             and o.preorder is null
             and o.state in ('intent', 'unknown', 'pending', 'needs_review')) as is_making
     from package_queues q
     left join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
     left join packages k on k.partner_id = q.partner_id
       and k.queue_id = q.id
       and k.status <> 'CANCELLED'
     where q.partner_id = $1
       and q.cancelled_at is null
       and case when $2::text[] is null then q.booking_id = $4 else q.id = any($2) end
     order by q.created_at, q.position, q.id`,
    [partner.id, message.queue_ids, message.recipient, message.booking_id],
  );
  const now = partnerNow(ctx, partner);
  return rows.map((row) => itemOf(ctx, partner, row, now));
}

function itemOf(ctx: Context, partner: Partner, row: Row, now: Date): TripItem {
  const standing = standingOf(partner, row, now);
  const isShown = !row.is_code || row.is_theirs;
  return {
    queueId: row.id,
    destinationId: row.destination_id,
    iso3: row.iso3,
    covers: row.covers,
    packageType: row.package_type,
    bytes: row.bytes,
    days: row.duration_days,
    standing,
    needsDestination: row.bundle_id === null,
    wanted: row.wanted,
    url:
      standing === 'to_claim' && row.uuid !== null
        ? claimUrl(ctx, partner, row.uuid)
        : standing === 'to_use'
          ? deepLinkUrl(ctx, partner, row.code!)
          : null,
    esimId: !isShown
      ? null
      : (row.on_esim ?? (row.esim_type === 'universal' && !row.is_code ? row.universal : null)),
  };
}

function standingOf(partner: Partner, row: Row, now: Date): Standing {
  if (row.redeemed_at !== null)
    return row.on_esim === null ? 'ended' : row.is_code && !row.is_theirs ? 'used' : 'on_esim';
  const until = row.is_code ? row.valid_until : row.expires_at;
  if (row.is_making) return 'making';
  if (partner.suspendedAt !== null || (until !== null && until < now)) return 'ended';
  if (!row.is_code) return 'waiting';
  return row.claimed_at === null && row.uuid !== null ? 'to_claim' : 'to_use';
}
