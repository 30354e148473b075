/**
 * Codes are short, so they cannot be tried for long: a session has five tries, counted before they
 * are looked at, and a member so many wrong ones a day however many sessions there are.
 */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { countWrongFactorCode, wrongFactorCodes } from '../../abuse/limits.ts';
import type { MemberSession } from '../member.ts';
import { sessionEnded } from '../sessions/find-member.ts';
import { raiseSession } from '../sessions/raise-session.ts';

const TRIES = 5;

type Trying = Pick<MemberSession, 'id' | 'memberId'>;

/** Throws `session_ended` where there is none left, `too_many_requests`. */
export async function takeTry(ctx: Context, { id, memberId }: Trying): Promise<void> {
  const verdict = await wrongFactorCodes(ctx, memberId);
  if (verdict.isOver)
    throw new AppError('too_many_requests', 'Too many wrong codes. Use a passkey, or wait.', {
      retryAfter: verdict.retryAfterS,
    });
  const taken = await ctx.db.rows(
    `update member_sessions
     set code_tries = code_tries + 1
     where id = $1 and ended_at is null and code_tries < $2
     returning 1`,
    [id, TRIES],
  );
  if (taken.length === 0) throw sessionEnded();
}

/** The code was wrong: throws `code_invalid`. The last try ends the session. */
export async function refuseCode(ctx: Context, { id, memberId }: Trying): Promise<never> {
  await ctx.db.rows(
    `update member_sessions
     set ended_at = $3
     where id = $1 and code_tries >= $2 and ended_at is null`,
    [id, TRIES, ctx.clock.now()],
  );
  await countWrongFactorCode(ctx, memberId);
  throw new AppError('code_invalid', 'The code is not right, or was used before.');
}

/**
 * The person has shown who they are: the session is whole, and fresh. In the transaction that uses up
 * what was shown. Answers the token that it goes on under, null = the same. Throws `session_ended`
 * where it has ended meanwhile.
 */
export async function makeFresh(
  ctx: Pick<Context, 'clock'>,
  tx: Tx,
  { id, stage }: Pick<MemberSession, 'id' | 'stage'>,
): Promise<string | null> {
  const freshened = await tx.rows(
    `update member_sessions
     set code_tries = 0, fresh_at = $2
     where id = $1 and ended_at is null
     returning 1`,
    [id, ctx.clock.now()],
  );
  if (freshened.length === 0) throw sessionEnded();
  return stage === 'full' ? null : raiseSession(ctx, tx, id);
}
