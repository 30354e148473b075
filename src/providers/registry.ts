/**
 * The suppliers' accounts that are running, by name. What they are stands in the database; whoever
 * reads it there puts it in force here, while calls are under way.
 */
import { isDeepStrictEqual } from 'node:util';
import { guarded, type CallNote, type Guarded } from './guard.ts';
import type { KindName, SupplierAccount, SupplierKind, SupplierProvider } from './kind.ts';
import type { Pace } from './pace.ts';
import type { Provider } from './provider.ts';

export type Setup = {
  kind: KindName;
  account: SupplierAccount;
};

export type Registry = {
  /** What is in force: the same object all the time, with another content. */
  byName: ReadonlyMap<string, Provider>;
  kinds: ReadonlyMap<KindName, SupplierKind>;
  /**
   * From now on these and no others, in this order. Answers the names of those that could not be
   * made.
   */
  apply(setups: readonly Setup[]): string[];
  /** An account that is not in force, for one look; to be closed. Throws what making it throws. */
  make(setup: Setup): SupplierProvider;
  /** with all that is around its calls; undefined = no such account */
  running(name: string): Pick<Running, 'provider' | 'isBroken'> | undefined;
  close(): Promise<void>;
};

type Running = Guarded<SupplierProvider> & { setup: Setup };

export type RegistryOptions = {
  kinds: readonly SupplierKind[];
  pace: Pace;
  /** why nothing that costs money may leave for an account now, null = it may */
  refusesOrders(account: string): string | null;
  note(account: string, note: CallNote): void;
  /** of closing what is no longer in force */
  onError(error: Error): void;
};

export function makeRegistry(options: RegistryOptions): Registry {
  const kinds = new Map(options.kinds.map((kind) => [kind.kind, kind]));
  let inForce: ReadonlyMap<string, Running> = new Map();
  let providers: ReadonlyMap<string, Provider> = new Map();
  const ending = new Set<Promise<void>>();

  const make = ({ kind, account }: Setup): SupplierProvider => {
    const found = kinds.get(kind);
    if (found === undefined) throw new Error(`this release has no adapter for ${kind}`);
    return found.make({
      ...account,
      baseUrl: (account.baseUrl || (found.baseUrl ?? '')).replace(/(?<!\/)\/+$/, ''),
      settings: { ...defaultsOf(found), ...account.settings },
    });
  };
  function start(setup: Setup): Running {
    const { name, limits } = setup.account;
    const guard = guarded(make(setup), {
      limits,
      pace: options.pace,
      refusesOrders: () => options.refusesOrders(name),
      note: (note) => options.note(name, note),
    });
    return { ...guard, setup };
  }
  function end({ provider, retire }: Running): void {
    const ended = retire()
      .then(() => provider.close())
      .catch(options.onError)
      .finally(() => ending.delete(ended));
    ending.add(ended);
  }
  return {
    byName: liveView(() => providers),
    kinds,
    make,
    apply(setups) {
      const { running, failed } = carriedOver(inForce, setups, start);
      for (const before of inForce.values())
        if (running.get(before.setup.account.name)?.retire !== before.retire) end(before);
      inForce = running;
      providers = new Map([...running].map(([name, { provider }]) => [name, provider]));
      return failed;
    },
    running: (name) => inForce.get(name),
    async close() {
      for (const one of inForce.values()) end(one);
      inForce = new Map();
      await Promise.all(ending);
    },
  };
}

/** Of the settings that the operator left out. */
const defaultsOf = ({ settings }: SupplierKind): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(settings.properties)
      .map(([name, schema]) => [name, (schema as { default?: unknown }).default] as const)
      .filter(([, value]) => value !== undefined),
  );

/** Who is set up as before goes on, with its lines, its pace and its breaker. */
function carriedOver(
  inForce: ReadonlyMap<string, Running>,
  setups: readonly Setup[],
  start: (setup: Setup) => Running,
): { running: Map<string, Running>; failed: string[] } {
  const running = new Map<string, Running>();
  const failed: string[] = [];
  for (const setup of setups) {
    const { name } = setup.account;
    const before = inForce.get(name);
    const isSame =
      before !== undefined &&
      before.setup.kind === setup.kind &&
      isDeepStrictEqual(before.setup.account, setup.account);
    if (isSame) {
      running.set(name, before);
      continue;
    }
    try {
      running.set(name, start(setup));
    } catch {
      // What it says may hold a secret of the account, and one account must not stop the others.
      failed.push(name);
    }
  }
  return { running, failed };
}

/** A map whose content is another map's, whichever that is at the moment. */
const liveView = <K, V>(current: () => ReadonlyMap<K, V>): ReadonlyMap<K, V> => ({
  get size() {
    return current().size;
  },
  get: (key) => current().get(key),
  has: (key) => current().has(key),
  keys: () => current().keys(),
  values: () => current().values(),
  entries: () => current().entries(),
  forEach: (work) => current().forEach(work),
  [Symbol.iterator]: () => current()[Symbol.iterator](),
});
