import { Type } from 'typebox';
import {
  getDestination,
  listDestinations,
  type Listed,
} from '../domain/partners/list-destinations.ts';
import { isKnown } from '../http/static-answer.ts';
import { inLanguage } from './route/in-language.ts';
import { partnerRoute } from './callers/partner.ts';
import { Json, type Answer, type Route } from './route/route.ts';
import { destinationAnswer, destinationDetail } from './reference/schemas/destination.ts';
import { oneOf, text } from './reference/schemas/shapes.ts';

const knows =
  (ifNoneMatch: string | undefined) =>
  (etag: string): boolean =>
    isKnown(ifNoneMatch, etag);

const shown = ({ etag, locale, json }: Listed): Answer => ({
  status: json === null ? 304 : 200,
  data: json === null ? null : new Json(json),
  headers: {
    etag,
    ...inLanguage(locale).headers,
    'cache-control': 'private, no-cache',
    vary: 'x-api-key',
  },
});

export const destinations: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/destinations',
    operationId: 'listDestinations',
    tag: 'Catalog',
    summary: 'List destinations',
    query: Type.Object({
      locale: Type.Optional(text(35)),
      type: Type.Optional(oneOf(['country', 'region'] as const)),
    }),
    answers: { 200: Type.Array(destinationAnswer) },
    errors: [400],
    async handle({ ctx, partner, query, headers }) {
      return shown(listDestinations(ctx, partner, query, knows(headers['if-none-match'])));
    },
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/destinations/:id',
    operationId: 'getDestination',
    tag: 'Catalog',
    summary: 'Read a destination with its bundles',
    params: Type.Object({
      id: text(64, { description: 'ISO 3166 alpha-2, alpha-3 or region id, any case' }),
    }),
    query: Type.Object({ locale: Type.Optional(text(35)) }),
    answers: { 200: destinationDetail },
    errors: [400, 404],
    async handle({ ctx, partner, params, query, headers }) {
      return shown(getDestination(ctx, partner, params.id, query, knows(headers['if-none-match'])));
    },
  }),
];
