/**
 * Admission of partners' requests. There is no limit on how many a partner may send: what is sent
 * waits, in a line of its partner's, and lines take turns. Refused is only what would wait too long,
 * and only of a partner that has at least an equal share of all that is under way: nobody is refused
 * for what another sends. See docs/adr/0015-admission-by-expected-wait.md.
 */
import { AppError } from '../errors.ts';
import { Turns, type Leave } from '../turns.ts';

/** Begun and not answered. Who has less than an equal share of it begins at once, whatever waits. */
const AT_WORK = 512;
/** Of those that wait, begun in one turn of the event loop: others get to run between them. */
const PER_TURN = 8;
/** Who would wait longer is refused. */
const LONGEST_WAIT_MS = 1_000;
/** So many of a partner's are under way before anything is known of how long they take. */
const UNQUESTIONED = 64;
/** What all of them may take up: a body, and what comes with it. */
const MAX_BYTES = 128 * 1024 * 1024;
const BYTES_BESIDES = 16 * 1024;
/** Milliseconds from one answer to a partner to its next, before it is measured. */
const FIRST_INTERVAL_MS = 1;
/** The newest of so many count as much as all before. */
const SMOOTHING = 64;
/**
 * A refusal is told after a pause, so that whoever comes again at once, whatever Retry-After says,
 * does not keep the process busy with saying no. From half of it to half more, so that what was
 * refused together does not come again together. So many wait for theirs at most.
 */
const PAUSE_MS = 1_000;
const MAX_PAUSING = 2_048;

type Partner = {
  id: string;
  /** waiting or at work */
  underWay: number;
  atWork: number;
  bytes: number;
  /** between two answers while something is under way */
  intervalMs: number;
  answeredAt: number | null;
};
type Waiting = { begin(): void; refuse(error: AppError): void };

export type PartnerPlacesOptions = {
  /** how far the event loop is behind */
  lagMs(): number;
  atWork?: number;
  perTurn?: number;
  maxBytes?: number;
  pauseMs?: number;
};

export class PartnerPlaces {
  readonly #most: number;
  readonly #perTurn: number;
  readonly #maxBytes: number;
  readonly #lagMs: () => number;
  readonly #refuse: (error: AppError) => Promise<never>;
  /** those with something under way */
  readonly #partners = new Map<string, Partner>();
  readonly #line = new Turns<Waiting>();
  readonly #all = { underWay: 0, atWork: 0, bytes: 0 };
  #begun = 0;
  #isTurnPlanned = false;

  constructor(options: PartnerPlacesOptions) {
    this.#lagMs = options.lagMs;
    this.#most = options.atWork ?? AT_WORK;
    this.#perTurn = options.perTurn ?? PER_TURN;
    this.#maxBytes = options.maxBytes ?? MAX_BYTES;
    this.#refuse = makeRefusals(options.pauseMs ?? PAUSE_MS);
  }

  /**
   * For a request whose sender is known and whose body is not read: answers undefined, or rejects
   * with `overloaded` when it would have to wait too long.
   */
  demandRoom(partnerId: string): Promise<never> | undefined {
    const one = this.#partners.get(partnerId);
    if (one === undefined || !this.#isRefused(one)) return undefined;
    return this.#refuse(full(this.#waitOf(one)));
  }

  /** A place for a request that is there whole, in its turn. Rejects with `overloaded`. */
  enterAs(partnerId: string, bodyBytes: number): Leave | Promise<Leave> {
    const bytes = bodyBytes + BYTES_BESIDES;
    const one = this.#partners.get(partnerId) ?? newPartner(partnerId);
    if (this.#isRefused(one) || !this.#makeRoom(one, bytes)) {
      const error = full(this.#waitOf(one));
      // A large body is not kept for a pause.
      return bodyBytes > BYTES_BESIDES ? Promise.reject(error) : this.#refuse(error);
    }
    this.#add(one, bytes);
    if (this.#isModest(one) || this.#isFree()) return this.#begin(one, bytes);
    this.#planTurn();
    return new Promise((resolve, reject) => {
      this.#line.add(partnerId, {
        begin: () => resolve(this.#begin(one, bytes)),
        refuse: (error) => {
          this.#remove(one, bytes);
          reject(error);
        },
      });
    });
  }

  /** As measured; where some wait already, not less than since when nothing was answered. */
  #waitOf(one: Partner): number {
    const ahead = one.underWay * one.intervalMs;
    const isSilent = one.answeredAt !== null && this.#line.of(one.id) > 0;
    return this.#lagMs() + Math.max(ahead, isSilent ? performance.now() - one.answeredAt! : 0);
  }
  #hasItsShare(one: Partner): boolean {
    return one.underWay * this.#partners.size >= this.#all.underWay;
  }
  #isRefused(one: Partner): boolean {
    return (
      one.underWay >= UNQUESTIONED && this.#hasItsShare(one) && this.#waitOf(one) > LONGEST_WAIT_MS
    );
  }
  /** Less than an equal share of what is at work, and nothing waiting. */
  #isModest(one: Partner): boolean {
    const isBelow = one.atWork * this.#partners.size < Math.min(this.#all.atWork, this.#most);
    return isBelow && this.#line.of(one.id) === 0;
  }
  #isFree(): boolean {
    return this.#line.size === 0 && this.#begun < this.#perTurn && this.#all.atWork < this.#most;
  }

  /**
   * Half of all is for those who take up less than an equal share. For them what waits of whoever
   * takes up most gives way; false: nothing does.
   */
  #makeRoom(one: Partner, bytes: number): boolean {
    const isOver = one.bytes * this.#partners.size >= this.#all.bytes;
    if (isOver && this.#all.bytes + bytes > this.#maxBytes / 2) return false;
    while (this.#all.bytes + bytes > this.#maxBytes) {
      let heaviest = one;
      for (const other of this.#partners.values())
        if (other.bytes > heaviest.bytes && this.#line.of(other.id) > 0) heaviest = other;
      if (heaviest === one) return false;
      this.#line.takeOf(heaviest.id)!.refuse(full(this.#waitOf(heaviest)));
    }
    return true;
  }

  #planTurn(): void {
    if (this.#isTurnPlanned) return;
    this.#isTurnPlanned = true;
    setImmediate(() => {
      this.#isTurnPlanned = false;
      this.#begun = 0;
      while (this.#begun < this.#perTurn && this.#all.atWork < this.#most && this.#line.size > 0)
        this.#line.take()!.begin();
    });
  }

  #begin(one: Partner, bytes: number): Leave {
    this.#begun++;
    one.atWork++;
    this.#all.atWork++;
    this.#planTurn();
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      one.atWork--;
      this.#all.atWork--;
      noteAnswer(one);
      this.#remove(one, bytes);
      if (this.#line.size > 0) this.#planTurn();
    };
  }

  #add(one: Partner, bytes: number): void {
    this.#partners.set(one.id, one);
    one.underWay++;
    one.bytes += bytes;
    this.#all.underWay++;
    this.#all.bytes += bytes;
  }
  #remove(one: Partner, bytes: number): void {
    one.underWay--;
    one.bytes -= bytes;
    this.#all.underWay--;
    this.#all.bytes -= bytes;
    if (one.underWay === 0) this.#partners.delete(one.id);
  }
}

const newPartner = (id: string): Partner => ({
  id,
  underWay: 0,
  atWork: 0,
  bytes: 0,
  intervalMs: FIRST_INTERVAL_MS,
  answeredAt: null,
});

function noteAnswer(one: Partner): void {
  const now = performance.now();
  if (one.answeredAt !== null)
    one.intervalMs += (now - one.answeredAt - one.intervalMs) / SMOOTHING;
  one.answeredAt = now;
}

const full = (waitMs: number): AppError =>
  new AppError('overloaded', 'Too many requests are under way; try again.', {
    retryAfter: Math.min(30, Math.max(1, Math.ceil(waitMs / 1_000))),
    isRoutine: true,
  });

function makeRefusals(pauseMs: number): (error: AppError) => Promise<never> {
  let pausing = 0;
  return (error) =>
    new Promise((_resolve, reject) => {
      if (pausing >= MAX_PAUSING) return reject(error);
      pausing++;
      setTimeout(
        () => {
          pausing--;
          reject(error);
        },
        pauseMs * (0.5 + Math.random()),
      );
    });
}
