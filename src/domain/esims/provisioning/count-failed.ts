import type { Tx } from '../../../db/pool.ts';
import type { Order } from './orders.ts';

/** A provider had accepted it: under this reference it would only tell the same again. */
export const countFailed = (tx: Tx, order: Order): Promise<unknown> =>
  tx.rows(
    `update package_queues
     set failed_orders = failed_orders + 1
     where partner_id = $1 and id = $2`,
    [order.partner_id, order.queue_id],
  );
