/** GET /api/reports/funnel/packages: the packages behind a figure of the funnel. */
import type { Context } from '../../context.ts';
import { isId, parseQueueId, queueUuid } from '../../ids.ts';
import {
  BEHIND_ALL,
  pageOf,
  placeOf,
  SCANNED,
  type PageSize,
  type Paging,
} from '../../input/paging.ts';
import type { Partner } from '../partners/partner.ts';
import { idsWithin } from './counting/count-days.ts';
import type { Step } from './counting/day-counts.ts';
import { GIVEN } from './counting/given.ts';
import { boundsFor } from './counting/read-counts.ts';
import type { DaysQuery } from './days.ts';
import { daysOf } from './funnel.ts';

export const PACKAGES_PAGE: PageSize = { most: 100, usual: 25 };

export type PackagesQuery = DaysQuery &
  Paging & {
    /** those that came this far */
    step?: Step | undefined;
    /** those that did not, though they were issued */
    missing?: Step | undefined;
    /** '-' : those that have none yet */
    place?: string | undefined;
  };

type Row = {
  booking: string;
  reference: string | null;
  queue: string;
  traveler: string | null;
  place: string;
} & Record<Step, Date | null>;
export type FunnelPackage = {
  booking_id: string;
  reference: string | null;
  uuid: string;
  traveler_id: string | null;
  place: string | null;
} & Record<`${Step}_at`, string | null>;

/**
 * Bookings of the days, the newest first, up to so many for a page: which of them fit, no index
 * knows. $6, $7: behind which package.
 */
const PACKAGES = `with b as materialized (select id, booking_id as said
    from bookings
    where partner_id = $1 and id >= $2 and id < $3 and id <= $6 and kind = 'booking'
      and created_at >= $4 and created_at < $5
    order by id desc
    limit ${SCANNED}),
    ${GIVEN}
  select booking, said as reference, queue, traveler, place, issued, mailed, opened, taken, installed,
    used
  from given
  where (booking, queue) < ($6, $7)
    and ($8::text is null or place = $8)
    and ($9::text is null or case $9 when 'issued' then issued when 'mailed' then mailed
      when 'opened' then opened when 'taken' then taken when 'installed' then installed
      else used end is not null)
    and ($10::text is null or case $10 when 'issued' then issued when 'mailed' then mailed
      when 'opened' then opened when 'taken' then taken when 'installed' then installed
      else used end is null)
  order by booking desc, queue desc
  limit $11`;

/** The last booking that a page looked at, where more may be left. */
const LAST_LOOKED_AT = `select id
  from bookings
  where partner_id = $1 and id >= $2 and id < $3 and id <= $6 and kind = 'booking'
    and created_at >= $4 and created_at < $5
  order by id desc
  offset ${SCANNED - 1}
  limit 1`;

/** Throws 400 for days and cursors that are none. */
export async function funnelPackages(
  ctx: Context,
  partner: Partner,
  { cursor, limit = PACKAGES_PAGE.usual, step, missing, place, ...query }: PackagesQuery,
): Promise<{ packages: FunnelPackage[]; next_cursor: string | null }> {
  const { zone, dates } = daysOf(ctx, partner, query);
  const after = placeOf(cursor, readPlace) ?? { booking: BEHIND_ALL, queue: BEHIND_ALL };
  const bounds = boundsFor(ctx, partner, dates, zone);
  const range = [
    partner.id,
    ...idsWithin('bkg', bounds),
    bounds.at[0],
    bounds.at.at(-1),
    after.booking,
  ];
  return ctx.db.partnerRead(partner.id, async (db) => {
    const rows = await db.rows<Row>(PACKAGES, [
      ...range,
      after.queue,
      place === undefined ? null : place === '-' ? '' : place,
      step ?? null,
      missing ?? null,
      limit + 1,
    ]);
    const last =
      rows.length > limit ? undefined : await db.one<{ id: string }>(LAST_LOOKED_AT, range);
    const { page, next_cursor } = pageOf(
      rows,
      limit,
      ({ booking, queue }) => `${booking} ${queue}`,
      last === undefined ? null : `${last.id} `,
    );
    return { packages: page.map(view), next_cursor };
  });
}

/** Behind a package, or behind all of a booking. */
function readPlace(text: string): { booking: string; queue: string } | null {
  const [booking = '', queue = ''] = text.split(' ');
  return isId(booking, 'bkg') && (queue === '' || parseQueueId(queue) !== null)
    ? { booking, queue }
    : null;
}

const view = ({ booking, reference, queue, traveler, place, ...at }: Row): FunnelPackage => ({
  booking_id: booking,
  reference,
  uuid: queueUuid(queue),
  traveler_id: traveler,
  place: place === '' ? null : place,
  issued_at: at.issued?.toISOString() ?? null,
  mailed_at: at.mailed?.toISOString() ?? null,
  opened_at: at.opened?.toISOString() ?? null,
  taken_at: at.taken?.toISOString() ?? null,
  installed_at: at.installed?.toISOString() ?? null,
  used_at: at.used?.toISOString() ?? null,
});
