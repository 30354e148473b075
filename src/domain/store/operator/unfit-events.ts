/** Events of the pay desk that fit no purchase: the operator looks at them, and says so. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';

const MOST = 200;

type Row = {
  id: string;
  type: string;
  is_live: boolean;
  at: Date;
  received_at: Date;
  checkout_id: string | null;
  payment_id: string | null;
  purchase_id: string | null;
  /** minor units */
  amount: number | null;
  currency: string | null;
  unfit: string;
};

/** Not seen yet, oldest first. */
export async function listUnfitEvents(ctx: Context) {
  const rows = await ctx.db.rows<Row>(
    `select id, type, is_live, at, received_at, checkout_id, payment_id, purchase_id, amount,
       currency, unfit
     from payment_events
     where unfit is not null and seen_at is null
     order by received_at, id
     limit ${MOST}`,
  );
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    received_at: row.received_at.toISOString(),
  }));
}

export async function markEventSeen(ctx: Context, id: string): Promise<{ id: string }> {
  const seen = await ctx.db.one<{ id: string }>(
    `update payment_events
     set seen_at = coalesce(seen_at, now())
     where id = $1 and unfit is not null
     returning id`,
    [id],
  );
  if (seen === undefined) throw new AppError('event_not_found', 'There is no such event.');
  return seen;
}
