/** Addresses at which a draft of a partner's branding is looked at, in frames of the dashboard. */
import type { Context } from '../../../context.ts';
import { makePartnerToken, readPartnerToken } from '../partner-token.ts';

export const PREVIEW = '/brand-preview';
const GOOD_FOR_MS = 12 * 3_600_000;
const PURPOSE = 'brand-preview';

/** Path without a slash at its end. */
export function previewLink(
  ctx: Pick<Context, 'secrets'>,
  partnerId: string,
): { path: string; expires_at: string } {
  const { token, expires_at } = makePartnerToken(ctx, PURPOSE, partnerId, GOOD_FOR_MS);
  return { path: `${PREVIEW}/${token}`, expires_at };
}

/** Whose draft it shows; null for what shows nothing (any more). */
export const readPreviewToken = (ctx: Pick<Context, 'secrets'>, token: string): string | null =>
  readPartnerToken(ctx, PURPOSE, token)?.partnerId ?? null;
