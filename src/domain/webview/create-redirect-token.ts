/**
 * Tokens that open the managed screens once, within minutes: by POST /api/redirect-tokens/create for
 * a partner's server, and for whoever redeemed a code on our page. A token is a secret of 32 random
 * bytes of which only the hash is kept.
 */
import { randomBytes } from 'node:crypto';
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { tokenHash } from '../../secrets.ts';
import { shippedLocale } from '../catalog/locales.ts';
import type { Partner } from '../partners/partner.ts';
import { nameTraveler } from '../travelers/name-traveler.ts';
import { isScreen, SCREENS, webviewPath } from '../partners/branding/screens.ts';
import { bookingOf, type DeviceHints, type SessionScope } from './visitor.ts';

const LIFE_MS = 5 * 60_000;

export type RedirectInput = {
  external_user_id?: string | undefined;
  email?: string | undefined;
  to?: string | undefined;
  locale?: string | undefined;
  device?: DeviceHints | undefined;
};

/** 404 `user_not_found`. With both given, `external_user_id` names the traveler. */
export async function createRedirectToken(
  ctx: Context,
  partner: Partner,
  { external_user_id, email, to, locale, device = {} }: RedirectInput,
): Promise<{ redirect_token: string; redirect_url: string; expires_at: string }> {
  if (external_user_id === undefined && email === undefined)
    throw invalid([{ field: 'external_user_id', issue: 'expected external_user_id or email' }]);
  if (to !== undefined && !isScreen(to))
    throw invalid([{ field: 'to', issue: `expected ${SCREENS}` }]);
  const { token, path, expiresAt } = await ctx.db.partnerTx(partner.id, async (tx) =>
    makeToken(ctx, tx, partner, {
      travelerId: await find(tx, partner.id, external_user_id, email),
      scope: 'traveler',
      to,
      locale: locale === undefined ? null : shippedLocale(locale),
      device,
    }),
  );
  return {
    redirect_token: token,
    redirect_url: `${ctx.baseUrl}${path}`,
    expires_at: expiresAt.toISOString(),
  };
}

export type TokenFor = {
  travelerId: string;
  /** what it opens of the traveler's */
  scope: SessionScope;
  to?: string | undefined;
  /** a shipped one; null = the partner's own */
  locale: string | null;
  device: DeviceHints;
};

/** In the caller's transaction. `path`: what a browser opens here. */
export async function makeToken(
  ctx: Pick<Context, 'clock'>,
  tx: Tx,
  { id: partnerId, slug }: Pick<Partner, 'id' | 'slug'>,
  { travelerId, scope, to, locale, device }: TokenFor,
): Promise<{ token: string; path: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url');
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  await tx.rows(
    `insert into redirect_tokens (token_hash, partner_id, traveler_id, booking_id, locale, to_screen,
       device, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tokenHash(token),
      partnerId,
      travelerId,
      bookingOf({ scope }),
      locale,
      to ?? null,
      JSON.stringify(device),
      now,
      expiresAt,
    ],
  );
  const query = new URLSearchParams({ redirect_token: token, ...(to === undefined ? {} : { to }) });
  return { token, path: `${webviewPath(slug)}?${query}`, expiresAt };
}

/** Who is known by an e-mail only has an id from here on. */
async function find(
  tx: Tx,
  partnerId: string,
  externalUserId: string | undefined,
  email: string | undefined,
): Promise<string> {
  const row = await tx.one<{ id: string }>(
    externalUserId !== undefined
      ? 'select id from travelers where partner_id = $1 and external_user_id = $2 for key share'
      : 'select traveler_id as id from traveler_emails where partner_id = $1 and email = $2',
    [partnerId, externalUserId ?? email!.toLowerCase()],
  );
  if (
    row === undefined ||
    (externalUserId === undefined && (await nameTraveler(tx, partnerId, row.id)) === null)
  )
    throw new AppError('user_not_found', 'There is no such user.');
  return row.id;
}
