/**
 * Firebase App Check: proof that a call comes from the partner's genuine app. A claim uses its
 * token up.
 */
import { jwtVerify, type JWTPayload } from 'jose';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { tokenHash } from '../../secrets.ts';
import { refusalOf, TOLERANCE_S } from './verify-token.ts';

const ISSUER = /^https:\/\/firebaseappcheck\.googleapis\.com\/\d{1,20}$/;
/** Seconds. Firebase gives them a week at most; a row per used one is kept that long. */
const LONGEST_S = 8 * 86_400;
const MAX_LENGTH = 8_192;

/** A verified token: what tells it from others, and when it can be forgotten. */
export type Attestation = { hash: Buffer; expiresAt: Date };

const refused = (why: string): AppError =>
  new AppError('app_check_invalid', `The App Check token is not valid: ${why}.`);

/** Null where App Check is switched off. Throws `app_check_invalid`, `keys_unavailable`. */
export async function verifyAppCheck(
  ctx: Context,
  tokens: readonly string[],
): Promise<Attestation | null> {
  if (ctx.config.appCheck === 'off') return null;
  const [token] = tokens;
  if (token === undefined || token === '')
    throw new AppError('app_check_invalid', 'An App Check token is required: X-Firebase-AppCheck.');
  if (tokens.length > 1 || token.length > MAX_LENGTH) throw refused('expected one token');
  try {
    const { payload } = await jwtVerify(token, ctx.keySets.appCheck, {
      algorithms: ['RS256'],
      audience: `projects/${ctx.config.firebaseProject}`,
      clockTolerance: TOLERANCE_S,
      requiredClaims: ['iss', 'sub', 'exp', 'iat'],
    });
    return attestationOf(token, payload);
  } catch (error) {
    throw refusalOf(error, refused);
  }
}

function attestationOf(token: string, { iss, sub, iat, exp, jti }: JWTPayload): Attestation {
  const now = Date.now() / 1_000;
  if (!ISSUER.test(iss!)) throw refused('its issuer is not App Check');
  if (typeof sub !== 'string' || sub === '') throw refused('it names no app');
  if (iat! > now + TOLERANCE_S) throw refused('it is from the future');
  if (exp! > now + LONGEST_S) throw refused('it is good for too long');
  // Without an id it counts by what is signed: the signature itself can be written in more than one
  // way.
  const identity =
    typeof jti === 'string' && jti !== ''
      ? `jti ${iss} ${jti}`
      : `text ${token.slice(0, token.lastIndexOf('.'))}`;
  return { hash: tokenHash(identity), expiresAt: new Date((exp! + 2 * TOLERANCE_S) * 1_000) };
}

/** Each token is good for one claim, whatever becomes of that. */
export async function useUp(ctx: Context, attestation: Attestation | null): Promise<void> {
  if (attestation === null) return;
  const mine = await ctx.db.one(
    `insert into used_app_tokens (jti_hash, expires_at)
     values ($1, $2)
     on conflict do nothing
     returning 1 as first`,
    [attestation.hash, attestation.expiresAt],
  );
  if (mine === undefined)
    throw new AppError(
      'app_check_invalid',
      'The App Check token was used for a claim already; get a limited-use token for each.',
    );
}
