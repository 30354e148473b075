import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { tokenHash } from '../../../secrets.ts';
import { newToken } from '../tokens.ts';

/**
 * What was missing has been shown: the session is whole, and fresh. It goes on under another token,
 * since the one of before was good for less. In the transaction that uses up what was shown.
 * Answers the token; null where the session has ended meanwhile.
 */
export async function raiseSession(
  ctx: Pick<Context, 'clock'>,
  tx: Tx,
  sessionId: string,
): Promise<string | null> {
  const token = newToken();
  const raised = await tx.one(
    `update member_sessions
     set stage = 'full', fresh_at = $3, token_hash = $2
     where id = $1 and ended_at is null
     returning 1`,
    [sessionId, tokenHash(token), ctx.clock.now()],
  );
  return raised === undefined ? null : token;
}
