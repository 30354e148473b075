/**
 * Product orders (622): one per reference, which they carry as `externalId`. Not every server takes
 * that as a filter, and none promises it unique.
 */
import { id, list, object, orNull, type Fields } from '../../fields.ts';
import type { Answer } from '../../http.ts';
import { ProviderRefused, ProviderUnclear } from '../../provider.ts';
import { isSuccess, type Session } from './session.ts';

export type ProductOrder = {
  id: string;
  externalId: string | null;
  /** of the order as a whole: done, refused, withdrawn, or none of them yet */
  state: 'completed' | 'refused' | 'cancelled' | 'open';
  /** what it made; null = nothing, or not said yet */
  productId: string | null;
};

export type NewOrder = { externalId: string; item: Fields };

const PAGE = 100;
/** A server that ignores the filter is read so far, and no further. */
const MOST_PAGES = 50;

/** Answers the order. Throws `ProviderRefused` where nothing was made, or as a call does. */
export async function postOrder(session: Session, wanted: NewOrder): Promise<ProductOrder> {
  const { party_id, party_role, party_type, category } = session.settings;
  const answer = await session.call(622, 'POST', '/productOrder', {
    externalId: wanted.externalId,
    description: 'Hubby',
    ...(category === undefined ? {} : { category }),
    ...(party_id === undefined
      ? {}
      : { relatedParty: [{ id: party_id, role: party_role, '@referredType': party_type }] }),
    productOrderItem: [{ id: '1', quantity: 1, ...wanted.item }],
  });
  if (!isSuccess(answer)) throw refusal(answer);
  return toOrder(answer.body);
}

/** 409 says that there is such an order; it is looked up. */
export const isConflict = (error: unknown): boolean =>
  error instanceof ProviderUnclear && error.cause === CONFLICT;
const CONFLICT = '409';

function refusal({ status }: Answer): Error {
  if (status === 409)
    return new ProviderUnclear('The BSS has an order of that name.', { cause: CONFLICT });
  if (status < 400 || status === 408) return new ProviderUnclear(`The BSS answered ${status}.`);
  const isAddress = status === 404 || status === 405;
  return new ProviderRefused(
    'rejected',
    `The BSS refused with ${status}.`,
    isAddress ? 'account' : 'order',
  );
}

export const readOrder = async (session: Session, orderId: string): Promise<ProductOrder> =>
  toOrder((await session.ask(622, `/productOrder/${encodeURIComponent(orderId)}`)).body);

/** All orders of that name. Throws `ProviderUnclear` where not all could be looked at. */
export async function findOrders(session: Session, externalId: string): Promise<ProductOrder[]> {
  const seen = new Set<string>();
  const found: ProductOrder[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({
      externalId,
      offset: String(seen.size),
      limit: String(PAGE),
    });
    const answer = await session.ask(622, `/productOrder?${query}`);
    const rows = list(answer.body, 'list').map((row) => object(row, 'product order'));
    const fresh = rows.filter((row) => !seen.has(id(row, 'id')));
    for (const row of fresh) seen.add(id(row, 'id'));
    found.push(...fresh.filter((row) => row['externalId'] === externalId).map(toOrder));
    if (rows.length === 0 || isAll(answer, seen.size)) return found;
    // Each page is the first one: what comes behind it cannot be seen.
    if (fresh.length === 0)
      throw new ProviderUnclear('The BSS gives no list of orders that has an end.');
  }
  throw new ProviderUnclear('The BSS has too many orders to find one by its externalId.');
}

/** Says how many there are; many do not, and are asked for one page more. */
const isAll = ({ headers }: Answer, seen: number): boolean => {
  const total = headers['x-total-count'];
  return typeof total === 'string' && /^\d{1,9}$/.test(total) && seen >= Number(total);
};

/** An order that is not done is not taken back by its product, but itself. */
export async function withdraw(session: Session, order: ProductOrder): Promise<void> {
  const answer = await session.call(622, 'POST', '/cancelProductOrder', {
    productOrder: { id: order.id },
    cancellationReason: 'taken back',
  });
  if (!isSuccess(answer)) throw refusal(answer);
}

const STATES: Record<string, ProductOrder['state']> = {
  completed: 'completed',
  rejected: 'refused',
  failed: 'refused',
  cancelled: 'cancelled',
};

export function toOrder(value: unknown): ProductOrder {
  const from = object(value, 'product order');
  const items = list(from['productOrderItem'] ?? [], 'productOrderItem').map((item) =>
    object(item, 'productOrderItem'),
  );
  // We order one item, so what is true of part of the order is true of the item or of nothing.
  const item = items.find((one) => one['id'] === '1') ?? null;
  const state = from['state'] === 'partial' ? item?.['state'] : from['state'];
  return {
    id: id(from, 'id'),
    externalId: orNull(id)(from, 'externalId'),
    state: (typeof state === 'string' ? STATES[state] : undefined) ?? 'open',
    productId: productOf(item),
  };
}

function productOf(item: Fields | null): string | null {
  const product = item?.['product'];
  if (product === undefined || product === null) return null;
  return orNull(id)(object(product, 'product'), 'id');
}
