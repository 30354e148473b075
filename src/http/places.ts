/**
 * No rate limit, but no collapse either: requests that are being worked on are bounded. A place is
 * taken when a request is there whole, never while its sender is waited for. Partners wait for
 * theirs in turns (partner-places.ts). Whatever is not signed has a small pool of its own and never
 * takes a partner's place. What does not fit gets 503 and Retry-After.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import type { Leave } from '../turns.ts';
import { PartnerPlaces } from './partner-places.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** gives the request's place back, once */
    release: (() => void) | null;
  }
}

/** For what anybody may call; declared by who is meant to. */
export type Pool = { readonly size: number };

export type { Leave };
export type Places = Pick<PartnerPlaces, 'demandRoom' | 'enterAs'> & {
  /** A place in one of the small pools. Throws `overloaded`. */
  enter(pool: Pool): Leave;
};

/** `lagMs`: how far the event loop is behind. */
export function makePlaces(lagMs: () => number): Places {
  const held = new Map<Pool, number>();
  const partners = new PartnerPlaces({ lagMs });
  return {
    demandRoom: (id) => partners.demandRoom(id),
    enterAs: (id, bodyBytes) => partners.enterAs(id, bodyBytes),
    enter(pool) {
      const taken = held.get(pool) ?? 0;
      if (taken >= pool.size) throw full();
      held.set(pool, taken + 1);
      let hasLeft = false;
      return () => {
        if (hasLeft) return;
        hasLeft = true;
        held.set(pool, held.get(pool)! - 1);
      };
    },
  };
}

/** Holds a place while `work` runs. */
export function within<T>(places: Places, pool: Pool, work: () => Promise<T>): Promise<T> {
  const leave = places.enter(pool);
  return work().finally(leave);
}

/** For `preValidation`, when the request is there whole: a place until its answer is out. */
export const takePlace =
  (places: Places, pool: Pool) =>
  async (req: FastifyRequest): Promise<void> => {
    req.release = places.enter(pool);
  };

const full = (): AppError =>
  new AppError('overloaded', 'Too many requests are under way; try again.', {
    retryAfter: 1,
    isRoutine: true,
  });

/**
 * For `onSend`: the place is given back when the answer is out. A client that leaves meanwhile does
 * not free it: the work goes on, and when its answer is there, nobody is left to read it.
 */
export function giveBack(
  req: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: null, payload: unknown) => void,
): void {
  if (req.release !== null) {
    if (reply.raw.closed) req.release();
    else reply.raw.once('close', req.release);
  }
  done(null, payload);
}
