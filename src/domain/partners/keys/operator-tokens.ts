/** The operator's bearer tokens, kept as SHA-256 only. */
import { randomBytes } from 'node:crypto';
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { tokenHash } from '../../../secrets.ts';

/** Looked up by its hash, so there is nothing whose comparison could be timed. */
export async function isOperatorToken(ctx: Pick<Context, 'db'>, token: string): Promise<boolean> {
  return (
    (await ctx.db.one(
      'select 1 from operator_tokens where hash = $1 and revoked_at is null',
      [tokenHash(token)],
      'operator-token',
    )) !== undefined
  );
}

/** Tells tokens apart where they must not stand: the first eight hex digits of the hash. */
export const operatorTokenName = (token: string): string =>
  tokenHash(token).toString('hex').slice(0, 8);

export async function createOperatorToken(db: Queryable): Promise<string> {
  const token = `hop_${randomBytes(32).toString('base64url')}`;
  await db.rows('insert into operator_tokens (hash) values ($1)', [tokenHash(token)]);
  return token;
}
