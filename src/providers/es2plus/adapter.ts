/**
 * An SM-DP+ as a provider: profiles by ES2+, and data plans where the account has them. What is
 * asked of it later is answered by the ledger, since an SM-DP+ cannot be asked.
 */
import { Value } from 'typebox/value';
import type { SupplierAccount, SupplierProvider } from '../kind.ts';
import {
  ForgedCallback,
  ProviderRefused,
  type Capabilities,
  type KnownEsim,
  type Limits,
  type ProviderEsim,
  type ProviderOrder,
  type Tier,
} from '../provider.ts';
import type { Account } from './account.ts';
import { SETTINGS, type Settings } from './form.ts';
import type { Ledger, LedgerOrder, ToldState } from './ledger.ts';
import { toOrder } from './map.ts';
import { openAccount, type Timing } from './open-account.ts';
import { findOrder, forgetTry, placeOrder } from './orders.ts';
import { statesTold } from './points.ts';
import { signIn } from './sign-in.ts';

const USUAL: Timing = { callMs: 8_000, settleMs: 15_000 };
const LATE_CLOCK_MS = 10 * 60_000;
const LIMITS: Limits = { perSecond: 20, atOnce: 16, esimIntervalMs: 0 };

export function es2plusProvider(
  given: SupplierAccount,
  ledger: Ledger,
  timing = USUAL,
): SupplierProvider {
  const settings = Value.Default(SETTINGS, { ...given.settings }) as Settings;
  const { account, http } = openAccount(given, settings, ledger, timing);
  const { plans } = account;
  return {
    name: given.name,
    tiers: tiersOf(account),
    can: capabilities(account, settings),
    limits: { ...LIMITS, ...given.limits },
    timeoutMs: 30_000,
    settleMs: timing.settleMs,
    pendingMs: 30 * 60_000,
    breakerScope: 'provider',
    createEsim: ({ template, reference }) =>
      show(account, placeOrder(account, { reference, kind: 'create_esim', iccid: null, template })),
    addPackage: ({ iccid, template, reference }) =>
      show(account, placeOrder(account, { reference, kind: 'add_package', iccid, template })),
    canAdd: async () => plans !== null,
    getEsim: (esim) => getEsim(account, esim),
    async cancelPackage(input) {
      if (plans === null)
        throw new ProviderRefused('rejected', 'This account has no data plans to cancel.');
      return plans.cancel(input);
    },
    async findByReference({ reference, sent_at, provider_order_id: id }) {
      const sought = { reference, mayFinish: sent_at !== null, isPromised: id !== null };
      const order = await findOrder(account, sought);
      return order === null ? null : show(account, order);
    },
    forgetTry: (reference) => forgetTry(account, reference),
    async list(input) {
      const { orders, cursor } = await ledger.list(input);
      return {
        orders: await Promise.all(orders.map((order) => show(account, order))),
        next_cursor: cursor,
      };
    },
    catalog: () => plans?.catalog() ?? nothing(),
    balance: async () => null,
    parseCallback(raw) {
      if (plans === null) throw new ForgedCallback('This account has no callbacks.');
      return plans.readCallback(raw);
    },
    signIn: () => signIn(account),
    async close() {
      await Promise.all([http.close(), plans?.close()]);
    },
  };
}

/**
 * From the stock, each call of a step may be repeated, since the ledger gives a profile to one
 * reference only; a plan is looked up there before it is ordered again.
 */
const tiersOf = ({ orderBy }: Account): Record<'create_esim' | 'add_package', Tier> => ({
  create_esim: orderBy === 'iccid' ? 'T1' : 'T3',
  add_package: 'T2',
});

const capabilities = ({ plans }: Account, settings: Settings): Capabilities => ({
  emptyProfile: true,
  cancel: plans === null ? 'impossible' : 'requested',
  list: true,
  states: statesTold(settings.notification_points),
  usage: 'package',
  events: plans !== null,
});

async function show(
  { address, ledger }: Account,
  given: LedgerOrder | Promise<LedgerOrder>,
): Promise<ProviderOrder> {
  const order = await given;
  const known = order.profile === null ? null : await ledger.profile(order.profile.iccid);
  return toOrder(order, { address, state: known?.told?.state ?? 'RELEASED' });
}

async function getEsim({ ledger, plans }: Account, esim: KnownEsim): Promise<ProviderEsim | null> {
  const known = await ledger.profile(esim.iccid);
  if (known === null) return null;
  return {
    iccid: esim.iccid,
    state: known.told?.state ?? 'RELEASED',
    state_changed_at: changedAt(known),
    packages: plans === null ? [] : await plans.usage(esim),
    usage: [],
  };
}

/**
 * The SM-DP+ tells by its own clock, in seconds. What that puts before the release, or shortly behind
 * it, may be a clock that is late: it is of now, or it would never count.
 */
function changedAt({ takenAt, told }: { takenAt: string; told: ToldState | null }): string {
  if (told === null) return takenAt;
  const isCertain = Date.parse(told.at) > Date.parse(takenAt) + LATE_CLOCK_MS;
  return isCertain ? told.at : new Date().toISOString();
}

async function* nothing(): AsyncGenerator<never> {}
