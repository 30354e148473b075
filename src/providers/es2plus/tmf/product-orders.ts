/**
 * Product orders (622): one per reference, which they carry as `externalId`. Not every server takes
 * that as a filter, and none promises it unique.
 */
import { id, list, object, orNull, type Fields } from '../../fields.ts';
import type { Answer } from '../../http.ts';
import { ProviderRefused, ProviderUnclear } from '../../provider.ts';
import { readPages } from './pages.ts';
import { isSuccess, type Session } from './session.ts';

export type ProductOrder = {
  id: string;
  externalId: string | null;
  /** of the order as a whole: done, refused, withdrawn, about to be, or none of them yet */
  state: 'completed' | 'refused' | 'cancelled' | 'cancelling' | 'open';
  /** what it made; null = nothing, or not said yet */
  productId: string | null;
};

export type NewOrder = { externalId: string; item: Fields };

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
  const made = toOrder(answer.body);
  if (!isNamed(made, wanted.externalId)) throw another();
  return made;
}

/** Not every server repeats the name. */
const isNamed = (order: ProductOrder, externalId: string): boolean =>
  order.externalId === null || order.externalId === externalId;

/** What it says would be done to, or taken for, somebody else's plan. */
const another = (): ProviderUnclear =>
  new ProviderUnclear('The BSS answered with another product order.');

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

/** The order of this id and name. */
export async function readOrder(
  session: Session,
  orderId: string,
  externalId: string,
): Promise<ProductOrder> {
  const { body } = await session.ask(622, `/productOrder/${encodeURIComponent(orderId)}`);
  const order = toOrder(body);
  if (order.id !== orderId || !isNamed(order, externalId)) throw another();
  return order;
}

/** All orders of that name. Throws `ProviderUnclear` where not all could be looked at. */
export async function findOrders(session: Session, externalId: string): Promise<ProductOrder[]> {
  const isOurs = (row: Fields): boolean => row['externalId'] === externalId;
  const pages = readPages(session, {
    api: 622,
    path: '/productOrder',
    query: { externalId },
    most: MOST_PAGES,
    // Else a server that ignores filters may as well have a limit of its own.
    isWhole: (rows) => rows.every(isOurs),
  });
  const found: ProductOrder[] = [];
  for await (const rows of pages)
    for (const row of rows) {
      id(row, 'id');
      if (isOurs(row)) found.push(toOrder(row));
    }
  return found;
}

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
  assessingCancellation: 'cancelling',
  pendingCancellation: 'cancelling',
};

export function toOrder(value: unknown): ProductOrder {
  const from = object(value, 'product order');
  const items = list(from['productOrderItem'] ?? [], 'productOrderItem').map((item) =>
    object(item, 'productOrderItem'),
  );
  // We order one item, so what is true of part of the order is true of the item or of nothing. Some
  // number items themselves.
  const item = items.find((one) => one['id'] === '1') ?? (items.length === 1 ? items[0]! : null);
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
