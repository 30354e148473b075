/**
 * A supplier account for the audit log: what an operator sets of it. Its credentials are in it as
 * they are, so that a change of one is seen; the log masks them.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { lockAccount, opened, type StoredAccount } from '../account.ts';
import { termsOf } from './view-account.ts';

/** Null where there is none. */
export async function accountAsSet(
  ctx: Pick<Context, 'secrets'>,
  tx: Tx,
  name: string,
): Promise<object | null> {
  const account = await lockAccount(tx, name);
  if (account === undefined) return null;
  return {
    kind: account.kind,
    base_url: account.base_url,
    credentials: credentialsOf(ctx, account),
    ...termsOf(account),
  };
}

/** Those of a key that is lost are told apart by how they lie. */
function credentialsOf({ secrets }: Pick<Context, 'secrets'>, account: StoredAccount): unknown {
  try {
    return opened(secrets, account).credentials;
  } catch {
    return account.credentials_sealed?.toString('base64');
  }
}
