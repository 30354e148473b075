/** The switches of the stand-in: what goes wrong, what runs out, and what travelers do. */
import { activate, findSim, useData, type Books, type Sim } from './books.ts';
import type { Deliveries, Manner } from './deliveries.ts';
import type { Fault, Faults, RouteName } from './faults.ts';
import {
  lowCredit,
  lowData,
  optInsOf,
  type EventType,
  type Notifications,
} from './notifications.ts';
import type { OrderSwitches } from './orders.ts';
import type { Tokens } from './tokens.ts';
import type { Fields } from './wire.ts';

export type Control = {
  /** The next `times` calls of this name go wrong like this. */
  break(route: RouteName | 'any', fault: Fault, times?: number): void;
  /** What was planned to go wrong, or to vanish, does not. */
  heal(): void;
  expireTokens(): void;
  /** Whether callers of this address are let in; else 403. */
  allowAddress(allowed: boolean): void;
  setBalance(amount: number): void;
  /** eSIMs left of a package, and how it is said that there are none. */
  setStock(packageId: string, left: number, said?: OrderSwitches['stockAs']): void;
  /** No longer sold, or sold again. */
  vanish(packageId: string, gone?: boolean): void;
  addBrand(name: string): void;
  /** New orders show in the list so much later. */
  lagList(ms: number): void;
  /** Makes an order one that failed, or was paid back. */
  settle(orderId: number, status: 'failed' | 'refunded'): void;
  /** Orders to be done later are not begun until `releaseAsync`. */
  holdAsync(): void;
  releaseAsync(): void;
  failNextAsync(reason: string): void;
  setConfirmationCode(iccid: string, code: string): void;
  /** Puts it onto a device: of some operators the days count from then. */
  install(iccid: string): void;
  /** `orderId`: on what that order bought; else on what is used first. */
  use(iccid: string, bytes: number, orderId?: number): void;
  /** All that is on it has run out of days. */
  expire(iccid: string): void;
  /** Takes an eSIM back. */
  recycle(iccid: string): void;
  /** Told of everything from here on, in place of who was; null = nobody. */
  tellAt(url: string | null): void;
  /** How webhooks go out from here on. */
  setManner(manner: Manner): void;
  /** Sends a webhook to whoever has opted in. */
  sendLowData(iccid: string, level: string): void;
  sendLowCredit(): void;
  /** A webhook as it would be sent. */
  write(event: Fields): { headers: Record<string, string>; body: string };
};

export type Switched = {
  books: Books;
  faults: Faults;
  tokens: Tokens;
  switches: OrderSwitches & { addressAllowed: boolean };
  notifications: Notifications;
  deliveries: Deliveries;
};

export function makeControl(all: Switched): Control {
  const { books, faults, tokens, switches, notifications, deliveries } = all;
  const sim = (iccid: string): Sim => {
    const found = findSim(books, iccid);
    if (found === undefined) throw new Error(`The stand-in has no eSIM ${iccid}.`);
    return found;
  };
  const send = (type: EventType, event: Fields): void => {
    const to = notifications.optIns.get(type);
    if (to !== undefined) deliveries.send(to.webhook_url, event);
  };
  return {
    break: (route, fault, times = 1) => faults.add(route, fault, times),
    heal() {
      faults.clear();
      books.vanished.clear();
      notifications.asyncFailure = null;
    },
    expireTokens: () => tokens.expire(),
    allowAddress: (allowed) => void (switches.addressAllowed = allowed),
    setBalance: (amount) => void (books.balance = amount),
    setStock(packageId, left, said = 'code') {
      books.stock.set(packageId, left);
      switches.stockAs = said;
    },
    vanish: (packageId, gone = true) =>
      void (gone ? books.vanished.add(packageId) : books.vanished.delete(packageId)),
    addBrand: (name) => void switches.brands.add(name),
    lagList: (ms) => void (switches.listLagMs = ms),
    settle(orderId, status) {
      const order = books.orders.find(({ id }) => id === orderId);
      if (order === undefined) throw new Error(`The stand-in has no order ${orderId}.`);
      order.status = status;
    },
    holdAsync: () => void (notifications.holdsAsync = true),
    releaseAsync() {
      notifications.holdsAsync = false;
      for (const finish of notifications.waiting.splice(0)) finish();
    },
    failNextAsync: (reason) => void (notifications.asyncFailure = reason),
    setConfirmationCode: (iccid, code) => void (sim(iccid).confirmation_code = code),
    install(iccid) {
      const { operator, lines } = sim(iccid);
      if (operator.activation_policy === 'installation') activate(books, lines[0]!);
    },
    use: (iccid, bytes, orderId) => useData(books, sim(iccid), bytes, orderId),
    expire(iccid) {
      for (const line of sim(iccid).lines) {
        activate(books, line);
        line.expires_at = books.now();
      }
    },
    recycle: (iccid) => void (sim(iccid).recycled_at = books.now()),
    tellAt: (url) => void (notifications.optIns = optInsOf(url)),
    setManner: (manner) => void (deliveries.manner = manner),
    sendLowData: (iccid, level) => send('webhook_low_data', lowData(sim(iccid), level)),
    sendLowCredit: () => send('webhook_credit_limit', lowCredit(books)),
    write: (event) => deliveries.write(event),
  };
}
