/**
 * The references that providers know our orders by: those of packages here, those of eSIMs in
 * esim-reference.sql. Where a partner sends again what was lost with a database, they come out as
 * before, so that what was bought is found again.
 */
import { queueIdOf, queueUuid } from '../../../ids.ts';

/**
 * Of a queue's package. The first order has the queue's uuid; each that follows a cancelled package
 * (1, 2 …) its own.
 */
export const packageReference = (queueId: string, cancelled = 0): string =>
  queueUuid(cancelled === 0 ? queueId : queueIdOf(queueId, [cancelled]));

/** Of the order that brings a package over, after so many that were cancelled. */
export const movedReference = (
  queue: { id: string; failed_orders: number },
  cancelled: number,
): string =>
  queue.failed_orders === 0
    ? packageReference(queue.id, cancelled)
    : queueUuid(queueIdOf(queue.id, ['given up', queue.failed_orders, cancelled]));

/**
 * Of the order that a redemption makes: what a provider has accepted and given up stays under its
 * reference there.
 */
export const redemptionReference = (queue: { id: string; failed_orders: number }): string =>
  queue.failed_orders === 0
    ? packageReference(queue.id)
    : queueUuid(queueIdOf(queue.id, ['given up', queue.failed_orders]));
