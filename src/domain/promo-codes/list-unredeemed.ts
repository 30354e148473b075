/** Codes that nobody redeemed and that are still good, whichever ends first coming first. */
import type { Context } from '../../context.ts';
import { parseQueueId, queueUuid } from '../../ids.ts';
import {
  BEHIND_ALL,
  pageOf,
  placeOf,
  readPlaceInTime,
  SCANNED,
  type PageSize,
  type Paging,
} from '../../input/paging.ts';
import { resolveLocale } from '../catalog/locales.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import { DAY_MS } from '../time.ts';
import { CODE_COLUMNS, viewPromoCode, type CodeRow } from './promo-code-view.ts';

export const UNREDEEMED_PAGE: PageSize = { most: 100, usual: 50 };
export const MOST_DAYS = 3_650;
/** Until when a code may be good to be among those that end within so many days. */
export const endsBy = (now: Date, days: number): Date => new Date(now.getTime() + days * DAY_MS);
/** Of package_queues q: nobody has redeemed it, and it can be. */
export const IS_UNREDEEMED = 'q.redeemed_at is null and q.cancelled_at is null';
/**
 * package_queues q of promo_codes c, each by its key. A plain join is planned by how few are not
 * redeemed: all of them are read then, to find those few.
 */
export const ITS_QUEUE = `cross join lateral (select *
    from package_queues
    where partner_id = $1 and id = c.queue_id
    offset 0) q`;

type Row = CodeRow & {
  queue_id: string;
  place: string;
  booking_id: string | null;
  reference: string | null;
  batch_id: string | null;
  batch_name: string | null;
};
export type UnredeemedCode = ReturnType<typeof viewPromoCode> & {
  id: string;
  state: 'open' | 'claimed';
  booking: { id: string; reference: string | null } | null;
  batch: { id: string; name: string } | null;
};

/** By the index on the end of codes: so many of them, whoever redeemed them. */
const LOOKED_AT = `where partner_id = $1
    and (valid_until, queue_id) > ($2::timestamptz, $3)
    and valid_until > $4
    and ($5::timestamptz is null or valid_until <= $5)
  order by valid_until, queue_id`;
const PAGE = `select ${CODE_COLUMNS}, c.queue_id, c.valid_until::text || ' ' || c.queue_id as place,
    q.booking_id, b.booking_id as reference, c.batch_id, t.name as batch_name
  from (select *
    from promo_codes
    ${LOOKED_AT}
    limit ${SCANNED}) c
  ${ITS_QUEUE}
  left join bookings b on b.partner_id = $1 and b.id = q.booking_id
  left join promo_code_batches t on t.partner_id = $1 and t.id = c.batch_id
  where ${IS_UNREDEEMED}
  order by c.valid_until, c.queue_id
  limit $6`;
const REACHED = `select valid_until::text || ' ' || queue_id as place
  from promo_codes
  ${LOOKED_AT}
  offset ${SCANNED - 1}
  limit 1`;

const readPlace = readPlaceInTime((id) => parseQueueId(id) !== null);

/** `days`: only those that end within so many, by the partner's time. */
export async function listUnredeemedCodes(
  ctx: Context,
  partner: Partner,
  { days, cursor, limit = UNREDEEMED_PAGE.usual }: Paging & { days?: number | undefined },
): Promise<{ codes: UnredeemedCode[]; next_cursor: string | null }> {
  const now = partnerNow(ctx, partner);
  const { at, id } = placeOf(cursor, readPlace) ?? { at: now.toISOString(), id: BEHIND_ALL };
  const from = [partner.id, at, id, now, days === undefined ? null : endsBy(now, days)];
  const { rows, reached } = await ctx.db.partnerRead(partner.id, async (db) => ({
    rows: await db.rows<Row>(PAGE, [...from, limit + 1]),
    reached: await db.one<{ place: string }>(REACHED, from),
  }));
  const { page, next_cursor } = pageOf(rows, limit, ({ place }) => place, reached?.place);
  const { locale } = resolveLocale(null, partner.settings.locale);
  return { codes: page.map((row) => viewUnredeemed(ctx, partner, row, locale)), next_cursor };
}

const viewUnredeemed = (
  ctx: Context,
  partner: Partner,
  row: Row,
  locale: string,
): UnredeemedCode => ({
  id: queueUuid(row.queue_id),
  ...viewPromoCode(ctx, partner, row, locale),
  state: row.claimed_at === null ? 'open' : 'claimed',
  booking: row.booking_id === null ? null : { id: row.booking_id, reference: row.reference },
  batch: row.batch_id === null ? null : { id: row.batch_id, name: row.batch_name ?? '' },
});
