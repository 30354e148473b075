/** How calls go wrong, as many as were told to. */
import { setTimeout as sleep } from 'node:timers/promises';
import { notFound, ok, unavailable, type Reply } from './errors.ts';

export type Fault =
  /** answered late */
  | { kind: 'delay'; ms: number }
  /** 503, with nothing or with everything done */
  | { kind: 'error_before' | 'error_after' }
  /** the connection ends without an answer, with nothing or with everything done */
  | { kind: 'cut_before' | 'cut_after' }
  /** nobody ever answers, with nothing or with everything done */
  | { kind: 'hang_before' | 'hang_after' }
  /** the offer was switched off a minute ago; nothing was done */
  | { kind: 'offer_gone' }
  /** 429; nothing was done */
  | { kind: 'busy'; retryAfter?: string }
  /** done, and answered with this; default: half a JSON */
  | { kind: 'malformed'; body?: string };

export type What = 'purchase' | 'refund' | 'read' | 'any';

export type Faults = {
  /** The next `count` calls of this kind (default: one purchase). */
  breakNext(fault: Fault, options?: { on?: What; count?: number }): void;
  take(what: What): Fault | undefined;
  clear(): void;
};

export function makeFaults(): Faults {
  let planned: { fault: Fault; on: What; left: number }[] = [];
  return {
    breakNext(fault, { on = 'purchase', count = 1 } = {}) {
      planned.push({ fault, on, left: count });
    },
    take(what) {
      const next = planned.find(({ on, left }) => left > 0 && (on === what || on === 'any'));
      if (next === undefined) return undefined;
      next.left--;
      planned = planned.filter(({ left }) => left > 0);
      return next.fault;
    },
    clear() {
      planned = [];
    },
  };
}

/** Nobody answers: for ever, or the connection ends. */
export type NoReply = 'hang' | 'cut';

/** What a call is answered with when it goes wrong in this way; `work` is what was asked for. */
export async function suffer(
  fault: Fault | undefined,
  work: () => Reply,
): Promise<Reply | NoReply> {
  if (fault === undefined) return work();
  switch (fault.kind) {
    case 'delay':
      await sleep(fault.ms);
      return work();
    case 'error_before':
      return unavailable();
    case 'cut_before':
      return 'cut';
    case 'hang_before':
      return 'hang';
    case 'offer_gone':
      return notFound('Offer');
    case 'busy':
      return {
        status: 429,
        body: {},
        headers: fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter },
      };
    case 'error_after':
      work();
      return unavailable();
    case 'cut_after':
      work();
      return 'cut';
    case 'hang_after':
      work();
      return 'hang';
    case 'malformed':
      work();
      return { ...ok(undefined), raw: fault.body ?? '{"transactionId":' };
  }
}

export const whatOf = (method: string, path: string): What => {
  if (method === 'POST') return path.endsWith('/refund') ? 'refund' : 'purchase';
  return 'read';
};
