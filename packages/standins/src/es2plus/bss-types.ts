/** What the BSS keeps, and the switches it is told by. */
import type { Faults } from './faults.ts';

export type Body = Record<string, unknown>;

export type OrderOptions = {
  /** how often an order is looked at before it is done; `held` until `finish` */
  looks: number | 'held';
  /** a name that an order has already: taken again, or refused with 409 */
  repeats: 'taken' | 'conflict';
  /** what the next order ends in */
  failNext: 'rejected' | 'failed' | 'partial' | 'cancelled' | null;
  /** whether an order that is done says what it made */
  saysProduct: boolean;
};

export type Order = {
  id: string;
  externalId: string | null;
  action: string;
  state: string;
  itemState: string;
  looksLeft: number;
  end: string;
  productId: string | null;
  orderedAt: string;
  body: Body;
};

export type Product = {
  id: string;
  orderId: string;
  offeringId: string;
  iccid: string;
  status: string;
  soldBytes: number;
  usedBytes: number;
  days: number;
  startedAt: string | null;
};

export type BssControl = OrderOptions & {
  faults: Faults;
  /** whether filters of lists are honoured */
  filters: 'honoured' | 'ignored';
  /** whether lists say how many there are */
  counts: boolean;
  /** whether lists go on behind their first page */
  pages: boolean;
  /** prices stand in offerings, or are referred to */
  prices: 'inline' | 'reference';
  /** of what remains */
  unit: 'B' | 'KB' | 'MB' | 'GB' | 'MiB';
  /** tokens that were given are refused from now on */
  expireTokens(): void;
  offer(offering: Body): void;
  withdrawOffer(id: string): void;
  offering(id: string): Body | undefined;
  /** hears of every order that has come to its end; null = nobody */
  tellAt(url: string | null): void;
  /** Lets all orders come to their end. */
  finish(): void;
  use(productId: string, bytes: number): void;
  /** as it is stored, with the blank that one of the published states has */
  setProduct(productId: string, status: string): void;
  /** posts the newest state of an order to all listeners, `times` times */
  tell(externalId: string, times?: number): Promise<number[]>;
};
