/** One account at Zendit, and the way to it. */
import type { Answer, Client } from '../http.ts';
import { list, object, unfit } from '../fields.ts';
import { ProviderUnclear } from '../provider.ts';
import { failureOf, isNone, succeeded, unexpected } from './errors.ts';
import { toPurchase, type Purchase } from './map.ts';

export type Account = {
  http: Client;
  /** how many bytes Zendit means by a GB */
  bytesPerGb: number;
  /** offers or purchases per call */
  pageSize: number;
};

export const purchasePath = (transactionId: string): string =>
  `/esim/purchases/${encodeURIComponent(transactionId)}`;

/** So many pages are no list any more. */
const MOST_PAGES = 10_000;

/**
 * Null: Zendit is sure that it has no such purchase. `call` where something is to be done with it
 * that has not left yet (`src/providers/http.ts`).
 */
export async function readPurchase(
  { http, bytesPerGb }: Account,
  transactionId: string,
  how: 'ask' | 'call' = 'ask',
): Promise<Purchase | null> {
  const answer = await http[how]('GET', purchasePath(transactionId));
  if (isNone(answer)) return null;
  if (!succeeded(answer)) throw unexpected(answer);
  const purchase = toPurchase(answer.body, bytesPerGb);
  if (purchase.transactionId !== transactionId)
    throw new ProviderUnclear('Zendit answered with another purchase.');
  return purchase;
}

/** Everything that a list holds, page by page as Zendit sorts it. Both parameters are required. */
export async function* pages(
  { http, pageSize }: Account,
  path: string,
  filter: Record<string, string> = {},
): AsyncGenerator<unknown[]> {
  let offset = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({
      _limit: String(pageSize),
      _offset: String(offset),
      ...filter,
    });
    const answer: Answer = await http.ask('GET', `${path}?${query}`);
    if (!succeeded(answer)) throw failureOf(answer);
    const body = object(answer.body, 'page');
    const rows = list(body['list'], 'list');
    const total = body['total'];
    if (typeof total !== 'number') throw unfit('total');
    if (rows.length > 0) yield rows;
    offset += rows.length;
    if (rows.length === 0 || offset >= total) return;
  }
  throw new ProviderUnclear('Zendit answered with a list that does not end.');
}
