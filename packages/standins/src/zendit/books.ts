/** What the stand-in remembers: everything that was bought, and every call. */
import { makeIccid } from '../../../../src/providers/identifiers.ts';
import type { Offer } from './offers.ts';

export type Status = 'ACCEPTED' | 'PENDING' | 'AUTHORIZED' | 'IN_PROGRESS' | 'DONE' | 'FAILED';
export type Failure = { code: string; description: string; message: string };
export type LogItem = { dateTime: string; status: Status; statusMessage: string };

/** What a purchase and a refund have in common: both are worked off status by status. */
export type Work = {
  status: Status;
  error: Failure | null;
  log: LogItem[];
  createdAt: string;
  updatedAt: string;
};

export type Refund = Work & { transactionId: string };

export type Purchase = Work & {
  transactionId: string;
  offer: Offer;
  /** of a reload */
  onto: string | null;
  /** of the eSIM that it is on, once it is done */
  iccid: string | null;
  refund: Refund | null;
  /** look-ups say 404 before, in Unix milliseconds */
  visibleFrom: number;
};

/** One allowance on an eSIM; it leaves when it is over. */
export type Plan = {
  transactionId: string;
  offer: Offer;
  usedBytes: number;
  startAt: string | null;
  endAt: string | null;
};

export type Esim = {
  iccid: string;
  smdpAddress: string;
  matchingId: string;
  brand: string;
  firstInstalledAt: string | null;
  plans: Plan[];
};

export type Call = {
  method: string;
  /** with its query */
  path: string;
  body: unknown;
  /** null: the connection was cut, or nobody answered */
  status: number | null;
};

/** Money is in hundredths of `currency`. */
export type Books = {
  currency: string;
  available: number;
  reserved: number;
  offers: Map<string, Offer>;
  /** by transactionId, in the order of their arrival */
  purchases: Map<string, Purchase>;
  /** bought under a transactionId that was used again since */
  replaced: Purchase[];
  esims: Map<string, Esim>;
  calls: Call[];
};

export const BYTES_PER_GB = 1_000_000_000;

export const newBooks = (offers: readonly Offer[], balance: number): Books => ({
  currency: 'USD',
  available: balance,
  reserved: 0,
  offers: new Map(offers.map((offer) => [offer.offerId, offer])),
  purchases: new Map(),
  replaced: [],
  esims: new Map(),
  calls: [],
});

export function makeEsim(books: Books, brand: string): Esim {
  const iccid = makeIccid('894412');
  const esim: Esim = {
    iccid,
    smdpAddress: 'rsp.example.com',
    matchingId: `K2-${iccid.slice(-8)}`,
    brand,
    firstInstalledAt: null,
    plans: [],
  };
  books.esims.set(iccid, esim);
  return esim;
}

export const priceOf = ({ cost }: Offer): number => cost.fixed + cost.fee;
