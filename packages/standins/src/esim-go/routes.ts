/** The operations of the API, by method and path. */
import { assignmentsOf, bundleOf, esimOf, fits, Refusal } from './book.ts';
import type { Assignment, Book, Esim } from './book.ts';
import { assign, makeEsim, pay } from './book.ts';
import { parseOrder, placeOrder } from './place-order.ts';
import { revoke } from './revoke.ts';
import { assignmentJson, bundleJson, esimJson, esimsCsv, orderJson, type Shape } from './wire.ts';
import { randomUUID } from 'node:crypto';

export type Call = {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  accept: string;
  requestId: string | null;
};
export type Reply = { status?: number; body?: unknown; text?: string; type?: string };
export type World = { book: Book; shape: Shape; apiKey: string };
type Handler = (world: World, call: Call) => Reply;

/** Whatever may be asked of an eSIM, unless it is busy or too new. */
function askable({ book }: World, { params }: Call): Esim {
  const esim = esimOf(book, params['iccid']!);
  if (esim.forbidden > 0) {
    esim.forbidden--;
    throw new Refusal(403, 'access denied');
  }
  const isBusy = book.assignments.some(
    (one) => one.iccid === esim.iccid && one.state === 'processing',
  );
  if (book.mood.busyEsims && isBusy) throw new Refusal(503, 'Processing');
  return esim;
}

function assignmentOf(world: World, call: Call): Assignment {
  const { iccid } = askable(world, call);
  const found = assignmentsOf(world.book, iccid).find(
    (one) => one.id === call.params['id'] && one.bundle.name === call.params['name'],
  );
  if (found === undefined) throw new Refusal(400, 'No such assignment');
  return found;
}

const asRevoke = ({ query }: Call) => ({
  type: query.get('type'),
  refundToBalance: query.get('refundToBalance') === 'true',
});

const ENDED = ['depleted', 'expired', 'lapsed', 'revoked'];

export const ROUTES: Record<string, Handler> = {
  // It repeats the API key, as the real one does.
  'GET /organisation': ({ book, apiKey }) => ({
    body: {
      name: 'Stand-in Travel',
      balance: book.balance,
      testCredit: 0,
      testCreditExpiry: null,
      currency: book.currency,
      callbackUrl: '',
      groups: [...new Set([...book.bundles.values()].map(({ group }) => group))],
      users: [],
      apiKey,
    },
  }),
  'GET /organisation/groups': ({ book }) => ({
    body: {
      groups: [...new Set([...book.bundles.values()].map(({ group }) => group))].map((name) => ({
        name,
      })),
    },
  }),

  'GET /catalogue': ({ book, shape }, { query }) => {
    const wanted = query.get('group');
    const countries = query.get('countries')?.split(',') ?? [];
    const all = [...book.bundles.values()]
      .filter(({ group }) => wanted === null || group === wanted)
      .filter((one) => countries.every((iso) => one.countries.some((c) => c.iso === iso)))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const perPage = Math.min(numberOf(query, 'perPage', 50), shape.mostPerPage);
    const rows = pageOf(all, numberOf(query, 'page', 1), perPage).map((one) =>
      bundleJson(one, shape),
    );
    const pageCount = Math.ceil(all.length / perPage);
    return {
      body: shape.catalogue === 'bare' ? rows : { bundles: rows, pageCount, rows: all.length },
    };
  },
  'GET /catalogue/bundle/:name': ({ book, shape }, { params }) => ({
    body: bundleJson(bundleOf(book, params['name']), shape),
  }),

  'POST /orders': ({ book, shape }, { body, requestId }) => {
    const parsed = parseOrder(book, body);
    if (parsed.isTransaction)
      return { body: orderJson(book, placeOrder(book, parsed, requestId), shape, true) };
    const { lines, total, assigned } = parsed;
    const order = lines.map(({ bundle, quantity, allowReassign }) => ({
      type: 'bundle',
      item: bundle.name,
      quantity,
      subTotal: Math.round(bundle.price * quantity * 1_000) / 1_000,
      pricePerUnit: bundle.price,
      AllowReassign: allowReassign,
    }));
    return { body: { order, total, currency: book.currency, valid: true, assigned } };
  },
  'GET /orders': ({ book, shape }, { query }) => {
    const bounds = query.getAll('createdAt').map((bound) => {
      const [, how, text] = /^(gte|lte):(.+)$/.exec(bound) ?? [];
      const at = Date.parse(text ?? '');
      if (Number.isNaN(at)) throw new Refusal(400, 'Invalid createdAt');
      return (ms: number): boolean => (how === 'gte' ? ms >= at : ms <= at);
    });
    const all = book.orders
      .filter((one) => !one.isUnlisted && bounds.every((fit) => fit(one.createdAt.getTime())))
      .toReversed();
    const rows = pageOf(all, numberOf(query, 'page', 1), numberOf(query, 'limit', 10)).map((one) =>
      orderJson(book, one, shape, query.get('includeIccids') === 'true'),
    );
    return { body: shape.orders === 'bare' ? rows : { orders: rows } };
  },
  'GET /orders/:id': ({ book, shape }, { params }) => {
    const order = book.orders.find((one) => one.orderReference === params['id']);
    if (order === undefined) throw new Refusal(400, 'No order found');
    return { body: orderJson(book, order, shape, true) };
  },

  'GET /inventory': ({ book }) => ({
    body: {
      bundles: book.stock.map(({ id, bundle, total, remaining }) => ({
        name: bundle.name,
        desc: bundle.description,
        available: [{ id, total, remaining, expiry: null }],
      })),
    },
  }),
  'POST /inventory/refund': ({ book }, { body }) => {
    const { usageId, quantity } = (body ?? {}) as Record<string, unknown>;
    const stock = book.stock.find(({ id }) => id === usageId);
    if (stock === undefined || typeof quantity !== 'number' || quantity > stock.remaining)
      throw new Refusal(400, 'Nothing to refund');
    stock.remaining -= quantity;
    pay(book, -stock.bundle.price * quantity);
    return { body: { message: 'refunded' } };
  },
  'POST /esims/apply': ({ book }, { body }) => {
    const { iccid, name } = (body ?? {}) as Record<string, unknown>;
    const bundle = bundleOf(book, name);
    const stock = book.stock.find((one) => one.bundle === bundle && one.remaining > 0);
    if (stock === undefined) throw new Refusal(403, 'no bundles left in inventory');
    const esim = iccid === undefined ? makeEsim(book, bundle) : esimOf(book, String(iccid));
    if (!fits(esim, bundle)) throw new Refusal(400, 'Bundle is not compatible with the eSIM');
    stock.remaining--;
    const applyReference = randomUUID();
    assign(book, esim, bundle, `${applyReference}-0`);
    const status = 'Successfully Applied Bundle';
    return { body: { esims: [{ iccid: esim.iccid, status, bundle: name }], applyReference } };
  },

  // Its filter finds whatever contains the value.
  'GET /esims': ({ book }, { query }) => {
    const [by, value] = [query.get('filterBy'), (query.get('filter') ?? '').toLowerCase()];
    const rows = [...book.esims.values()].filter(
      (esim) =>
        by === null ||
        (by === 'customerRef' ? esim.customerRef : esim.iccid).toLowerCase().includes(value),
    );
    const perPage = numberOf(query, 'perPage', 25);
    return {
      body: {
        esims: pageOf(rows, numberOf(query, 'page', 1), perPage).map((esim) => ({
          iccid: esim.iccid,
          customerRef: esim.customerRef,
          state: esim.state,
          physical: false,
        })),
      },
    };
  },
  'PUT /esims': (world, { body }) => {
    const { iccid, customerRef } = (body ?? {}) as Record<string, unknown>;
    esimOf(world.book, String(iccid)).customerRef = String(customerRef);
    return { body: { status: 'success' } };
  },
  'GET /esims/assignments': ({ book, shape }, { query, accept }) => {
    const order = book.orders.find((one) => one.orderReference === query.get('reference'));
    if (order === undefined) throw new Refusal(400, 'No eSIMs found for reference');
    const esims = order.lines.flatMap(({ iccids }) => iccids.map((one) => esimOf(book, one)));
    if (esims.some(({ state }) => state === 'deactivated')) throw new Refusal(410, 'Gone');
    if (!accept.includes('application/json'))
      return { text: esimsCsv(esims, shape), type: 'text/csv' };
    const rows = esims.map((esim) => esimJson(esim, shape, false));
    return { body: rows.length === 1 ? rows[0] : rows };
  },
  'GET /esims/:iccid': (world, call) => {
    const esim = askable(world, call);
    if (esim.state === 'deactivated') throw new Refusal(410, 'Gone');
    const withUrls = call.query.get('additionalFields') === 'appleInstallUrl';
    return { body: esimJson(esim, world.shape, withUrls) };
  },
  'DELETE /esims/:iccid': (world, call) => {
    const esim = askable(world, call);
    [esim.state, esim.profileStatus] = ['deactivated', 'Deactivated'];
    return { body: { status: 'eSIM deleted successfully' } };
  },
  'POST /esims/:iccid/suspend': (world, call) => {
    const esim = askable(world, call);
    const suspended = (call.body as Record<string, unknown> | null)?.['suspend'] === true;
    esim.state = suspended ? 'suspended' : 'active';
    return { status: 201, body: { suspended } };
  },
  'GET /esims/:iccid/compatible/:bundle': (world, call) => ({
    body: { compatible: fits(askable(world, call), bundleOf(world.book, call.params['bundle'])) },
  }),
  // Unasked it shows what still runs, and of that the 15 newest.
  'GET /esims/:iccid/bundles': (world, call) => {
    const { iccid } = askable(world, call);
    const withUsed = call.query.get('includeUsed') === 'true';
    const shown = assignmentsOf(world.book, iccid)
      .filter((one) => withUsed || !ENDED.includes(one.state))
      .toReversed()
      .slice(0, numberOf(call.query, 'limit', 15));
    const bundles = [...Map.groupBy(shown, (one) => one.bundle)].map(([bundle, rows]) => ({
      name: bundle.name,
      description: bundle.description,
      assignments: rows.map(assignmentJson),
    }));
    return { body: { bundles } };
  },
  'GET /esims/:iccid/bundles/:name': (world, call) => {
    const { iccid } = askable(world, call);
    const rows = assignmentsOf(world.book, iccid).filter(
      (one) => one.bundle.name === call.params['name'],
    );
    return { body: { assignments: rows.toReversed().map(assignmentJson) } };
  },
  'DELETE /esims/:iccid/bundles/:name/assignments/:id': (world, call) => {
    revoke(world.book, assignmentOf(world, call), asRevoke(call));
    return { body: { status: 'Successfully Revoked Bundle' } };
  },
  // Without an assignment it takes the newest.
  'DELETE /esims/:iccid/bundles/:name': (world, call) => {
    const { iccid } = askable(world, call);
    const newest = assignmentsOf(world.book, iccid).findLast(
      (one) => one.bundle.name === call.params['name'],
    );
    if (newest === undefined) throw new Refusal(400, 'No such bundle');
    revoke(world.book, newest, asRevoke(call));
    return { body: { status: 'Successfully Revoked Bundle' } };
  },
};

const numberOf = (query: URLSearchParams, name: string, usual: number): number =>
  Number(query.get(name) ?? usual);
const pageOf = <T>(rows: readonly T[], page: number, size: number): T[] =>
  rows.slice((page - 1) * size, page * size);
