/** Requests of a batch by how they were answered in which hour: one row each, whatever came. */
import { firstIdAt, timeOfId } from '../../ids.ts';
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
  const counts = new Map<string, Run>();
  let run: Run | undefined;
  for (const request of requests) {
    // Most are as the one before: whoever does much does much of the same.
    if (run === undefined || !isOf(run, request)) {
      const key = keyOf(request);
      run = counts.get(key) ?? beginRun(request);
      counts.set(key, run);
    }
    const { count } = run;
    count.count++;
    if (request.id < count.firstId) count.firstId = request.id;
    if (request.id > count.lastId) count.lastId = request.id;
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { count }]) => count);
}

type Run = {
  count: Count;
  of: KeptRequest;
  /** ids of the hour are from the one to before the other */
  from: string;
  to: string;
};

const hourNumberOf = (id: string): number => Math.floor(timeOfId(id) / HOUR_MS);

const keyOf = ({ partnerId, id, operationId, errorType, status }: KeptRequest): string =>
  `${partnerId} ${hourNumberOf(id)} ${operationId} ${errorType ?? ''} ${status}`;

const isOf = ({ of, from, to }: Run, request: KeptRequest): boolean =>
  of.partnerId === request.partnerId &&
  of.operationId === request.operationId &&
  of.status === request.status &&
  of.errorType === request.errorType &&
  from <= request.id &&
  request.id < to;

function beginRun(of: KeptRequest): Run {
  const { partnerId, id, operationId, errorType, status } = of;
  const start = hourNumberOf(id) * HOUR_MS;
  const first = {
    partnerId,
    hour: new Date(start),
    operationId,
    errorType: errorType ?? '',
    status,
  };
  return {
    of,
    count: { ...first, count: 0, firstId: id, lastId: id },
    from: firstIdAt('req', start),
    to: firstIdAt('req', start + HOUR_MS),
  };
}
