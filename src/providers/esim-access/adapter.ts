/** eSIM Access as a provider. */
import type { Article } from '../article.ts';
import type { SupplierProvider } from '../kind.ts';
import type { Capabilities, Limits } from '../provider.ts';
import { toArticles } from './articles.ts';
import type { Keys } from './auth.ts';
import { readCallback } from './callback.ts';
import { canAdd } from './can-add.ts';
import { cancelEsim } from './cancel.ts';
import { accessClient, type AccessClient } from './client.ts';
import { findEsim, toProviderEsim } from './esim.ts';
import { findOrder, SETTLE_MS } from './find-order.ts';
import { listOrders } from './list-orders.ts';
import { money } from './map.ts';
import { placeOrder } from './orders.ts';
import { makeRate } from './rate.ts';
import { topUp } from './top-up.ts';

export type EsimAccessOptions = {
  name: string;
  /** with the path of the interface, without a slash at its end */
  url: string;
  keys: Keys;
  /** lengths in which a day pass is sold */
  dayPassDays: readonly number[];
  /** calls in a second, null = as many as come */
  perSecond: number | null;
  timeoutMs?: number;
  settleMs?: number;
};

const CAN: Capabilities = {
  emptyProfile: false,
  cancel: 'done',
  list: true,
  // It tells which an eSIM has, not what they were ordered under.
  unlisted: ['add_package'],
  states: 'all',
  usage: 'esim',
  events: true,
};
export const LIMITS: Limits = { perSecond: 8, atOnce: 8, esimIntervalMs: 0 };

/** A page of eSIMs that were topped up often, or all top-ups of a region. */
const MAX_ANSWER = 8 * 1024 * 1024;
/** The whole catalog comes in one answer, of several megabytes. */
const MAX_CATALOG = 64 * 1024 * 1024;
const CATALOG_TIMEOUT_MS = 60_000;
const ARTICLES_A_PAGE = 500;

export function esimAccessProvider(options: EsimAccessOptions): SupplierProvider {
  const { name, url, keys, dayPassDays, timeoutMs = 8_000, settleMs = SETTLE_MS } = options;
  const rate = makeRate(options.perSecond);
  const client = accessClient({ url, keys, rate, timeoutMs, maxAnswer: MAX_ANSWER });
  const lists = accessClient({
    url,
    keys,
    rate,
    timeoutMs: Math.max(timeoutMs, CATALOG_TIMEOUT_MS),
    maxAnswer: MAX_CATALOG,
  });
  const balance = async () => money(await client.askAccount('/balance/query', {}), 'balance');
  return {
    name,
    tiers: { create_esim: 'T1', add_package: 'T1' },
    can: CAN,
    limits: LIMITS,
    timeoutMs,
    settleMs,
    // Profiles are there within half a minute, or not at all.
    pendingMs: 15 * 60_000,
    breakerScope: 'provider',
    signIn: async () => void (await balance()),
    createEsim: (input) => placeOrder(client, input),
    addPackage: (input) => topUp(client, input),
    canAdd: (input) => canAdd(client, input),
    async getEsim(known) {
      const references = known.packages.map(({ reference }) => reference);
      const esim = await findEsim(client, { ...known, references });
      return esim === null ? null : toProviderEsim(esim, known, new Date().toISOString());
    },
    cancelPackage: (input) => cancelEsim(client, input),
    findByReference: (order) => findOrder(client, order, settleMs),
    list: (input) => listOrders(client, input),
    catalog: () => catalog(lists, dayPassDays),
    balance,
    parseCallback: readCallback,
    async close() {
      await Promise.all([client.close(), lists.close()]);
    },
  };
}

/** `pageSize` and the like are ignored by the telco: it always tells all. */
async function* catalog(
  client: AccessClient,
  dayPassDays: readonly number[],
): AsyncGenerator<Article[], number> {
  const { articles, leftOut } = await readAll(client, dayPassDays);
  for (let at = 0; at < articles.length; at += ARTICLES_A_PAGE)
    yield articles.slice(at, at + ARTICLES_A_PAGE);
  return leftOut;
}

/** By itself, so that the answer's tens of megabytes are let go of before the first page is stored. */
async function readAll(client: AccessClient, dayPassDays: readonly number[]) {
  const all = { locationCode: '', type: 'BASE', slug: '', packageCode: '', iccid: '' };
  return toArticles(await client.askAccount('/package/list', all), dayPassDays);
}
