/**
 * ID tokens: of the Firebase project, of its emulator where that is switched on, and our own. The
 * issuer decides by which rules.
 */
import {
  decodeJwt,
  errors,
  jwtVerify,
  UnsecuredJWT,
  type JWTPayload,
  type JWTVerifyOptions,
} from 'jose';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { AUDIENCE } from './issue-token.ts';

/** Clocks of issuers and ours may differ by so much, in seconds. */
export const TOLERANCE_S = 60;
/** Firebase's own tokens have some 1 000 characters; custom claims add at most as many. */
const MAX_LENGTH = 8_192;

export const tokenRefused = (why: string): AppError =>
  new AppError('app_token_invalid', `The ID token is not valid: ${why}.`);

/**
 * Claims of a token that is signed as it should be, in force, and meant for us. Throws
 * `app_token_invalid`, `keys_unavailable`.
 */
export async function verifyIdToken(ctx: Context, token: string): Promise<JWTPayload> {
  if (token.length > MAX_LENGTH) throw tokenRefused('it is too long');
  try {
    const claims = await verifyByIssuer(ctx, token);
    checkTimes(claims);
    if (typeof claims.sub !== 'string' || claims.sub === '' || claims.sub.length > 128)
      throw tokenRefused('it names no user');
    return claims;
  } catch (error) {
    throw refusalOf(error);
  }
}

async function verifyByIssuer(ctx: Context, token: string): Promise<JWTPayload> {
  const { firebaseProject, firebaseEmulator } = ctx.config;
  // Not verified yet: it only says whose keys and rules the token has to stand.
  const { iss } = decodeJwt(token);
  const common = {
    clockTolerance: TOLERANCE_S,
    requiredClaims: ['exp', 'iat', 'auth_time', 'sub'],
  };
  if (iss === ctx.baseUrl) {
    return (
      await jwtVerify(token, ctx.keySets.own, {
        ...common,
        algorithms: ['ES256'],
        issuer: iss,
        audience: AUDIENCE,
        typ: 'JWT',
      })
    ).payload;
  }
  if (firebaseProject === null || iss !== `https://securetoken.google.com/${firebaseProject}`)
    throw tokenRefused('its issuer is not trusted here');
  const options: JWTVerifyOptions = {
    ...common,
    algorithms: ['RS256'],
    issuer: iss,
    audience: firebaseProject,
  };
  // The emulator signs nothing: a token without a signature, which nobody but it makes in earnest.
  if (firebaseEmulator && token.endsWith('.')) return UnsecuredJWT.decode(token, options).payload;
  return (await jwtVerify(token, ctx.keySets.firebase, options)).payload;
}

function checkTimes({ iat, auth_time: signedIn }: JWTPayload): void {
  const latest = Date.now() / 1_000 + TOLERANCE_S;
  for (const time of [iat, signedIn])
    if (typeof time !== 'number' || time > latest) throw tokenRefused('it is from the future');
}

/** What of an error of verifying may be told; nothing of the token's own text. */
export function refusalOf(error: unknown, refused = tokenRefused): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof errors.JWTExpired) return refused('it has expired');
  if (error instanceof errors.JWTClaimValidationFailed)
    return refused(`its claim ${error.claim} does not fit`);
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return refused('its signature does not fit');
  if (error instanceof errors.JWKSNoMatchingKey) return refused('its key is unknown');
  if (error instanceof errors.JOSEAlgNotAllowed) return refused('its algorithm is not allowed');
  // Keys that fit no algorithm and text that is none come as plain errors.
  return error instanceof errors.JOSEError ||
    error instanceof TypeError ||
    error instanceof SyntaxError
    ? refused('it cannot be read')
    : error;
}
