/**
 * What is due for one partner's endpoint: takes it a little ahead of the free places, posts at most
 * SLOTS at once, and hands the outcomes on. Queues know nothing of one another, so a receiver that
 * hangs holds up its own only. Not db/due-work/work-off.ts: it takes more than it has places for,
 * so that hundreds go with one claim, and gives back what is left of it when it stops.
 */
import type { Context } from '../../../context.ts';
import { attempt } from './attempt.ts';
import { claimDue, giveBack, LEASE_S, type Claim, type Claimed } from './claim.ts';
import { atDatabase } from './database-limiter.ts';
import { gatherResults } from './results.ts';

const SLOTS = 8;
/**
 * How much may be waiting here: what takes this long, and never more than MAX_AHEAD. An endpoint
 * not known yet gets none.
 */
const AHEAD_MS = 200;
const MAX_AHEAD = 240;
const MAX_UNWRITTEN = 600;
/** What waited for longer might not end within its lease. */
const STALE_MS = (LEASE_S - 25) * 1000;
/** While a scan begins where the last one ended, older rows (retries) are scanned this often. */
const WHOLE_SCAN_MS = 200;

type Job = { claimed: Claimed; claim: Claim; takenAt: number };

export class DeliveryQueue {
  /** how many were attempted; rejects with what was not the receiver's doing */
  readonly done: Promise<number>;
  readonly #ctx: Context;
  readonly #partnerId: string;
  readonly #until: Date | null;
  readonly #isStopping: () => boolean;
  readonly #results: ReturnType<typeof gatherResults>;
  readonly #end = Promise.withResolvers<number>();
  /** claimed, and not begun */
  readonly #waiting: Job[] = [];
  #active = 0;
  #attempts = 0;
  #averageMs = Infinity;
  #isClaiming = false;
  #mayBeMore = true;
  /** where the next scan begins, null = with what has been due for longest */
  #from: Date | null = null;
  #lastWholeScan = 0;
  #failure: unknown = null;
  #isEnding = false;

  /**
   * `until` null: what is due at the partner's present time; else all up to then, each dated when
   * it was due.
   */
  constructor(
    ctx: Context,
    partnerId: string,
    until: Date | null,
    isStopping: () => boolean = () => false,
  ) {
    this.#ctx = ctx;
    this.#partnerId = partnerId;
    this.#until = until;
    this.#isStopping = isStopping;
    this.#results = gatherResults(ctx, partnerId);
    this.done = this.#end.promise;
    this.#step();
  }

  /** Something may have come due. */
  scan(): void {
    if (this.#failure !== null) return;
    this.#mayBeMore = true;
    this.#from = null;
    this.#step();
  }

  #ahead(): number {
    return Math.min(MAX_AHEAD, Math.floor((SLOTS * AHEAD_MS) / this.#averageMs));
  }
  #wanted(): number {
    return SLOTS + this.#ahead() - this.#active - this.#waiting.length;
  }
  #wantsMore(): boolean {
    return (
      this.#mayBeMore &&
      !this.#isClaiming &&
      !this.#isStopping() &&
      this.#active + this.#waiting.length < SLOTS + this.#ahead() / 2 &&
      this.#wanted() > 0
    );
  }

  #step(): void {
    if (this.#isEnding) return;
    this.#begin();
    if (this.#wantsMore()) void this.#claim();
    if (this.#active > 0 || this.#isClaiming) return;
    if (this.#waiting.length === 0 || this.#isStopping()) void this.#finish();
    else void this.#results.written().then(() => this.#step());
  }

  #begin(): void {
    while (
      this.#active < SLOTS &&
      this.#waiting.length > 0 &&
      !this.#isStopping() &&
      this.#results.size() < MAX_UNWRITTEN
    ) {
      const job = this.#waiting.shift()!;
      if (Date.now() - job.takenAt < STALE_MS) void this.#run(job);
    }
  }

  async #claim(): Promise<void> {
    this.#isClaiming = true;
    const now = Date.now();
    if (now - this.#lastWholeScan >= WHOLE_SCAN_MS) this.#from = null;
    if (this.#from === null) this.#lastWholeScan = now;
    const [limit, start] = [this.#wanted(), this.#from];
    try {
      const got = await atDatabase(this.#partnerId, () =>
        claimDue(this.#ctx, this.#partnerId, limit, this.#until, start),
      );
      const deliveries = got?.deliveries ?? [];
      for (const claimed of deliveries) this.#waiting.push({ claimed, claim: got!, takenAt: now });
      const isAll = deliveries.length < limit;
      // Seen to the end from somewhere in the middle: once more from the start.
      if (isAll && start === null) this.#mayBeMore = false;
      this.#from = isAll ? null : deliveries.at(-1)!.due_at;
    } catch (error) {
      this.#fail(error);
    }
    this.#isClaiming = false;
    this.#step();
  }

  async #run({ claimed, claim: { endpoint, offsetMs } }: Job): Promise<void> {
    this.#active++;
    const started = performance.now();
    const dated = this.#until === null ? 'now' : 'due';
    try {
      this.#results.add(
        await attempt(this.#ctx, this.#partnerId, endpoint, claimed, dated, offsetMs),
      );
      this.#attempts++;
    } catch (error) {
      // Not the receiver's doing (a secret that cannot be opened): the lease runs out, and it is
      // tried again.
      this.#fail(error);
    }
    const took = performance.now() - started;
    this.#averageMs = this.#averageMs === Infinity ? took : this.#averageMs * 0.8 + took * 0.2;
    this.#active--;
    this.#step();
  }

  #fail(error: unknown): void {
    this.#failure = error;
    this.#mayBeMore = false;
  }

  async #finish(): Promise<void> {
    this.#isEnding = true;
    const left = this.#waiting.map((job) => job.claimed);
    try {
      await this.#results.written();
      if (left.length > 0) await giveBack(this.#ctx.db, this.#partnerId, left);
    } catch (error) {
      this.#failure ??= error;
    }
    if (this.#failure === null) this.#end.resolve(this.#attempts);
    else this.#end.reject(this.#failure as Error);
  }
}
