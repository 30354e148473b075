/** How many calls are under way at one account, and who waits for a free line. */
import { Turnstile } from '../../turns.ts';
import { ProviderBusy } from '../provider.ts';

export const LINES = {
  /** calls of orders that wait, and of look-ups */
  waiting: 1_000,
  /** nobody waits longer, in milliseconds: a caller's lease counts on that */
  patienceMs: 2_000,
} as const;

/**
 * Whose questions about eSIMs are: nobody waits for their answers, so they go when no order and no
 * look-up waits.
 */
export const POLLS = '(polls)';

/** So that calls of one partner that hang leave lines to the others. */
const OF_ONE_PARTNER = 3 / 4;
/** Of all lines, for look-ups alone: they decide what became of orders that hang. */
const FOR_LOOKUPS = 1 / 8;

export type Lines = {
  /** for orders, before they enter `all` */
  orders: Turnstile;
  all: Turnstile;
  tooBusy(): ProviderBusy;
};

export function makeLines(name: string, atOnce: number): Lines {
  const tooBusy = (): ProviderBusy => new ProviderBusy(`${name} is too busy`, LINES.patienceMs);
  const orders = atOnce - Math.floor(atOnce * FOR_LOOKUPS);
  return {
    orders: new Turnstile({
      ...LINES,
      atOnce: orders,
      ofOneKey: Math.max(1, Math.floor(orders * OF_ONE_PARTNER)),
      full: tooBusy,
    }),
    all: new Turnstile({ ...LINES, atOnce, last: POLLS, full: tooBusy }),
    tooBusy,
  };
}
