/** What a traveler buys on the managed screens. */
import { Type } from 'typebox';
import { beginCheckout } from '../../domain/store/begin-checkout.ts';
import { listOffers } from '../../domain/store/list-offers.ts';
import { platformOf } from '../../domain/store/open-store.ts';
import { readPurchase } from '../../domain/store/read-purchases.ts';
import { requestRefund } from '../../domain/store/request-refund.ts';
import { visitorRoute } from '../callers/visitor.ts';
import { text } from '../reference/schemas/shapes.ts';
import {
  checkoutAnswer,
  checkoutBody,
  currency,
  platform,
  purchaseAnswer,
  storeAnswer,
} from '../reference/schemas/store.ts';
import { inLanguage } from '../route/in-language.ts';
import type { Route } from '../route/route.ts';

const tag = 'WebView';
const byId = Type.Object({ id: text(100) });

export const webappStore: Route[] = [
  visitorRoute({
    method: 'GET',
    url: '/api/webapp/me/store',
    operationId: 'listOffers',
    tag,
    summary: 'What the traveler can buy',
    description:
      'All destinations with their least price, or with `iso3` the offers of one, best first. Prices are what is paid, tax included. 409 `store_closed` where there is no store on this platform.',
    query: Type.Object({
      iso3: Type.Optional(text(64, { description: 'alpha-3, or the id of a region' })),
      currency,
      platform,
    }),
    answers: { 200: storeAnswer },
    errors: [400, 409],
    handle: async ({ ctx, partner, visitor, query, headers }) => ({
      data: listOffers(ctx, partner, visitor, {
        ...query,
        platform: platformOf(query.platform, headers['user-agent'] ?? ''),
      }),
      ...inLanguage(visitor.locale),
    }),
  }),
  visitorRoute({
    method: 'POST',
    url: '/api/webapp/me/checkout',
    operationId: 'beginCheckout',
    tag,
    summary: 'Begin to buy a package',
    description:
      'The price is frozen, and paid on a page of Stripe: open `checkout_url` in the system browser. Sent again under the same `Idempotency-Key` it answers with the same page.',
    body: checkoutBody,
    dropNulls: true,
    answers: { 201: checkoutAnswer },
    errors: [400, 409, 413, 415, 422, 503],
    example: { package_id: 'pkg_grc_3gb_365d', return_to: 'store/GRC', consent: true },
    async handle({ ctx, partner, visitor, body, headers, once }) {
      const input = { ...body, platform: platformOf(body.platform, headers['user-agent'] ?? '') };
      const requestKey = once === null ? null : await once.begin();
      return { status: 201, data: await beginCheckout(ctx, partner, visitor, input, requestKey) };
    },
  }),
  visitorRoute({
    method: 'GET',
    url: '/api/webapp/me/purchases/:id',
    operationId: 'getPurchase',
    tag,
    summary: 'What became of a purchase',
    description: 'To be asked every few seconds while the traveler pays.',
    params: byId,
    answers: { 200: purchaseAnswer },
    errors: [404],
    handle: async ({ ctx, partner, visitor, params }) => ({
      data: await readPurchase(ctx, partner, visitor.travelerId, params.id),
    }),
  }),
  visitorRoute({
    method: 'POST',
    url: '/api/webapp/me/purchases/:id/refund-request',
    operationId: 'requestRefund',
    tag,
    summary: 'Ask for the money back',
    description:
      'A package that was never used and that its supplier takes back is cancelled and refunded by itself; all else the operator decides. Asked again it changes nothing.',
    params: byId,
    body: Type.Object({ reason: text(500) }),
    answers: { 200: purchaseAnswer },
    errors: [400, 404, 409, 413, 415, 422],
    example: { reason: 'I bought it twice.' },
    handle: async ({ ctx, partner, visitor, params, body }) => ({
      data: await requestRefund(ctx, partner, visitor.travelerId, params.id, body.reason),
    }),
  }),
];
