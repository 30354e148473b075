/**
 * Links in mails to what the mail is about: a secret of 32 random bytes of which only the hash is
 * kept, bound to its message. It works for at least 90 days, and until 30 days after the departure
 * of its booking, by the partner's time, since departures are; or until too many addresses were
 * tried with it that are not the message's.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Context } from '../../context.ts';
import { forget, forgetAll } from '../../db/forget.ts';
import type { Tx } from '../../db/pool.ts';
import { linkToken } from '../../input/typed.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';

const AT_LEAST_DAYS = 90;
const AFTER_DEPARTURE_DAYS = 30;
const DAY_MS = 86_400_000;
/** For so long an ended link is known, so that a fresh one can be had with it. */
export const LINK_DAYS = 400;
/** So many addresses that are not the message's end a link. */
const MOST_WRONG_TRIES = 5;
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export const mailLinkPath = (slug: string, token: string): string => `/w/${slug}/m/${token}`;

const endOf = (now: Date, departure: Date | null): Date =>
  new Date(
    Math.max(
      now.getTime() + AT_LEAST_DAYS * DAY_MS,
      departure === null ? 0 : departure.getTime() + AFTER_DEPARTURE_DAYS * DAY_MS,
    ),
  );

/** In the transaction that makes the mail. `departure`: null where the message has no booking. */
export async function makeMailLink(
  ctx: Pick<Context, 'baseUrl' | 'clock' | 'clocks'>,
  tx: Tx,
  partner: Pick<Partner, 'id' | 'slug'>,
  messageId: string,
  departure: Date | null,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await tx.rows(
    `insert into mail_tokens (token_hash, partner_id, message_id, expires_at)
     values ($1, $2, $3, $4)`,
    [hashOf(token), partner.id, messageId, endOf(partnerNow(ctx as Context, partner), departure)],
  );
  return `${ctx.baseUrl}${mailLinkPath(partner.slug, token)}`;
}

export type MailLink = {
  partnerId: string;
  messageId: string;
  expiresAt: Date;
  wrongTries: number;
};

/**
 * Null for a token that nobody has, or no more; `typed` with whatever sticks to it. One that has
 * ended is found.
 */
export async function findMailLink(ctx: Context, typed: string): Promise<MailLink | null> {
  const token = linkToken(typed);
  if (token === null) return null;
  const row = await ctx.db.one<MailLink>(
    `select partner_id as "partnerId", message_id as "messageId", expires_at as "expiresAt",
       wrong_tries as "wrongTries"
     from mail_tokens
     where token_hash = $1`,
    [hashOf(token)],
    'mail-link',
  );
  return row ?? null;
}

/**
 * One more address is tried, `isRight` or not; false: the link had ended by wrong ones. All that
 * are sent together go one after the other at the link's row, the right one too, so that no more
 * can be tried at once than one by one.
 */
export const takeTry = async (ctx: Context, token: string, isRight: boolean): Promise<boolean> =>
  (await ctx.db.one(
    `update mail_tokens
     set wrong_tries = wrong_tries + $2
     where token_hash = $1 and wrong_tries < $3
     returning 1`,
    [hashOf(linkToken(token) ?? token), isRight ? 0 : 1, MOST_WRONG_TRIES],
  )) !== undefined;

/**
 * Whether it has ended, by wrong addresses or by the partner's time; `departure` as it is now,
 * which may be later than when the mail was made.
 */
export const hasEnded = (ctx: Context, link: MailLink, departure: Date | null): boolean =>
  link.wrongTries >= MOST_WRONG_TRIES ||
  partnerNow(ctx, { id: link.partnerId }).getTime() >
    Math.max(
      link.expiresAt.getTime(),
      departure === null ? 0 : departure.getTime() + AFTER_DEPARTURE_DAYS * DAY_MS,
    );

/** Housekeeping. */
export const forgetOldMailLinks = (ctx: Context): Promise<number> =>
  forgetAll(
    ctx.db,
    forget('mail_tokens', `expires_at < now() - interval '${LINK_DAYS} days'`, 'expires_at'),
  );
