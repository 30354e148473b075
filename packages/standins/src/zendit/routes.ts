/** What is answered to which call, once it is known whose it is. */
import type { Books, Purchase } from './books.ts';
import { invalid, notFound, nowhere, ok, type Reply } from './errors.ts';
import type { Sales } from './sales.ts';
import { showPlans, showPurchase, showRefund, showTransactions } from './wire.ts';

type Request = { query: URLSearchParams; body: unknown; ids: readonly string[] };
type Route = { method: string; path: RegExp; answer(request: Request): Reply };

export function makeRoutes(books: Books, sales: Sales, now: () => Date): Route[] {
  const purchaseOf = (id: string | undefined): Purchase | undefined => {
    const found = books.purchases.get(id ?? '');
    return found !== undefined && found.visibleFrom <= now().getTime() ? found : undefined;
  };
  const get = (path: RegExp, answer: Route['answer']): Route => ({ method: 'GET', path, answer });
  const post = (path: RegExp, answer: Route['answer']): Route => ({ method: 'POST', path, answer });
  const readPurchases = ({ query }: Request): Reply =>
    page(query, () =>
      created(
        query,
        [...books.purchases.values()].filter((one) => one.visibleFrom <= now().getTime()),
      )
        .filter((one) => (query.get('status') ?? one.status) === one.status)
        .map((one) => showPurchase(books, one)),
    );
  return [
    get(/^\/balance$/, () =>
      ok({ availableBalance: books.available, currency: books.currency, currencyDivisor: 100 }),
    ),
    get(/^\/esim\/offers$/, ({ query }) => page(query, () => offersFor(books, query))),
    get(/^\/esim\/offers\/([^/]+)$/, ({ ids: [id] }) => {
      const offer = books.offers.get(id!);
      return offer === undefined ? notFound('Offer') : ok(offer);
    }),
    post(/^\/esim\/purchases$/, ({ body }) => sales.buy(body)),
    get(/^\/esim\/purchases$/, readPurchases),
    get(/^\/esim\/purchases\/([^/]+)$/, ({ ids: [id] }) => {
      const purchase = purchaseOf(id);
      return purchase === undefined ? notFound('Purchase') : ok(showPurchase(books, purchase));
    }),
    post(/^\/esim\/purchases\/([^/]+)\/refund$/, ({ ids: [id] }) => sales.refund(id!)),
    get(/^\/esim\/purchases\/([^/]+)\/refund$/, ({ ids: [id] }) => {
      const purchase = purchaseOf(id);
      const refund = purchase?.refund ?? null;
      return refund === null ? notFound('Refund') : ok(showRefund(purchase!, refund));
    }),
    get(/^\/esim\/([^/]+)\/plans$/, ({ ids: [iccid] }) => {
      const esim = books.esims.get(iccid!);
      return esim === undefined ? notFound('eSIM') : ok(showPlans(esim, now()));
    }),
    get(/^\/transactions$/, ({ query }) =>
      page(query, () => created(query, [...books.purchases.values()]).flatMap(showTransactions)),
    ),
    get(/^\/transactions\/([^/]+)$/, ({ ids: [id] }) => {
      const found = [...books.purchases.values()]
        .flatMap(showTransactions)
        .find((one) => one.transactionId === id);
      return found === undefined ? notFound('Transaction') : ok(found);
    }),
  ];
}

export function answerTo(routes: readonly Route[], method: string, url: URL, body: unknown): Reply {
  const path = /^\/v1(\/.*)$/.exec(url.pathname)?.[1] ?? '';
  for (const route of routes) {
    const ids = route.method === method ? route.path.exec(path) : null;
    if (ids !== null)
      return route.answer({
        query: url.searchParams,
        body,
        ids: ids.slice(1).map(decodeURIComponent),
      });
  }
  return nowhere();
}

/** `_limit` and `_offset` are required. */
function page(query: URLSearchParams, rows: () => unknown[]): Reply {
  const [limit, offset] = ['_limit', '_offset'].map((name) => {
    const text = query.get(name);
    return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  }) as [number, number];
  if (!(limit >= 1 && limit <= 1024)) return invalid({ _limit: 'must be from 1 to 1024' });
  if (Number.isNaN(offset)) return invalid({ _offset: 'must be a number' });
  const createdAt = query.get('createdAt');
  if (createdAt !== null && readComparison(createdAt) === null)
    return invalid({ createdAt: 'must be a comparison and a date' });
  const all = rows();
  return ok({ limit, offset, total: all.length, list: all.slice(offset, offset + limit) });
}

function offersFor(books: Books, query: URLSearchParams): unknown[] {
  const [country, region, brand, subType] = ['country', 'regions', 'brand', 'subType'].map((name) =>
    query.get(name),
  );
  return [...books.offers.values()].filter(
    (offer) =>
      (country ?? offer.country) === offer.country &&
      (region == null || offer.regions.includes(region)) &&
      (brand ?? offer.brand) === offer.brand &&
      (subType == null || offer.subTypes.includes(subType)),
  );
}

const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  gte: (a, b) => a >= b,
  lte: (a, b) => a <= b,
  gt: (a, b) => a > b,
  lt: (a, b) => a < b,
  eq: (a, b) => a === b,
};

/** `gte2026-11-28T00:00:00Z`: the prefix stands directly before the date. */
function readComparison(text: string): { fits: (at: number) => boolean } | null {
  const [, prefix, date] = /^(gte|lte|gt|lt|eq)(\d{4}-.+)$/.exec(text) ?? [];
  const at = Date.parse(date ?? '');
  const compare = COMPARISONS[prefix ?? ''];
  return compare === undefined || Number.isNaN(at) ? null : { fits: (one) => compare(one, at) };
}

/** The newest first, as far as they were made when they were asked for. */
function created(query: URLSearchParams, purchases: Purchase[]): Purchase[] {
  const comparison = readComparison(query.get('createdAt') ?? '');
  return purchases
    .filter((one) => comparison === null || comparison.fits(Date.parse(one.createdAt)))
    .toReversed();
}
