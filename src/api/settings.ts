/** /api/settings: what a partner's servers read and change of its own settings. */
import { Type } from 'typebox';
import { addUpload } from '../domain/partners/branding/uploads.ts';
import { showOwnSettings, updateOwnSettings } from '../domain/partners/managing/own-settings.ts';
import { listKept } from '../domain/retention/list-kept.ts';
import { partnerRoute } from './callers/partner.ts';
import { keptAnswer } from './reference/schemas/retention.ts';
import { answer, text } from './reference/schemas/shapes.ts';
import type { Route } from './route/route.ts';

const tag = 'Account';
const settingsAnswer = answer({ settings: Type.Record(Type.String(), Type.Unknown()) });
/** Of an image of a megabyte. */
const MAX_BASE64 = 1_400_000;
/** One pixel. */
const EXAMPLE_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const settings: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/settings',
    operationId: 'getSettings',
    tag,
    summary: 'The settings in force',
    description:
      'With defaults; secrets by their ends only. The webhook endpoint is at GET /api/webhooks/settings.',
    answers: { 200: settingsAnswer },
    handle: async ({ ctx, partner }) => ({
      data: { settings: await showOwnSettings(ctx, partner.id) },
    }),
  }),
  partnerRoute({
    method: 'PATCH',
    url: '/api/settings',
    operationId: 'changeSettings',
    tag,
    summary: 'Change settings',
    description:
      'Replaces each named key whole and leaves the others; null goes back to the default. `currency`, `store`, `mail.sender` and `mail.from` are the operator’s to set, `webview.origins` an owner’s: left out, they stay. In force for the next request on this node, within 5 s elsewhere.',
    // Looked at key by key where they are stored.
    body: Type.Record(Type.String(), Type.Unknown(), {
      maxProperties: 100,
      'x-schema': 'PartnerSettings',
    }),
    answers: { 200: settingsAnswer },
    errors: [400],
    example: { time_zone: 'Europe/Amsterdam', webview: { scheme: 'light', radius: 'small' } },
    handle: async ({ ctx, actor, partner, body }) => ({
      data: { settings: await updateOwnSettings(ctx, actor, partner.id, body) },
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/settings/retention',
    operationId: 'listRetention',
    tag,
    summary: 'What is kept for how long',
    description:
      'Each kind of data with its days in force, how many the installation allows at most, and the member of the setting `retention` that makes it fewer, where there is one. `days` null: for as long as the account is there, or until a traveler is erased.',
    answers: { 200: keptAnswer },
    handle: async ({ ctx, partner }) => ({ data: { kept: listKept(ctx.config, partner) } }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/settings/logos',
    operationId: 'uploadLogo',
    tag,
    summary: 'Send an image that a branding can name as its logo',
    description:
      'A PNG, JPEG or WebP image of at most 1 MB, in base64. Decoded and encoded anew as a PNG of at most 600 × 200. Put the answered `logo_url` into a branding of `visual_identity`. The last 20 are kept, and those in force.',
    body: Type.Object({
      image: text(MAX_BASE64, {
        pattern: '^[A-Za-z0-9+/]+={0,2}$',
        description: 'base64, on one line',
      }),
    }),
    bodyLimit: 2 * 1024 * 1024,
    bodyMs: 30_000,
    answers: {
      200: answer({
        logo_url: Type.String({ examples: ['upload:3f2a91c04be7d815'] }),
        width: Type.Integer(),
        height: Type.Integer(),
      }),
    },
    errors: [400],
    example: { image: EXAMPLE_PNG },
    handle: async ({ ctx, actor, partner, body }) => ({
      data: await addUpload(ctx, actor, partner.id, Buffer.from(body.image, 'base64')),
    }),
  }),
];
