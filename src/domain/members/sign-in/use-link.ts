/**
 * POST /web-api/sign-in/link: the link becomes a session, once. Whatever is wrong with one is
 * answered alike.
 */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { tokenHash } from '../../../secrets.ts';
import { refuseWrongToken } from '../../abuse/limits.ts';
import { openMemberSession, type Opened } from '../sessions/open-member-session.ts';
import { isToken } from '../tokens.ts';

export type Link = {
  token: string;
  browser: Buffer;
  userAgent: string | null;
  ip: string;
  /** the token of the session that this browser has */
  replaces: string | null;
};

/** Throws `sign_in_link_invalid`, `too_many_requests`. */
export async function signInByLink(ctx: Context, link: Link): Promise<Opened> {
  const opened = isToken(link.token) ? await use(ctx, link) : null;
  if (opened !== null) return opened;
  // A good link opens whatever others do at the same address.
  await refuseWrongToken(ctx, link.ip);
  throw new AppError(
    'sign_in_link_invalid',
    'The link opens nothing (any more): each opens once, within 15 minutes, in the browser it was asked for with.',
  );
}

const use = (ctx: Context, { token, browser, ...by }: Link): Promise<Opened | null> =>
  ctx.db.tx(async (tx) => {
    const hash = tokenHash(token);
    const owner = await tx.one<{ member_id: string }>(
      'select member_id from member_links where token_hash = $1',
      [hash],
    );
    if (owner === undefined) return null;
    // First, as who ends all sessions does.
    await tx.rows('select 1 from members where id = $1 for no key update', [owner.member_id]);
    const used = await tx.one<{ is_printed: boolean }>(
      `update member_links
       set used_at = $3
       where token_hash = $1
         and used_at is null
         and expires_at > $3
         and (browser_hash is null or browser_hash = $2)
       returning browser_hash is null as is_printed`,
      [hash, browser, ctx.clock.now()],
    );
    if (used === undefined) return null;
    return openMemberSession(ctx, tx, {
      ...by,
      memberId: owner.member_id,
      by: used.is_printed ? 'link' : 'mail',
      partnerId: null,
    });
  });
