/**
 * Other credentials are tried before they take the place of those that work, so that whoever rotates
 * a key loses no order meanwhile, and one that is mistyped changes nothing.
 */
import type { Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { ProviderRefused } from '../../../providers/provider.ts';
import { opened, type StoredAccount } from '../account.ts';
import { reasonOf } from '../failure-text.ts';
import type { AccountChange } from './form.ts';

/**
 * `taken`: the supplier has let them in. `unknown`: they were not tried, or the supplier did not
 * say; a test decides, as for a new account.
 */
export type Trial = 'taken' | 'unknown' | { problem: Problem };

export async function tryCredentials(
  ctx: Pick<Context, 'secrets' | 'suppliers'>,
  account: StoredAccount,
  { credentials, base_url, settings }: AccountChange,
): Promise<Trial> {
  // Another address is another supplier, perhaps: that one is tested by a person.
  if (credentials === undefined || base_url !== undefined || account.tested_at === null)
    return 'unknown';
  const { registry } = ctx.suppliers;
  const provider = registry.make({
    kind: account.kind,
    account: {
      ...opened(ctx.secrets, account),
      credentials: credentials as Record<string, string>,
      ...(settings === undefined ? {} : { settings }),
    },
  });
  try {
    await provider.signIn();
    await provider.balance();
    return 'taken';
  } catch (error) {
    if (!(error instanceof ProviderRefused) || error.concerns !== 'account') return 'unknown';
    const issue = `the supplier does not take them, so the ones before stay: ${reasonOf(error)}`;
    return { problem: { field: 'credentials', issue } };
  } finally {
    await provider.close();
  }
}
