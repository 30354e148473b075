/**
 * POST /api/webapp/auth/exchange: a redirect token becomes a session, once. Whose answer was lost
 * gets the same session again, by the key that only its page knows. Whatever is wrong with a token is
 * answered alike.
 */
import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { tokenHash } from '../../secrets.ts';
import { countWrongToken } from '../abuse/limits.ts';
import { findPartner } from '../partners/managing/partners.ts';
import { lockTraveler } from '../travelers/lock-traveler.ts';
import { visitorOf, type FoundVisitor } from './find-visitor.ts';
import { openSession } from './open-session.ts';
import { showOpened } from './show-opened.ts';
import type { DeviceHints } from './visitor.ts';

const TOKEN = /^[\w-]{43}$/;

export type ExchangeInput = {
  redirect_token: string;
  /** made by the page for this token */
  retry_key?: string | undefined;
  /** of the page, where the token says nothing of it */
  locale?: string | undefined;
  device?: DeviceHints | undefined;
};

export async function exchangeToken(ctx: Context, ip: string, input: ExchangeInput) {
  const opened = await open(ctx, input);
  if (opened === null) {
    // A good token opens whatever others do at the same address.
    const verdict = await countWrongToken(ctx, ip);
    if (verdict.isOver)
      throw new AppError('too_many_requests', 'Too many tokens that open nothing. Wait.', {
        retryAfter: verdict.retryAfterS,
      });
    throw new AppError(
      'redirect_token_invalid',
      'The redirect token opens nothing (any more); each opens one session, within minutes.',
    );
  }
  return showOpened(ctx, opened.partner, opened.visitor);
}

async function open(ctx: Context, input: ExchangeInput): Promise<FoundVisitor | null> {
  if (!TOKEN.test(input.redirect_token)) return null;
  const hash = tokenHash(input.redirect_token);
  const owner = await ctx.db.one<{ partner_id: string; traveler_id: string }>(
    'select partner_id, traveler_id from redirect_tokens where token_hash = $1',
    [hash],
    'redirect-token',
  );
  if (owner === undefined) return null;
  const partner = await findPartner(ctx, owner.partner_id);
  if (partner.suspendedAt !== null) return null;
  const openingHash = openingOf(hash, input.retry_key);
  const visitor = await ctx.db.partnerTx(partner.id, async (tx) => {
    // First, as everywhere: who erases the traveler takes the token along.
    if (!(await lockTraveler(tx, partner.id, owner.traveler_id))) return null;
    const said = await use(ctx, tx, hash);
    if (said === null) return null;
    return openSession(ctx, tx, partner, {
      travelerId: owner.traveler_id,
      by: 'redirect',
      scope: said.bookingId === null ? 'traveler' : { bookingId: said.bookingId },
      locale: said.locale ?? input.locale ?? null,
      device: { ...input.device, ...said.device },
      openingHash,
    });
  });
  if (visitor !== null) return { partner, visitor };
  return openingHash === null ? null : openedBefore(ctx, partner.id, openingHash);
}

/** Stored in place of the key, which with the token opens the session. */
const openingOf = (hash: Buffer, retryKey: string | undefined): Buffer | null =>
  retryKey === undefined ? null : createHash('sha256').update(hash).update(retryKey).digest();

/** By this page, and it goes on. */
async function openedBefore(
  ctx: Context,
  partnerId: string,
  openingHash: Buffer,
): Promise<FoundVisitor | null> {
  const session = await ctx.db.partnerTx(partnerId, (tx) =>
    tx.one<{ id: string; traveler_id: string }>(
      `select id, traveler_id
       from webview_sessions
       where partner_id = $1 and opening_hash = $2`,
      [partnerId, openingHash],
    ),
  );
  if (session === undefined) return null;
  const claims = { partnerId, sessionId: session.id, travelerId: session.traveler_id };
  return visitorOf(ctx, claims).catch((error: unknown) => {
    if (error instanceof AppError && error.type === 'session_ended') return null;
    throw error;
  });
}

type Said = { bookingId: string | null; locale: string | null; device: DeviceHints };

/** Null: somebody else has used it, or it is too late. */
async function use(ctx: Context, tx: Tx, hash: Buffer): Promise<Said | null> {
  const said = await tx.one<Said>(
    `update redirect_tokens
     set used_at = $2
     where token_hash = $1 and used_at is null and expires_at > $2
     returning booking_id as "bookingId", locale, device`,
    [hash, ctx.clock.now()],
  );
  return said ?? null;
}
