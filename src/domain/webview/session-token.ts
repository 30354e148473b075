/**
 * The token of a session: a JWT of our own issuer, for the managed screens alone. It says which
 * session it is of; whether that one goes on says its row (find-visitor.ts).
 */
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Context } from '../../context.ts';
import { isId } from '../../ids.ts';
import { sessionEnded } from './session-ended.ts';

const AUDIENCE = 'webapp';
const TYPE = 'webapp+jwt';
const LIFE_MS = 30 * 60_000;
/** Ours have some 600 characters. */
const MAX_LENGTH = 2_048;
const FORM = /^[\w-]+\.[\w-]+\.[\w-]+$/;

export type SessionClaims = { partnerId: string; travelerId: string; sessionId: string };
export type SessionToken = { session_token: string; expires_at: string };

/** Not inside a transaction. Never good for longer than the session. */
export async function signSession(
  ctx: Context,
  { partnerId, travelerId, sessionId, endsAt }: SessionClaims & { endsAt: Date },
): Promise<SessionToken> {
  const { kid, key } = await ctx.issuerKeys.signing();
  const now = ctx.clock.now().getTime();
  const expires = Math.floor(Math.min(now + LIFE_MS, endsAt.getTime()) / 1_000);
  const token = await new SignJWT({ partner_id: partnerId, sid: sessionId })
    .setProtectedHeader({ alg: 'ES256', kid, typ: TYPE })
    .setIssuer(ctx.baseUrl)
    .setAudience(AUDIENCE)
    .setSubject(travelerId)
    .setIssuedAt(Math.floor(now / 1_000))
    .setExpirationTime(expires)
    .sign(key);
  return { session_token: token, expires_at: new Date(expires * 1_000).toISOString() };
}

/** Throws `session_ended` for whatever is no token of ours for these screens, in force. */
export async function readSessionToken(ctx: Context, token: string): Promise<SessionClaims> {
  if (token.length > MAX_LENGTH || !FORM.test(token)) throw sessionEnded();
  try {
    const { payload } = await jwtVerify(token, ctx.keySets.own, {
      algorithms: ['ES256'],
      issuer: ctx.baseUrl,
      audience: AUDIENCE,
      typ: TYPE,
      currentDate: ctx.clock.now(),
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    const { partner_id: partnerId, sid: sessionId, sub: travelerId } = payload;
    if (!isOurs(partnerId, 'prt') || !isOurs(sessionId, 'wvs') || !isOurs(travelerId, 'usr'))
      throw sessionEnded();
    return { partnerId, sessionId, travelerId };
  } catch (error) {
    // Headers that cannot be read come as plain errors.
    throw error instanceof errors.JOSEError ||
      error instanceof TypeError ||
      error instanceof SyntaxError
      ? sessionEnded()
      : error;
  }
}

const isOurs = (value: unknown, prefix: 'prt' | 'wvs' | 'usr'): value is string =>
  typeof value === 'string' && isId(value, prefix);
