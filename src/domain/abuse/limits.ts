/**
 * The limits themselves. They only say what they counted; who asks decides what follows: a first
 * valid claim below the recipient's limit goes through whatever `checkClaim` says, else whoever
 * shares an attacker's address would be locked out.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { addressKey } from './address.ts';
import { UNDER, type Verdict } from './counters.ts';
import { mailboxOf } from './recipient.ts';

export { challenge, solves, type Challenge } from './challenge.ts';
export type { Verdict } from './counters.ts';

/**
 * Counts a try to claim, once per request. `ip` as Fastify's req.ip, `uuid` of the link, known or
 * not; `isSolved` lifts the limit of the address.
 */
export async function checkClaim(
  ctx: Context,
  { ip, uuid, isSolved = false }: { ip: string; uuid: string; isSolved?: boolean },
): Promise<Verdict> {
  const byAddress = isSolved
    ? UNDER
    : await ctx.counters.count('claims_per_address_per_minute', addressKey(ip), true);
  // Who is over anyway must not use up the link for others, nor fill the table with made-up links.
  return byAddress.isOver
    ? byAddress
    : ctx.counters.count('claims_per_link_per_minute', uuid.toLowerCase(), true);
}

/**
 * Counts a claim for the mailbox of this e-mail, whichever partner it is of: it is one person who
 * gets the mails. Call it in the claim's transaction when the claim is won (code locked, nothing
 * else to check); where it is over, throw, so that neither the claim nor this count is stored. A
 * lost claim never comes here.
 */
export const takeRecipientIn = (ctx: Context, tx: Tx, email: string): Promise<Verdict> =>
  ctx.counters.countIn(tx, 'claims_per_recipient_per_hour', mailboxOf(email));

/**
 * Whether this traveler (`user`: external_user_id, or e-mail in lower case) has used up the wrong
 * codes. Ask after the code was looked up and before it is redeemed, so that guesses sent together
 * are counted by then.
 */
export const wrongCodes = (ctx: Context, partnerId: string, user: string): Promise<Verdict> =>
  ctx.counters.peek('wrong_codes_per_user_per_hour', `${partnerId} ${user}`);

/**
 * The code was wrong. Over: this one is too many already, and is answered with 429 in place of
 * "wrong".
 */
export const countWrongCode = (ctx: Context, partnerId: string, user: string): Promise<Verdict> =>
  ctx.counters.count('wrong_codes_per_user_per_hour', `${partnerId} ${user}`);

/**
 * The page of deep links: whether this address has asked for too many unknown codes, and one more
 * of them.
 */
export const unknownCodes = (ctx: Context, ip: string): Promise<Verdict> =>
  ctx.counters.peek('unknown_codes_per_address_per_minute', addressKey(ip));
export const countUnknownCode = (ctx: Context, ip: string): Promise<Verdict> =>
  ctx.counters.count('unknown_codes_per_address_per_minute', addressKey(ip), true);

/** A redirect token that opens nothing was sent. Over: it is answered with 429. */
export const countWrongToken = (ctx: Context, ip: string): Promise<Verdict> =>
  ctx.counters.count('wrong_redirect_tokens_per_address_per_minute', addressKey(ip), true);

/** One more try to open the managed screens by the link of a mail. */
export const countMailSignIn = (ctx: Context, ip: string): Promise<Verdict> =>
  ctx.counters.count('mail_sign_ins_per_address_per_minute', addressKey(ip), true);

/** One more promo code that is redeemed on the managed screens. */
export async function countCode(ctx: Context, ip: string, sessionId: string): Promise<Verdict> {
  const byAddress = await ctx.counters.count('codes_per_address_per_minute', addressKey(ip), true);
  // Who is over anyway must not use up the session for when it is not.
  return byAddress.isOver
    ? byAddress
    : ctx.counters.count('codes_per_session_per_hour', sessionId, true);
}

/** One more link to sign in to the dashboard that is asked for, whether or not anybody has the address. */
export async function countMemberLink(
  ctx: Context,
  { ip, email }: { ip: string; email: string },
): Promise<Verdict> {
  const byAddress = await ctx.counters.count(
    'member_links_per_address_per_minute',
    addressKey(ip),
    true,
  );
  // Who is over anyway must not use up the mailbox.
  return byAddress.isOver
    ? byAddress
    : ctx.counters.count('member_links_per_mailbox_per_hour', mailboxOf(email), true);
}

/** A link or invitation of the dashboard that opens nothing. Throws `too_many_requests`. */
export async function refuseWrongToken(ctx: Context, ip: string): Promise<void> {
  const verdict = await ctx.counters.count(
    'wrong_member_tokens_per_address_per_minute',
    addressKey(ip),
    true,
  );
  if (verdict.isOver)
    throw new AppError('too_many_requests', 'Too many links that open nothing. Wait.', {
      retryAfter: verdict.retryAfterS,
    });
}

/** One more sign-in to the dashboard by passkey that is begun or tried. */
export const countPasskeyTry = (ctx: Context, ip: string): Promise<Verdict> =>
  ctx.counters.count('passkey_tries_per_address_per_minute', addressKey(ip), true);

/** One more browser that is sent to a partner's directory. */
export const countSsoSignIn = (ctx: Context, ip: string): Promise<Verdict> =>
  ctx.counters.count('sso_sign_ins_per_address_per_minute', addressKey(ip), true);

/** Whether this member has used up the wrong codes of the second factor, and one more of them. */
export const wrongFactorCodes = (ctx: Context, memberId: string): Promise<Verdict> =>
  ctx.counters.peek('wrong_factor_codes_per_member_per_day', memberId);
export const countWrongFactorCode = (ctx: Context, memberId: string): Promise<Verdict> =>
  ctx.counters.count('wrong_factor_codes_per_member_per_day', memberId);

/** One more invitation that a member sends: each is a mail to anybody. Throws `too_many_requests`. */
export async function countInvitation(ctx: Context, memberId: string): Promise<void> {
  const verdict = await ctx.counters.count('invitations_per_member_per_hour', memberId, true);
  if (verdict.isOver)
    throw new AppError('too_many_requests', 'Too many invitations in one hour. Wait.', {
      retryAfter: verdict.retryAfterS,
    });
}
