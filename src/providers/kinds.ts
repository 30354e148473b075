/** Every kind of supplier this release has an adapter for. A new one is one line here. */
import { airaloKind } from './airalo/config.ts';
import { es2plusKind } from './es2plus/config.ts';
import type { Ledger } from './es2plus/ledger.ts';
import { esimAccessKind } from './esim-access/config.ts';
import { esimGoKind } from './esim-go/config.ts';
import type { SupplierKind } from './kind.ts';
import { zenditKind } from './zendit/config.ts';

export type KindParts = {
  /** what is known of an account's orders at an SM-DP+, which cannot be asked */
  ledgerOf(account: string): Ledger;
};

export const supplierKinds = ({ ledgerOf }: KindParts): readonly SupplierKind[] => [
  airaloKind,
  esimAccessKind,
  esimGoKind,
  zenditKind,
  { ...es2plusKind, make: (account) => es2plusKind.make(account, ledgerOf(account.name)) },
];
