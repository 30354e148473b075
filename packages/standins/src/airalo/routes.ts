/** Where everything is. */
import type { Switched } from './control.ts';
import type { RouteName } from './faults.ts';
import { optIn, optOut, placeAsync, showOptIns, simulate } from './notifications.ts';
import { getOrder, listOrders, placeOrder, placeTopup } from './orders.ts';
import { listPackages } from './packages.ts';
import { askRefund, getPackages, getSim, getTopups, getUsage, listSims } from './sims.ts';
import { succeed, type Answer, type Fields } from './wire.ts';

/** `sim`: what the path names, an ICCID or the id of an order. */
export type Given = { sim: string; query: URLSearchParams; body: Fields };
export type Route = {
  name: RouteName;
  method: string;
  path: RegExp;
  /** whether a signature that comes along is looked at */
  signed: boolean;
  answer(all: Switched, given: Given): Answer | Promise<Answer>;
};

const get = (name: RouteName, path: RegExp, answer: Route['answer']): Route => ({
  name,
  method: 'GET',
  path,
  signed: false,
  answer,
});
const post = (name: RouteName, path: RegExp, answer: Route['answer']): Route => ({
  ...get(name, path, answer),
  method: 'POST',
  signed: ['token', 'orders', 'topups', 'orders-async'].includes(name),
});

export const ROUTES: readonly Route[] = [
  post('token', /^\/v2\/token$/, ({ tokens }, { body }) => tokens.issue(body)),
  get('packages', /^\/v2\/packages$/, ({ books }, { query }) => listPackages(books, query)),
  post('orders', /^\/v2\/orders$/, ({ books, switches }, { body }) =>
    placeOrder(books, body, switches),
  ),
  post('topups', /^\/v2\/orders\/topups$/, ({ books }, { body }) => placeTopup(books, body)),
  post('orders-async', /^\/v2\/orders-async$/, (all, { body }) => placeAsync(all, body)),
  get('find', /^\/v2\/orders$/, ({ books, switches }, { query }) =>
    listOrders(books, query, switches),
  ),
  get('find', /^\/v2\/orders\/(\d+)$/, ({ books }, { sim, query }) => getOrder(books, sim, query)),
  get('sims', /^\/v2\/sims$/, ({ books }, { query }) => listSims(books, query)),
  get('sims', /^\/v2\/sims\/([^/]+)$/, ({ books }, { sim, query }) => getSim(books, sim, query)),
  get('history', /^\/v2\/sims\/([^/]+)\/packages$/, ({ books }, { sim }) =>
    getPackages(books, sim),
  ),
  get('usage', /^\/v2\/sims\/([^/]+)\/usage$/, ({ books }, { sim }) => getUsage(books, sim)),
  get('sim-topups', /^\/v2\/sims\/([^/]+)\/topups$/, ({ books }, { sim }) => getTopups(books, sim)),
  get('balance', /^\/v2\/balance$/, ({ books }) =>
    succeed({
      balances: {
        name: 'balance',
        availableBalance: { amount: books.balance, currency: books.currency },
      },
    }),
  ),
  post('refund', /^\/v2\/refund$/, ({ books }, { body }) => askRefund(books, body)),
  get('notifications', /^\/v2\/notifications\/opt-in$/, ({ notifications }) =>
    showOptIns(notifications),
  ),
  post(
    'notifications',
    /^\/v2\/notifications\/opt-in$/,
    ({ notifications, deliveries }, { body }) => optIn(notifications, deliveries, body),
  ),
  post('notifications', /^\/v2\/notifications\/opt-out$/, ({ notifications }, { body }) =>
    optOut(notifications, body),
  ),
  post('simulator', /^\/v2\/simulator\/webhook$/, (all, { body }) => simulate(all, body)),
];
