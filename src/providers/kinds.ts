/** Every kind of supplier this release has an adapter for. A new one is one line here. */
import type { SupplierKind } from './kind.ts';

export const SUPPLIER_KINDS: readonly SupplierKind[] = [];
