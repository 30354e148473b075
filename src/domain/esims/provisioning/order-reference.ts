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
