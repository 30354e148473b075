/** Which phones take an eSIM. */
import { Type } from 'typebox';
import { resolveLocale } from '../../domain/catalog/locales.ts';
import { checkDevice } from '../../domain/device-models/check-device.ts';
import { listDevices } from '../../domain/device-models/list-devices.ts';
import { inLanguage } from '../route/in-language.ts';
import { partnerRoute } from '../callers/partner.ts';
import type { Route } from '../route/route.ts';
import {
  compatibilityAnswer,
  compatibilityFields,
  knownDevice,
} from '../reference/schemas/devices.ts';
import { answer, text } from '../reference/schemas/shapes.ts';
import { cursorParameter, pageAnswer } from '../route/paging.ts';

const tag = 'Native';

/** If-None-Match: a list of tags, weak or strong, or `*`. */
const knows =
  (header: string | undefined) =>
  (etag: string): boolean =>
    header !== undefined &&
    (header.trim() === '*' ||
      header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag));

export const nativeDevices: Route[] = [
  partnerRoute({
    method: 'POST',
    url: '/api/native/device-compatibility',
    operationId: 'checkDevice',
    tag,
    summary: 'Ask whether a phone takes an eSIM',
    description:
      'Understands model codes (`SM-S921B`, `iPhone16,1`) and names, in any case, with or without the brand. `is_compatible` is false where nothing is known, and `confidence` then `unknown`: ask the traveler to look in the settings of the phone.',
    body: Type.Object(compatibilityFields, { additionalProperties: true }),
    dropNulls: true,
    answers: {
      200: compatibilityAnswer,
    },
    errors: [400],
    example: { phone_brand: 'Google', phone_model: 'Pixel 10' },
    async handle({ ctx, partner, body }) {
      const { locale } = resolveLocale(body.locale, partner.settings.locale);
      const data = await checkDevice(ctx, body, locale);
      return { data, ...(data.notes.length === 0 ? {} : inLanguage(locale)) };
    },
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/native/device-compatibility',
    operationId: 'listDevices',
    tag,
    summary: 'List the devices that are known',
    description:
      'The whole list, unless the query narrows it. What is not in it is unknown, not without an eSIM. Has an ETag.',
    query: Type.Object({
      brand: Type.Optional(text(100)),
      q: Type.Optional(text(100, { description: 'part of a name or a model code' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      cursor: cursorParameter(500),
    }),
    answers: {
      200: pageAnswer({
        version: Type.String({ description: 'of the list', examples: ['2026-11.2'] }),
        devices: Type.Array(answer(knownDevice)),
      }),
    },
    errors: [400],
    handle: async ({ ctx, query, headers }) => {
      const { etag, data } = await listDevices(ctx, query, knows(headers['if-none-match']));
      return {
        status: data === null ? 304 : 200,
        data,
        headers: { etag, 'cache-control': 'private, no-cache', vary: 'x-api-key' },
      };
    },
  }),
];
