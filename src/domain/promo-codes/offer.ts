/** What a claim link offers, for the page behind it. Reading it consumes nothing. */
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { PARTNER_COLUMNS, partnerOf, type Partner, type PartnerRow } from '../partners/partner.ts';
import { noteOpened } from '../partners/note-opened.ts';
import { partnerNow } from '../partners/now.ts';
import { linkUuid } from './read-typed.ts';
import type { ChosenPackage } from '../planning/frozen.ts';

export type OfferState = 'open' | 'claimed' | 'ended';
export type Offer = {
  partner: Partner;
  /** key of the booking's branding, null = the partner's default */
  brandKey: string | null;
  state: OfferState;
  /** null while the destination is chosen later */
  destinationId: string | null;
  iso3: string | null;
  covers: string[] | null;
  packageType: string;
  /** null = unlimited, or chosen later */
  bytes: number | null;
  /** days from first use */
  durationDays: number | null;
  validUntil: Date;
};

export type Link = { partnerId: string; queueId: string; uuid: string };

/** Whose link it is; null for one that nobody has. */
export async function findLink(ctx: Context, typed: string): Promise<Link | null> {
  const uuid = linkUuid(typed);
  if (uuid === null) return null;
  const row = await ctx.db.one<{ partner_id: string; queue_id: string; uuid: string }>(
    'select partner_id, queue_id, uuid from promo_code_lookups where uuid = $1',
    [uuid],
    'claim-link',
  );
  return row === undefined
    ? null
    : { partnerId: row.partner_id, queueId: row.queue_id, uuid: row.uuid };
}

/** The same with the partner, in one round trip. */
async function linkAndPartner(
  ctx: Context,
  typed: string,
): Promise<{ link: Link; partner: Partner } | null> {
  const uuid = linkUuid(typed);
  if (uuid === null) return null;
  const row = await ctx.db.one<PartnerRow & { queue_id: string; uuid: string }>(
    `select l.queue_id, l.uuid, ${PARTNER_COLUMNS}
     from promo_code_lookups l
     join partners p on p.id = l.partner_id
     where l.uuid = $1`,
    [uuid],
    'claim-link-partner',
  );
  if (row === undefined) return null;
  return {
    link: { partnerId: row.partner_id, queueId: row.queue_id, uuid: row.uuid },
    partner: await partnerOf(ctx.priceBooks, row),
  };
}

export type Standing = ChosenPackage & {
  code: string;
  uuid: string | null;
  booking_id: string | null;
  locale: string | null;
  custom_branding: string | null;
  valid_until: Date;
  claimed_at: Date | null;
  redeemed_at: Date | null;
  cancelled_at: Date | null;
  suspended_at: Date | null;
  reissues: number;
  /** its page was shown to somebody before */
  is_opened: boolean;
};

/** With `lock`, until the transaction ends. */
export const standingOf = (
  tx: Tx,
  link: Link,
  lock: '' | 'for no key update of q, c',
): Promise<Standing | undefined> =>
  tx.one<Standing>(
    `select c.code, c.uuid, q.booking_id, b.locale, b.custom_branding, c.valid_until, c.claimed_at,
       q.redeemed_at, q.cancelled_at, p.suspended_at, c.reissues, q.destination_id, q.iso3,
       q.covers, q.package_type, q.bytes, q.duration_days,
       exists (
         select from opened_links o
         where o.partner_id = q.partner_id and o.page = 'claim' and o.link = $3) as is_opened
     from package_queues q
     join partners p on p.id = q.partner_id
     join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
     left join bookings b on b.partner_id = q.partner_id and b.id = q.booking_id
     where q.partner_id = $1 and q.id = $2 ${lock}`,
    [link.partnerId, link.queueId, link.uuid],
    lock === '' ? 'claim-standing' : 'claim-standing-locked',
  );

/**
 * A link that was issued anew is dead, and so are all of a suspended partner. A code that was
 * redeemed without a claim is as good as claimed: somebody has it.
 */
export const stateOf = (link: Link, row: Standing, now: Date): OfferState => {
  if (row.uuid !== link.uuid || row.cancelled_at !== null || row.suspended_at !== null)
    return 'ended';
  if (row.claimed_at !== null || row.redeemed_at !== null) return 'claimed';
  return now > row.valid_until ? 'ended' : 'open';
};

/**
 * For the page of the link; `isOpening`: somebody is shown it, which is noted. Null: no such link,
 * or (with `slug`) it belongs to another partner than the page says.
 */
export async function lookUpOffer(
  ctx: Context,
  slug: string | null,
  uuid: string,
  isOpening: boolean,
): Promise<Offer | null> {
  const found = await linkAndPartner(ctx, uuid);
  if (found === null) return null;
  const { link, partner } = found;
  if (slug !== null && partner.slug !== slug) return null;
  const row = await ctx.db.partnerTx(link.partnerId, (tx) => standingOf(tx, link, ''));
  if (row === undefined) return null;
  if (isOpening && !row.is_opened) await noteOpened(ctx, link.partnerId, 'claim', link.uuid);
  return {
    partner,
    brandKey: row.custom_branding,
    state: stateOf(link, row, partnerNow(ctx, partner)),
    destinationId: row.destination_id,
    iso3: row.iso3,
    covers: row.covers,
    packageType: row.package_type,
    bytes: row.bytes,
    durationDays: row.duration_days,
    validUntil: row.valid_until,
  };
}
