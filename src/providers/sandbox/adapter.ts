/**
 * The sandbox telco as a provider. It knows the telco by its HTTP interface only
 * (src/sandbox-telco/server.ts).
 */
import { ProviderRefused, ProviderUnclear } from '../provider.ts';
import type {
  Capabilities,
  Provider,
  ProviderEsim,
  ProviderOrder,
  TemplateOrder,
  Tier,
} from '../provider.ts';
import { readCallback } from './callback.ts';
import { httpClient, type Answer } from '../http.ts';
import { errorCode, toEsim, toOrder, toPage, type Told } from './map.ts';

/** Two telcos that answer at once, and one that behaves like a wholesaler. */
export type SandboxAccount = 'sandbox-one' | 'sandbox-two' | 'sandbox-three';

export type SandboxProviderOptions = {
  name: SandboxAccount;
  url: string;
  secret: string;
  tier: Tier;
  timeoutMs?: number;
  /** Orders per page of `list`. */
  pageSize?: number;
};

export function sandboxProvider(
  options: SandboxProviderOptions,
): Provider & { close(): Promise<void> } {
  const { name, tier, secret, timeoutMs = 2500, pageSize = 200 } = options;
  const http = httpClient({
    url: options.url,
    headers: { authorization: `Bearer ${secret}` },
    timeoutMs,
  });
  const account: Account = { http, path: `/v1/${name}` };
  return {
    name,
    tiers: { create_esim: tier, add_package: tier },
    can: CAN[name],
    limits: { perSecond: null, atOnce: 64, esimIntervalMs: 0 },
    timeoutMs,
    settleMs: 2_000,
    pendingMs: 15 * 60_000,
    breakerScope: 'customer',
    createEsim: ({ template, reference, customer }) =>
      order(account, 'create_esim', { template, reference, customer }),
    addPackage: ({ iccid, template, reference, customer }) =>
      order(account, 'add_package', { iccid, template, reference, customer }),
    canAdd: async () => true,
    getEsim: ({ iccid }) => getEsim(account, iccid),
    async cancelPackage({ package_id, customer }) {
      const path = `${account.path}/packages/${encodeURIComponent(package_id)}?customer=${encodeURIComponent(customer)}`;
      const answer = await http.call('DELETE', path);
      if (!succeeded(answer)) throw refusal(answer);
      return 'done';
    },
    findByReference: ({ reference }) => findByReference(account, reference),
    async list({ since, cursor }) {
      const query = new URLSearchParams({
        since: new Date(since).toISOString(),
        limit: String(pageSize),
      });
      if (cursor !== null) query.set('cursor', cursor);
      const answer = await ask(account, `/orders?${query}`);
      if (!succeeded(answer)) throw unexpected(answer);
      const { orders, next_cursor } = toPage(answer.body);
      return { orders: orders.filter(isMade), next_cursor };
    },
    // It sells whatever template is ordered of it.
    async *catalog() {},
    balance: async () => null,
    parseCallback: (raw) => readCallback(raw, secret),
    close: () => http.close(),
  };
}

const TELLS_ALL: Capabilities = {
  emptyProfile: true,
  cancel: 'done',
  list: true,
  states: 'all',
  usage: 'package',
  events: true,
  tellsUsage: true,
};
const CAN: Record<SandboxAccount, Capabilities> = {
  'sandbox-one': TELLS_ALL,
  'sandbox-two': TELLS_ALL,
  'sandbox-three': { ...TELLS_ALL, emptyProfile: false, states: 'installed', usage: 'esim' },
};

/** One of the telco's accounts, and the way to it. */
type Account = { http: ReturnType<typeof httpClient>; path: string };

const ask = ({ http, path }: Account, what: string): Promise<Answer> =>
  http.ask('GET', path + what);

async function order(
  { http, path }: Account,
  kind: ProviderOrder['kind'],
  body: { reference: string; customer: string; iccid?: string; template: TemplateOrder | null },
): Promise<ProviderOrder> {
  const answer = await http.call('POST', `${path}/orders`, {
    ...body,
    kind,
    template: body.template === null ? undefined : toTemplate(body.template),
  });
  if (!succeeded(answer)) throw refusal(answer);
  const told = toOrder(answer.body);
  if (told.reference !== body.reference) throw anotherOrder();
  const made = orFailed(told);
  const fits =
    made.kind === kind && (made.iccid === null || made.iccid === (body.iccid ?? made.iccid));
  if (!fits) throw anotherOrder();
  return made;
}

const anotherOrder = (): ProviderUnclear =>
  new ProviderUnclear('The telco answered with another order.');

const isMade = (told: Told): told is ProviderOrder => !('failed' in told);

function orFailed(told: Told): ProviderOrder {
  if (!isMade(told))
    throw new ProviderRefused(told.reason, 'The telco accepted the order and could not finish it.');
  return told;
}

async function getEsim(account: Account, iccid: string): Promise<ProviderEsim | null> {
  const answer = await ask(account, `/profiles/${encodeURIComponent(iccid)}`);
  if (answer.status === 404 && errorCode(answer.body) === 'profile_not_found') return null;
  if (!succeeded(answer)) throw unexpected(answer);
  const esim = toEsim(answer.body);
  if (esim.iccid !== iccid) throw new ProviderUnclear('The telco answered with another profile.');
  return esim;
}

async function findByReference(account: Account, reference: string): Promise<ProviderOrder | null> {
  const answer = await ask(account, `/orders?reference=${encodeURIComponent(reference)}`);
  // "None" is an empty list. A 404 is a wrong address, and taking it for "none" would order
  // everything again.
  if (!succeeded(answer)) throw unexpected(answer);
  const { orders } = toPage(answer.body);
  if (orders.some((one) => one.reference !== reference)) throw anotherOrder();
  const alive = orders.find((one) => isMade(one) && one.status !== 'cancelled') ?? orders[0];
  return alive === undefined ? null : orFailed(alive);
}

/** What the telco has fields for. */
const toTemplate = ({ id, bytes, duration_days, coverage, imsi }: TemplateOrder) => ({
  id,
  bytes,
  duration_days,
  coverage,
  imsi,
});

const succeeded = ({ status }: Answer): boolean => status >= 200 && status < 300;

const unexpected = ({ status }: Answer): ProviderUnclear =>
  new ProviderUnclear(`The telco answered ${status}.`);

function refusal(answer: Answer): Error {
  const code = errorCode(answer.body);
  // The reference stands for another order: something *was* provisioned under it, so "refused"
  // would be a lie.
  if (code === 'reference_reused')
    return new ProviderUnclear('The telco has another order under this reference.');
  if (answer.status < 400 || answer.status === 408) return unexpected(answer);
  if (code === 'out_of_stock')
    return new ProviderRefused('out_of_stock', 'The telco has no stock.');
  return new ProviderRefused('rejected', `The telco refused with ${answer.status}.`);
}
