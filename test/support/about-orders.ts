/** What is known of an order or an eSIM in a test that needs no more than its name. */
import type { CancelInput, KnownEsim, SentOrder, Tier } from '../../src/providers/provider.ts';

export const sentAs = (reference: string): SentOrder => ({
  reference,
  kind: 'create_esim',
  customer: 'c',
  iccid: null,
  esim_id: null,
  template: null,
  provider_order_id: null,
  sent_at: null,
});

/** Of a provider of which every order is of one tier. */
export const tiersOf = (tier: Tier) => ({
  tiers: { create_esim: tier, add_package: tier },
});

export const esimOf = (iccid: string): KnownEsim => ({ iccid, esim_id: null, packages: [] });

export const cancelling = (packageId: string, customer: string): CancelInput => ({
  package_id: packageId,
  reference: '',
  template_id: '',
  iccid: '',
  esim_id: null,
  customer,
});
