/** Which accounts are there for whom. The one place that knows of the sandbox's wholesaler. */
import type { RoutableAccount } from '../suppliers/routable-accounts.ts';

/** A partner, as far as it matters here; null = nobody in particular, who is served like most. */
export type Buyer = { settings: { sandbox_telco?: 'wholesaler' } } | null;

const isWholesaler = ({ kind, name }: Pick<RoutableAccount, 'kind' | 'name'>): boolean =>
  kind === 'sandbox' && name === 'sandbox-three';

/** A partner that wants the wholesaler gets it alone, everybody else never. */
export const isFor = (buyer: Buyer, account: Pick<RoutableAccount, 'kind' | 'name'>): boolean =>
  isWholesaler(account) === (buyer?.settings.sandbox_telco === 'wholesaler');

/** Those that are not for this buyer take no new orders of theirs; eSIMs that are there stay served. */
export const accountsServing = (
  buyer: Buyer,
  accounts: readonly RoutableAccount[],
): RoutableAccount[] =>
  accounts.map((account) => (isFor(buyer, account) ? account : { ...account, takesNew: false }));
