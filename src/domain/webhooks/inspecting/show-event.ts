/** One event with what it tells, and how its delivery stands. */
import type { Context } from '../../../context.ts';
import { AppError } from '../../../errors.ts';
import { mask } from '../../audit/mask.ts';
import { attemptsOf, findDeliveries } from '../delivering/find-deliveries.ts';
import { BEHIND_ALL } from '../../../input/paging.ts';
import { rowView, type DeliveryRowView } from './list-delivery-rows.ts';

type Row = {
  id: string;
  type: string;
  occurred_at: Date;
  entity_id: string;
  is_test: boolean;
  data: object;
};
export type EventView = {
  event_id: string;
  event: string;
  timestamp: string;
  entity_id: string;
  is_test: boolean;
  data: object;
  is_masked: boolean;
  delivery: DeliveryRowView | null;
};

/** Throws 404 `event_not_found`. */
export async function showEvent(
  ctx: Context,
  partnerId: string,
  eventId: string,
  { seesBodies }: { seesBodies: boolean },
): Promise<EventView> {
  return ctx.db.partnerRead(partnerId, async (tx) => {
    const event = await tx.one<Row>(
      `select id, type, occurred_at, entity_id, is_test, data
       from events
       where partner_id = $1 and id = $2`,
      [partnerId, eventId],
    );
    if (event === undefined) throw new AppError('event_not_found', 'There is no such event.');
    const one = { event_id: eventId };
    const { rows } = await findDeliveries(tx, partnerId, BEHIND_ALL, one, 1);
    const [row] = rows;
    const attempts = await attemptsOf(tx, partnerId, rows, 1);
    return {
      event_id: event.id,
      event: event.type,
      timestamp: event.occurred_at.toISOString(),
      entity_id: event.entity_id,
      is_test: event.is_test,
      data: seesBodies ? event.data : (mask(event.data) as object),
      is_masked: !seesBodies,
      delivery: row === undefined ? null : rowView(row, attempts(eventId)),
    };
  });
}
