/** Whether an account may be tried at all. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Money } from '../../../providers/article.ts';
import type { Provider } from '../../../providers/provider.ts';
import { noSuchAccount } from '../../suppliers/managing/view-account.ts';
import { whyOut } from '../../suppliers/routable-accounts.ts';
import { capReached } from '../../suppliers/spend-cap.ts';

/** Throws 404, and `conflict` with why nothing may be ordered of it now. */
export function usableAccount(ctx: Context, name: string): Provider {
  const account = ctx.suppliers.find(name);
  if (account === undefined) throw noSuchAccount();
  const why =
    account.kind === 'sandbox'
      ? 'the sandbox telco needs no trial'
      : account.status === 'draining' && !account.awaits_test
        ? 'it drains: it makes no new eSIMs'
        : whyOut(ctx, account);
  const provider = ctx.providers.get(name);
  if (why === null && provider !== undefined) return provider;
  throw new AppError('conflict', `Nothing can be ordered of ${name}: ${why ?? 'it does not run'}.`);
}

/** Throws `conflict` where this purchase would bring today's spending above the account's cap. */
export function mustNotPassCap(ctx: Context, name: string, cost: Money): void {
  const account = ctx.suppliers.find(name)!;
  const spent = ctx.suppliers.figures.spentOf(name);
  const same = spent.find(({ currency }) => currency === cost.currency)?.minor ?? 0;
  const others = spent.filter(({ currency }) => currency !== cost.currency);
  // The cap is reached with what is exactly as much as it: one less may still be spent.
  const after = [...others, { currency: cost.currency, minor: same + cost.minor - 1 }];
  const why = capReached(account, after, ctx.suppliers.rates());
  if (why !== null)
    throw new AppError('conflict', `With this purchase ${why}. Nothing was ordered.`);
}
