/** What a visitor puts onto their eSIM. */
import { Type } from 'typebox';
import { redeemPackage } from '../../domain/esims/user-dashboard.ts';
import { MAX_TYPED } from '../../domain/promo-codes/read-typed.ts';
import { claimOwnGrant } from '../../domain/webview/claim-own-grant.ts';
import { ownDestinations } from '../../domain/webview/own-destinations.ts';
import { checkOwnQueue } from '../../domain/webview/own-things.ts';
import { redeemOwnCode } from '../../domain/webview/redeem-own-code.ts';
import { anyVisitorRoute, visitorRoute } from '../callers/visitor.ts';
import { redemptionAnswer } from '../reference/schemas/esim.ts';
import { answer, text } from '../reference/schemas/shapes.ts';
import { claimedAnswer } from '../reference/schemas/webview.ts';
import { inLanguage } from '../route/in-language.ts';
import type { Route } from '../route/route.ts';

const tag = 'WebView';

export const webappPackages: Route[] = [
  anyVisitorRoute({
    method: 'GET',
    url: '/api/webapp/me/destinations',
    operationId: 'listOwnDestinations',
    tag,
    summary: 'Where a grant or promo code that was booked without a destination may be for',
    query: Type.Object({
      for: text(64, { description: "uuid of a grant or promo code of the visitor's, or a code" }),
    }),
    answers: {
      200: answer({
        destinations: Type.Array(
          answer({ iso3: Type.String(), name: Type.String() }, { title: 'ChoiceOfDestination' }),
        ),
      }),
    },
    errors: [400, 404],
    async handle({ ctx, partner, visitor, query }) {
      const destinations = await ownDestinations(ctx, partner, visitor, query.for);
      return { data: { destinations }, ...inLanguage(visitor.locale) };
    },
  }),
  anyVisitorRoute({
    method: 'POST',
    url: '/api/webapp/me/redeem',
    operationId: 'redeemOwnPackage',
    tag,
    summary: "Redeem a package queue onto the visitor's eSIM",
    description: 'As `POST /api/native/redeem-package`.',
    body: Type.Object(
      { package_queue_id: text(100, { description: "the queue's id or uuid" }) },
      { additionalProperties: true },
    ),
    answers: { 200: redemptionAnswer },
    errors: [400, 404, 409, 422, 503],
    example: { package_queue_id: 'pq_a1b2c3d4e5f64890abcdef1234567890' },
    async handle({ ctx, partner, visitor, body: { package_queue_id: queue }, once }) {
      const requestKey = once === null ? null : await once.begin();
      await checkOwnQueue(ctx, partner, visitor, queue);
      return {
        message: 'Package queue redeemed successfully',
        data: await redeemPackage(ctx, partner, visitor.externalUserId, queue, requestKey),
      };
    },
  }),
  anyVisitorRoute({
    method: 'POST',
    url: '/api/webapp/me/claim',
    operationId: 'claimOwnGrant',
    tag,
    summary: 'Claim a classic grant',
    description:
      'As the callables `set_classic_package_queue_destination`, where an `iso3` is given, and `claim_classic_package_queue`.',
    body: Type.Object(
      { queue_id: text(64), iso3: Type.Optional(text(100)) },
      { additionalProperties: true },
    ),
    dropNulls: true,
    answers: { 200: claimedAnswer },
    errors: [400, 404, 409, 410, 422, 503],
    example: { queue_id: 'a1b2c3d4-e5f6-4890-abcd-ef1234567890' },
    async handle({ ctx, partner, visitor, body }) {
      const { locale, data } = await claimOwnGrant(ctx, partner, visitor, body);
      return { message: 'Package queue claimed successfully', data, ...inLanguage(locale) };
    },
  }),
  visitorRoute({
    method: 'POST',
    url: '/api/webapp/me/promo-codes/redeem',
    operationId: 'redeemOwnPromoCode',
    tag,
    summary: "Redeem a promo code onto the visitor's eSIM",
    description:
      'As `POST /api/promo-codes/{code}/redeem`, and limited by address and session (docs/limits.md).',
    body: Type.Object(
      { code: text(MAX_TYPED), destination: Type.Optional(text(100)) },
      { additionalProperties: true },
    ),
    dropNulls: true,
    answers: { 200: redemptionAnswer },
    errors: [400, 404, 409, 422, 429, 503],
    example: { code: '7Q4M9X2KD0RT' },
    async handle({ ctx, partner, visitor, body, once, ip }) {
      const requestKey = once === null ? null : await once.begin();
      return {
        message: 'Promo code redeemed successfully',
        data: await redeemOwnCode(ctx, partner, visitor, body, { ip, requestKey }),
      };
    },
  }),
];
