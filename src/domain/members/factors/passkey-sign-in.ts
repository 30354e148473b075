/** A passkey signs in, or shows again who it is. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { countPasskeyTry } from '../../abuse/limits.ts';
import { freshUntil, type MemberSession } from '../member.ts';
import { openMemberSession, type Opened } from '../sessions/open-member-session.ts';
import { checkAssertion, takeUse, type Assertion } from './check-assertion.ts';
import { signInOptions } from './passkey-options.ts';
import { makeFresh } from './tries.ts';

export type From = { userAgent: string | null; ip: string; replaces: string | null };

/** Throws `too_many_requests`. */
async function countTry(ctx: Context, ip: string): Promise<void> {
  const verdict = await countPasskeyTry(ctx, ip);
  if (verdict.isOver)
    throw new AppError('too_many_requests', 'Too many tries to sign in. Wait.', {
      retryAfter: verdict.retryAfterS,
    });
}

export async function beginPasskeySignIn(ctx: Context, ip: string, browser: Buffer) {
  await countTry(ctx, ip);
  return signInOptions(ctx, browser);
}

/** Throws `passkey_invalid`, whatever is wrong, and `too_many_requests`. */
export async function signInWithPasskey(
  ctx: Context,
  from: From,
  browser: Buffer,
  assertion: Assertion,
): Promise<Opened> {
  await countTry(ctx, from.ip);
  const shown = await checkAssertion(
    ctx,
    { purpose: 'sign_in', memberId: null, browser },
    assertion,
  );
  return ctx.db.tx(async (tx) => {
    // Whoever takes a member's factors away holds the member too.
    await tx.rows('select 1 from members where id = $1 for no key update', [shown.memberId]);
    await takeUse(tx, shown, ctx.clock.now());
    return openMemberSession(ctx, tx, {
      memberId: shown.memberId,
      by: 'passkey',
      partnerId: null,
      ...from,
    });
  });
}

/** Until when the session is fresh. Throws `passkey_invalid`. */
export async function freshenWithPasskey(
  ctx: Context,
  session: MemberSession,
  browser: Buffer,
  assertion: Assertion,
): Promise<Date> {
  const { memberId } = session;
  const shown = await checkAssertion(ctx, { purpose: 'fresh', memberId, browser }, assertion);
  const now = ctx.clock.now();
  await ctx.db.tx(async (tx) => {
    await takeUse(tx, shown, now);
    await makeFresh(ctx, tx, session);
  });
  return freshUntil({ freshAt: now }, now)!;
}
