/**
 * How long partners waited for their answers in this process: from a request that is there whole to
 * its answer, in a histogram each. Only so many partners are told apart; the others are one.
 */
/** Upper bounds in seconds, and one more for what takes longer. */
export const BOUNDS_S = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] as const;
const MAX_PARTNERS = 200;
/** Those who came when there were that many already. */
export const OTHERS = 'others';

export type Times = {
  /** by bound, each without those of smaller ones */
  counts: number[];
  sumS: number;
  /** since there was too much to do */
  refused: number;
};

export type RequestTimes = {
  /** `ms` null: it was refused, since there is too much to do. */
  note(partnerId: string, ms: number | null): void;
  read(): ReadonlyMap<string, Times>;
};

export function makeRequestTimes(most = MAX_PARTNERS): RequestTimes {
  const byPartner = new Map<string, Times>();
  const of = (partnerId: string): Times => {
    const known = byPartner.get(partnerId);
    if (known !== undefined) return known;
    if (byPartner.size >= most && partnerId !== OTHERS) return of(OTHERS);
    const made = { counts: BOUNDS_S.map(() => 0).concat(0), sumS: 0, refused: 0 };
    byPartner.set(partnerId, made);
    return made;
  };
  return {
    note(partnerId, ms) {
      const times = of(partnerId);
      if (ms === null) return void times.refused++;
      const seconds = ms / 1_000;
      let place = 0;
      while (place < BOUNDS_S.length && seconds > BOUNDS_S[place]!) place++;
      times.counts[place]!++;
      times.sumS += seconds;
    },
    read: () => byPartner,
  };
}
