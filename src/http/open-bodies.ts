/**
 * Bodies that have begun and are not there whole. Each sender may have so many of them; with one
 * more, the one that has been waited for longest is given up, so that a body that comes in one
 * piece gets through whoever dawdles beside it.
 */
const PER_STRANGER = 32;
const STRANGERS = 1_024;
const PER_PARTNER = 512;

/**
 * Who sends: a partner, which signed; an address; or somebody behind a proxy that does not say for
 * whom it forwards.
 */
export type Sender = { partner: string } | { address: string | null };

type GiveUp = () => void;
export type OpenBodies = {
  /** Answers what is to be called when the body is whole or given up. */
  enter(sender: Sender, giveUp: GiveUp): () => void;
  count(): number;
};

export function makeOpenBodies(): OpenBodies {
  const bySender = new Map<string, Set<GiveUp>>();
  const strangers = new Set<GiveUp>();
  let count = 0;
  /** The first of a set is the oldest. */
  const bound = (bodies: Set<GiveUp>, limit: number): void => {
    if (bodies.size > limit) bodies.values().next().value!();
  };
  return {
    enter(sender, giveUp) {
      const isPartner = 'partner' in sender;
      const who = isPartner ? `partner ${sender.partner}` : sender.address;
      const own = who === null ? null : (bySender.get(who) ?? new Set<GiveUp>());
      if (own !== null) bySender.set(who!, own.add(giveUp));
      if (!isPartner) strangers.add(giveUp);
      count++;
      const leave = (): void => {
        if (own?.delete(giveUp) === true && own.size === 0) bySender.delete(who!);
        strangers.delete(giveUp);
        count--;
      };
      if (own !== null) bound(own, isPartner ? PER_PARTNER : PER_STRANGER);
      bound(strangers, STRANGERS);
      return leave;
    },
    count: () => count,
  };
}
