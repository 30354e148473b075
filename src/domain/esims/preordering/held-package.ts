/** A package that was ordered ahead and waits on its eSIM: it is redeemed, or released. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { Scope } from '../../partners/scope.ts';
import { DAY_MS } from '../../time.ts';
import type { NewEvent } from '../../webhooks/record-event.ts';
import { ORDER_COLUMNS, type Order } from '../provisioning/orders.ts';
import { insertPackage, redeemQueue } from '../provisioning/put-package.ts';
import type { Queue } from '../provisioning/queue.ts';
import { provisionedEvent } from '../provisioning/tell-provisioned.ts';
import { firstPlan } from '../usage/poll-pace.ts';

export type HeldOrder = Order & {
  queue_id: string;
  esim_id: string;
  provider_package_id: string;
  preordered_at: Date;
};
export const HELD_COLUMNS = `${ORDER_COLUMNS}, provider_package_id, preordered_at`;

/** Locks it; undefined: it is no longer held. The queue is locked. */
export const lockHeld = (tx: Tx, orderId: string): Promise<HeldOrder | undefined> =>
  tx.one<HeldOrder>(
    `select ${HELD_COLUMNS}
     from provider_orders
     where id = $1 and preorder = 'held'
     for update`,
    [orderId],
  );

/** Locks the eSIM. Whether the package can still be had there: its eSIM is in use, its window open. */
export async function isUsable(
  { tx, partner, now }: Pick<Scope<{ id: string }>, 'tx' | 'partner' | 'now'>,
  held: HeldOrder,
  queue: Pick<Queue, 'activation_window_days'>,
): Promise<{ iccid: string } | null> {
  const esim = await tx.one<{ iccid: string; is_gone: boolean }>(
    `select iccid, archived_at is not null or status = 'DELETED' as is_gone
     from esims
     where partner_id = $1 and id = $2
     for no key update`,
    [partner.id, held.esim_id],
  );
  const end = held.preordered_at.getTime() + queue.activation_window_days * DAY_MS;
  return esim === undefined || esim.is_gone || end <= now.getTime() ? null : esim;
}

/**
 * The package shows from now on, at `at`; the event to be recorded. Null: the queue was redeemed or
 * cancelled. Queue, order and eSIM are locked.
 */
export async function showHeld(
  ctx: Context,
  tx: Tx,
  held: HeldOrder,
  iccid: string,
  { at, now }: { at: Date; now: Date },
): Promise<NewEvent | null> {
  if ((await redeemQueue(tx, held, at)) === undefined) return null;
  await tx.rows(
    `update provider_orders
     set preorder = 'redeemed', preorder_due_at = null, updated_at = clock_timestamp()
     where id = $1`,
    [held.id],
  );
  const made = await insertPackage(tx, held, now, {
    esimId: held.esim_id,
    iccid,
    providerPackageId: held.provider_package_id,
    poll: firstPlan(ctx.providers.get(held.provider)?.can.tellsUsage === true),
    at,
    since: held.preordered_at,
  });
  return provisionedEvent(held, made, iccid, at);
}

/**
 * Nobody will use it: its telco is asked to take it back, and its queue may be ordered anew, under
 * another reference. The queue is locked.
 */
export async function releaseHeld(tx: Tx, held: HeldOrder): Promise<void> {
  await tx.rows(
    `update package_queues
     set failed_orders = failed_orders + 1
     where partner_id = $1 and id = $2`,
    [held.partner_id, held.queue_id],
  );
  await tx.rows(
    `update provider_orders
     set preorder = 'cancelling', cancelled_at = clock_timestamp(),
       preorder_due_at = clock_timestamp(), updated_at = clock_timestamp()
     where id = $1`,
    [held.id],
  );
}
