/** The stand-in's switches. */
import { setTimeout as sleep } from 'node:timers/promises';
import { esimOf, type Book, type Mood } from './book.ts';
import type { Bundle } from './bundles.ts';
import { expire, install, use } from './device.ts';
import { makeOutbox, type Callbacks } from './outbox.ts';
import { ROUTES, type World } from './routes.ts';
import type { Shape } from './wire.ts';

/**
 * cut_before, fail_before (500), busy (429), processing (503), sold_out (403): nothing was done; cut_after,
 * fail_after (500), malformed, no_json: it was done, and the answer is gone, 500 or nonsense;
 * hang_after: it was done, and no answer ever comes.
 */
export type Fault =
  | 'cut_before'
  | 'cut_after'
  | 'hang_after'
  | 'fail_before'
  | 'fail_after'
  | 'busy'
  | 'processing'
  | 'sold_out'
  | 'malformed'
  | 'no_json';

export type Control = Callbacks & {
  /** The next calls of a route go wrong (`POST /orders`, `GET /esims/:iccid`, …). */
  next(route: string, fault: Fault, times?: number): void;
  /** Nothing that was planned goes wrong any more. */
  heal(): void;
  /** Changes what a route answers, after it was done; null = no longer. */
  rewrite(change: ((route: string, body: unknown) => unknown) | null): void;
  /** How things go from now on. */
  mood: Mood;
  /** How it speaks from now on. */
  shape: Shape;
  /** Each answer waits so long, in milliseconds. */
  delay(ms: number): void;
  /** Answers wait until `release`. */
  hang(): void;
  /** What waits is answered, what is allocated slowly is there, what is listed late is listed. */
  release(): void;
  /** What is listed late is listed, and nothing else. */
  listNow(): void;
  setKey(key: string): void;
  setBalance(amount: number): void;
  balance(): number;
  /** It has run out, and is still in the catalogue; or it is there again. */
  sellOut(item: string, isOut?: boolean): void;
  /** It is sold from now on; one of the same name is replaced. */
  sell(bundle: Bundle): void;
  /** It is no longer sold. */
  vanish(item: string): void;
  install(iccid: string): void;
  suspend(iccid: string, suspended: boolean): void;
  use(iccid: string, traffic: { bytes: number; packageId: string | null }): void;
  expire(packageId: string): void;
  /** Makes an assignment so many days older. */
  age(packageId: string, days: number): void;
  /** eSIMs whose last bundle was given back disappear, which takes days. */
  takeBack(): void;
  /** Of the server itself. */
  takeFault(route: string): Fault | null;
  rewritten(route: string, body: unknown): unknown;
  held(): Promise<void>;
  apiKey(): string;
};

export function makeControl(world: World, callbackUrl: string | null): Control {
  const { book } = world;
  const gate = makeGate();
  const { tell, ...callbacks } = makeOutbox(world, callbackUrl);
  return {
    ...makeFaults(),
    ...callbacks,
    ...stockOf(book),
    ...assignmentsIn(book),
    mood: book.mood,
    shape: world.shape,
    delay: gate.delay,
    hang: gate.close,
    held: gate.pass,
    release() {
      gate.open();
      finish(book);
      list(book);
    },
    listNow: () => list(book),
    setKey: (key) => void (world.apiKey = key),
    apiKey: () => world.apiKey,
    install: (iccid) => install(book, iccid, tell),
    suspend: (iccid, suspended) =>
      void (esimOf(book, iccid).state = suspended ? 'suspended' : 'active'),
    use: (iccid, traffic) => use(book, iccid, traffic, tell),
    takeBack() {
      for (const { iccid, goesBack } of book.esims.values()) if (goesBack) book.esims.delete(iccid);
    },
  };
}

function makeFaults(): Pick<Control, 'next' | 'heal' | 'takeFault' | 'rewrite' | 'rewritten'> {
  const faults: { route: string; fault: Fault }[] = [];
  let change: ((route: string, body: unknown) => unknown) | null = null;
  return {
    next(route, fault, times = 1) {
      if (ROUTES[route] === undefined) throw new Error(`There is no route "${route}".`);
      for (let i = 0; i < times; i++) faults.push({ route, fault });
    },
    heal: () => void faults.splice(0),
    takeFault(route) {
      const at = faults.findIndex((one) => one.route === route);
      return at === -1 ? null : faults.splice(at, 1)[0]!.fault;
    },
    rewrite: (how) => void (change = how),
    rewritten: (route, body) => (change === null ? body : change(route, body)),
  };
}

/** Where every answer waits; open at first. */
function makeGate() {
  let delayMs = 0;
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  return {
    delay: (ms: number): void => void (delayMs = ms),
    close: (): void => void (gate = Promise.withResolvers()),
    open: (): void => gate.resolve(),
    async pass(): Promise<void> {
      await gate.promise;
      if (delayMs > 0) await sleep(delayMs);
    },
  };
}

const stockOf = (
  book: Book,
): Pick<Control, 'setBalance' | 'balance' | 'sellOut' | 'sell' | 'vanish'> => ({
  setBalance: (amount) => void (book.balance = amount),
  balance: () => book.balance,
  sellOut: (item, isOut = true) =>
    void (isOut ? book.soldOut.add(item) : book.soldOut.delete(item)),
  sell: (bundle) => void book.bundles.set(bundle.name, bundle),
  vanish: (item) => void book.bundles.delete(item),
});

const assignmentsIn = (book: Book): Pick<Control, 'expire' | 'age'> => ({
  expire: (packageId) => expire(book, packageId),
  age(packageId, days) {
    for (const one of book.assignments)
      if (one.id === packageId)
        one.assignedAt = new Date(one.assignedAt.getTime() - days * 86_400_000);
  },
});

function finish(book: Book): void {
  for (const one of book.assignments) {
    one.isUnseen = false;
    if (one.state === 'processing') one.state = 'queued';
  }
}

function list(book: Book): void {
  for (const order of book.orders) order.isUnlisted = false;
}
