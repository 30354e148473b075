/** What the suite asks of a provider: one of its own for each test, and ways to look behind it. */
import { randomUUID } from 'node:crypto';
import type { Provider, RawCallback, TemplateOrder } from '../provider.ts';

export type Fault = 'timeout' | 'timeout_before' | 'error' | 'out_of_stock';

export type Subject = {
  provider: Provider;
  customer: string;
  /** Makes the customer's next provisioning call fail in this way. */
  breakNext(fault: Fault): Promise<void>;
  /** Orders in the telco's own ledger under this reference. */
  countProvisioned(reference: string): Promise<number>;
  /**
   * A callback about this eSIM as the telco would send it at `at` (default now); only the headers
   * that sign it.
   */
  callback(iccid: string, at?: Date): Promise<RawCallback>;
  /** Makes an eSIM use data: of a package, or (null) in a country without one. */
  use(
    iccid: string,
    traffic: { bytes: number; packageId: string | null; iso3: string },
  ): Promise<void>;
  close(): Promise<void>;
};

/** A test by its title. */
export type Cases = Record<string, (s: Subject) => Promise<void>>;

export const TEMPLATE: TemplateOrder = {
  id: 'tpl-es-1gb',
  bytes: 1_073_741_824,
  duration_days: 30,
  coverage: ['ESP'],
  imsi: 'plan-a',
};

export const create = (
  { provider, customer }: Subject,
  reference: string = randomUUID(),
  template: TemplateOrder | null = TEMPLATE,
) => provider.createEsim({ template, reference, customer });
export const add = (
  { provider, customer }: Subject,
  iccid: string,
  reference: string = randomUUID(),
) => provider.addPackage({ iccid, template: TEMPLATE, reference, customer });
