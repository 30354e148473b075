/**
 * Calls that wait for their statement, and whose turn it is. A partner that has none waiting and none
 * under way is a newcomer: its call goes with the very next batch, before those of partners that are
 * at it already. So whoever calls now and then is not slowed by whoever calls all the time. At most
 * half of a batch goes that way while others wait: those take turns, one call of each.
 */
import { Turns } from '../turns.ts';

const MAX = 16;

export type Call = { partner: string };

export class BatchQueue<C extends Call> {
  readonly #newcomers = new Turns<C>();
  readonly #others = new Turns<C>();
  /** by partner: newcomers that wait, and what is under way */
  readonly #present = new Map<string, number>();
  readonly #isWanted: (call: C) => boolean;

  /** `isWanted`: asked when a call's turn has come; it is dropped otherwise */
  constructor(isWanted: (call: C) => boolean) {
    this.#isWanted = isWanted;
  }

  get size(): number {
    return this.#newcomers.size + this.#others.size;
  }
  get newcomers(): number {
    return this.#newcomers.size;
  }

  /** True: somebody has to look soon, since it is the first to wait, or a newcomer. */
  add(call: C): boolean {
    const { partner } = call;
    const isNew = !this.#present.has(partner) && this.#others.of(partner) === 0;
    if (isNew) {
      this.#count(partner, 1);
      this.#newcomers.add(partner, call);
    } else this.#others.add(partner, call);
    return isNew || this.size === 1;
  }

  /** The next batch: up to 16 calls, to be told of by `ended`. */
  take(): C[] {
    const group = this.#draw(this.#newcomers, this.#others.size === 0 ? MAX : MAX / 2);
    this.#draw(this.#others, MAX, group);
    return this.#draw(this.#newcomers, MAX, group);
  }

  takeNewcomers(): C[] {
    return this.#draw(this.#newcomers, MAX);
  }

  /** They are not under way any more. */
  ended(group: readonly C[]): void {
    for (const { partner } of group) this.#count(partner, -1);
  }

  /** Adds of those that wait until the group has so many. */
  #draw(waiting: Turns<C>, most: number, group: C[] = []): C[] {
    while (group.length < most) {
      const call = waiting.take();
      if (call === undefined) break;
      const isCounted = waiting === this.#newcomers;
      if (this.#isWanted(call)) {
        if (!isCounted) this.#count(call.partner, 1);
        group.push(call);
      } else if (isCounted) this.#count(call.partner, -1);
    }
    return group;
  }

  #count(partner: string, change: 1 | -1): void {
    const now = (this.#present.get(partner) ?? 0) + change;
    if (now === 0) this.#present.delete(partner);
    else this.#present.set(partner, now);
  }
}
