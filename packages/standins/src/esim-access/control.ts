/** How the stand-in is made to behave, and how what it sold is used. */
import type { Book } from './book.ts';
import type { Faults } from './faults.ts';
import { Refusal } from './params.ts';
import type { Shop } from './ordering.ts';
import type { Esim, Order, SmdpStatus } from './types.ts';
import type { Teller, Webhooks } from './webhooks.ts';

export type Settings = {
  /** before every answer */
  delayMs: number;
  /** until an order's profiles are there; null = until `release` */
  allocationMs: number | null;
  /** calls beyond it get 429; null = no limit */
  perSecond: number | null;
  /** no address is allowed (101002) */
  isShutOut: boolean;
  /** times are written with a `Z` */
  isZulu: boolean;
};

export type Control = {
  /** may be changed at any time */
  settings: Settings;
  webhooks: Webhooks & Pick<Teller, 'flush' | 'forge'>;
  /** See `faults.ts`. */
  fail: Faults['fail'];
  /** Nothing that was planned goes wrong any more. */
  heal: Faults['clear'];
  /** in ten-thousandths of a dollar */
  setBalance(amount: number): void;
  /** so many are left; null = endless */
  setStock(packageCode: string, left: number | null): void;
  /** It is no longer sold. */
  vanish(packageCode: string): void;
  /** The next orders are accepted, and given up when their profiles would be there (200011). */
  failAllocations(count: number): void;
  /** What was bought under it stays; the same request would be taken for another. */
  forgetReference(reference: string): void;
  /** New eSIMs get the numbers of those that have ended. */
  reuseIccids(): void;
  /** The profiles of all orders that wait are there. */
  release(): void;
  /** What a device does with the profile. */
  setProfile(esimTranNo: string, status: SmdpStatus): void;
  use(esimTranNo: string, bytes: number): void;
  /** Its time is over, or lapses unused. */
  expire(esimTranNo: string): void;
  /** The id of the eSIM that has this number, the latest if several had it. */
  esimTranNoOf(iccid: string): string;
};

type Parts = { settings: Settings; book: Book; shop: Shop; teller: Teller; faults: Faults };

export function makeControl({ settings, book, shop, teller, faults }: Parts): Control {
  return {
    settings,
    webhooks: Object.assign(teller.settings, { flush: teller.flush, forge: teller.forge }),
    fail: faults.fail,
    heal: faults.clear,
    ...switchesOf(book, shop),
    ...devicesOf(book),
  };
}

const switchesOf = (
  book: Book,
  shop: Shop,
): Pick<
  Control,
  | 'setBalance'
  | 'setStock'
  | 'vanish'
  | 'failAllocations'
  | 'forgetReference'
  | 'reuseIccids'
  | 'release'
> => ({
  setBalance(amount) {
    book.balance = amount;
  },
  setStock(packageCode, left) {
    if (left === null) shop.stock.delete(packageCode);
    else shop.stock.set(packageCode, left);
  },
  vanish(packageCode) {
    shop.packages = shop.packages.filter((one) => one.packageCode !== packageCode);
  },
  failAllocations(count) {
    book.failing = count;
  },
  forgetReference: (reference) => book.forget(reference),
  reuseIccids() {
    book.reuseIccids = true;
  },
  release() {
    for (const order of book.orders.values()) book.allocate(order);
  },
});

function devicesOf(book: Book): Pick<Control, 'setProfile' | 'use' | 'expire' | 'esimTranNoOf'> {
  const esim = (esimTranNo: string): Esim => {
    const found = book.esims.get(esimTranNo);
    if (found === undefined) throw new Refusal('310272');
    return found;
  };
  return {
    setProfile: (esimTranNo, status) => book.setProfile(esim(esimTranNo), status),
    use: (esimTranNo, bytes) => book.use(esim(esimTranNo), bytes),
    expire: (esimTranNo) => book.expire(esim(esimTranNo)),
    esimTranNoOf(iccid) {
      const found = [...book.esims.values()].findLast((one) => one.iccid === iccid);
      if (found === undefined) throw new Refusal('310272');
      return found.esimTranNo;
    },
  };
}

/** Allocates each order when its time has come. */
export function makeAllocation(
  settings: Settings,
  book: Book,
): { allocate(order: Order): void; stop(): void } {
  const timers = new Set<NodeJS.Timeout>();
  return {
    allocate(order) {
      if (settings.allocationMs === 0) return book.allocate(order);
      if (settings.allocationMs === null) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        book.allocate(order);
      }, settings.allocationMs);
      timers.add(timer);
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
