/**
 * Ids of a booking's queues. With a reference of the partner's they follow from what makes the
 * booking and its entries the same ones, so a booking that was lost with the database and is sent
 * again has its old queues, and their providers' orders are found again. Without one nothing tells
 * two bookings apart, and ids are random.
 */
import type { Context } from '../../context.ts';
import { newQueueId, queueIdOf } from '../../ids.ts';

/** It comes back with a backup, which is refused without the secret key that it follows from. */
export const queueKey = (ctx: Context): string => ctx.secrets.derive('package-queues');

/** What tells one queue from the others of its booking. */
export type QueueName = readonly (string | number | null)[];
/**
 * The date of the natural key, and how many cancelled bookings had that key before: they keep their
 * queues.
 */
type Key = { booking_id: string | undefined; keyDate: string; lives: number };

export function queueIds(
  ctx: Context,
  partnerId: string,
  { booking_id, keyDate, lives }: Key,
): (queue: QueueName) => string {
  if (booking_id === undefined) return newQueueId;
  const key = queueKey(ctx);
  return (queue) => queueIdOf(key, [partnerId, booking_id, keyDate, lives, ...queue]);
}
