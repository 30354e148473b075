/**
 * Who calls from an app: by ID token, and where App Check is enforced with the app's own proof
 * beside it.
 */
import type { JWTPayload } from 'jose';
import type { Context } from '../../context.ts';
import { digitsOf } from '../../input/digits.ts';
import { findAppUser, type AppUser, type Identity } from '../travelers/app-user.ts';
import { verifyAppCheck, type Attestation } from './app-check.ts';
import { tokenRefused, verifyIdToken } from './verify-token.ts';

/** Each header as often as it was sent. */
export type AppHeaders = { authorization: readonly string[]; appCheck: readonly string[] };
/** `user` null: a good token that names no partner of ours. */
export type AppCaller = { user: AppUser | null; attestation: Attestation | null };

/** Throws `app_token_invalid`, `app_check_invalid`, `keys_unavailable`. */
export async function authenticateApp(ctx: Context, headers: AppHeaders): Promise<AppCaller> {
  const [header, second] = headers.authorization;
  if (header === undefined)
    throw tokenRefused('none was sent; expected Authorization: Bearer <ID token>');
  // One server may read the first and another the last.
  if (second !== undefined) throw tokenRefused('expected one Authorization header');
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(header)?.[1];
  if (token === undefined) throw tokenRefused('expected Authorization: Bearer <ID token>');
  const identity = identityOf(await verifyIdToken(ctx, token));
  const attestation = await verifyAppCheck(ctx, headers.appCheck);
  const isPartner =
    identity !== null &&
    (await ctx.db.one(
      'select 1 from partners where id = $1',
      [identity.partnerId],
      'partner-exists',
    )) !== undefined;
  return { user: isPartner ? await findAppUser(ctx, identity) : null, attestation };
}

/**
 * Without a partner_id nobody: an external_user_id or e-mail means something only within a partner.
 */
export function identityOf(claims: JWTPayload): Identity | null {
  const partnerId = text(claims, 'partner_id', 64);
  const externalUserId = text(
    { external_user_id: digitsOf(claims['external_user_id']) },
    'external_user_id',
    255,
  );
  const email =
    claims['email_verified'] === true ? (text(claims, 'email', 254)?.toLowerCase() ?? null) : null;
  return partnerId === null ? null : { partnerId, externalUserId, email };
}

/** Null where there is none; a claim of another form is no claim to guess at. */
function text(claims: JWTPayload, name: string, max: number): string | null {
  const value = claims[name] ?? null;
  if (value === null) return null;
  if (
    typeof value !== 'string' ||
    value === '' ||
    [...value].length > max ||
    value.includes('\0') ||
    !value.isWellFormed()
  )
    throw tokenRefused(`its claim ${name} does not fit`);
  return value;
}
