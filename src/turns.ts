/**
 * Taking turns: whatever waits for the same thing waits in a line of its own key (a partner), and
 * the lines are served round about, one of each. So a thousand of one keep one of another waiting
 * for one place, not for a thousand. Every step costs the same however many wait, and neither who
 * has gone nor a key with nothing waiting is remembered.
 */

/** Where something stands in a line, until it is taken out. */
type Link<Item> = {
  readonly item: Item;
  line: Line<Item> | null;
  before: Link<Item> | null;
  after: Link<Item> | null;
};

/** First in, first out, or out of the midst. */
class Line<Item> {
  first: Link<Item> | null = null;
  #last: Link<Item> | null = null;
  size = 0;

  add(item: Item): Link<Item> {
    const link: Link<Item> = { item, line: null, before: null, after: null };
    this.append(link);
    return link;
  }

  append(link: Link<Item>): void {
    link.line = this;
    link.before = this.#last;
    if (this.#last === null) this.first = link;
    else this.#last.after = link;
    this.#last = link;
    this.size++;
  }

  remove(link: Link<Item>): void {
    if (link.before === null) this.first = link.after;
    else link.before.after = link.after;
    if (link.after === null) this.#last = link.before;
    else link.after.before = link.before;
    link.line = link.before = link.after = null;
    this.size--;
  }
}

type OfKey<Item> = { readonly key: string; readonly line: Line<Item> };
/** One that waits, for leaving before its turn. */
export type Waiter<Item> = Link<Item>;

export class Turns<Item> {
  readonly #byKey = new Map<string, Link<OfKey<Item>>>();
  /** each line once, in the order of their turns */
  readonly #round = new Line<OfKey<Item>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }
  /** how many keys have something waiting */
  get keys(): number {
    return this.#byKey.size;
  }
  of(key: string): number {
    return this.#byKey.get(key)?.item.line.size ?? 0;
  }

  add(key: string, item: Item): Waiter<Item> {
    let own = this.#byKey.get(key);
    if (own === undefined) {
      own = this.#round.add({ key, line: new Line() });
      this.#byKey.set(key, own);
    }
    this.#size++;
    return own.item.line.add(item);
  }

  /**
   * The first of the key whose turn it is, undefined when nothing waits. `mayGo`: keys that it
   * refuses lose their turn, and nothing else.
   */
  take(mayGo: (key: string) => boolean = () => true): Item | undefined {
    for (let left = this.#round.size; left > 0; left--) {
      const own = this.#round.first!;
      this.#round.remove(own);
      this.#round.append(own);
      if (mayGo(own.item.key)) return this.#out(own, own.item.line.first!);
    }
    return undefined;
  }

  /** The first of this key, out of turn. */
  takeOf(key: string): Item | undefined {
    const own = this.#byKey.get(key);
    return own === undefined ? undefined : this.#out(own, own.item.line.first!);
  }

  /** Before its turn; after it, or again, nothing. */
  leave(key: string, waiter: Waiter<Item>): void {
    if (waiter.line !== null) this.#out(this.#byKey.get(key)!, waiter);
  }

  #out(own: Link<OfKey<Item>>, waiter: Waiter<Item>): Item {
    const { key, line } = own.item;
    line.remove(waiter);
    this.#size--;
    if (line.size === 0) {
      this.#round.remove(own);
      this.#byKey.delete(key);
    }
    return waiter.item;
  }
}

/** The key of what is nobody's: it takes its turns like any other, and is not bounded. */
export const NOBODY = '';

/** Gives the place back: the next may go. */
export type Leave = () => void;

export type TurnstileOptions = {
  /** so many at once */
  atOnce: number;
  /** of them so many of one key, so that no other waits for what one's slow work holds */
  ofOneKey?: number;
  /** a key that goes only while no other waits */
  last?: string;
  /**
   * so many may wait, and beyond them who has less than an equal share of these waiting; without it
   * any number
   */
  waiting?: number;
  /** whoever has waited for so long is turned away; without it nobody is */
  patienceMs?: number;
  /** what they are told who are turned away */
  full?(): Error;
};

type Enter = () => void;

/** So many at once; who comes meanwhile waits, and keys take turns. */
export class Turnstile {
  readonly #options: TurnstileOptions;
  readonly #waiting = new Turns<Enter>();
  readonly #inside = new Map<string, number>();
  #count = 0;

  constructor(options: TurnstileOptions) {
    this.#options = options;
  }

  /** Runs `work` when its key's turn has come. Rejects with `full()`. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    // Also where `work` throws before it has a promise: its place would be lost for good.
    const pass = async (leave: Leave): Promise<T> => {
      try {
        return await work();
      } finally {
        leave();
      }
    };
    return this.#isOpen(key) ? pass(this.#take(key)) : this.#wait(key).then(pass);
  }

  /** A place when its key's turn has come; to be given back once. Rejects with `full()`. */
  async enter(key: string): Promise<Leave> {
    return this.#isOpen(key) ? this.#take(key) : this.#wait(key);
  }

  #mayEnter = (key: string): boolean => {
    if (key === this.#options.last && this.#waiting.keys > 1) return false;
    return key === NOBODY || (this.#inside.get(key) ?? 0) < (this.#options.ofOneKey ?? Infinity);
  };

  #isOpen(key: string): boolean {
    return this.#count < this.#options.atOnce && this.#mayEnter(key);
  }

  #hasItsShare(key: string, of: number): boolean {
    const own = this.#waiting.of(key);
    return own * (this.#waiting.keys + (own === 0 ? 1 : 0)) >= of;
  }

  #wait(key: string): Promise<Leave> {
    const { waiting = Infinity, patienceMs, full } = this.#options;
    if (this.#waiting.size >= waiting && this.#hasItsShare(key, waiting))
      return Promise.reject(full!());
    return new Promise((resolve, reject) => {
      const waiter = this.#waiting.add(key, () => {
        clearTimeout(timer);
        resolve(this.#take(key));
      });
      const giveUp = (): void => {
        this.#waiting.leave(key, waiter);
        reject(full!());
      };
      const timer = patienceMs === undefined ? undefined : setTimeout(giveUp, patienceMs);
    });
  }

  #take(key: string): Leave {
    this.#count++;
    this.#inside.set(key, (this.#inside.get(key) ?? 0) + 1);
    return () => {
      this.#count--;
      const left = this.#inside.get(key)! - 1;
      if (left === 0) this.#inside.delete(key);
      else this.#inside.set(key, left);
      this.#waiting.take(this.#mayEnter)?.();
    };
  }
}
