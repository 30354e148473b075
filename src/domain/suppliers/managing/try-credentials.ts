/**
 * Other credentials are tried before they take the place of those that work, so that whoever rotates
 * a key loses no order meanwhile.
 */
import type { Context } from '../../../context.ts';
import { opened, type StoredAccount } from '../account.ts';
import type { AccountChange } from './form.ts';

/** Whether the supplier has let them in. False too where they were not tried: then a test decides. */
export async function areTaken(
  ctx: Pick<Context, 'secrets' | 'suppliers'>,
  account: StoredAccount,
  { credentials, base_url, settings }: AccountChange,
): Promise<boolean> {
  // Another address is another supplier, perhaps: that one is tested by a person.
  if (credentials === undefined || base_url !== undefined || account.tested_at === null)
    return false;
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
    return true;
  } catch {
    return false;
  } finally {
    await provider.close();
  }
}
