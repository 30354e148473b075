/** Events of the pay desk that fit no purchase: the operator looks at them, and says so. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import {
  BEFORE_ALL,
  pageOf,
  placeOf,
  readPlaceInTime,
  type PageSize,
  type Paging,
} from '../../../input/paging.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';

export const UNFIT_PAGE: PageSize = { most: 500, usual: 200 };

const LONGEST_ID = 300;

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

/** Their ids are the pay desk's. */
const readPlace = readPlaceInTime((id) => id !== '' && id.length <= LONGEST_ID);

/** Not seen yet, oldest first. */
export async function listUnfitEvents(ctx: Context, { cursor, limit = UNFIT_PAGE.usual }: Paging) {
  const after = placeOf(cursor, readPlace) ?? BEFORE_ALL;
  const rows = await ctx.db.rows<Row & { place: string }>(
    `select id, type, is_live, at, received_at, checkout_id, payment_id, purchase_id, amount,
       currency, unfit, received_at::text || ' ' || id as place
     from payment_events
     where unfit is not null
       and seen_at is null
       and (received_at, id) > ($1::timestamptz, $2)
     order by received_at, id
     limit $3`,
    [after.at, after.id, limit + 1],
  );
  const { page, next_cursor } = pageOf(rows, limit, ({ place }) => place);
  const events = page.map(({ place: _place, ...row }) => ({
    ...row,
    at: row.at.toISOString(),
    received_at: row.received_at.toISOString(),
  }));
  return { events, next_cursor };
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
