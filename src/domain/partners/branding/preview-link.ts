/**
 * Addresses at which a draft of a partner's branding is looked at. A frame without an origin sends no
 * cookie, so that they carry what opens them: a sealed, expiring token of the partner.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from '../../../context.ts';

export const PREVIEW = '/brand-preview';
const GOOD_FOR_MS = 12 * 3_600_000;
const TOKEN = /^(prt_[0-9a-z]{26})\.([0-9a-z]{6,12})\.([\w-]{43})$/;

type Secrets = Pick<Context, 'secrets'>;
const PURPOSE = 'brand-preview';
const seal = (key: string, head: string): Buffer => createHmac('sha256', key).update(head).digest();

/** Path without a slash at its end. Real time. */
export function previewLink(
  { secrets }: Secrets,
  partnerId: string,
): { path: string; expires_at: string } {
  const until = Date.now() + GOOD_FOR_MS;
  const head = `${partnerId}.${until.toString(36)}`;
  return {
    path: `${PREVIEW}/${head}.${seal(secrets.derive(PURPOSE), head).toString('base64url')}`,
    expires_at: new Date(until).toISOString(),
  };
}

/** Whose draft it shows; null for what shows nothing (any more). */
export function readPreviewToken({ secrets }: Secrets, token: string): string | null {
  const [, partnerId, until, sealed] = TOKEN.exec(token) ?? [];
  if (partnerId === undefined || until === undefined || sealed === undefined) return null;
  const given = Buffer.from(sealed, 'base64url');
  const head = `${partnerId}.${until}`;
  return Number.parseInt(until, 36) > Date.now() &&
    secrets.deriveAll(PURPOSE).some((key) => timingSafeEqual(given, seal(key, head)))
    ? partnerId
    : null;
}
