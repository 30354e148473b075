/** What a claim link offers, for the page behind it. Reading it consumes nothing. */
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import type { Batch } from '../../db/batch.ts';
import { NOBODY } from '../../turns.ts';
import { partnerOf, type Partner, type PartnerRow } from '../partners/partner.ts';
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

/** How the code behind a link stands. */
export type Standing = ChosenPackage & {
  /** the one that was asked for */
  link: string;
  queue_id: string;
  code: string;
  /** the code's own link, which may be another by now */
  uuid: string | null;
  booking_id: string | null;
  locale: string | null;
  custom_branding: string | null;
  valid_until: Date;
  claimed_at: Date | null;
  redeemed_at: Date | null;
  cancelled_at: Date | null;
  reissues: number;
  /** its page was shown to somebody before */
  is_opened: boolean;
  partner: PartnerRow;
};

/** As JSON, of claim-offers.sql. */
type Sent = Omit<Standing, keyof Instants | 'partner'> & {
  [Name in keyof Instants]: Standing[Name] extends Date ? string : string | null;
} & { partner: Omit<PartnerRow, 'suspended_at'> & { suspended_at: string | null } };
type Instants = Pick<Standing, 'valid_until' | 'claimed_at' | 'redeemed_at' | 'cancelled_at'>;

const dateOrNull = (sent: string | null): Date | null => (sent === null ? null : new Date(sent));

const standingFrom = ({ partner, ...sent }: Sent): Standing => ({
  ...sent,
  valid_until: new Date(sent.valid_until),
  claimed_at: dateOrNull(sent.claimed_at),
  redeemed_at: dateOrNull(sent.redeemed_at),
  cancelled_at: dateOrNull(sent.cancelled_at),
  partner: { ...partner, suspended_at: dateOrNull(partner.suspended_at) },
});

const LOAD: Batch<string, Sent | null> = {
  name: 'claim-offers',
  text: 'select n, r from claim_offers($1::uuid[])',
  params: (links) => [links],
  // Whose link it is shows only there; visitors take their turns together.
  partnerOf: () => NOBODY,
};

/** Null for a link that nobody has. Nothing is locked, so it may be different in a moment. */
export async function standingBehind(ctx: Context, typed: string): Promise<Standing | null> {
  const uuid = linkUuid(typed);
  const sent = uuid === null ? null : await ctx.db.batched(LOAD, uuid);
  return sent === null ? null : standingFrom(sent);
}

/** Until the transaction ends nobody else claims, redeems or cancels it. */
export async function lockStanding(
  tx: Tx,
  { partner, queue_id, link }: Standing,
): Promise<Standing | null> {
  const row = await tx.one<{ r: Sent | null }>(
    'select r from lock_claim_offer($1, $2, $3)',
    [partner.partner_id, queue_id, link],
    'lock-claim-offer',
  );
  return row == null || row.r === null ? null : standingFrom(row.r);
}

/**
 * A link that was issued anew is dead, and so are all of a suspended partner. A code that was
 * redeemed without a claim is as good as claimed: somebody has it.
 */
export function stateOf(row: Standing, now: Date): OfferState {
  if (row.uuid !== row.link || row.cancelled_at !== null || row.partner.suspended_at !== null)
    return 'ended';
  if (row.claimed_at !== null || row.redeemed_at !== null) return 'claimed';
  return now > row.valid_until ? 'ended' : 'open';
}

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
  const row = await standingBehind(ctx, uuid);
  if (row === null || (slug !== null && row.partner.slug !== slug)) return null;
  const partner = await partnerOf(ctx.priceBooks, row.partner);
  if (isOpening && !row.is_opened) await noteOpened(ctx, partner.id, 'claim', row.link);
  return {
    partner,
    brandKey: row.custom_branding,
    state: stateOf(row, partnerNow(ctx, partner)),
    destinationId: row.destination_id,
    iso3: row.iso3,
    covers: row.covers,
    packageType: row.package_type,
    bytes: row.bytes,
    durationDays: row.duration_days,
    validUntil: row.valid_until,
  };
}
