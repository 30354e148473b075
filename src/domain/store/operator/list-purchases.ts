/** GET /api/operator/purchases: what waits for the operator, the oldest first; or one of them. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { DOUBTS, type Doubt } from '../doubts.ts';
import { findPurchase, viewPurchase, type Purchase } from '../purchase.ts';

const MOST = 200;

type ActAs = (partnerId: string) => Promise<unknown>;
type InDoubt = { partner_id: string; purchase_id: string; doubted_at: Date | null };

export async function listDoubts(ctx: Context) {
  return ctx.db.operatorRead(async (db, actAs) => {
    const rows = await db.rows<InDoubt>(
      `select partner_id, purchase_id, doubted_at
       from checkouts
       where doubt is not null
       order by doubted_at, purchase_id
       limit ${MOST}`,
    );
    const shown = [];
    for (const row of rows) {
      const view = await viewForOperator(db, actAs, row);
      if (view !== null) shown.push(view);
    }
    return shown;
  });
}

export async function showPurchase(ctx: Context, id: string) {
  const shown = await ctx.db.operatorRead(async (db, actAs) => {
    const row = await db.one<InDoubt>(
      'select partner_id, purchase_id, doubted_at from checkouts where purchase_id = $1',
      [id],
    );
    return row === undefined ? null : viewForOperator(db, actAs, row);
  });
  if (shown === null) throw new AppError('purchase_not_found', 'There is no such purchase.');
  return shown;
}

async function viewForOperator(db: Queryable, actAs: ActAs, row: InDoubt) {
  await actAs(row.partner_id);
  const purchase = await findPurchase(db, row.partner_id, row.purchase_id);
  if (purchase === undefined) return null;
  const asked = await db.one<{ refund_asked: string | null }>(
    'select refund_asked from purchases where partner_id = $1 and id = $2',
    [row.partner_id, row.purchase_id],
  );
  return view(purchase, row, asked?.refund_asked ?? null);
}

const view = (purchase: Purchase, { doubted_at }: InDoubt, refundAsked: string | null) => {
  const { checkout_url: _url, ...shown } = viewPurchase(purchase);
  return {
    ...shown,
    partner_id: purchase.partner_id,
    user_id: purchase.traveler_id,
    booking_id: purchase.booking_id,
    checkout_id: purchase.checkout_id,
    payment_id: purchase.payment_id,
    doubt: purchase.doubt,
    why: purchase.doubt === null ? null : (DOUBTS[purchase.doubt as Doubt] ?? null),
    since: doubted_at?.toISOString() ?? null,
    refund_reason: refundAsked,
  };
};
