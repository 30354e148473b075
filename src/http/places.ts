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
/** What anybody may call, by who is meant to. */
const POOLS = { public: 128, pages: 128, app: 128, docs: 64, provider: 64, operator: 32 } as const;
export type Pool = keyof typeof POOLS;

type Leave = () => void;
export type Places = {
  /** A place for a request that this partner signed. Throws `overloaded`. */
  enterAs(partnerId: string): Leave;
  /** A place in one of the small pools. Throws `overloaded`. */
  enter(pool: Pool): Leave;
};

export function makePlaces(limit = PARTNER_PLACES): Places {
  const partners = counted();
  const pools = counted();
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
      if (pools.of(pool) >= POOLS[pool]) throw full();
      return pools.take(pool);
    },
  };
}

const full = (): AppError =>
  new AppError('overloaded', 'Too many requests are under way; try again.', { retryAfter: 1 });

/** Places taken, by holder. */
function counted() {
  const held = new Map<string, number>();
  let total = 0;
  return {
    of: (who: string): number => held.get(who) ?? 0,
    holders: (): number => held.size,
    total: (): number => total,
    take(who: string): Leave {
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
