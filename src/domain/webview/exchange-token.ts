/**
 * POST /api/webapp/auth/exchange: a redirect token becomes a session, once. Whatever is wrong with a
 * token is answered alike.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { tokenHash } from '../../secrets.ts';
import { countWrongToken } from '../abuse/limits.ts';
import { findPartner } from '../partners/managing/partners.ts';
import type { Partner } from '../partners/partner.ts';
import { lockTraveler } from '../travelers/lock-traveler.ts';
import { openSession } from './open-session.ts';
import { showOpened } from './show-opened.ts';
import type { DeviceHints, Visitor } from './visitor.ts';

const TOKEN = /^[\w-]{43}$/;

export type ExchangeInput = {
  redirect_token: string;
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

type Opened = { partner: Partner; visitor: Visitor };

async function open(ctx: Context, input: ExchangeInput): Promise<Opened | null> {
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
    });
  });
  return visitor === null ? null : { partner, visitor };
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
