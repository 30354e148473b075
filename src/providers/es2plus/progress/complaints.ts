/** Who is not let in is told to the operator, who alone can mend it: of each kind once in a while. */

const EVERY_MS = 3_600_000;
/** Kinds that are remembered; whoever has more certificates than that tells nothing new. */
const MOST = 100;

export type Complain = (reason: string) => void;

export function oncePerHour(tell: Complain, now: () => number = Date.now): Complain {
  const toldAt = new Map<string, number>();
  return (reason) => {
    const last = toldAt.get(reason);
    if (last === undefined ? toldAt.size >= MOST : now() - last < EVERY_MS) return;
    toldAt.set(reason, now());
    tell(reason);
  };
}
