/** What can go wrong with a call: before it is done, after it, or with the answer. */

export type Fault =
  /** answered so late; done at once */
  | { kind: 'delay'; ms: number }
  /** not done, and the connection is destroyed */
  | { kind: 'cut_before' }
  /** done, and the connection is destroyed */
  | { kind: 'cut_after' }
  /** done, and never answered */
  | { kind: 'hang_after' }
  /** the connection is destroyed, and it is done so much later */
  | { kind: 'done_late'; ms: number }
  /** 5xx, not done */
  | { kind: 'error_before'; status?: number }
  /** 5xx, done */
  | { kind: 'error_after'; status?: number }
  /** 429, not done */
  | { kind: 'busy'; retryAfterS: number }
  /** done, and answered with a text that is no answer */
  | { kind: 'malformed'; body?: string }
  /** not done; this answer */
  | { kind: 'says'; status: number; body: unknown };

/** Calls by name; `any` is every one of them. */
export type RouteName =
  | 'token'
  | 'packages'
  | 'orders'
  | 'orders-async'
  | 'topups'
  | 'find'
  | 'sims'
  | 'history'
  | 'usage'
  | 'sim-topups'
  | 'balance'
  | 'refund'
  | 'notifications'
  | 'simulator';

export type Faults = {
  /** The next `times` calls of this name. */
  add(route: RouteName | 'any', fault: Fault, times: number): void;
  take(route: RouteName): Fault | null;
  /** Nothing that was planned goes wrong any more. */
  clear(): void;
};

export function makeFaults(): Faults {
  let planned: { route: RouteName | 'any'; fault: Fault; left: number }[] = [];
  return {
    add: (route, fault, times) => void planned.push({ route, fault, left: times }),
    take(route) {
      const next = planned.find((one) => one.left > 0 && ['any', route].includes(one.route));
      if (next === undefined) return null;
      next.left--;
      planned = planned.filter(({ left }) => left > 0);
      return next.fault;
    },
    clear() {
      planned = [];
    },
  };
}
