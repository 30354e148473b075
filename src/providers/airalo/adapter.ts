/** Airalo, by its partner API (version 2). */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Article } from '../article.ts';
import { httpClient } from '../http.ts';
import type { SupplierAccount, SupplierProvider } from '../kind.ts';
import { patiently } from '../patiently.ts';
import { ProviderRefused, type Capabilities, type Limits, type Provider } from '../provider.ts';
import { readCallback } from './callback.ts';
import { toArticles } from './catalog.ts';
import { getEsim } from './esim.ts';
import { toBalance } from './map.ts';
import { findOrder, listOrders, orderEsim, orderTopup, topupFor } from './orders.ts';
import { pagesOf } from './pages.ts';
import { refusal } from './refusal.ts';
import { openSession, type Session } from './session.ts';

/** What a test makes shorter; production has all of it as it stands here. */
export type AiraloTiming = {
  /** for one call */
  callMs: number;
  /** between two pages of the catalog: 40 a minute are allowed */
  catalogPauseMs: number;
  /** destinations on a page of the catalog */
  catalogPage: number;
  /** the clock by which a token grows old */
  now: () => number;
};

const TIMING: AiraloTiming = {
  callMs: 15_000,
  catalogPauseMs: 1_500,
  catalogPage: 50,
  now: Date.now,
};

const CAN: Capabilities = {
  emptyProfile: false,
  cancel: 'impossible',
  list: true,
  // An installation is never told, but inferred from the first use.
  states: 'installed',
  usage: 'package',
  events: true,
};

const LIMITS: Limits = { perSecond: 5, atOnce: 20, esimIntervalMs: 15 * 60_000 };

const MIB = 1_048_576;
/** Orders bring their instructions along, in HTML. */
const USUAL = { maxAnswer: 8 * MIB };
/** Fifty destinations with some operators each are several MB. */
const BIG = { maxAnswer: 64 * MIB, timeoutMs: 120_000 };
const CATALOG_PAGES = 200;

export function airaloProvider(
  account: SupplierAccount,
  timing: Partial<AiraloTiming> = {},
): SupplierProvider {
  const { callMs, now, ...catalogTiming } = { ...TIMING, ...timing };
  const { name, baseUrl: url, credentials, settings } = account;
  const usual = httpClient({ url, headers: {}, timeoutMs: callMs, ...USUAL });
  const big = httpClient({ url, headers: {}, ...BIG });
  const session = openSession({ usual, big }, credentials, now);
  const brand = settings['brand_settings_name'] as string | undefined;
  const currency = (settings['currency'] as string | undefined) ?? 'USD';
  // Signing in and asking for top-ups come first; an order that leaves in this time is answered
  // within `timeoutMs`.
  const leaveBy = (): number => performance.now() + callMs;
  return {
    name,
    tiers: { create_esim: 'T2', add_package: 'T2' },
    can: CAN,
    limits: LIMITS,
    timeoutMs: 2 * callMs,
    // Orders have been stored 20 seconds after a lost connection, and shown in the list later.
    settleMs: 30_000,
    pendingMs: 30 * 60_000,
    breakerScope: 'provider',
    async createEsim({ template, reference }) {
      if (template === null)
        throw new ProviderRefused('rejected', 'Airalo has no eSIMs without a package.');
      return orderEsim(session, { template, reference, brand }, leaveBy());
    },
    addPackage: ({ iccid, template, reference }) =>
      orderTopup(session, { template, reference, iccid }, leaveBy()),
    canAdd: ({ iccid, template }) => canAdd(session, iccid, template),
    getEsim: (known) => getEsim(session, known),
    async cancelPackage() {
      throw new ProviderRefused('rejected', 'Airalo cancels nothing; a refund can be asked for.');
    },
    findByReference: (sent) => findOrder(session, sent),
    list: (input) => listOrders(session, input, now()),
    catalog: (patienceMs = 0) => readCatalog(session, { ...catalogTiming, currency, patienceMs }),
    balance: () => readBalance(session),
    parseCallback: (raw) => readCallback(raw, credentials['client_secret'] ?? ''),
    signIn: session.signIn,
    async close() {
      await Promise.all([usual.close(), big.close()]);
    },
  };
}

const canAdd: (
  session: Session,
  iccid: string,
  template: Parameters<Provider['canAdd']>[0]['template'],
) => Promise<boolean> = async (session, iccid, template) => {
  try {
    return (await topupFor(session, iccid, template)) !== undefined;
  } catch (error) {
    if (error instanceof ProviderRefused && error.concerns === 'order') return false;
    throw error;
  }
};

async function readBalance(session: Session) {
  const answer = await session.get('/balance');
  if (answer.status !== 200) throw refusal(answer);
  return toBalance(answer.body);
}

async function* readCatalog(
  session: Session,
  { catalogPage, catalogPauseMs, currency, patienceMs }: CatalogTiming,
): AsyncGenerator<Article[], number> {
  const read = async (page: number): Promise<unknown> => {
    if (page > 1) await sleep(catalogPauseMs);
    const path = `/packages?include=topup&limit=${catalogPage}&page=${page}`;
    const answer = await patiently(patienceMs, () => session.getBig(path));
    if (answer.status !== 200) throw refusal(answer);
    return answer.body;
  };
  // One that several destinations have is one article.
  const seen = new Set<string>();
  let leftOut = 0;
  for await (const items of pagesOf(read, CATALOG_PAGES)) {
    const page = toArticles(items, currency);
    leftOut += page.leftOut;
    const articles = page.articles.filter(({ id }) => {
      const isNew = !seen.has(id);
      seen.add(id);
      return isNew;
    });
    if (articles.length > 0) yield articles;
  }
  return leftOut;
}

type CatalogTiming = Pick<AiraloTiming, 'catalogPage' | 'catalogPauseMs'> & {
  currency: string;
  patienceMs: number;
};
