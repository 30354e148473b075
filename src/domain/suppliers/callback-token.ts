/**
 * The secret part of the path that a supplier calls back at: kept as a hash to know it by, and sealed
 * to show the path to the operator. After a rotation the one before is taken for a week.
 */
import { randomBytes } from 'node:crypto';
import { tokenHash, type Secrets } from '../../secrets.ts';
import { callbackRow, type StoredAccount } from './account.ts';

/** In SQL. */
export const OVERLAP = `interval '7 days'`;

export type CallbackToken = { hash: Buffer; sealed: Buffer };

export function newCallbackToken(secrets: Secrets, account: string): CallbackToken {
  const token = randomBytes(24).toString('base64url');
  return { hash: tokenHash(token), sealed: secrets.seal(token, callbackRow(account)) };
}

/** By hashes, so that the time of the comparison tells nothing of the token. */
export function isCallbackToken(
  account: Pick<
    StoredAccount,
    'callback_token_hash' | 'previous_callback_token_hash' | 'previous_callback_until'
  >,
  token: string,
  now: Date,
): boolean {
  const hash = tokenHash(token);
  const { previous_callback_token_hash: previous, previous_callback_until: until } = account;
  return (
    account.callback_token_hash?.equals(hash) === true ||
    (previous?.equals(hash) === true && until !== null && now < until)
  );
}

/** Null = its kind has no callbacks by path. */
export function callbackPath(
  secrets: Secrets,
  { name, callback_token_sealed: sealed }: StoredAccount,
): string | null {
  if (sealed === null) return null;
  return `/api/suppliers/${name}/callbacks/${secrets.open(sealed, callbackRow(name))}`;
}
