import type { Context } from '../../context.ts';
import type { Callback, RawCallback } from '../../providers/callback.ts';
import { ForgedCallback } from '../../providers/provider.ts';
import { credentialsRow, opened } from './account.ts';

/**
 * A callback that is not signed with an account's credentials may have left while those before were
 * good. Throws `ForgedCallback` where it is not signed with them either, or they are too old.
 */
export async function readByPrevious(
  ctx: Pick<Context, 'secrets' | 'suppliers'>,
  name: string,
  raw: RawCallback,
): Promise<Callback> {
  const account = ctx.suppliers.find(name);
  const { previous_credentials_sealed: sealed = null, previous_credentials_until: until = null } =
    account ?? {};
  if (account === undefined || sealed === null || until === null || until < new Date())
    throw new ForgedCallback('There are no credentials before these.');
  const provider = ctx.suppliers.registry.make({
    kind: account.kind,
    account: {
      ...opened(ctx.secrets, account),
      credentials: JSON.parse(ctx.secrets.open(sealed, credentialsRow(name))),
    },
  });
  try {
    return provider.parseCallback(raw);
  } finally {
    await provider.close();
  }
}
