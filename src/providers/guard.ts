/**
 * Around every provider: a bounded number of calls at once, for which partners take turns, and a
 * circuit breaker. What either turns away has certainly not been sent (`ProviderNotReached`).
 */
import {
  BrokenCircuitError,
  circuitBreaker,
  handleType,
  SamplingBreaker,
  type IPolicy,
} from 'cockatiel';
import { LRUCache } from 'lru-cache';
import { Turnstile } from '../turns.ts';
import { ProviderNotReached, ProviderUnclear, type Provider } from './provider.ts';

const AT_ONCE = 64;
/** So that calls of one partner that hang leave lines to the others. */
const OF_ONE_PARTNER = 48;
const WAITING = 1_000;
/**
 * A call that waited longer for a free line must not leave any more: its caller's lease counts on
 * that.
 */
const MAX_QUEUE_MS = 2_000;

/** Opens when at least half of 20 or more calls within 10 s failed; tries again after 5 s. */
const makeBreaker = () =>
  circuitBreaker(handleType(ProviderUnclear).orType(ProviderNotReached), {
    halfOpenAfter: 5_000,
    breaker: new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 2 }),
  });

export function guarded(provider: Provider): Provider {
  const tooBusy = (): Error => new ProviderNotReached(`${provider.name} is too busy`);
  const lines = new Turnstile({
    atOnce: AT_ONCE,
    ofOneKey: OF_ONE_PARTNER,
    waiting: WAITING,
    full: tooBusy,
  });
  const breakers = new LRUCache<string, ReturnType<typeof makeBreaker>>({ max: 1_000 });
  const breakerOf = (customer: string): IPolicy => {
    const key = provider.breakerScope === 'customer' ? customer : '';
    let breaker = breakers.get(key);
    if (breaker === undefined) breakers.set(key, (breaker = makeBreaker()));
    return breaker;
  };
  async function run<T>(customer: string, call: () => Promise<T>): Promise<T> {
    const asked = performance.now();
    try {
      return await lines.run(customer, () =>
        breakerOf(customer).execute(() => {
          if (performance.now() - asked > MAX_QUEUE_MS) throw tooBusy();
          return call();
        }),
      );
    } catch (error) {
      if (error instanceof BrokenCircuitError)
        throw new ProviderNotReached(`calls to ${provider.name} are paused after failures`, {
          cause: error,
        });
      throw error;
    }
  }
  return {
    ...provider,
    createEsim: (input) => run(input.customer, () => provider.createEsim(input)),
    addPackage: (input) => run(input.customer, () => provider.addPackage(input)),
    cancelPackage: (input) => run(input.customer, () => provider.cancelPackage(input)),
    // Look-ups decide what happened; they go past the breaker, which would leave orders undecided.
  };
}
