/** Purchases of any partner for the operator: those that wait, the oldest first, or one of them. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { isId } from '../../../ids.ts';
import {
  BEFORE_ALL,
  pageOf,
  placeOf,
  readPlaceInTime,
  type PageSize,
  type Paging,
} from '../../../input/paging.ts';
import { PARTNER_NAME } from '../../partners/managing/partner-name.ts';
import { DOUBTS, type Doubt } from '../doubts.ts';
import { SELECT_PURCHASE, viewPurchase, type Purchase } from '../purchase.ts';

export const DOUBTS_PAGE: PageSize = { most: 500, usual: 200 };
export type DoubtQuery = Paging & { doubt?: Doubt | undefined; partner_id?: string | undefined };

type ActAs = (partnerId: string) => Promise<unknown>;
type InDoubt = {
  partner_id: string;
  partner: string;
  purchase_id: string;
  doubted_at: Date | null;
};
const IN_DOUBT = `partner_id, ${PARTNER_NAME('checkouts')}, purchase_id, doubted_at`;

const readPlace = readPlaceInTime((id) => isId(id, 'pur'));

export async function listDoubts(
  ctx: Context,
  { doubt, partner_id: whose, cursor, limit = DOUBTS_PAGE.usual }: DoubtQuery,
): Promise<{ purchases: OperatorPurchase[]; next_cursor: string | null }> {
  const after = placeOf(cursor, readPlace) ?? BEFORE_ALL;
  return ctx.db.operatorRead(async (db, actAs) => {
    const rows = await db.rows<InDoubt & { place: string }>(
      `select ${IN_DOUBT}, doubted_at::text || ' ' || purchase_id as place
       from checkouts
       where doubt is not null
         and (doubted_at, purchase_id) > ($1::timestamptz, $2)
         and ($3::text is null or doubt = $3)
         and ($4::text is null or partner_id = $4)
       order by doubted_at, purchase_id
       limit $5`,
      [after.at, after.id, doubt ?? null, whose ?? null, limit + 1],
    );
    const { page, next_cursor } = pageOf(rows, limit, ({ place }) => place);
    return { purchases: await viewAll(db, actAs, page), next_cursor };
  });
}

/** Throws `purchase_not_found`. */
export async function showPurchase(ctx: Context, id: string): Promise<OperatorPurchase> {
  const [shown] = await ctx.db.operatorRead(async (db, actAs) =>
    viewAll(
      db,
      actAs,
      await db.rows<InDoubt>(`select ${IN_DOUBT} from checkouts where purchase_id = $1`, [id]),
    ),
  );
  if (shown === undefined) throw new AppError('purchase_not_found', 'There is no such purchase.');
  return shown;
}

/** In their order, each partner's at once. */
async function viewAll(
  db: Queryable,
  actAs: ActAs,
  rows: readonly InDoubt[],
): Promise<OperatorPurchase[]> {
  const views = new Map<string, OperatorPurchase>();
  for (const [partnerId, own] of Map.groupBy(rows, (row) => row.partner_id)) {
    await actAs(partnerId);
    const ids = own.map((row) => row.purchase_id);
    const { partner } = own[0]!;
    const since = new Map(own.map((row) => [row.purchase_id, row.doubted_at]));
    const asked = await refundsAsked(db, partnerId, ids);
    const found = await db.rows<Purchase>(`${SELECT_PURCHASE} and p.id = any($2)`, [
      partnerId,
      ids,
    ]);
    for (const purchase of found) {
      const about = {
        partner,
        since: since.get(purchase.id) ?? null,
        asked: asked.get(purchase.id) ?? null,
      };
      views.set(purchase.id, view(purchase, about));
    }
  }
  return rows.flatMap((row) => views.get(row.purchase_id) ?? []);
}

/** What travelers wrote who want their money back. */
const refundsAsked = async (
  db: Queryable,
  partnerId: string,
  ids: readonly string[],
): Promise<Map<string, string | null>> =>
  new Map(
    (
      await db.rows<{ id: string; refund_asked: string | null }>(
        'select id, refund_asked from purchases where partner_id = $1 and id = any($2)',
        [partnerId, ids],
      )
    ).map((row) => [row.id, row.refund_asked]),
  );

export type OperatorPurchase = ReturnType<typeof view>;

type About = { partner: string; since: Date | null; asked: string | null };

function view(purchase: Purchase, { partner, since, asked }: About) {
  const { checkout_url: _url, ...shown } = viewPurchase(purchase);
  return {
    ...shown,
    partner_id: purchase.partner_id,
    partner,
    user_id: purchase.traveler_id,
    booking_id: purchase.booking_id,
    checkout_id: purchase.checkout_id,
    payment_id: purchase.payment_id,
    doubt: purchase.doubt,
    why: purchase.doubt === null ? null : (DOUBTS[purchase.doubt as Doubt] ?? null),
    since: since?.toISOString() ?? null,
    refund_reason: asked,
  };
}
