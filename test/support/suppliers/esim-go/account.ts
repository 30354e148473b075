/** An account at the stand-in, as an operator would have entered it. */
import type { SupplierAccount } from '../../../../src/providers/kind.ts';
import type { TemplateOrder } from '../../../../src/providers/provider.ts';
import type { EsimGoStandIn } from '../../../../packages/standins/src/esim-go/server.ts';

export const accountAt = (
  { url, credentials }: Pick<EsimGoStandIn, 'url' | 'credentials'>,
  more: Partial<SupplierAccount> = {},
): SupplierAccount => ({
  name: 'go-one',
  baseUrl: url,
  credentials,
  settings: {},
  limits: {},
  ...more,
});

export const SPAIN_1GB: TemplateOrder = {
  id: 'esim_1GB_7D_ES_V2',
  topup_id: null,
  bytes: 1_000_000_000,
  duration_days: 7,
  coverage: ['ESP'],
  imsi: null,
};
