/** The references that providers know our orders by. Made here only. */
import { createHash, randomUUID } from 'node:crypto';
import { queueUuid } from '../../ids.ts';

export const esimReference = (): string => randomUUID();

/**
 * Of a queue's package. The first order has the queue's uuid; each that follows a cancelled package (`generation` 1, 2 …)
 * has one of its own, the same for whoever makes it.
 */
export const packageReference = (queueId: string, generation = 0): string =>
  generation === 0 ? queueUuid(queueId) : uuidOf(`${queueId}/${generation}`);

/** A uuid of version 8: the digest of a name. */
function uuidOf(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return queueUuid(`pq_${bytes.toString('hex')}`);
}
