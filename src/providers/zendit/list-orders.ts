import type { ListedOrder } from '../provider.ts';
import { pages, type Account } from './account.ts';
import { toPurchase, type Purchase } from './map.ts';
import { told } from './orders.ts';

/**
 * All purchases since an instant, in one page: how Zendit sorts them is not documented, so they can
 * be put in order only when all of them are there. One that failed was no order. Whether a purchase
 * made an eSIM or went onto one is not said.
 */
export async function listOrders(account: Account, since: string): Promise<ListedOrder[]> {
  const from = new Date(since).toISOString();
  // A purchase of which no more than the second is told may have been made at any part of it.
  const second = from.replace(/\.\d+Z$/, '.000Z');
  const found = new Map<string, Purchase>();
  const filter = { createdAt: `gte${from.replace(/\.\d+Z$/, 'Z')}` };
  for await (const rows of pages(account, '/esim/purchases', filter))
    for (const row of rows) {
      const purchase = toPurchase(row, account.bytesPerGb);
      // Rows move to later pages while new ones arrive, and are then read twice.
      found.set(purchase.transactionId, purchase);
    }
  return oldestFirst([...found.values()])
    .filter((one) => one.state !== 'failed')
    .filter(({ createdAt: at }) => at >= from || (at.endsWith('.000Z') && at >= second))
    .map((one) => ({ ...told(one), kind: null, profile: one.profile }));
}

/** Those of one instant as they are listed, from whichever end that is. */
function oldestFirst(purchases: Purchase[]): Purchase[] {
  const isNewestFirst = (purchases[0]?.createdAt ?? '') > (purchases.at(-1)?.createdAt ?? '');
  return (isNewestFirst ? purchases.toReversed() : purchases).toSorted((a, b) =>
    a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0,
  );
}
