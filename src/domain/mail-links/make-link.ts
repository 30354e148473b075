/**
 * Links in mails to what the mail is about: a secret of 32 random bytes of which only the hash is
 * kept, bound to its message. It works for at least 90 days, and until 30 days after the departure
 * of its booking; by the partner's time, since departures are.
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
const KEPT = '400 days';
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

export type MailLink = { partnerId: string; messageId: string; expiresAt: Date };

/**
 * Null for a token that nobody has, or no more; `typed` with whatever sticks to it. One that has
 * ended is found.
 */
export async function findMailLink(ctx: Context, typed: string): Promise<MailLink | null> {
  const token = linkToken(typed);
  if (token === null) return null;
  const row = await ctx.db.one<{ partner_id: string; message_id: string; expires_at: Date }>(
    'select partner_id, message_id, expires_at from mail_tokens where token_hash = $1',
    [hashOf(token)],
    'mail-link',
  );
  return row === undefined
    ? null
    : { partnerId: row.partner_id, messageId: row.message_id, expiresAt: row.expires_at };
}

/**
 * Whether it has ended, by the partner's time; `departure` as it is now, which may be later than
 * when the mail was made.
 */
export const hasEnded = (ctx: Context, link: MailLink, departure: Date | null): boolean =>
  partnerNow(ctx, { id: link.partnerId }).getTime() >
  Math.max(
    link.expiresAt.getTime(),
    departure === null ? 0 : departure.getTime() + AFTER_DEPARTURE_DAYS * DAY_MS,
  );

/** Housekeeping. */
export const forgetOldMailLinks = (ctx: Context): Promise<number> =>
  forgetAll(ctx.db, forget('mail_tokens', `expires_at < now() - interval '${KEPT}'`, 'expires_at'));
