/** What of a purchase a person has to decide: the operator sees it, the traveler reads "checking". */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';

export const DOUBTS = {
  does_not_fit: 'what was paid is not what was asked for: amount, currency, purchase or mode',
  order_unclear: 'the supplier may have made it, and nobody knows yet',
  refund_asked: 'the traveler asks for the money back, and the package cannot be taken back',
  refund_refused: 'the pay desk does not give the money back',
  refunded_there: 'the money went back at the pay desk, and the package is on the eSIM',
  refunded_in_part: 'a part of the money went back at the pay desk',
  disputed: 'the payment is disputed at the pay desk',
} as const;
export type Doubt = keyof typeof DOUBTS;
export const DOUBT_KINDS = Object.keys(DOUBTS) as [Doubt, ...Doubt[]];

/** The first one stands until it is decided. */
export const setDoubt = (
  { db }: { db: Queryable },
  purchaseId: string,
  doubt: Doubt,
): Promise<unknown> =>
  db.rows(
    `update checkouts
     set doubt = $2, doubted_at = clock_timestamp()
     where purchase_id = $1 and doubt is null`,
    [purchaseId, doubt],
  );

export const clearDoubt = (db: Queryable, purchaseId: string): Promise<unknown> =>
  db.rows('update checkouts set doubt = null, doubted_at = null where purchase_id = $1', [
    purchaseId,
  ]);

/** Due at once, whoever is at it: what it plans is void. */
export async function nudge(ctx: Pick<Context, 'wake'>, db: Queryable, id: string): Promise<void> {
  await db.rows(
    `update checkouts
     set next_attempt_at = clock_timestamp(), attempts = 0, fence = fence + 1
     where purchase_id = $1`,
    [id],
  );
  ctx.wake('purchases');
}
