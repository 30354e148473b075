/**
 * A queue is redeemed whose package was ordered ahead: it is there, and no supplier is asked. An
 * order ahead that is still open becomes this redemption's own.
 */
import type { Scope } from '../../partners/scope.ts';
import { recordEvents } from '../../webhooks/record-event.ts';
import type { Queue } from '../provisioning/queue.ts';
import { isUsable, lockHeld, releaseHeld, showHeld } from './held-package.ts';

/**
 * Under the locks of the traveler and the queue. Null: it is of no use any more, and the queue is
 * ordered anew; else whether there is something to deliver.
 */
export async function redeemHeld(
  scope: Scope,
  queue: Queue,
  orderId: string,
): Promise<{ deliver: boolean } | null> {
  const { ctx, tx, now } = scope;
  const held = await lockHeld(tx, orderId);
  if (held === undefined) return null;
  const esim = await isUsable(scope, held, queue);
  const event = esim === null ? null : await showHeld(ctx, tx, held, esim.iccid, { at: now, now });
  if (event !== null) return { deliver: await recordEvents(tx, [event]) };
  await releaseHeld(tx, held);
  queue.failed_orders++;
  return null;
}

/** From here on it is an order like any other: what it makes is redeemed at once. */
export const takeOver = ({ tx }: Scope, orderId: string): Promise<unknown> =>
  tx.rows(
    `update provider_orders
     set preorder = null, caused_by = nullif(current_setting('hubby.caused_by', true), '')
     where id = $1 and preorder = 'ordered'`,
    [orderId],
  );
