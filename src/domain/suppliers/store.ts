/**
 * The supplier accounts in memory, as of at most two seconds ago, and what keeps their adapters as
 * the rows say. Whoever changes a row raises the version in the same transaction.
 */
import type { Db } from '../../db/pool.ts';
import type { CallNote } from '../../providers/guard.ts';
import type { RefusalReason } from '../../providers/provider.ts';
import type { Registry, Setup } from '../../providers/registry.ts';
import type { Secrets } from '../../secrets.ts';
import type { Rates } from '../catalog/rates/rates.ts';
import { opened, type Account } from './account.ts';
import { makeFigures, type Figures } from './figures.ts';
import { putOut } from './put-out.ts';
import { capReached } from './spend-cap.ts';

export type SupplierStore = {
  /** by priority, then name */
  all(): readonly Account[];
  find(name: string): Account | undefined;
  /** Reads the accounts when their stored version is another, and exchanges figures. */
  refresh(): Promise<void>;
  /** The same, beginning after this call: for who has just changed something. */
  lookNow(): Promise<void>;
  figures: Figures;
  registry: Registry;
  /** why an account takes no orders though nobody has said so in the database yet */
  outHere(name: string): RefusalReason | null;
  /** Whether a URL may be called, in a sentence what is wrong with it, null for nothing. */
  checkAddress(url: string): Promise<string | null>;
  /** what money of several currencies is compared by */
  rates(): Rates;
};

type Log = {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

type Given = {
  db: Db;
  secrets: Secrets;
  log: Log;
  /** `note` and `refusesOrders` are the store's */
  makeRegistry(own: {
    note(account: string, note: CallNote): void;
    refusesOrders(account: string): string | null;
  }): Registry;
  checkAddress(url: string): Promise<string | null>;
  rates(): Rates;
};

export function makeSupplierStore({ db, secrets, log, ...given }: Given): SupplierStore {
  let version: string | null | undefined;
  let accounts: readonly Account[] = [];
  const outs = new Map<string, RefusalReason>();
  const figures = makeFigures(db);
  const find = (name: string): Account | undefined => accounts.find((a) => a.name === name);

  const registry = given.makeRegistry({
    refusesOrders: (name) => whyNoOrders(find(name), figures, given.rates()),
    note(name, note) {
      figures.count(name, note.outcome === 'succeeded');
      if (note.outcome === 'account_refused') goOut(name, note.reason);
    },
  });
  function goOut(name: string, why: RefusalReason): void {
    if (outs.has(name) || (find(name)?.out_because ?? null) !== null) return;
    outs.set(name, why);
    log.warn({ account: name, why }, 'a supplier account is out of routing');
    putOut(db, name, why)
      .then(store.lookNow)
      .catch((error: Error) => log.warn({ message: error.message }, 'supplier accounts'))
      // What the database could not be told is found again by the next refusal.
      .finally(() => outs.delete(name));
  }
  async function load(): Promise<void> {
    const found = await readAccounts(db, version);
    if (found !== null) {
      ({ accounts, version } = found);
      const failed = registry.apply(setupsOf(secrets, accounts, log));
      for (const name of failed)
        log.error({ account: name }, 'a supplier account cannot be set up');
    }
    const capped = accounts.filter(({ spend_cap_minor: cap }) => cap !== null);
    await figures.exchange(capped.map(({ name }) => name));
  }
  let running: Promise<void> | undefined;
  const refresh = (): Promise<void> =>
    (running ??= load().finally(() => {
      running = undefined;
    }));
  const store: SupplierStore = {
    all: () => accounts,
    find,
    refresh,
    async lookNow() {
      await running?.catch(() => {});
      await refresh();
    },
    figures,
    registry,
    outHere: (name) => outs.get(name) ?? null,
    checkAddress: given.checkAddress,
    rates: given.rates,
  };
  return store;
}

function whyNoOrders(account: Account | undefined, figures: Figures, rates: Rates): string | null {
  if (account === undefined) return null;
  const { name, status } = account;
  if (status === 'paused') return `orders at ${name} are paused by the operator`;
  return capReached(account, figures.spentOf(name), rates);
}

/** One whose credentials do not open must not stop the others. */
function setupsOf(secrets: Secrets, accounts: readonly Account[], log: Log): Setup[] {
  return accounts.flatMap((account) => {
    try {
      return [{ kind: account.kind, account: opened(secrets, account) }];
    } catch {
      log.error({ account: account.name }, 'the credentials of a supplier account do not open');
      return [];
    }
  });
}

type Row = Account & { version_of_all: string | null };

/** Null where nothing was changed since `known`. One statement, one snapshot. */
async function readAccounts(
  db: Db,
  known: string | null | undefined,
): Promise<{ accounts: Account[]; version: string | null } | null> {
  const now = await db.one<{ value: string }>(
    `select value from shared_values where key = 'supplier_version'`,
  );
  if (known !== undefined && (now?.value ?? null) === known) return null;
  const rows = await db.rows<Row>(
    `select v.value as version_of_all, a.name, a.kind, a.base_url, a.credentials_sealed,
       a.previous_credentials_sealed, a.previous_credentials_until, a.mode,
       a.priority, a.limits, a.settings, a.status, a.awaits_test, a.preorder,
       a.callback_token_hash, a.callback_token_sealed, a.previous_callback_token_hash,
       a.previous_callback_until, a.spend_cap_minor, a.spend_cap_currency,
       a.balance_threshold_minor, a.balance_threshold_currency, a.tested_at, a.version, a.created_at, s.out_because,
       s.out_since, s.look_at, s.test, s.test_at, s.balance_minor, s.balance_currency,
       s.balance_at, coalesce(s.is_low, false) as is_low,
       coalesce(s.is_stock_low, false) as is_stock_low
     from supplier_accounts a
     left join supplier_states s on s.account = a.name
     left join shared_values v on v.key = 'supplier_version'
     order by a.priority, a.name`,
  );
  // Without accounts nobody says the version: it is looked at once more the next time.
  return { accounts: rows, version: rows[0]?.version_of_all ?? now?.value ?? null };
}
