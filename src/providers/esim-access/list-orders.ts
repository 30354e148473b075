/** Orders since an instant, window by window: the telco's pages come in no order. */
import { ProviderUnclear, type ListedOrder } from '../provider.ts';
import type { AccessClient } from './client.ts';
import { referenceOf, type AccessEsim } from './map.ts';
import { toOrder } from './orders.ts';
import { esimsOrdered } from './query.ts';

const WINDOW_MS = 24 * 3_600_000;
const SECOND_MS = 1_000;

export type Orders = { orders: ListedOrder[]; next_cursor: string | null };

/**
 * Those of a day, the oldest first. `cursor` is where the next day begins. Top-ups are not in it:
 * the telco lists them without what they were ordered under.
 */
export async function listOrders(
  client: AccessClient,
  { since, cursor }: { since: string; cursor: string | null },
): Promise<Orders> {
  const now = Date.now();
  const from = new Date(cursor ?? since);
  if (Number.isNaN(from.getTime())) throw new ProviderUnclear('There is no list since then.');
  // Both ends count, and the telco counts in seconds: the next window begins a second later.
  const start = Math.floor(from.getTime() / SECOND_MS) * SECOND_MS;
  const end = new Date(start + WINDOW_MS - SECOND_MS);
  // An order of several eSIMs, made in the telco's own shop, is one order.
  const orders = new Map<string, ListedOrder>();
  for await (const esims of esimsOrdered(client, new Date(start), end))
    for (const esim of esims)
      if (!orders.has(esim.orderNo)) orders.set(esim.orderNo, toListed(esim, new Date(start)));
  const next = end.getTime() + SECOND_MS;
  return {
    orders: [...orders.values()].sort((a, b) => (a.created_at < b.created_at ? -1 : 1)),
    next_cursor: next > now ? null : new Date(next).toISOString(),
  };
}

/** In the telco's own shop orders are made without a reference. */
const toListed = (esim: AccessEsim, start: Date): ListedOrder => {
  const reference = esim.transactionId === null ? null : referenceOf(esim.transactionId);
  const order = toOrder(esim, {
    reference: reference ?? esim.orderNo,
    article: null,
    createdAt: start.toISOString(),
  });
  return { ...order, reference };
};
