/** What the tests of Zendit's adapter share. */
import type { SupplierProvider } from '../../src/providers/kind.ts';
import {
  ProviderRefused,
  type RefusalReason,
  type SentOrder,
  type TemplateOrder,
} from '../../src/providers/provider.ts';
import { zenditProvider } from '../../src/providers/zendit/adapter.ts';

export const GB = 1_000_000_000;
export const HEADER = { name: 'x-hubby-callback', value: 'known to both of us' };
export const TEMPLATE: TemplateOrder = {
  id: 'ESIM-ES-7D-1GB',
  bytes: GB,
  duration_days: 7,
  coverage: ['ESP'],
  imsi: null,
};

export const providerAt = (url: string, apiKey: string, more: object = {}): SupplierProvider =>
  zenditProvider({
    name: 'zendit',
    url,
    apiKey,
    header: HEADER,
    bytesPerGb: GB,
    timeoutMs: 10_000,
    ...more,
  });

export const sent = (reference: string, more: Partial<SentOrder> = {}): SentOrder => ({
  reference,
  kind: 'create_esim',
  customer: 'c',
  iccid: null,
  esim_id: null,
  template: TEMPLATE,
  provider_order_id: null,
  sent_at: new Date().toISOString(),
  ...more,
});

export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

export const refusedAs =
  (reason: RefusalReason, concerns: 'order' | 'account' = 'order') =>
  (error: unknown): boolean =>
    error instanceof ProviderRefused && error.reason === reason && error.concerns === concerns;
