/** Stops orders while a provider keeps failing; one breaker for all, or one per customer. */
import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  handleWhen,
  SamplingBreaker,
} from 'cockatiel';
import { LRUCache } from 'lru-cache';
import { ProviderBusy, ProviderNotReached, ProviderUnclear, type Provider } from '../provider.ts';

const PAUSE_MS = 5_000;

/** Being asked to wait is an answer: who waits needs no breaker. */
const isFailure = (error: unknown): boolean =>
  error instanceof ProviderUnclear ||
  (error instanceof ProviderNotReached && !(error instanceof ProviderBusy));

/** Opens when at least half of 20 or more calls within 10 s failed; tries again after a pause. */
function makeBreaker() {
  const policy = circuitBreaker(handleWhen(isFailure), {
    halfOpenAfter: PAUSE_MS,
    breaker: new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 2 }),
  });
  let openedAt = -Infinity;
  policy.onBreak(() => {
    openedAt = Date.now();
  });
  return {
    policy,
    isOpen: () => policy.state === CircuitState.Open && Date.now() - openedAt < PAUSE_MS,
  };
}
type Breaker = ReturnType<typeof makeBreaker>;

export type Breakers = {
  run<T>(customer: string, call: () => Promise<T>): Promise<T>;
  /** Throws where `run` would anyway, before anything is waited for. */
  demandShut(customer: string): void;
  /**
   * Of a provider that has one for all: no order would leave now. When the pause is over the next one
   * tries, so it is not.
   */
  isBroken(): boolean;
};

export function makeBreakers({ name, breakerScope }: Provider): Breakers {
  const breakers = new LRUCache<string, Breaker>({ max: 1_000 });
  const keyOf = (customer: string): string => (breakerScope === 'customer' ? customer : '');
  const breakerOf = (customer: string): Breaker => {
    const key = keyOf(customer);
    let breaker = breakers.get(key);
    if (breaker === undefined) breakers.set(key, (breaker = makeBreaker()));
    return breaker;
  };
  const paused = (cause?: unknown): Error =>
    new ProviderNotReached(`calls to ${name} are paused after failures`, { cause });
  return {
    async run(customer, call) {
      try {
        return await breakerOf(customer).policy.execute(call);
      } catch (error) {
        throw error instanceof BrokenCircuitError ? paused(error) : error;
      }
    },
    demandShut(customer) {
      if (breakers.peek(keyOf(customer))?.isOpen() === true) throw paused();
    },
    isBroken: () => breakerScope === 'provider' && breakers.peek('')?.isOpen() === true,
  };
}
