/**
 * A link in a mail opens with the address that the mail went to. Whoever was sent the mail on does
 * not know it, and has five tries.
 */
import type { Context } from '../../context.ts';
import { findMailLink, hasEnded, takeTry } from '../mail-links/make-link.ts';
import { findPartner } from '../partners/managing/partners.ts';
import { partnerNow } from '../partners/now.ts';
import type { Partner } from '../partners/partner.ts';
import { noteOpenedPackages } from '../travelers/note-opened.ts';
import { messageOf, type LinkedMessage, type Trip } from './open-mail-link.ts';

export type Proven = { partner: Partner; message: LinkedMessage };

/**
 * Null: nobody has this link (at the partner of this slug, where one is given), it has ended, or
 * it is not the message's address, which is counted.
 */
export async function proveAddress(
  ctx: Context,
  { slug, token, email }: { slug: string | null; token: string; email: string },
): Promise<Proven | null> {
  const link = await findMailLink(ctx, token);
  if (link === null) return null;
  const partner = await findPartner(ctx, link.partnerId);
  if (slug !== null && partner.slug !== slug) return null;
  const message = await ctx.db.partnerRead(partner.id, (db) => messageOf(db, link));
  if (message === null || hasEnded(ctx, link, message.departure_at)) return null;
  const isRight = email.toLowerCase() === message.recipient.toLowerCase();
  const isTaken = await takeTry(ctx, token, isRight);
  return isRight && isTaken ? { partner, message } : null;
}

/** For the page of the link: whether the address opens it, and it is noted that it was opened. */
export async function openByAddress(
  ctx: Context,
  { partner, items }: Pick<Trip, 'partner' | 'items'>,
  { token, email }: { token: string; email: string },
): Promise<boolean> {
  if ((await proveAddress(ctx, { slug: partner.slug, token, email })) === null) return false;
  const queueIds = items.map(({ queueId }) => queueId);
  await ctx.db.partnerTx(partner.id, (tx) =>
    noteOpenedPackages(tx, partner.id, queueIds, partnerNow(ctx, partner)),
  );
  return true;
}
