/**
 * POST /api/app-tokens: a short-lived ID token of our own for a traveler of the partner, for apps
 * without Firebase.
 */
import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Partner } from '../partners/partner.ts';

export const AUDIENCE = 'hubby-app';
export const [SHORTEST_S, LONGEST_S] = [60, 3_600];

export type AppTokenInput = {
  external_user_id?: string | undefined;
  email?: string | undefined;
  /** seconds */ expires_in?: number | undefined;
};
export type AppToken = { token: string; token_type: 'Bearer'; expires_at: string };

/**
 * The traveler need not exist yet: until a booking names them the token is somebody's who has
 * nothing.
 */
export async function issueAppToken(
  ctx: Context,
  partner: Partner,
  input: AppTokenInput,
): Promise<AppToken> {
  const email = input.email?.toLowerCase();
  const user =
    input.external_user_id === undefined ? `email:${email}` : `user:${input.external_user_id}`;
  if (input.external_user_id === undefined && email === undefined)
    throw invalid([{ field: 'external_user_id', issue: 'expected external_user_id or email' }]);
  const { kid, key } = await ctx.issuerKeys.signing();
  const now = Math.floor(Date.now() / 1_000);
  const expires = now + (input.expires_in ?? LONGEST_S);
  const claims = {
    partner_id: partner.id,
    auth_time: now,
    ...(input.external_user_id === undefined ? {} : { external_user_id: input.external_user_id }),
    // The partner vouches for it with its signature.
    ...(email === undefined ? {} : { email, email_verified: true }),
  };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
    .setIssuer(ctx.baseUrl)
    .setAudience(AUDIENCE)
    // Names one person for good, and does not tell who it is.
    .setSubject(createHash('sha256').update(`${partner.id}\n${user}`).digest('base64url'))
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(expires)
    .sign(key);
  return { token, token_type: 'Bearer', expires_at: new Date(expires * 1_000).toISOString() };
}
