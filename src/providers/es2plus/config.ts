/** An account at an SM-DP+: its form, and how it comes alive. */
import type { SupplierAccount, SupplierProvider } from '../kind.ts';
import { es2plusProvider } from './adapter.ts';
import { CREDENTIALS, SETTINGS } from './form.ts';
import type { Ledger } from './ledger.ts';

export const es2plusKind = {
  kind: 'es2plus',
  title: 'SM-DP+ by ES2+, with TM Forum for data plans',
  baseUrl: null,
  credentials: CREDENTIALS,
  settings: SETTINGS,
  make: (account: SupplierAccount, ledger: Ledger): SupplierProvider =>
    es2plusProvider(account, ledger),
} as const;
