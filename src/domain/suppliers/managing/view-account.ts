/** An account as the operator sees it: everything but its credentials, and how it does. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { toMajor, type Money } from '../../money.ts';
import type { Account, StoredAccount } from '../account.ts';
import { syncOf, syncsOf, type SyncView } from '../catalog-sync/view-sync.ts';
import { callbackPath } from '../callback-token.ts';
import { readSpent, type Spent } from '../figures.ts';
import { whyOut } from '../routable-accounts.ts';

type Parts = Pick<Context, 'db' | 'suppliers' | 'secrets'>;

export type AccountView = ReturnType<typeof viewAccount> & {
  /** null: it is never read */
  catalog: SyncView | null;
};

/** By priority, then name. */
export async function listAccounts(ctx: Parts): Promise<AccountView[]> {
  await ctx.suppliers.lookNow();
  const accounts = ctx.suppliers.all();
  const spent = await spentBy(ctx, accounts);
  const syncs = await syncsOf(
    ctx.db,
    accounts.map(({ name }) => name),
  );
  return accounts.map((account) => ({
    ...viewAccount(ctx, account, spent.get(account.name)),
    catalog: syncs.get(account.name) ?? null,
  }));
}

/** Throws 404. */
export async function showAccount(ctx: Parts, name: string): Promise<AccountView> {
  await ctx.suppliers.lookNow();
  const account = ctx.suppliers.find(name);
  if (account === undefined) throw noSuchAccount();
  return {
    ...viewAccount(ctx, account, (await spentBy(ctx, [account])).get(name)),
    catalog: await syncOf(ctx.db, name),
  };
}

const spentBy = async (ctx: Parts, accounts: readonly Account[]): Promise<Map<string, Spent[]>> =>
  Map.groupBy(
    await readSpent(
      ctx.db,
      accounts.map(({ name }) => name),
    ),
    ({ account }) => account,
  );

export const noSuchAccount = (): AppError =>
  new AppError('not_found', 'There is no such supplier account.');

/** What an operator sets of it besides where it is and by what it is opened. */
export const termsOf = (account: StoredAccount) => ({
  mode: account.mode,
  status: account.status,
  priority: account.priority,
  preorder: account.preorder,
  limits: account.limits,
  settings: account.settings,
  spend_cap: amount(account.spend_cap_minor, account.spend_cap_currency),
  balance_threshold: amount(account.balance_threshold_minor, account.balance_threshold_currency),
});

function viewAccount(ctx: Parts, account: Account, spent: readonly Money[] = []) {
  const kind = ctx.suppliers.registry.kinds.get(account.kind);
  return {
    name: account.name,
    kind: account.kind,
    title: kind?.title ?? account.kind,
    base_url: account.base_url ?? kind?.baseUrl ?? null,
    ...termsOf(account),
    callback_path: callbackPath(ctx.secrets, account),
    previous_credentials_until: account.previous_credentials_until?.toISOString() ?? null,
    previous_callback_until: account.previous_callback_until?.toISOString() ?? null,
    version: account.version,
    created_at: account.created_at.toISOString(),
    health: viewHealth(ctx, account, spent),
  };
}

function viewHealth(ctx: Parts, account: Account, spent: readonly Money[]) {
  const { figures, registry } = ctx.suppliers;
  const { succeeded, failed } = figures.callsOf(account.name);
  const calls = succeeded + failed;
  const balance = amount(account.balance_minor, account.balance_currency);
  return {
    out_because: whyOut(ctx, account),
    calls,
    success_share: calls === 0 ? null : succeeded / calls,
    breaker: registry.running(account.name)?.isBroken() === true ? 'open' : 'closed',
    balance,
    balance_at: account.balance_at?.toISOString() ?? null,
    is_balance_low: account.is_low,
    is_stock_low: account.is_stock_low,
    spent_today: spent.map(({ minor, currency }) => ({
      amount: toMajor({ minor, currency }),
      currency,
    })),
    last_test:
      account.test === null || account.test_at === null
        ? null
        : { at: account.test_at.toISOString(), ...account.test },
  };
}

const amount = (
  minor: number | null,
  currency: string | null,
): { amount: number; currency: string } | null =>
  minor === null || currency === null ? null : { amount: toMajor({ minor, currency }), currency };
