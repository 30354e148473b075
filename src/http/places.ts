/**
 * No rate limit, but no collapse either: requests that are being worked on are bounded. A place is
 * taken when a request is there whole, never while its sender is waited for. Partners share one
 * pool: when more than half of it is taken, one partner may not hold more than its equal share.
 * Whatever is not signed has a small pool of its own and never takes a partner's place. What does
 * not fit gets 503 and Retry-After.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** gives the request's place back, once */
    release: (() => void) | null;
  }
}

const PARTNER_PLACES = 512;
/** For what anybody may call; declared by who is meant to. */
export type Pool = { readonly size: number };

export type Leave = () => void;
export type Places = {
  /** A place for a request that this partner signed. Throws `overloaded`. */
  enterAs(partnerId: string): Leave;
  /** A place in one of the small pools. Throws `overloaded`. */
  enter(pool: Pool): Leave;
};

export function makePlaces(limit = PARTNER_PLACES): Places {
  const partners = counted<string>();
  const pools = counted<Pool>();
  return {
    enterAs(partnerId) {
      const mine = partners.of(partnerId);
      const others = partners.holders() + (mine === 0 ? 1 : 0);
      const isCrowded =
        partners.total() >= limit / 2 && mine >= Math.max(1, Math.floor(limit / others));
      if (partners.total() >= limit || isCrowded) throw full();
      return partners.take(partnerId);
    },
    enter(pool) {
      if (pools.of(pool) >= pool.size) throw full();
      return pools.take(pool);
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
  new AppError('overloaded', 'Too many requests are under way; try again.', { retryAfter: 1 });

/** Places taken, by holder. */
function counted<Holder>() {
  const held = new Map<Holder, number>();
  let total = 0;
  return {
    of: (who: Holder): number => held.get(who) ?? 0,
    holders: (): number => held.size,
    total: (): number => total,
    take(who: Holder): Leave {
      held.set(who, (held.get(who) ?? 0) + 1);
      total++;
      let hasLeft = false;
      return () => {
        if (hasLeft) return;
        hasLeft = true;
        total--;
        const left = held.get(who)! - 1;
        if (left === 0) held.delete(who);
        else held.set(who, left);
      };
    },
  };
}

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
