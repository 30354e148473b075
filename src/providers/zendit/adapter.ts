/** Zendit as a provider: its eSIM API, version 1. */
import { LRUCache } from 'lru-cache';
import type { Article } from '../article.ts';
import { httpClient } from '../http.ts';
import type { SupplierProvider } from '../kind.ts';
import { patiently } from '../patiently.ts';
import type { Capabilities, Limits } from '../provider.ts';
import { pages, type Account } from './account.ts';
import { readCallback, type FixedHeader } from './callback.ts';
import { failureOf, succeeded } from './errors.ts';
import { getEsim, type Over } from './esim.ts';
import { toBalance, type Purchase } from './map.ts';
import { toArticles } from './offer.ts';
import { listOrders } from './list-orders.ts';
import { findOrder, order } from './orders.ts';
import { refund } from './refund.ts';

export type ZenditOptions = {
  name: string;
  /** with the version, without a slash at its end */
  url: string;
  apiKey: string;
  /** null = callbacks come without one */
  header: FixedHeader | null;
  bytesPerGb: number;
  /** of one call */
  timeoutMs?: number;
  /** offers or purchases per call, 1 to 1024 */
  pageSize?: number;
};

const CAN: Capabilities = {
  emptyProfile: false,
  cancel: 'requested',
  list: true,
  states: 'installed',
  usage: 'package',
  events: true,
};
/** Zendit publishes no rate: this many at once, and a pause where it says 429. */
const LIMITS: Limits = { perSecond: null, atOnce: 16, esimIntervalMs: 0 };
/** A page of offers that roam in two hundred countries. */
const MAX_ANSWER = 8 * 1024 * 1024;

export function zenditProvider(options: ZenditOptions): SupplierProvider {
  const { name, url, apiKey, header, timeoutMs = 8_000, pageSize = 200 } = options;
  const http = httpClient({
    url,
    headers: { authorization: `Bearer ${apiKey}` },
    timeoutMs,
    maxAnswer: MAX_ANSWER,
  });
  const account: Account = { http, bytesPerGb: options.bytesPerGb, pageSize };
  const over: Over = new LRUCache<string, Purchase>({ max: 10_000 });
  const balance = async () => {
    const answer = await http.ask('GET', '/balance');
    if (!succeeded(answer)) throw failureOf(answer);
    return toBalance(answer.body);
  };
  return {
    name,
    // A purchase is found by our reference; what buying again under it does is not documented.
    tiers: { create_esim: 'T2', add_package: 'T2' },
    can: CAN,
    limits: LIMITS,
    // An order that is refused is looked up in the same breath.
    timeoutMs: 2 * timeoutMs,
    settleMs: 10_000,
    pendingMs: 30 * 60_000,
    breakerScope: 'provider',
    createEsim: ({ template, reference }) =>
      order(account, { kind: 'create_esim', template, reference, iccid: null }),
    addPackage: ({ template, reference, iccid }) =>
      order(account, { kind: 'add_package', template, reference, iccid }),
    // There is no telling: a reload that does not fit is refused.
    canAdd: async () => true,
    getEsim: (esim) => getEsim(account, over, esim),
    cancelPackage: ({ package_id }) => refund(account, package_id),
    findByReference: (sent) => findOrder(account, sent),
    list: async ({ since }) => ({ orders: await listOrders(account, since), next_cursor: null }),
    catalog: (patienceMs = 0) => catalog(account, patienceMs),
    balance,
    parseCallback: (raw) => readCallback(raw, header),
    async signIn() {
      await balance();
    },
    close: () => http.close(),
  };
}

/** Returns, after the last page, how many offers made no sense and were left out. */
async function* catalog(account: Account, patienceMs: number): AsyncGenerator<Article[], number> {
  let leftOut = 0;
  // Rows move to later pages while offers are added, and are then read twice.
  const seen = new Set<string>();
  const { http } = account;
  const patient = {
    ...http,
    ask: (...call: Parameters<typeof http.ask>) => patiently(patienceMs, () => http.ask(...call)),
  };
  for await (const offers of pages({ ...account, http: patient }, '/esim/offers')) {
    const read = toArticles(offers, account.bytesPerGb);
    leftOut += read.leftOut;
    const fresh = read.articles.filter(({ id }) => {
      const isNew = !seen.has(id);
      seen.add(id);
      return isNew;
    });
    if (fresh.length > 0) yield fresh;
  }
  return leftOut;
}
