/** The draft of a partner's branding on the screens: looked at, saved, discarded, published. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { answer, nullable, oneOf, text } from '../api/reference/schemas/shapes.ts';
import type { Context } from '../context.ts';
import { SUPPORTED_LOCALES } from '../domain/catalog/locales.ts';
import { TRAVELER_KINDS } from '../domain/message.ts';
import { poorContrasts } from '../domain/messages/mail/contrast.ts';
import { DEFAULT_BRAND } from '../domain/partners/branding/brand.ts';
import {
  discardDraft,
  publishDraft,
  saveDraft,
  showDraft,
  type DraftView,
} from '../domain/partners/branding/draft.ts';
import { draftedBrand, draftedPartner } from '../domain/partners/branding/drafted-partner.ts';
import { previewLink } from '../domain/partners/branding/preview-link.ts';
import { byPartner, instant } from './shapes.ts';

const tag = 'Branding';
const revision = text(26, { description: 'of the draft that was seen' });
const parts = Type.Record(Type.String(), Type.Unknown());

const brandAnswer = answer({
  in_force: answer(
    {},
    { description: '`visual_identity`, `webview`, `message_templates` and `legal` as set' },
  ),
  draft: nullable(answer({ revision: Type.String(), changes: parts, changed_at: instant })),
  brands: Type.Array(
    answer({
      key: Type.String(),
      name: Type.String(),
      logo: nullable(Type.String({ description: 'path of the image on this server' })),
      primary_color: Type.String(),
      secondary_color: Type.String(),
      poor_contrasts: Type.Array(
        answer({
          scheme: oneOf(['light', 'dark'] as const),
          color: Type.String(),
          ratio: Type.Number({ description: 'between the colour and what is behind it' }),
          shown_as: Type.String({ description: 'what links have in its place' }),
        }),
      ),
    }),
    { description: 'as drafted' },
  ),
  locale: Type.String({ description: 'of travelers whose language nobody knows' }),
  locales: Type.Array(Type.String(), { description: 'that there are texts in' }),
  kinds: Type.Array(oneOf(TRAVELER_KINDS)),
  preview: answer({ path: Type.String(), expires_at: instant }),
});

/** The draft with what it looks like. */
async function shown(ctx: Context, partnerId: string, view: DraftView): Promise<object> {
  const partner = await draftedPartner(ctx, partnerId);
  const keys = new Set([DEFAULT_BRAND, ...Object.keys(partner.settings.visual_identity)]);
  const brands = [];
  for (const key of keys) {
    const brand = await draftedBrand(ctx, partner, key);
    brands.push({
      key,
      name: brand.name,
      logo: brand.logoUrl === null ? null : new URL(brand.logoUrl).pathname,
      primary_color: brand.primaryColor,
      secondary_color: brand.secondaryColor,
      poor_contrasts: poorContrasts(brand),
    });
  }
  return {
    ...view,
    brands,
    locale: partner.settings.locale,
    locales: ['en', ...SUPPORTED_LOCALES],
    kinds: TRAVELER_KINDS,
    preview: previewLink(ctx, partnerId),
  };
}

export const brand: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/brand',
    operationId: 'getPartnerBrand',
    tag,
    summary: 'The branding in force, the draft beside it, and where that is looked at',
    permission: 'settings.read',
    params: byPartner,
    answers: { 200: brandAnswer },
    handle: async ({ ctx, partner }) => ({
      data: await shown(ctx, partner.id, await showDraft(ctx, partner.id)),
    }),
  }),
  memberRoute({
    method: 'PUT',
    url: '/web-api/partners/:partner/brand/draft',
    operationId: 'putPartnerBrandDraft',
    tag,
    summary: 'Replace the draft; one that changes nothing is none',
    permission: 'settings.write',
    params: byPartner,
    body: Type.Object({ revision: nullable(revision), changes: parts }),
    example: {
      revision: null,
      changes: { visual_identity: { default: { primary_color: '#0b5cad' } } },
    },
    answers: { 200: brandAnswer },
    errors: [400, 409],
    handle: async ({ ctx, actor, partner, body }) => ({
      data: await shown(ctx, partner.id, await saveDraft(ctx, actor, partner.id, body)),
    }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/brand/draft/publish',
    operationId: 'publishPartnerBrand',
    tag,
    summary: 'Put the draft in force',
    permission: 'settings.write',
    params: byPartner,
    body: Type.Object({ revision }),
    example: { revision: '01jd2x7c9m4q8r5t6v7w8x9y0z' },
    answers: { 200: brandAnswer },
    errors: [400, 404, 409],
    async handle({ ctx, actor, partner, body }) {
      await publishDraft(ctx, actor, partner.id, body.revision);
      return { data: await shown(ctx, partner.id, await showDraft(ctx, partner.id)) };
    },
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/brand/draft/discard',
    operationId: 'discardPartnerBrandDraft',
    tag,
    summary: 'Let the draft go',
    permission: 'settings.write',
    params: byPartner,
    body: Type.Object({ revision }),
    example: { revision: '01jd2x7c9m4q8r5t6v7w8x9y0z' },
    answers: { 200: brandAnswer },
    errors: [409],
    async handle({ ctx, partner, body }) {
      await discardDraft(ctx, partner.id, body.revision);
      return { data: await shown(ctx, partner.id, await showDraft(ctx, partner.id)) };
    },
  }),
];
