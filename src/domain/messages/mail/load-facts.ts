/** Reads what a traveler's mail tells of, and whether it still makes sense to send it. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { countryByCode } from '../../catalog/places/countries.ts';
import { countryName, destinationName } from '../../catalog/places/names.ts';
import type { Catalog } from '../../catalog/store.ts';
import { brandOf } from '../../partners/branding/brand.ts';
import type { Partner } from '../../partners/partner.ts';
import { makeMailLink } from '../../mail-links/make-link.ts';
import { claimUrl, deepLinkUrl, ownApp } from '../../partners/branding/links.ts';
import { fill, forLocale } from '../../settings/messages.ts';
import { sellerName } from '../../settings/seller.ts';
import type { TravelerKind } from '../../message.ts';
import type { ChosenPackage } from '../../planning/frozen.ts';
import type { Item, MessageFacts } from './facts.ts';
import { formatDate, formatDay, formatList } from './format.ts';
import type { MessageRow } from '../message-row.ts';
import {
  whyNot,
  type BookingRow,
  type PackageRow,
  type QueueRow,
} from '../schedules/still-wanted.ts';
import { usedLocale } from './used-locale.ts';

export type Addressee = Pick<Partner, 'id' | 'name' | 'slug' | 'settings'>;
/** `stop`: why it is not sent any more. */
export type Loaded = { facts: MessageFacts } | { stop: string };

const QUEUES = `select q.id, q.is_code, q.destination_id, q.iso3, q.covers, q.package_type, q.bytes,
    q.duration_days, q.cancelled_at, q.redeemed_at, q.traveler_id, c.code, c.uuid, c.valid_until,
    c.claimed_at, c.claimed_email
  from package_queues q
  left join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id`;

/**
 * Locks the booking, so that a cancellation comes wholly before this or sees that the mail is
 * leaving.
 */
export async function loadFacts(
  ctx: Context,
  tx: Tx,
  partner: Addressee,
  message: MessageRow & { kind: TravelerKind },
): Promise<Loaded> {
  const { data } = message;
  const booking =
    message.booking_id === null
      ? null
      : await tx.one<BookingRow>(
          `select cancelled_at, departure_date, departure_at, is_departure_defaulted, email, locale,
             custom_branding, contact,
             (communication_options->>'should_send_message')::boolean as wants_messages
           from bookings
           where partner_id = $1 and id = $2
           for share`,
          [partner.id, message.booking_id],
        );
  if (booking === undefined) return { stop: 'booking_gone' };
  const pack =
    data.package_id === undefined
      ? null
      : ((await tx.one<PackageRow>(
          `select queue_id, package_type, total_bytes, used_bytes, status, expires_at
           from packages
           where partner_id = $1 and id = $2`,
          [partner.id, data.package_id],
        )) ?? null);
  const ids = data.queue_ids ?? [data.queue_id ?? pack?.queue_id ?? []].flat();
  const queues = await tx.rows<QueueRow>(
    ids.length > 0
      ? `${QUEUES} where q.partner_id = $1 and q.id = any($2) order by q.created_at, q.position, q.id`
      : `${QUEUES} where q.partner_id = $1 and q.booking_id = $2 order by q.created_at, q.position, q.id`,
    [partner.id, ids.length > 0 ? ids : message.booking_id],
  );
  const purchase = await purchaseOf(tx, partner.id, data.purchase_id);
  const stop = whyNot(message, booking, queues, pack);
  if (stop !== null) return { stop };
  const isInstalled = await isOnDevice(tx, partner.id, message.kind, queues);
  return {
    facts: await factsOf(ctx, tx, partner, message, {
      booking,
      queues,
      pack,
      purchase,
      isInstalled,
    }),
  };
}

/**
 * Whether any eSIM of these travelers is on a device; null: they have none. A link to the eSIM of
 * certain packages says nothing of the traveler's others.
 */
async function isOnDevice(
  tx: Tx,
  partnerId: string,
  kind: TravelerKind,
  queues: readonly QueueRow[],
): Promise<boolean | null> {
  const row = await tx.one<{ is_installed: boolean | null }>(
    `with held as (
       select k.esim_id
       from packages k
       where k.partner_id = $1 and k.queue_id = any($3))
     select bool_or(is_on_device(status)) as is_installed
     from esims
     where partner_id = $1
       and traveler_id = any($2)
       and archived_at is null
       and (id in (select esim_id from held) or not exists (select 1 from held))`,
    [
      partnerId,
      queues.flatMap((q) => q.traveler_id ?? []),
      kind === 'esim_link' ? queues.map((q) => q.id) : [],
    ],
  );
  return row!.is_installed;
}

type BoughtRow = { id: string; amount: number; currency: string; choice: ChosenPackage };

const purchaseOf = async (
  tx: Tx,
  partnerId: string,
  id: string | undefined,
): Promise<BoughtRow | null> =>
  id === undefined
    ? null
    : ((await tx.one<BoughtRow>(
        'select id, amount, currency, choice from purchases where partner_id = $1 and id = $2',
        [partnerId, id],
      )) ?? null);

type Rows = {
  booking: BookingRow | null;
  queues: QueueRow[];
  pack: PackageRow | null;
  purchase: BoughtRow | null;
  isInstalled: boolean | null;
};

/** No queue yet, or one that is cancelled: what was bought is known all the same. */
const bought = ({ choice }: BoughtRow): Shown => ({
  ...choice,
  code: null,
  uuid: null,
  valid_until: null,
  claimed_at: null,
});

async function factsOf(
  ctx: Context,
  tx: Tx,
  partner: Addressee,
  message: MessageRow & { kind: TravelerKind },
  { booking, queues, pack, purchase, isInstalled }: Rows,
): Promise<MessageFacts> {
  const { settings } = partner;
  const locale = usedLocale(message.locale, settings);
  const live = queues.filter(
    (q) =>
      q.cancelled_at === null &&
      !(q.is_code && q.redeemed_at !== null && message.kind === 'booking_confirmation'),
  );
  const listed = purchase === null ? live : [bought(purchase)];
  const items = listed.map((q) => itemOf(ctx, partner, q, locale));
  const brand = await brandOf(ctx, tx, partner, booking?.custom_branding ?? null);
  const app = ownApp(ctx, partner);
  // The booking's name is the booker's; somebody else's code goes to somebody else.
  const contact =
    booking !== null && booking.email?.toLowerCase() === message.recipient ? booking.contact : {};
  const facts: Omit<MessageFacts, 'custom'> = {
    kind: message.kind,
    locale,
    brand,
    items,
    name: contact.first_name ?? contact.full_name ?? null,
    timeZone: settings.time_zone,
    departureDate:
      booking === null || booking.is_departure_defaulted
        ? null
        : booking.departure_date.slice(0, 10),
    appUrl:
      app ?? (await makeMailLink(ctx, tx, partner, message.id, booking?.departure_at ?? null)),
    isHosted: app === null,
    isInstalled,
    usage:
      message.kind === 'running_low' && pack !== null
        ? {
            percent: message.data.percent ?? 80,
            leftBytes:
              pack.total_bytes === null ? null : Math.max(0, pack.total_bytes - pack.used_bytes),
          }
        : null,
    expiresAt: message.kind === 'package_expiring' ? (pack?.expires_at ?? null) : null,
    purchase:
      purchase === null
        ? null
        : {
            number: purchase.id,
            paid: { minor: purchase.amount, currency: purchase.currency },
            seller: sellerName(ctx),
          },
  };
  return { ...facts, custom: customOf(partner, facts) };
}

type Shown = ChosenPackage & Pick<QueueRow, 'code' | 'uuid' | 'valid_until' | 'claimed_at'>;

function itemOf(ctx: Context, partner: Addressee, q: Shown, locale: string): Item {
  const catalog = ctx.catalog.current();
  return {
    destination: placeName(catalog, q, locale),
    countries: (q.covers ?? []).map((iso3) => countryIn(catalog, iso3, locale)),
    bytes: q.bytes,
    isUnlimited: q.package_type === 'unlimited',
    days: q.duration_days,
    code: q.code,
    claimUrl: q.uuid === null || q.claimed_at !== null ? null : claimUrl(ctx, partner, q.uuid),
    deepLinkUrl: q.code === null ? null : deepLinkUrl(ctx, partner, q.code),
    validUntil: q.valid_until,
  };
}

function placeName(
  catalog: Catalog,
  q: Pick<QueueRow, 'destination_id' | 'iso3'>,
  locale: string,
): string | null {
  if (q.iso3 === null) return null;
  const destination = catalog.byId(q.destination_id ?? '') ?? catalog.byIso3(q.iso3);
  return destination === null ? countryName(q.iso3) : destinationName(destination, locale);
}

const countryIn = (catalog: Catalog, iso3: string, locale: string): string => {
  const destination = catalog.byIso3(iso3);
  return destination !== null
    ? destinationName(destination, locale)
    : countryByCode(iso3) === null
      ? iso3
      : countryName(iso3);
};

/** The partner's own words, its placeholders filled. */
export function customOf(
  { settings }: Pick<Addressee, 'settings'>,
  facts: Omit<MessageFacts, 'custom'>,
): MessageFacts['custom'] {
  const template = settings.message_templates?.[facts.kind];
  const places = [...new Set(facts.items.flatMap((item) => item.destination ?? []))];
  const date =
    facts.expiresAt !== null
      ? formatDay(facts.expiresAt, facts.locale, facts.timeZone)
      : facts.departureDate !== null
        ? formatDate(facts.departureDate, facts.locale)
        : null;
  const values = {
    name: facts.name,
    partner: facts.brand.name,
    destination: places.length === 0 ? null : formatList(places, facts.locale),
    date,
  };
  const text = (value: Parameters<typeof forLocale<string>>[0]): string | null => {
    const chosen = forLocale(value, facts.locale);
    return chosen === null ? null : fill(chosen, values) || null;
  };
  return { subject: text(template?.subject), intro: text(template?.intro) };
}
