/** The calls that the stand-in knows, by their paths. */
import type { Book } from './book.ts';
import type { Settings } from './control.ts';
import { cancel, revoke, suspend, unsuspend } from './ending.ts';
import { esimOf, listPackages, placeOrder, topUp, type Shop } from './ordering.ts';
import { Refusal, textOf } from './params.ts';
import { queryEsims, queryUsage } from './querying.ts';
import type { Body, Order, Outcome } from './types.ts';
import type { Teller } from './webhooks.ts';

export const PREFIX = '/api/v1/open';

type Parts = {
  settings: Settings;
  book: Book;
  shop: Shop;
  teller: Teller;
  allocate(order: Order): void;
};

/** Answers null for a path that is none. */
export function makeCalls(parts: Parts): (path: string, body: Body) => Promise<Outcome | null> {
  const { settings, book, shop, teller, allocate } = parts;
  const CALLS: Record<string, (body: Body) => unknown> = {
    '/package/list': (body) => ({ packageList: listPackages(shop, book, body) }),
    '/location/list': () => ({ locationList: locationsOf(shop) }),
    '/esim/order': (body) => {
      const { order, isNew } = placeOrder(shop, book, body);
      if (isNew) allocate(order);
      return { orderNo: order.orderNo, transactionId: order.transactionId };
    },
    '/esim/query': (body) => queryEsims(book, body, settings.isZulu),
    '/esim/topup': (body) => topUp(shop, book, body),
    '/esim/cancel': (body) => cancel(book, body),
    '/esim/suspend': (body) => suspend(book, body),
    '/esim/unsuspend': (body) => unsuspend(book, body),
    '/esim/revoke': (body) => revoke(book, body),
    '/esim/sendSms': (body) => {
      textOf(body, 'message', 500);
      // None of its packages takes messages.
      if (esimOf(book, body).packages[0]!.of.smsStatus === 0) throw new Refusal('200002');
    },
    '/esim/usage/query': (body) => queryUsage(book, body, settings.isZulu),
    '/balance/query': () => ({ balance: book.balance }),
    '/webhook/save': async (body) => {
      const url = textOf(body, 'webhook', 500);
      if (!(await teller.checkHealth(url))) throw new Refusal('000107');
      teller.settings.url = url;
    },
    '/webhook/query': () => ({ webhook: teller.settings.url ?? '' }),
  };
  return async (path, body) => {
    const call = Object.hasOwn(CALLS, path) ? CALLS[path]! : null;
    if (call === null) return null;
    try {
      return { obj: (await call(body)) ?? {} };
    } catch (error) {
      if (error instanceof Refusal) return { code: error.code };
      throw error;
    }
  };
}

const locationsOf = ({ packages }: Shop) =>
  [...new Set(packages.map(({ locationCode }) => locationCode))].map((code) => {
    const within = packages.find((one) => one.locationCode === code)!.location.split(',');
    const isRegion = within.length > 1;
    return {
      code,
      name: code,
      type: isRegion ? 2 : 1,
      subLocation: isRegion ? within.map((one) => ({ code: one, name: one })) : null,
    };
  });
