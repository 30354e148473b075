/** Fixed windows of a second, and the headers that tell of them. */
export type Counted = { isOver: boolean; headers: Record<string, string> };

export function rateWindow(perSecond: number): { count(cost: number): Counted } {
  let until = 0;
  let used = 0;
  return {
    count(cost) {
      const now = Date.now();
      if (now >= until) [until, used] = [now + 1_000, 0];
      used += cost;
      return {
        isOver: used > perSecond,
        headers: {
          'x-ratelimit-limit': String(perSecond),
          'x-ratelimit-remaining': String(Math.max(0, perSecond - used)),
          'x-ratelimit-reset': new Date(until).toISOString(),
          'x-ratelimit-cost': String(cost),
        },
      };
    },
  };
}
