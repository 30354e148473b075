/** What an installation can buy data of: the sandbox telco in staging, and every kind of supplier. */
import type { Config } from '../config.ts';
import type { SupplierKind } from './kind.ts';
import { SUPPLIER_KINDS } from './kinds.ts';
import type { SandboxControl } from './sandbox-control.ts';
import { sandboxControl } from './sandbox/control.ts';
import { sandboxKind } from './sandbox/kind.ts';

export type Supply = {
  kinds: readonly SupplierKind[];
  /** null outside staging */
  sandbox: (SandboxControl & { close(): Promise<void> }) | null;
};

export const makeSupply = (
  config: Pick<Config, 'env'>,
  telco: { url: string; secret: string } | null,
): Supply =>
  config.env !== 'staging' || telco === null
    ? { kinds: SUPPLIER_KINDS, sandbox: null }
    : { kinds: [sandboxKind(telco), ...SUPPLIER_KINDS], sandbox: sandboxControl(telco) };
