/** Requests of a batch by how they were answered in which hour: one row each, whatever came. */
import { timeOfId } from '../../ids.ts';
import { HOUR_MS } from '../time.ts';
import type { KeptRequest } from './kept-request.ts';

export type Count = {
  partnerId: string;
  hour: Date;
  operationId: string;
  /** empty = no error */
  errorType: string;
  status: number;
  count: number;
  firstId: string;
  lastId: string;
};

export const hourOf = (ms: number): Date => new Date(Math.floor(ms / HOUR_MS) * HOUR_MS);

/** In the order of their key, partner by partner. */
export function countByHour(requests: readonly KeptRequest[]): Count[] {
  const counts = new Map<string, Count>();
  for (const { partnerId, id, operationId, errorType, status } of requests) {
    const hourNumber = Math.floor(timeOfId(id) / HOUR_MS);
    const key = `${partnerId} ${hourNumber} ${operationId} ${errorType ?? ''} ${status}`;
    const known = counts.get(key);
    if (known === undefined) {
      const hour = new Date(hourNumber * HOUR_MS);
      const first = { partnerId, hour, operationId, errorType: errorType ?? '', status };
      counts.set(key, { ...first, count: 1, firstId: id, lastId: id });
      continue;
    }
    known.count++;
    if (id < known.firstId) known.firstId = id;
    if (id > known.lastId) known.lastId = id;
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}
