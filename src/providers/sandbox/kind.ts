/** The sandbox telco as a kind of supplier: its accounts are told apart by their names. */
import { Type } from 'typebox';
import type { SupplierKind } from '../kind.ts';
import type { Tier } from '../provider.ts';
import { sandboxProvider } from './adapter.ts';

/** What the sandbox telco sells by. */
export const SANDBOX_ACCOUNTS = [
  { name: 'sandbox-one', tier: 'T1' },
  { name: 'sandbox-two', tier: 'T2' },
  { name: 'sandbox-three', tier: 'T1' },
] as const satisfies { name: string; tier: Tier }[];

/** `telco`: of this process. Making an account that the telco does not have throws. */
export const sandboxKind = (telco: { url: string; secret: string }): SupplierKind => ({
  kind: 'sandbox',
  title: 'Sandbox telco',
  baseUrl: null,
  credentials: Type.Object({}),
  settings: Type.Object({}),
  make({ name }) {
    const account = SANDBOX_ACCOUNTS.find((one) => one.name === name);
    if (account === undefined) throw new Error(`the sandbox telco has no account "${name}"`);
    return { ...sandboxProvider({ ...telco, ...account }), signIn: async () => {} };
  },
});
