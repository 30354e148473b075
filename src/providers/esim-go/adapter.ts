/** An account at eSIM Go as a provider (docs/suppliers/esim-go.md is for its operator). */
import type { SupplierAccount, SupplierProvider } from '../kind.ts';
import type { Capabilities, Limits, Tier } from '../provider.ts';
import { PER_SECOND } from './budget.ts';
import { readCallback } from './callback.ts';
import { cancelPackage } from './cancel.ts';
import { catalogue } from './catalogue.ts';
import { esimGoClient, TIMES, type Times } from './client.ts';
import { itemOf } from './complete.ts';
import { isCompatible, readEsim } from './esim.ts';
import { findOrder } from './find.ts';
import { listOrders } from './list.ts';
import { readOrganisation } from './organisation.ts';
import { noEmptyProfiles, placeNewEsim, placeOnEsim } from './place.ts';

const CAN: Capabilities = {
  emptyProfile: false,
  cancel: 'done',
  list: true,
  // Whether a profile is on a device; whether it is switched on there it does not tell.
  states: 'installed',
  usage: 'package',
  events: true,
};

/**
 * There is no field for a reference of ours. A lost order of a new eSIM can be any of its bundle; one
 * for an eSIM that is there shows on that eSIM.
 */
const TIERS: { create_esim: Tier; add_package: Tier } = { create_esim: 'T3', add_package: 'T2' };
/** Each order is some three calls. */
const AT_ONCE = 8;
/** As long as an assignment may be "processing". */
const PROCESSING_MS = 10 * 60_000;

export function esimGoProvider(account: SupplierAccount, times: Times = TIMES): SupplierProvider {
  const api = esimGoClient(account, times);
  const group = settingOf(account, 'group');
  const profileId = settingOf(account, 'profile_id');
  return {
    name: account.name,
    tiers: TIERS,
    can: CAN,
    limits: limitsOf(account),
    // An order, two questions about what it became, and the waiting of all for their second.
    timeoutMs: times.orderMs + 3 * times.questionMs,
    settleMs: PROCESSING_MS,
    pendingMs: PROCESSING_MS + 5 * 60_000,
    breakerScope: 'provider',
    async createEsim({ template, reference }) {
      if (template === null) throw noEmptyProfiles();
      const wanted = { kind: 'create_esim', reference, item: template.id, iccid: null } as const;
      return placeNewEsim(api, wanted, profileId);
    },
    addPackage: ({ iccid, template, reference }) =>
      placeOnEsim(api, { kind: 'add_package', reference, item: itemOf(template), iccid }),
    canAdd: ({ iccid, template }) => isCompatible(api, iccid, template),
    getEsim: (known) => readEsim(api, known),
    cancelPackage: (input) => cancelPackage(api, input),
    findByReference: (order) => findOrder(api, order),
    list: (input) => listOrders(api, input),
    catalog: (patienceMs = 0) => catalogue(api, group, patienceMs),
    balance: async () => (await readOrganisation(api)).balance,
    parseCallback: (raw) => readCallback(raw, account.credentials['api_key'] ?? ''),
    signIn: async () => void (await readOrganisation(api)),
    close: () => api.close(),
  };
}

/** What the operator allows, where that is less. */
const limitsOf = ({ limits }: SupplierAccount): Limits => ({
  perSecond: Math.min(PER_SECOND, limits.perSecond ?? PER_SECOND),
  atOnce: Math.min(AT_ONCE, limits.atOnce ?? AT_ONCE),
  esimIntervalMs: limits.esimIntervalMs ?? 0,
});

function settingOf({ settings }: SupplierAccount, name: string): string | null {
  const value = settings[name];
  return typeof value === 'string' ? value : null;
}
