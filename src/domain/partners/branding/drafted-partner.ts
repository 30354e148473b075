/** A partner as it would be with its draft in force. */
import type { Context } from '../../../context.ts';
import { withDefaults } from '../../settings/settings.ts';
import { findPartner } from '../managing/partners.ts';
import type { Partner } from '../partner.ts';
import { brandAlone, DEFAULT_BRAND, type Brand } from './brand.ts';
import { asDrafted, showDraft } from './draft.ts';
import { uploadHash, uploadPath } from './uploads.ts';

export async function draftedPartner(ctx: Context, partnerId: string): Promise<Partner> {
  const [partner, view] = await Promise.all([
    findPartner(ctx, partnerId),
    showDraft(ctx, partnerId),
  ]);
  const drafted = asDrafted(view);
  const { legal: _legal, message_templates: _templates, webview, ...rest } = partner.settings;
  const origins = webview?.origins === undefined ? {} : { origins: webview.origins };
  return {
    ...partner,
    settings: withDefaults({ ...rest, ...drafted, webview: { ...drafted.webview, ...origins } }),
  };
}

/** `key` as of `brandOf`. With an upload that is not in force yet. */
export async function draftedBrand(
  ctx: Pick<Context, 'baseUrl' | 'db'>,
  partner: Partner,
  key: string | null,
): Promise<Brand> {
  const brand = await brandAlone(ctx, partner, key);
  const brands = partner.settings.visual_identity;
  const chosen = key !== null && Object.hasOwn(brands, key) ? key : DEFAULT_BRAND;
  const hash = uploadHash(brands[chosen]?.logo_url ?? '');
  return hash === null
    ? brand
    : { ...brand, logoUrl: ctx.baseUrl + uploadPath(partner.slug, hash) };
}
