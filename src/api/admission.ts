/**
 * No rate limit, but no collapse either: requests under way are bounded, and when more than half of the places are
 * taken, one partner may not hold more than its equal share of them. What does not fit gets 503 and Retry-After.
 */
import { AppError } from '../errors.ts';

export type Admission = { enter(partnerId: string): () => void; underWay(): number };

export function makeAdmission(limit = 512): Admission {
  const held = new Map<string, number>();
  let total = 0;
  return {
    enter(partnerId) {
      const mine = held.get(partnerId) ?? 0;
      const partners = held.size + (mine === 0 ? 1 : 0);
      const isCrowded =
        total >= limit / 2 && partners > 1 && mine >= Math.max(1, Math.floor(limit / partners));
      if (total >= limit || isCrowded)
        throw new AppError('overloaded', 'Too many requests are under way; try again.', {
          retryAfter: 1,
        });
      held.set(partnerId, mine + 1);
      total++;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        total--;
        const now = held.get(partnerId)! - 1;
        if (now === 0) held.delete(partnerId);
        else held.set(partnerId, now);
      };
    },
    underWay: () => total,
  };
}
