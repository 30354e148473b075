/** What an installation can buy data of: the sandbox telco in staging, and every kind of supplier. */
import type { SupplierKind } from './kind.ts';
import { supplierKinds, type KindParts } from './kinds.ts';
import type { SandboxControl } from './sandbox-control.ts';
import { sandboxControl } from './sandbox/control.ts';
import { sandboxKind } from './sandbox/kind.ts';

export type Supply = {
  kinds: readonly SupplierKind[];
  /** null outside staging */
  sandbox: (SandboxControl & { close(): Promise<void> }) | null;
};

/** `telco`: null outside staging. */
export const makeSupply = (
  telco: { url: string; secret: string } | null,
  parts: KindParts,
): Supply =>
  telco === null
    ? { kinds: supplierKinds(parts), sandbox: null }
    : {
        kinds: [sandboxKind(telco), ...supplierKinds(parts)],
        sandbox: sandboxControl(telco),
      };
