/** Events of the pay desk that fit no purchase: the operator looks at them, and says so. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';

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

export async function markEventSeen(
  ctx: Context,
  actor: Actor,
  id: string,
): Promise<{ id: string }> {
  await ctx.db.tx(async (tx) => {
    const event = await tx.one<{ unfit: string; seen_at: Date | null }>(
      `select unfit, seen_at
       from payment_events
       where id = $1 and unfit is not null
       for no key update`,
      [id],
    );
    if (event === undefined) throw new AppError('event_not_found', 'There is no such event.');
    if (event.seen_at !== null) return;
    await tx.rows('update payment_events set seen_at = now() where id = $1', [id]);
    const act = { partnerId: null, action: 'payment_event.seen', subject: id };
    await recordAct(tx, actor, { ...act, after: { unfit: event.unfit } });
  });
  return { id };
}
