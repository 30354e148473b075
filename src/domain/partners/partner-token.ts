/**
 * A token that names a partner and opens one thing of it until it expires: for links that browsers
 * follow, which cannot sign and, in a frame without an origin, send no cookie. Sealed, not stored.
 * Real time.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from '../../context.ts';

type Secrets = Pick<Context, 'secrets'>;
const TOKEN = /^(prt_[0-9a-z]{26})\.([0-9a-z]{6,12})\.([\w-]{43})$/;

const seal = (key: string, head: string): Buffer => createHmac('sha256', key).update(head).digest();

/** `purpose`: what it opens; a token for one purpose opens nothing else. */
export function makePartnerToken(
  { secrets }: Secrets,
  purpose: string,
  partnerId: string,
  goodForMs: number,
): { token: string; expires_at: string } {
  const until = Date.now() + goodForMs;
  const head = `${partnerId}.${until.toString(36)}`;
  return {
    token: `${head}.${seal(secrets.derive(purpose), head).toString('base64url')}`,
    expires_at: new Date(until).toISOString(),
  };
}

/** Whose it is, and for how many seconds more; null for one that opens nothing (any more). */
export function readPartnerToken(
  { secrets }: Secrets,
  purpose: string,
  token: string,
): { partnerId: string; seconds: number } | null {
  const [, partnerId, until, sealed] = TOKEN.exec(token) ?? [];
  if (partnerId === undefined || until === undefined || sealed === undefined) return null;
  const seconds = Math.floor((Number.parseInt(until, 36) - Date.now()) / 1_000);
  const given = Buffer.from(sealed, 'base64url');
  const isOurs = secrets
    .deriveAll(purpose)
    .some((key) => timingSafeEqual(given, seal(key, `${partnerId}.${until}`)));
  return seconds > 0 && isOurs ? { partnerId, seconds } : null;
}
