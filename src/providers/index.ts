/** The registry: every provider of this installation, by name. */
import type { Config } from '../config.ts';
import { guarded } from './guard.ts';
import type { Provider } from './provider.ts';
import type { SandboxControl } from './sandbox-control.ts';
import { sandboxProvider } from './sandbox/adapter.ts';
import { sandboxControl } from './sandbox/control.ts';

export type Providers = {
  byName: ReadonlyMap<string, Provider>;
  sandbox: SandboxControl | null;
  close(): Promise<void>;
};

/** Production has no sandbox; its providers come with their adapters. */
export function makeProviders(
  config: Pick<Config, 'env'>,
  telco: { url: string; secret: string } | null,
): Providers {
  if (config.env !== 'staging' || telco === null)
    return { byName: new Map(), sandbox: null, close: async () => {} };
  const adapters = [
    sandboxProvider({ ...telco, name: 'sandbox-one', tier: 'T1' }),
    sandboxProvider({ ...telco, name: 'sandbox-two', tier: 'T2' }),
  ];
  const control = sandboxControl(telco);
  return {
    byName: new Map(adapters.map((adapter) => [adapter.name, guarded(adapter)])),
    sandbox: control,
    close: async () => {
      await Promise.all([...adapters, control].map((a) => a.close()));
    },
  };
}
