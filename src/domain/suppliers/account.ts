/** A supplier account as it is stored, and what of it is sealed. */
import type { Queryable, Tx } from '../../db/pool.ts';
import type { KindName, SupplierAccount } from '../../providers/kind.ts';
import type { Limits, RefusalReason } from '../../providers/provider.ts';
import type { Secrets } from '../../secrets.ts';

export type AccountStatus = 'active' | 'draining' | 'paused';
export type Mode = 'live' | 'test';

/** What the operator allows of the kind's own limits, as it is stored and shown. */
export type AccountLimits = {
  per_second?: number;
  at_once?: number;
  esim_interval_ms?: number;
};

export type StoredAccount = {
  name: string;
  kind: KindName;
  base_url: string | null;
  credentials_sealed: Buffer | null;
  /** that were good before; callbacks signed with them are taken until then */
  previous_credentials_sealed: Buffer | null;
  previous_credentials_until: Date | null;
  mode: Mode;
  priority: number;
  limits: AccountLimits;
  settings: Record<string, unknown>;
  status: AccountStatus;
  awaits_test: boolean;
  preorder: boolean;
  callback_token_hash: Buffer | null;
  callback_token_sealed: Buffer | null;
  previous_callback_token_hash: Buffer | null;
  previous_callback_until: Date | null;
  spend_cap_minor: number | null;
  spend_cap_currency: string | null;
  balance_threshold_minor: number | null;
  balance_threshold_currency: string | null;
  tested_at: Date | null;
  version: number;
  created_at: Date;
};

/** How it does; every field is null, 0 or false where nothing was written of it yet. */
export type AccountState = {
  out_because: RefusalReason | null;
  out_since: Date | null;
  look_at: Date | null;
  test: TestResult | null;
  test_at: Date | null;
  balance_minor: number | null;
  balance_currency: string | null;
  balance_at: Date | null;
  is_low: boolean;
  is_stock_low: boolean;
};

export type TestStep = {
  step: 'address' | 'sign_in' | 'balance' | 'catalog';
  ok: boolean;
  message: string;
};
export type TestResult = { ok: boolean; steps: TestStep[] };

export type Account = StoredAccount & AccountState;

export const credentialsRow = (name: string): string => `supplier_account:${name}`;
export const callbackRow = (name: string): string => `supplier_callback:${name}`;

/** For the adapter; the credentials are in the clear. Throws where they do not open. */
export function opened(secrets: Secrets, account: StoredAccount): SupplierAccount {
  const { name, credentials_sealed: sealed } = account;
  return {
    name,
    baseUrl: account.base_url ?? '',
    credentials:
      sealed === null
        ? {}
        : (JSON.parse(secrets.open(sealed, credentialsRow(name))) as Record<string, string>),
    settings: account.settings,
    limits: limitsOf(account.limits),
  };
}

export const limitsOf = (limits: AccountLimits): Partial<Limits> => ({
  ...(limits.per_second === undefined ? {} : { perSecond: limits.per_second }),
  ...(limits.at_once === undefined ? {} : { atOnce: limits.at_once }),
  ...(limits.esim_interval_ms === undefined ? {} : { esimIntervalMs: limits.esim_interval_ms }),
});

/** Every process reads the accounts anew within 5 s. */
export const raiseVersion = (tx: Queryable): Promise<unknown> =>
  tx.rows(
    `insert into shared_values (key, value)
     values ('supplier_version', '1')
     on conflict (key) do update set value = (shared_values.value::bigint + 1)::text`,
  );

/** Locks the account until the transaction ends: changes of one account follow one another. */
export const lockAccount = (tx: Tx, name: string): Promise<StoredAccount | undefined> =>
  tx.one<StoredAccount>(
    `select name, kind, base_url, credentials_sealed, previous_credentials_sealed,
       previous_credentials_until, mode, priority, limits, settings, status,
       awaits_test, preorder, callback_token_hash, callback_token_sealed,
       previous_callback_token_hash, previous_callback_until, spend_cap_minor, spend_cap_currency,
       balance_threshold_minor, balance_threshold_currency, tested_at, version, created_at
     from supplier_accounts
     where name = $1
     for update`,
    [name],
  );
