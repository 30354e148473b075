/**
 * Around every provider: its limits, which look-ups count for as well, turns for partners, and a
 * circuit breaker. What any of them turns away has certainly not been sent (`ProviderNotReached`).
 */
import { LINES, makeLines, POLLS } from './guard/lines.ts';
import { makeBreakers } from './guard/breakers.ts';
import { makePacing } from './guard/pacing.ts';
import { makeUse } from './guard/use.ts';
import type { SupplierProvider } from './kind.ts';
import { paceInMemory, type Pace } from './pace.ts';
import { patiently } from './patiently.ts';
import {
  ProviderBusy,
  ProviderNotReached,
  ProviderRefused,
  type Limits,
  type Provider,
  type RefusalReason,
} from './provider.ts';
import { NOBODY } from '../turns.ts';

/** What a call that reached the supplier, or should have, says of the account. */
export type CallNote =
  | { outcome: 'succeeded' | 'failed' }
  /** any order of this account would be refused now */
  | { outcome: 'account_refused'; reason: RefusalReason };

export type Guarding = {
  /** what the account may use of the kind's own limits */
  limits?: Partial<Limits>;
  /** of all processes together; default: of this one */
  pace?: Pace;
  /** why nothing that costs money may leave now, null = it may */
  refusesOrders?: () => string | null;
  note?: (note: CallNote) => void;
};

export type Guarded<P extends Provider> = {
  provider: P;
  /** Calls are paused after failures. */
  isBroken(): boolean;
  /** No call begins any more; resolves when the last one has ended. */
  retire(): Promise<void>;
};

export function guarded<P extends Provider>(provider: P, guarding: Guarding = {}): Guarded<P> {
  const { name } = provider;
  const limits = narrowed(provider.limits, guarding.limits ?? {});
  const lines = makeLines(name, limits.atOnce);
  const pacing = makePacing(name, limits, guarding.pace ?? paceInMemory());
  const breakers = makeBreakers(provider);
  const use = makeUse(name);
  // Where customers have breakers of their own, what one of them meets says nothing of the others.
  const { note = () => {} } = provider.breakerScope === 'customer' ? {} : guarding;
  const heard = listener(pacing.pause, note);
  const leave = <T>(key: string, asked: number, call: () => Promise<T>, iccid?: string) =>
    lines.all.run(key, async () => {
      await pacing.turn(key, asked);
      // Behind the account's: a question that is turned away there may come again soon.
      if (iccid !== undefined) await pacing.ofEsim(iccid, asked);
      // Its caller's lease counts on that.
      if (performance.now() - asked > LINES.patienceMs) throw lines.tooBusy();
      return call();
    });
  const act = <T>(customer: string, call: () => Promise<T>): Promise<T> =>
    use(async () => {
      const asked = performance.now();
      return lines.orders.run(customer, () => {
        breakers.demandShut(customer);
        return leave(customer, asked, () => breakers.run(customer, () => heard(call)));
      });
    });
  const buy = async <T>(customer: string, call: () => Promise<T>): Promise<T> => {
    const why = guarding.refusesOrders?.() ?? null;
    if (why !== null) throw new ProviderNotReached(why);
    return act(customer, call);
  };
  // Look-ups decide what happened; they go past the breaker, which would leave orders undecided.
  const ask = <T>(call: () => Promise<T>, { key = NOBODY, iccid }: Asked = {}): Promise<T> =>
    use(() => leave(key, performance.now(), () => heard(call), iccid));
  const { signIn } = provider as Partial<SupplierProvider>;
  return {
    provider: {
      ...provider,
      limits,
      createEsim: (input) => buy(input.customer, () => provider.createEsim(input)),
      addPackage: (input) => buy(input.customer, () => provider.addPackage(input)),
      cancelPackage: (input) => act(input.customer, () => provider.cancelPackage(input)),
      findByReference: (sent) => ask(() => provider.findByReference(sent), { key: sent.customer }),
      getEsim: (esim) => ask(() => provider.getEsim(esim), { key: POLLS, iccid: esim.iccid }),
      canAdd: (input) => ask(() => provider.canAdd(input), { iccid: input.iccid }),
      list: (input) => ask(() => provider.list(input)),
      balance: () => ask(() => provider.balance()),
      catalog: (patienceMs = 0) => pageByPage(provider, ask, patienceMs),
      ...(signIn === undefined ? {} : { signIn: () => ask(() => signIn()) }),
    },
    isBroken: breakers.isBroken,
    retire: use.retire,
  };
}

type Asked = { key?: string; iccid?: string };

/** The stricter of both. */
export function narrowed(of: Limits, by: Partial<Limits>): Limits {
  const perSecond = Math.min(of.perSecond ?? Infinity, by.perSecond ?? Infinity);
  return {
    perSecond: perSecond === Infinity ? null : perSecond,
    atOnce: Math.min(of.atOnce, by.atOnce ?? Infinity),
    esimIntervalMs: Math.max(of.esimIntervalMs, by.esimIntervalMs ?? 0),
  };
}

/** Runs a call and notes what came of it. Being asked to wait is no failure: it is obeyed. */
const listener =
  (pause: (ms: number) => void, note: (note: CallNote) => void) =>
  async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      const answer = await call();
      note({ outcome: 'succeeded' });
      return answer;
    } catch (error) {
      if (error instanceof ProviderBusy) pause(error.retryAfterMs);
      else if (!(error instanceof ProviderRefused)) note({ outcome: 'failed' });
      else if (error.concerns === 'account')
        note({ outcome: 'account_refused', reason: error.reason });
      else note({ outcome: 'succeeded' });
      throw error;
    }
  };

/** What an adapter has thrown has ended its list: only a call that did not begin is made again. */
async function nextPage<T>(
  pages: { next(): Promise<T> },
  ask: <A>(call: () => Promise<A>) => Promise<A>,
  patienceMs: number,
): Promise<T> {
  const asked = await patiently(patienceMs, () => {
    let call: Promise<T> | undefined;
    return ask(() => (call = pages.next())).then(
      (page) => ({ page }),
      (error: unknown) => {
        if (call === undefined) throw error;
        return { error };
      },
    );
  });
  if ('error' in asked) throw asked.error;
  return asked.page;
}

async function* pageByPage(
  provider: Provider,
  ask: <T>(call: () => Promise<T>) => Promise<T>,
  patienceMs: number,
): ReturnType<Provider['catalog']> & AsyncGenerator {
  const pages = provider.catalog(patienceMs)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const page = await nextPage(pages, ask, patienceMs);
      if (page.done === true) return page.value;
      yield page.value;
    }
  } finally {
    await pages.return?.();
  }
}
