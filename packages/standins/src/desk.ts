/**
 * What can be done to a stand-in from outside, the same for every kind: for drills, for its control
 * page, for the demo.
 */

/** How a call goes wrong: `after` = what it asked for is done. */
export const TROUBLES = [
  'cut_before',
  'cut_after',
  'error_before',
  'error_after',
  'hang_after',
  'malformed',
  'busy',
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** `duplicate`: each twice · `forged`: by somebody else · `reordered`: the later one first */
export const MANNERS = ['normal', 'duplicate', 'forged', 'reordered'] as const;
export type Manner = (typeof MANNERS)[number];

/** One purchase, as the stand-in's own books have it. */
export type Sale = {
  kind: 'esim' | 'package';
  /** what the supplier calls the order */
  id: string;
  /** what the buyer called it, null = the supplier keeps no such thing */
  reference: string | null;
  /** null = an eSIM without a package */
  article: string | null;
  /** null = not there yet */
  iccid: string | null;
  /** false: it failed or was given back */
  isLive: boolean;
};

export type Desk = {
  /** The next calls that cost money, or the next look-ups, go wrong. */
  fail(trouble: Trouble, on: 'purchase' | 'lookup', times: number): void;
  /** The money of the account, in major units. */
  setBalance(amount: number): void;
  sellOut(article: string, isOut: boolean): void;
  /** Everything of the account is refused, as to another key or address. */
  block(isBlocked: boolean): void;
  /** What only this supplier does; switched on and off. */
  quirks: Readonly<Record<string, (isOn: boolean) => void>>;
  /** Where callbacks go; null = nowhere. Rejects where the address does not answer as it must. */
  tellAt(url: string | null): Promise<void>;
  setManner(manner: Manner): void;
  /** What is held or late is done. */
  release(): void;
  /** All goes well from here on: nothing of the above is left, and what was held is done. */
  heal(): void;
  /** Throws where there is no such eSIM. */
  install(iccid: string): void | Promise<unknown>;
  use(iccid: string, bytes: number): void;
  sold(): Sale[];
};
