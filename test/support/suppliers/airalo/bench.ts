/** The adapter with an account at a stand-in of its own, and what tests ask of the two. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { airaloProvider, type AiraloTiming } from '../../../../src/providers/airalo/adapter.ts';
import type { SupplierAccount, SupplierProvider } from '../../../../src/providers/kind.ts';
import {
  ProviderRefused,
  type KnownEsim,
  type ProviderOrder,
  type SentOrder,
  type TemplateOrder,
} from '../../../../src/providers/provider.ts';
import {
  startAiralo,
  type AiraloOptions,
  type AiraloStandIn,
} from '../../../../packages/standins/src/airalo/server.ts';

export const NOW = Date.parse('2026-11-28T12:00:00Z');

/** 1 GB for 7 days in Spain, as the catalog of the stand-in has it. */
export const SPAIN = {
  id: 'guay-7days-1gb',
  topup_id: 'guay-7days-1gb-topup',
  bytes: 1_073_741_824,
  duration_days: 7,
  coverage: ['ESP'],
  imsi: null,
};

export const providerAt = (
  { url, credentials }: Pick<AiraloStandIn, 'url' | 'credentials'>,
  account: Partial<SupplierAccount> = {},
  timing: Partial<AiraloTiming> = {},
): SupplierProvider =>
  airaloProvider(
    { name: 'airalo-test', baseUrl: url, credentials, settings: {}, limits: {}, ...account },
    { catalogPauseMs: 0, ...timing },
  );

export async function openBench(options: AiraloOptions = {}) {
  // The stand-in and the adapter go by one clock, that stands.
  const clock = { at: NOW };
  const standIn = await startAiralo({ now: () => clock.at, ...options });
  const provider = providerAt(standIn, {}, { now: () => clock.at });
  return {
    clock,
    standIn,
    control: standIn.control,
    provider,
    create: (reference: string = randomUUID(), template: TemplateOrder | null = SPAIN) =>
      provider.createEsim({ template, reference, customer: 'c' }),
    add: (iccid: string, reference: string = randomUUID(), template: TemplateOrder = SPAIN) =>
      provider.addPackage({ iccid, esim_id: null, template, reference, customer: 'c' }),
    find: (reference: string, about: Partial<SentOrder> = {}) =>
      provider.findByReference(sent(reference, about)),
    /** Orders that the stand-in has under it. */
    count: (reference: string): number => standIn.ordersOf(reference).length,
    calls: (route: string): number =>
      standIn.ledger().calls.filter((call) => call.route === route).length,
    async close() {
      await provider.close();
      await standIn.close();
    },
  };
}
export type Bench = Awaited<ReturnType<typeof openBench>>;

export const sent = (reference: string, about: Partial<SentOrder> = {}): SentOrder => ({
  reference,
  kind: 'create_esim',
  customer: 'c',
  iccid: null,
  esim_id: null,
  template: SPAIN,
  provider_order_id: null,
  sent_at: new Date(NOW).toISOString(),
  ...about,
});

/** The eSIM of an order, with what was ordered for it. */
export const knownOf = (order: ProviderOrder, ...more: ProviderOrder[]): KnownEsim => ({
  iccid: order.iccid!,
  esim_id: order.profile?.esim_id ?? null,
  packages: [order, ...more].map((one) => ({
    package_id: one.package_id!,
    reference: one.reference,
    template_id: one.template_id!,
    ordered_at: one.created_at,
  })),
});

export const refuses = (work: Promise<unknown>, reason: string, concerns = 'order') =>
  assert.rejects(work, (e) => {
    assert.ok(e instanceof ProviderRefused, String(e));
    assert.deepEqual([e.reason, e.concerns], [reason, concerns]);
    return true;
  });
