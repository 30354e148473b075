/** The accounts as whoever chooses one needs to see them. Asks no database. */
import type { Context } from '../../context.ts';
import type { KindName } from '../../providers/kind.ts';
import type { Account, AccountStatus, Mode } from './account.ts';
import { whyRefused } from './put-out.ts';
import { capReached } from './spend-cap.ts';

export type RoutableAccount = {
  name: string;
  kind: KindName;
  mode: Mode;
  status: AccountStatus;
  /** whether eSIMs may be ordered there; else it serves those that it has made */
  takesNew: boolean;
  /** lower comes first */
  priority: number;
  /** 0 to 1: how its calls of the last 15 minutes went; 1 where there were none */
  health: number;
  /** why nothing should be ordered there now, in a sentence without a name; null = it may be */
  outBecause: string | null;
  /** the first package is ordered with the booking */
  preorder: boolean;
};

/** Calls that count as good before there were any, so that one failure does not weigh all. */
const PRIOR = 4;

/** All accounts, by priority and name. */
export const routableAccounts = (ctx: Pick<Context, 'suppliers'>): RoutableAccount[] =>
  ctx.suppliers.all().map((account) => {
    const { succeeded, failed } = ctx.suppliers.figures.callsOf(account.name);
    return {
      name: account.name,
      kind: account.kind,
      mode: account.mode,
      status: account.status,
      takesNew: account.status === 'active',
      priority: account.priority,
      health: (succeeded + PRIOR) / (succeeded + failed + PRIOR),
      outBecause: whyOut(ctx, account),
      preorder: account.preorder,
    };
  });

/** The first reason that there is; one that drains goes on serving its eSIMs. */
export const whyOut = (ctx: Pick<Context, 'suppliers'>, account: Account): string | null =>
  whyOutForLong(ctx, account) ??
  (ctx.suppliers.registry.running(account.name)!.isBroken()
    ? 'calls are paused after failures'
    : null);

/** The same without what passes within seconds: null then, too. */
export function whyOutForLong(
  { suppliers }: Pick<Context, 'suppliers'>,
  account: Account,
): string | null {
  const { name } = account;
  if (account.status === 'paused') return 'it is paused by the operator';
  if (account.awaits_test) return 'it waits for its first good test';
  const running = suppliers.registry.running(name);
  if (running === undefined) return 'it cannot be set up in this release';
  const refused = account.out_because ?? suppliers.outHere(name);
  if (refused !== null) return whyRefused(refused);
  return capReached(account, suppliers.figures.spentOf(name), suppliers.rates());
}
