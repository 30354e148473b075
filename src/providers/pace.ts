/**
 * When the next call of an account may leave. All processes that call it share one waiting line, so
 * that the account's limits hold for the installation as a whole.
 */
export type Slot = {
  /** until the call may leave, in milliseconds */
  waitMs: number;
  /** false: that is longer than its caller waits, and nothing was reserved */
  isReserved: boolean;
};

export type SlotRequest = {
  /** whose calls are counted together */
  key: string;
  /** milliseconds from one call to the next, on the average */
  intervalMs: number;
  /** so many may leave one upon the other after a silence */
  burst: number;
  /** nobody waits longer, in milliseconds */
  patienceMs: number;
};

export type Pace = {
  reserve(request: SlotRequest): Promise<Slot>;
  /** No call of it leaves for so many milliseconds. */
  pause(key: string, ms: number): Promise<void>;
};

/** Of one process alone. `nextAt` is when the next one may leave if calls came without a pause. */
export function paceInMemory(now: () => number = () => performance.now()): Pace {
  const nextAt = new Map<string, number>();
  return {
    async reserve({ key, intervalMs, burst, patienceMs }) {
      const at = now();
      const earliest = Math.max(nextAt.get(key) ?? -Infinity, at - (burst - 1) * intervalMs);
      const waitMs = Math.max(0, earliest - at);
      if (waitMs > patienceMs) return { waitMs, isReserved: false };
      nextAt.set(key, earliest + intervalMs);
      return { waitMs, isReserved: true };
    },
    async pause(key, ms) {
      nextAt.set(key, Math.max(nextAt.get(key) ?? -Infinity, now() + ms));
    },
  };
}
