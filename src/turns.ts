/**
 * Taking turns: whatever waits for the same thing waits in a line of its own key (a partner), and
 * the lines are served round about, one of each. So a thousand of one keep one of another waiting
 * for one place, not for a thousand. Every step costs the same however many wait, and a key with
 * nothing waiting is not remembered.
 */

/** First in, first out. */
class Line<Item> {
  readonly key: string;
  #first: Link<Item> | null = null;
  #last: Link<Item> | null = null;
  size = 0;

  constructor(key = '') {
    this.key = key;
  }

  add(item: Item): void {
    const link: Link<Item> = { item, next: null };
    if (this.#last === null) this.#first = link;
    else this.#last.next = link;
    this.#last = link;
    this.size++;
  }

  take(): Item | undefined {
    const link = this.#first;
    if (link === null) return undefined;
    this.#first = link.next;
    if (this.#first === null) this.#last = null;
    this.size--;
    return link.item;
  }
}
type Link<Item> = { item: Item; next: Link<Item> | null };

export class Turns<Item> {
  readonly #byKey = new Map<string, Line<Item>>();
  /** each line once, in the order of their turns */
  readonly #round = new Line<Line<Item>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }
  /** how many keys have something waiting */
  get keys(): number {
    return this.#byKey.size;
  }
  of(key: string): number {
    return this.#byKey.get(key)?.size ?? 0;
  }

  add(key: string, item: Item): void {
    let line = this.#byKey.get(key);
    if (line === undefined) {
      line = new Line(key);
      this.#byKey.set(key, line);
      this.#round.add(line);
    }
    line.add(item);
    this.#size++;
  }

  /**
   * The first of the key whose turn it is, undefined when nothing waits. `mayGo`: keys that it
   * refuses lose their turn, and nothing else.
   */
  take(mayGo: (key: string) => boolean = () => true): Item | undefined {
    for (let left = this.#round.size; left > 0; left--) {
      const line = this.#round.take()!;
      if (!mayGo(line.key)) {
        this.#round.add(line);
        continue;
      }
      const item = line.take()!;
      this.#size--;
      if (line.size > 0) this.#round.add(line);
      else this.#byKey.delete(line.key);
      return item;
    }
    return undefined;
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

type Waiting = { enter(): void; isGone: boolean };

/** So many at once; who comes meanwhile waits, and keys take turns. */
export class Turnstile {
  readonly #options: TurnstileOptions;
  readonly #waiting = new Turns<Waiting>();
  readonly #inside = new Map<string, number>();
  #count = 0;

  constructor(options: TurnstileOptions) {
    this.#options = options;
  }

  /** Runs `work` when its key's turn has come. Rejects with `full()`. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const pass = (leave: Leave): Promise<T> => work().finally(leave);
    return this.#isOpen(key) ? pass(this.#take(key)) : this.#wait(key).then(pass);
  }

  /** A place when its key's turn has come; to be given back once. Rejects with `full()`. */
  async enter(key: string): Promise<Leave> {
    return this.#isOpen(key) ? this.#take(key) : this.#wait(key);
  }

  #mayEnter = (key: string): boolean =>
    key === NOBODY || (this.#inside.get(key) ?? 0) < (this.#options.ofOneKey ?? Infinity);

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
      const giveUp = (): void => {
        entry.isGone = true;
        reject(full!());
      };
      const timer = patienceMs === undefined ? undefined : setTimeout(giveUp, patienceMs);
      const entry: Waiting = {
        isGone: false,
        enter: () => {
          clearTimeout(timer);
          resolve(this.#take(key));
        },
      };
      this.#waiting.add(key, entry);
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
      this.#next();
    };
  }

  #next(): void {
    let next: Waiting | undefined;
    do next = this.#waiting.take(this.#mayEnter);
    while (next?.isGone === true);
    next?.enter();
  }
}
