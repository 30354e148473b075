/** A partner's batches of promo codes, newest first, and how one of them stands. */
import type { Context } from '../../../context.ts';
import { readId } from '../../../ids.ts';
import { BEHIND_ALL, pageOf, placeOf, type PageSize, type Paging } from '../../../input/paging.ts';
import { partnerNow } from '../../partners/now.ts';
import type { Partner } from '../../partners/partner.ts';
import {
  BATCH_COLUMNS,
  findBatch,
  viewBatch,
  type BatchRow,
  type BatchView,
} from './batch-view.ts';

export const BATCHES_PAGE: PageSize = { most: 100, usual: 25 };

export async function listBatches(
  ctx: Context,
  { id: partnerId }: Partner,
  { cursor, limit = BATCHES_PAGE.usual }: Paging,
): Promise<{ batches: BatchView[]; next_cursor: string | null }> {
  const before = placeOf(cursor, readId('pcb')) ?? BEHIND_ALL;
  const rows = await ctx.db.partnerRead(partnerId, (db) =>
    db.rows<BatchRow>(
      `select ${BATCH_COLUMNS}
       from promo_code_batches
       where partner_id = $1 and id < $2
       order by id desc
       limit $3`,
      [partnerId, before, limit + 1],
    ),
  );
  const { page, next_cursor } = pageOf(rows, limit, ({ id }) => id);
  return { batches: page.map(viewBatch), next_cursor };
}

/** What a code can be; `open`: nobody asked for it yet. */
export const CODE_STATES = ['open', 'claimed', 'redeemed', 'expired', 'cancelled'] as const;
export type CodeState = (typeof CODE_STATES)[number];

/** Of promo_codes c and package_queues q; `now`: a bound parameter. */
export const stateOf = (now: string): string =>
  `case when q.redeemed_at is not null then 'redeemed'
     when q.cancelled_at is not null then 'cancelled'
     when c.valid_until < ${now} then 'expired'
     when c.claimed_at is not null then 'claimed'
     else 'open' end`;

export async function readBatch(
  ctx: Context,
  partner: Partner,
  id: string,
): Promise<BatchView & { states: Record<CodeState, number> }> {
  const { row, counted } = await ctx.db.partnerRead(partner.id, async (db) => ({
    row: await findBatch(db, partner.id, id),
    counted: await db.rows<{ state: CodeState; count: number }>(
      `select ${stateOf('$3')} as state, count(*)::int as count
       from promo_codes c
       join package_queues q on q.partner_id = c.partner_id and q.id = c.queue_id
       where c.partner_id = $1 and c.batch_id = $2
       group by 1`,
      [partner.id, id, partnerNow(ctx, partner)],
    ),
  }));
  const states = { open: 0, claimed: 0, redeemed: 0, expired: 0, cancelled: 0 };
  for (const { state, count } of counted) states[state] = count;
  return { ...viewBatch(row), states };
}
