/** What the stand-in knows: stock, money, orders, eSIMs and what is on them. Kept in memory. */
import { randomInt } from 'node:crypto';
import { DESTINATIONS, type Destination, type Operator, type Package } from './catalog.ts';

const MIB = 1_048_576;
const DAY_MS = 86_400_000;
/** Sandbox and production give ICCIDs of these lengths, few with a valid check digit. */
const ICCID_DIGITS = [18, 19, 20];
/** Letters and digits of matching ids. */
const SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** One package on one eSIM: an entry of its history. */
export type Line = {
  id: number;
  order_id: number;
  sold: Package;
  used_bytes: number;
  activated_at: number | null;
  expires_at: number | null;
  finished_at: number | null;
};

export type Sim = {
  id: number;
  iccid: string;
  matching_id: string;
  confirmation_code: string | null;
  created_at: number;
  order_id: number;
  operator: Operator;
  recycled_at: number | null;
  lines: Line[];
};

export type Order = {
  id: number;
  type: 'sim' | 'topup';
  sold: Package;
  quantity: number;
  description: string;
  brand_settings_name: string | null;
  /** of one that was placed to be done later */
  request_id: string | null;
  status: 'completed' | 'failed' | 'refunded';
  created_at: number;
  sims: Sim[];
  /** what a top-up went onto */
  iccid: string | null;
};

export type Books = {
  now(): number;
  destinations: readonly Destination[];
  /** ids of packages that are no longer sold */
  vanished: Set<string>;
  /** eSIMs left of a package; without an entry there are enough */
  stock: Map<string, number>;
  balance: number;
  currency: string;
  orders: Order[];
  sims: Sim[];
  /** the last id that was given */
  last: number;
  /** of its ICCIDs, so that no other stand-in has the same */
  series: string;
};

export const openBooks = (now: () => number, destinations = DESTINATIONS): Books => ({
  now,
  destinations,
  vanished: new Set(),
  stock: new Map(),
  balance: 10_000,
  currency: 'USD',
  orders: [],
  sims: [],
  last: 71_000,
  series: String(randomInt(1_000_000)).padStart(6, '0'),
});

const nextId = (books: Books): number => ++books.last;

/** What is on sale under this id, and whose it is. */
export function findPackage(
  { destinations, vanished }: Books,
  id: unknown,
  type: Package['type'],
): { sold: Package; operator: Operator } | null {
  for (const { operators } of destinations)
    for (const operator of operators)
      for (const sold of operator.packages)
        if (sold.id === id && sold.type === type && !vanished.has(sold.id))
          return { sold, operator };
  return null;
}

export const findSim = ({ sims }: Books, iccid: string): Sim | undefined =>
  sims.find((sim) => sim.iccid === iccid);

/** Top-ups that fit this eSIM: those of its operator. */
export const topupsOf = ({ vanished }: Books, { operator }: Sim): Package[] =>
  operator.rechargeability
    ? operator.packages.filter(({ id, type }) => type === 'topup' && !vanished.has(id))
    : [];

type Placing = Pick<Order, 'sold' | 'quantity' | 'description' | 'brand_settings_name'>;

function record(books: Books, placing: Placing, type: Order['type']): Order {
  const { sold, quantity } = placing;
  const order: Order = {
    id: nextId(books),
    type,
    request_id: null,
    status: 'completed',
    created_at: books.now(),
    sims: [],
    iccid: null,
    ...placing,
  };
  books.orders.push(order);
  books.balance -= sold.net_price * quantity;
  return order;
}

const line = (books: Books, order: Order): Line => ({
  id: nextId(books),
  order_id: order.id,
  sold: order.sold,
  used_bytes: 0,
  activated_at: null,
  expires_at: null,
  finished_at: null,
});

/** Sells eSIMs. Nothing is checked here. */
export function sellSims(books: Books, placing: Placing, operator: Operator): Order {
  const order = record(books, placing, 'sim');
  const left = books.stock.get(order.sold.id);
  if (left !== undefined) books.stock.set(order.sold.id, left - order.quantity);
  for (let i = 0; i < order.quantity; i++) {
    const id = nextId(books);
    order.sims.push({
      id,
      iccid: iccidOf(books, id, books.sims.length + i),
      matching_id: `K2-${pick(8)}`,
      confirmation_code: null,
      created_at: order.created_at,
      order_id: order.id,
      operator,
      recycled_at: null,
      lines: [line(books, order)],
    });
  }
  books.sims.push(...order.sims);
  return order;
}

export function sellTopup(books: Books, placing: Omit<Placing, 'quantity'>, sim: Sim): Order {
  const order = record(books, { ...placing, quantity: 1 }, 'topup');
  order.iccid = sim.iccid;
  sim.lines.push(line(books, order));
  return order;
}

const iccidOf = ({ series }: Books, id: number, nth: number): string => {
  const digits = ICCID_DIGITS[nth % ICCID_DIGITS.length]!;
  return `89100${series}${String(id).padStart(digits - 11, '0')}`;
};

const pick = (length: number): string =>
  Array.from({ length }, () => SIGNS[randomInt(SIGNS.length)]).join('');

const totalBytes = ({ sold }: Line): number => (sold.is_unlimited ? Infinity : sold.amount * MIB);

/** Whole MB that are left; of an unlimited one the amount, which means nothing. */
export const remainingOf = (of: Line): number =>
  of.sold.is_unlimited
    ? of.sold.amount
    : Math.max(Math.floor((totalBytes(of) - of.used_bytes) / MIB), 0);

export type Status = 'NOT_ACTIVE' | 'ACTIVE' | 'FINISHED' | 'EXPIRED';

export function statusOf({ now }: Books, of: Line): Status {
  if (of.expires_at !== null && of.expires_at <= now()) return 'EXPIRED';
  if (of.finished_at !== null) return 'FINISHED';
  return of.activated_at === null ? 'NOT_ACTIVE' : 'ACTIVE';
}

export function activate({ now }: Books, of: Line): void {
  if (of.activated_at !== null) return;
  of.activated_at = now();
  of.expires_at = of.activated_at + of.sold.day * DAY_MS;
}

/** Data used on the lines in the order of purchase, or on that of one order; more is not let through. */
export function useData(books: Books, sim: Sim, bytes: number, orderId?: number): void {
  let left = bytes;
  for (const line of sim.lines) {
    const isMeant = orderId === undefined || line.order_id === orderId;
    if (left === 0 || !isMeant || !['ACTIVE', 'NOT_ACTIVE'].includes(statusOf(books, line)))
      continue;
    activate(books, line);
    const used = Math.min(left, totalBytes(line) - line.used_bytes);
    line.used_bytes += used;
    left -= used;
    if (line.used_bytes === totalBytes(line)) line.finished_at = books.now();
  }
}
