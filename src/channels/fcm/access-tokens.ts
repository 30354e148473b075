/**
 * Google's access tokens for a service account (JWT bearer grant, RFC 7523): kept until shortly
 * before their end, one request for a new one at a time.
 */
import { importPKCS8, SignJWT } from 'jose';
import type { Dispatcher } from 'undici';
import { post } from './http.ts';

export type ServiceAccount = {
  projectId: string;
  clientEmail: string;
  /** PKCS#8, PEM */
  privateKey: string;
  keyId: string | null;
  /** where assertions are exchanged; also their audience */
  tokenUrl: string;
};

export type Access = { token: string } | { reason: string; retryAfterS: number | null };
export type AccessTokens = {
  get(): Promise<Access>;
  /**
   * FCM did not take this one: the next `get` asks for another, unless somebody has done so
   * already.
   */
  refuse(token: string): void;
};

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const ASSERTION_S = 3_600;
/** A token with less than this left is not used any more. */
const MARGIN_MS = 60_000;

/** Real time throughout: Google's clock is no partner's. */
export function makeAccessTokens(
  account: ServiceAccount,
  dispatcher: Dispatcher,
  totalMs: number,
): AccessTokens {
  let current: { token: string; until: number } | null = null;
  let asking: Promise<Access> | null = null;

  const ask = async (): Promise<Access> => {
    const key = await importPKCS8(account.privateKey, 'RS256');
    const iat = Math.floor(Date.now() / 1000);
    const assertion = await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({
        alg: 'RS256',
        typ: 'JWT',
        ...(account.keyId === null ? {} : { kid: account.keyId }),
      })
      .setIssuer(account.clientEmail)
      .setAudience(account.tokenUrl)
      .setIssuedAt(iat)
      .setExpirationTime(iat + ASSERTION_S)
      .sign(key);
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    });
    const { status, body, retryAfterS, reason } = await post(
      dispatcher,
      account.tokenUrl,
      { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      form.toString(),
      totalMs,
    );
    const { access_token: token, expires_in: seconds } = body;
    if (status !== 200 || typeof token !== 'string' || token === '' || typeof seconds !== 'number')
      return { reason: status === null ? `fcm_auth ${reason}` : `fcm_auth_${status}`, retryAfterS };
    current = { token, until: Date.now() + seconds * 1000 - MARGIN_MS };
    return { token };
  };
  return {
    get: async () =>
      current !== null && Date.now() < current.until
        ? { token: current.token }
        : (asking ??= ask().finally(() => {
            asking = null;
          })),
    refuse(token) {
      if (current?.token === token) current = null;
    },
  };
}
