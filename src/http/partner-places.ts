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
 * does not keep the process busy with saying no. So many wait for theirs at most.
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

export type PartnerPlaces = {
  /**
   * For a request whose sender is known and whose body is not read: answers undefined, or rejects
   * with `overloaded` when it would have to wait too long.
   */
  demandRoom(partnerId: string): Promise<never> | undefined;
  /** A place for a request that is there whole, in its turn. Rejects with `overloaded`. */
  enterAs(partnerId: string, bodyBytes: number): Leave | Promise<Leave>;
};

export type PartnerPlacesOptions = {
  /** how far the event loop is behind */
  lagMs(): number;
  atWork?: number;
  perTurn?: number;
  maxBytes?: number;
  pauseMs?: number;
};

export function makePartnerPlaces(options: PartnerPlacesOptions): PartnerPlaces {
  const { lagMs, atWork: most = AT_WORK, perTurn = PER_TURN, maxBytes = MAX_BYTES } = options;
  const partners = new Map<string, Partner>();
  const line = new Turns<Waiting>();
  const refuse = makeRefusals(options.pauseMs ?? PAUSE_MS);
  const all = { underWay: 0, atWork: 0, bytes: 0 };
  let begun = 0;
  let isTurnPlanned = false;

  const waitOf = (one: Partner): number => lagMs() + one.underWay * one.intervalMs;
  const hasItsShare = (one: Partner): boolean => one.underWay * partners.size >= all.underWay;
  const isRefused = (one: Partner): boolean =>
    one.underWay >= UNQUESTIONED && hasItsShare(one) && waitOf(one) > LONGEST_WAIT_MS;

  const planTurn = (): void => {
    if (isTurnPlanned) return;
    isTurnPlanned = true;
    setImmediate(turn);
  };
  function turn(): void {
    isTurnPlanned = false;
    begun = 0;
    while (begun < perTurn && all.atWork < most && line.size > 0) line.take()!.begin();
  }

  function begin(one: Partner, bytes: number): Leave {
    begun++;
    one.atWork++;
    all.atWork++;
    planTurn();
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      one.atWork--;
      all.atWork--;
      noteAnswer(one);
      remove(one, bytes);
      if (line.size > 0) planTurn();
    };
  }
  function remove(one: Partner, bytes: number): void {
    one.underWay--;
    one.bytes -= bytes;
    all.underWay--;
    all.bytes -= bytes;
    if (one.underWay === 0) partners.delete(one.id);
  }

  /** Less than an equal share of what is at work. */
  const isModest = (one: Partner): boolean =>
    one.atWork * partners.size < Math.min(all.atWork, most) && line.of(one.id) === 0;
  const isFree = (): boolean => line.size === 0 && begun < perTurn && all.atWork < most;

  /**
   * Half of all is for those who take up less than an equal share. For them what waits of whoever
   * takes up most gives way; false: nothing does.
   */
  function makeRoom(one: Partner, bytes: number): boolean {
    const isOver = one.bytes * partners.size >= all.bytes;
    if (isOver && all.bytes + bytes > maxBytes / 2) return false;
    while (all.bytes + bytes > maxBytes) {
      let heaviest = one;
      for (const other of partners.values())
        if (other.bytes > heaviest.bytes && line.of(other.id) > 0) heaviest = other;
      if (heaviest === one) return false;
      line.take((id) => id === heaviest.id)!.refuse(full(waitOf(heaviest)));
    }
    return true;
  }

  return {
    demandRoom(id) {
      const one = partners.get(id);
      return one !== undefined && isRefused(one) ? refuse(full(waitOf(one))) : undefined;
    },
    enterAs(id, bodyBytes) {
      const bytes = bodyBytes + BYTES_BESIDES;
      const one = partners.get(id) ?? newPartner(id);
      if (isRefused(one) || !makeRoom(one, bytes)) {
        const error = full(waitOf(one));
        // A large body is not kept for a pause.
        return bodyBytes > BYTES_BESIDES ? Promise.reject(error) : refuse(error);
      }
      partners.set(id, one);
      one.underWay++;
      one.bytes += bytes;
      all.underWay++;
      all.bytes += bytes;
      if (isModest(one) || isFree()) return begin(one, bytes);
      planTurn();
      return new Promise((resolve, reject) => {
        line.add(id, {
          begin: () => resolve(begin(one, bytes)),
          refuse(error) {
            remove(one, bytes);
            reject(error);
          },
        });
      });
    },
  };
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
      setTimeout(() => {
        pausing--;
        reject(error);
      }, pauseMs);
    });
}
