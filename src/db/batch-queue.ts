/**
 * Calls that wait for their statement, and whose turn it is. A partner that has none waiting and none
 * under way is a newcomer: its call goes with the very next batch, before those of partners that are
 * at it already. So whoever calls now and then is not slowed by whoever calls all the time. At most
 * half of a batch goes that way while others wait: those take turns, one call of each.
 * What a call writes to, it may say (`touches`): while a batch is under way that touches the same,
 * it waits here, so that two batches of this process neither wait for one another's rows nor lock
 * them crosswise. Those of one batch touch what they like.
 */
import { Turns } from '../turns.ts';

const MAX = 16;
const NOTHING: readonly string[] = [];

export type Call = { partner: string; touches?: readonly string[] };

export class BatchQueue<C extends Call> {
  readonly #newcomers = new Turns<C>();
  readonly #others = new Turns<C>();
  /** Those that waited for what a batch touched which has ended. */
  readonly #held: C[] = [];
  /** by partner: newcomers that wait, and what is under way or held */
  readonly #present = new Map<string, number>();
  /** what is touched by batches under way, and who waits for it */
  readonly #touched = new Map<string, C[]>();
  readonly #isWanted: (call: C) => boolean;

  /** `isWanted`: asked when a call's turn has come; it is dropped otherwise */
  constructor(isWanted: (call: C) => boolean) {
    this.#isWanted = isWanted;
  }

  /** How many may go, without those that wait for a batch to end. */
  get size(): number {
    return this.#newcomers.size + this.#others.size + this.#held.length;
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

  /**
   * The next batch: up to 16 calls, to be told of by `ended`. None where all that wait have gone,
   * or touch what is under way.
   */
  take(): C[] {
    const isContested = this.#newcomers.size + this.#others.size > 0;
    const group = this.#drawHeld(isContested ? MAX / 2 : MAX);
    this.#draw(this.#newcomers, this.#others.size === 0 ? MAX : MAX / 2, group);
    this.#draw(this.#others, MAX, group);
    return this.#leaves(this.#draw(this.#newcomers, MAX, group));
  }

  takeNewcomers(): C[] {
    return this.#leaves(this.#draw(this.#newcomers, MAX));
  }

  /** They are not under way any more. */
  ended(group: readonly C[]): void {
    for (const { partner, touches = NOTHING } of group) {
      this.#count(partner, -1);
      for (const one of touches) {
        const waiting = this.#touched.get(one);
        this.#touched.delete(one);
        if (waiting !== undefined) this.#held.push(...waiting);
      }
    }
  }

  /** What they touch is theirs until they have ended. */
  #leaves(group: C[]): C[] {
    for (const { touches = NOTHING } of group)
      for (const one of touches) if (!this.#touched.has(one)) this.#touched.set(one, []);
    return group;
  }

  #drawHeld(most: number): C[] {
    const group: C[] = [];
    for (const call of this.#held.splice(0, most)) this.#put(call, group);
    return group;
  }

  /** Adds of those that wait until the group has so many. */
  #draw(waiting: Turns<C>, most: number, group: C[] = []): C[] {
    while (group.length < most) {
      const call = waiting.take();
      if (call === undefined) break;
      if (waiting !== this.#newcomers) this.#count(call.partner, 1);
      this.#put(call, group);
    }
    return group;
  }

  /** Into the group, or to those that wait for what it touches; it counts as present. */
  #put(call: C, group: C[]): void {
    if (!this.#isWanted(call)) {
      this.#count(call.partner, -1);
      return;
    }
    for (const one of call.touches ?? NOTHING) {
      const waiting = this.#touched.get(one);
      if (waiting === undefined) continue;
      waiting.push(call);
      return;
    }
    group.push(call);
  }

  #count(partner: string, change: 1 | -1): void {
    const now = (this.#present.get(partner) ?? 0) + change;
    if (now === 0) this.#present.delete(partner);
    else this.#present.set(partner, now);
  }
}
