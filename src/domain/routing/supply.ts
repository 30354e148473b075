/** What there is to be ordered from at the moment, and by which rule one of it is chosen. */
import type { Context } from '../../context.ts';
import type { OnSale } from '../catalog/on-sale.ts';
import type { Bundle, EsimType, Source } from '../catalog/types.ts';
import { routableAccounts, type RoutableAccount } from '../suppliers/routable-accounts.ts';
import { accountsServing, type Buyer } from './accounts-serving.ts';
import { rankCandidates, type Candidate } from './choose-source.ts';
import type { RoutingPolicy } from './policy.ts';

export type Supply = {
  onSale: OnSale;
  accounts: readonly RoutableAccount[];
  policy: RoutingPolicy;
};

/** As it is for one partner, or (null) for nobody in particular. */
export function supplyOf(
  ctx: Pick<Context, 'catalog' | 'suppliers' | 'routing'>,
  buyer: Buyer,
): Supply {
  const accounts = accountsServing(buyer, routableAccounts(ctx));
  return { onSale: withAccounts(ctx, accounts), accounts, policy: ctx.routing.current() };
}

/** What can be sold now, whichever source it would come from. */
export const onSaleNow = (ctx: Pick<Context, 'catalog' | 'suppliers'>, buyer: Buyer): OnSale =>
  withAccounts(ctx, accountsServing(buyer, routableAccounts(ctx)));

/** A paused account serves nobody, not even those who have an eSIM of it. */
const withAccounts = (
  { catalog }: Pick<Context, 'catalog'>,
  accounts: readonly RoutableAccount[],
): OnSale => catalog.current().onSale(accounts.filter(({ status }) => status !== 'paused'));

/** How a package is to be put on an eSIM: its kind (null = any), and at which account (null = any). */
export type Onto = { esimType: EsimType | null; account: string | null };

/** The accounts that can deliver all of these bundles, the one to be taken first. */
export function rankAccounts(
  { onSale, accounts, policy }: Supply,
  bundles: readonly Bundle[],
  { esimType, account }: Onto,
  seed: string,
): Candidate[] {
  const wanted = bundles.map((bundle) => onSale.sourcesOf(bundle, esimType, account));
  return rankCandidates(wanted, { accounts, policy, costOf: onSale.costOf }, seed);
}

/** The source of one bundle that would be taken now, null where there is none. */
export const bestSource = (
  supply: Supply,
  bundle: Bundle,
  onto: Onto,
  seed: string,
): Source | null => rankAccounts(supply, [bundle], onto, seed)[0]?.sources[0] ?? null;
