/** Ordering eSIMs and top-ups, and finding orders again. */
import {
  findPackage,
  findSim,
  sellSims,
  sellTopup,
  topupsOf,
  type Books,
  type Order,
} from './books.ts';
import { coded, invalid, notFound, testRefusal } from './errors.ts';
import { showSim } from './show-sim.ts';
import { pageOf, stamp, succeed, type Answer, type Fields } from './wire.ts';

/** Switches that orders look at. */
export type OrderSwitches = {
  /** whether missing stock is told by the field or by a code */
  stockAs: 'field' | 'code';
  /** an order is in the list only when it is so old, in milliseconds */
  listLagMs: number;
  /** white-label names that exist */
  brands: Set<string>;
};

const readText = (from: Fields, field: string): string | null => {
  const value = from[field];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** What is wrong with an order of eSIMs, null = nothing. */
export function refuseOrder(books: Books, body: Fields, switches: OrderSwitches): Answer | null {
  const id = readText(body, 'package_id');
  if (id === null) return invalid({ package_id: 'The package id field is required.' });
  const test = testRefusal(id);
  if (test !== null) return test;
  const quantity = Number(body['quantity']);
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > 50)
    return invalid({ quantity: 'The quantity must be between 1 and 50.' });
  const brand = readText(body, 'brand_settings_name');
  if (brand !== null && !switches.brands.has(brand))
    return invalid({ brand_settings_name: 'The selected brand settings name is invalid.' });
  const found = findPackage(books, id, 'sim');
  const byField = switches.stockAs === 'field';
  if (found === null)
    return byField ? invalid({ package_id: 'The selected package is invalid.' }) : coded(34);
  const left = books.stock.get(id) ?? Infinity;
  if (left < quantity)
    return byField
      ? invalid({
          quantity: `SIM quantity is not available. Available quantity: ${left}.`,
        })
      : coded(33);
  return books.balance < found.sold.net_price * quantity ? coded(11) : null;
}

/** Of a body that was not refused. */
export function fulfil(books: Books, body: Fields): Order {
  const { sold, operator } = findPackage(books, body['package_id'], 'sim')!;
  return sellSims(
    books,
    {
      sold,
      quantity: Number(body['quantity']),
      description: readText(body, 'description') ?? '',
      brand_settings_name: readText(body, 'brand_settings_name'),
    },
    operator,
  );
}

export function placeOrder(books: Books, body: Fields, switches: OrderSwitches): Answer {
  const refused = refuseOrder(books, body, switches);
  if (refused !== null) return refused;
  const order = fulfil(books, body);
  // As a number or as the text that was sent.
  return succeed({ ...showOrder(books, order, { sims: true }), quantity: body['quantity'] });
}

export function placeTopup(books: Books, body: Fields): Answer {
  const id = readText(body, 'package_id');
  if (id === null) return invalid({ package_id: 'The package id field is required.' });
  const test = testRefusal(id);
  if (test !== null) return test;
  const sim = findSim(books, readText(body, 'iccid') ?? '');
  if (sim === undefined) return invalid({ iccid: 'The selected iccid is invalid.' });
  if (sim.recycled_at !== null) return coded(73);
  const sold = topupsOf(books, sim).find((one) => one.id === id);
  if (sold === undefined) return invalid({ package_id: 'invalid topup package' });
  if (books.balance < sold.net_price) return coded(11);
  const description = readText(body, 'description') ?? `Topup (${sim.iccid})`;
  const order = sellTopup(books, { sold, description, brand_settings_name: null }, sim);
  return succeed(showOrder(books, order, {}));
}

/** `asText`: numbers are written as texts, as the reading endpoints do. */
export function showOrder(
  books: Books,
  order: Order,
  { sims = false, status = false, asText = false },
): Fields {
  const { id, sold, created_at } = order;
  const figure = (value: number): number | string => (asText ? String(value) : value);
  return {
    id,
    code: `${stamp(created_at).slice(0, 10).replaceAll('-', '')}-${String(id).padStart(6, '0')}`,
    currency: books.currency,
    package_id: sold.id,
    quantity: figure(order.quantity),
    type: order.type,
    description: order.description,
    esim_type: 'Prepaid',
    validity: figure(sold.day),
    package: sold.title,
    data: sold.title.split(' - ')[0],
    price: figure(sold.net_price),
    text: null,
    voice: null,
    created_at: stamp(created_at),
    installation_guides: { en: 'https://guides.example/en' },
    manual_installation: '<p></p>',
    qrcode_installation: '<p></p>',
    brand_settings_name: order.brand_settings_name,
    ...(order.request_id === null ? {} : { request_id: order.request_id }),
    ...(sims && order.type === 'sim' ? { sims: order.sims.map(showSim) } : {}),
    ...(status ? { status: { name: order.status, slug: order.status } } : {}),
  };
}

const includes = (query: URLSearchParams) => {
  const wanted = (query.get('include') ?? '').split(',');
  return { sims: wanted.includes('sims'), status: wanted.includes('status'), asText: true };
};

/** `2026-11-28 - 2026-11-29`, both days whole; null = any. */
export function readDays(text: string | null): [from: number, before: number] | null {
  const [, from, to] = /^(\d{4}-\d\d-\d\d) - (\d{4}-\d\d-\d\d)$/.exec(text ?? '') ?? [];
  return from === undefined || to === undefined
    ? null
    : [Date.parse(from), Date.parse(to) + 86_400_000];
}

const within = (at: number, days: [number, number] | null): boolean =>
  days === null || (at >= days[0] && at < days[1]);

/** Newest first. */
export function listOrders(
  books: Books,
  query: URLSearchParams,
  { listLagMs }: OrderSwitches,
): Answer {
  const filter = (name: string): string | null => query.get(`filter[${name}]`);
  const days = readDays(filter('created_at'));
  const found = books.orders
    .filter(
      (order) =>
        books.now() - order.created_at >= listLagMs &&
        within(order.created_at, days) &&
        order.description.includes(filter('description') ?? '') &&
        (filter('order_status') ?? order.status) === order.status &&
        (filter('iccid') === null ||
          order.iccid === filter('iccid') ||
          order.sims.some(({ iccid }) => iccid === filter('iccid'))) &&
        (filter('code') === null || showOrder(books, order, {})['code'] === filter('code')),
    )
    .toReversed();
  const { items, meta } = pageOf(found, query, 50);
  return succeed(
    items.map((order) => showOrder(books, order, includes(query))),
    meta,
  );
}

export function getOrder(books: Books, id: string, query: URLSearchParams): Answer {
  const order = books.orders.find((one) => String(one.id) === id);
  return order === undefined ? notFound : succeed(showOrder(books, order, includes(query)));
}
