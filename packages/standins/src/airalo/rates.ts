/** How often each call may be made; beyond that 429. */
import { tooMany } from './errors.ts';
import type { RouteName } from './faults.ts';
import type { Answer } from './wire.ts';

const MINUTE_MS = 60_000;

type Rate = { calls: number; perMs: number; ofEachSim?: boolean };
const RATES: Partial<Record<RouteName, Rate>> = {
  token: { calls: 3, perMs: MINUTE_MS },
  packages: { calls: 40, perMs: MINUTE_MS },
  usage: { calls: 1, perMs: 15 * MINUTE_MS, ofEachSim: true },
  history: { calls: 1, perMs: 15 * MINUTE_MS, ofEachSim: true },
  refund: { calls: 5, perMs: MINUTE_MS },
  simulator: { calls: 5, perMs: MINUTE_MS },
};

/** `sim`: whose the call is, empty where it is nobody's. Null = it may go on. */
export type Rates = (route: RouteName, sim: string) => Answer | null;

export function makeRates(now: () => number): Rates {
  const made = new Map<string, number[]>();
  return (route, sim) => {
    const rate = RATES[route];
    if (rate === undefined) return null;
    const key = rate.ofEachSim === true ? `${route} ${sim}` : route;
    const recent = (made.get(key) ?? []).filter((at) => at > now() - rate.perMs);
    made.set(key, recent);
    if (recent.length < rate.calls) {
      recent.push(now());
      return null;
    }
    return tooMany(Math.ceil((recent[0]! + rate.perMs - now()) / 1_000), rate.calls);
  };
}
