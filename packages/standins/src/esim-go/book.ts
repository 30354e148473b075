/** What the stand-in has written down, and what may be done to it. */
import { randomInt, randomUUID } from 'node:crypto';
import { makeIccid } from '../../../../src/providers/identifiers.ts';
import { BUNDLES, type Bundle } from './bundles.ts';

export type Esim = {
  iccid: string;
  matchingId: string;
  profileName: string;
  profileStatus: 'Released' | 'Downloaded' | 'Installed' | 'Unavailable' | 'Deactivated';
  state: 'active' | 'suspended' | 'deactivated';
  customerRef: string;
  firstInstalledAt: number | null;
  /** its last bundle was given back before it was installed: it is taken away some days later */
  goesBack: boolean;
  /** so many questions about it are still answered as if it were somebody else's */
  forbidden: number;
};

export type Assignment = {
  id: string;
  iccid: string;
  bundle: Bundle;
  reference: string;
  assignedAt: Date;
  state: 'processing' | 'queued' | 'active' | 'depleted' | 'expired' | 'lapsed' | 'revoked';
  /** not shown yet, as if it had not come through */
  isUnseen: boolean;
  initial: number;
  remaining: number;
  startedAt: Date | null;
  endsAt: Date | null;
  told: Set<number>;
};

export type Order = {
  orderReference: string;
  createdAt: Date;
  lines: { bundle: Bundle; quantity: number; iccids: string[]; allowReassign: boolean }[];
  total: number;
  assigned: boolean;
  /** not in the list of orders yet */
  isUnlisted: boolean;
  /** what the caller called it in x-request-id; eSIM Go itself keeps no such thing */
  requestId: string | null;
  /** each iccid that was made for it */
  made: string[];
};

export type Stock = { id: number; bundle: Bundle; total: number; remaining: number };

/** How things go from now on. */
export type Mood = {
  /** new assignments: there at once, shown as processing, or not shown at all */
  allocation: 'at_once' | 'processing' | 'unseen';
  /** questions about an eSIM with a processing assignment are answered with 503 */
  busyEsims: boolean;
  /** new orders are missing from the list */
  listIsLate: boolean;
  /** questions that a new eSIM answers with 403 */
  newEsimForbidden: number;
};

export type Book = {
  currency: string;
  balance: number;
  bundles: Map<string, Bundle>;
  /** names of bundles that have run out */
  soldOut: Set<string>;
  esims: Map<string, Esim>;
  assignments: Assignment[];
  orders: Order[];
  stock: Stock[];
  mood: Mood;
  /** The next instant: no two are the same, as none of nanoseconds are. */
  now(): Date;
};

/** An answer with a status and `{ message }`. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const newBook = (options: {
  balance?: number;
  currency?: string;
  bundles?: readonly Bundle[];
}): Book => ({
  currency: options.currency ?? 'USD',
  balance: options.balance ?? 1_000,
  bundles: new Map((options.bundles ?? BUNDLES).map((one) => [one.name, one])),
  soldOut: new Set(),
  esims: new Map(),
  assignments: [],
  orders: [],
  stock: [],
  mood: { allocation: 'at_once', busyEsims: false, listIsLate: false, newEsimForbidden: 0 },
  now: ticks(),
});

/** Never before the one before, and never ahead of the clock by which it is asked for what there is. */
function ticks(): () => Date {
  let last = 0;
  return () => new Date((last = Math.max(last, Date.now())));
}

export function bundleOf(book: Book, name: unknown): Bundle {
  const bundle = typeof name === 'string' ? book.bundles.get(name) : undefined;
  if (bundle === undefined) throw new Refusal(400, `Bundle ${String(name)} does not exist`);
  return bundle;
}

export function esimOf(book: Book, iccid: string): Esim {
  const esim = book.esims.get(iccid);
  if (esim === undefined) throw new Refusal(403, 'access denied');
  return esim;
}

export function makeEsim(book: Book, bundle: Bundle): Esim {
  const esim: Esim = {
    iccid: makeIccid('894412'),
    matchingId: `K2-${randomUUID().slice(0, 8).toUpperCase()}`,
    profileName: bundle.profileName,
    profileStatus: 'Released',
    state: 'active',
    customerRef: '',
    firstInstalledAt: null,
    goesBack: false,
    forbidden: book.mood.newEsimForbidden,
  };
  book.esims.set(esim.iccid, esim);
  return esim;
}

export function assign(book: Book, esim: Esim, bundle: Bundle, reference: string): Assignment {
  const { allocation } = book.mood;
  const bytes = bundle.unlimited ? 0 : Math.round(bundle.mb * 1_000_000);
  const assignment: Assignment = {
    id: `asg-${book.assignments.length + 1}-${randomInt(1_000_000)}`,
    iccid: esim.iccid,
    bundle,
    reference,
    assignedAt: book.now(),
    state: allocation === 'at_once' ? 'queued' : 'processing',
    isUnseen: allocation === 'unseen',
    initial: bytes,
    remaining: bytes,
    startedAt: null,
    endsAt: null,
    told: new Set(),
  };
  esim.goesBack = false;
  book.assignments.push(assignment);
  return assignment;
}

export const assignmentsOf = (book: Book, iccid: string): Assignment[] =>
  book.assignments.filter((one) => one.iccid === iccid && !one.isUnseen);

export const fits = (esim: Esim, bundle: Bundle): boolean =>
  esim.profileName === bundle.profileName;

/** In cents, so that sums stay what they are. */
export const pay = (book: Book, amount: number): void => {
  book.balance = Math.round(book.balance * 1_000 - amount * 1_000) / 1_000;
};
