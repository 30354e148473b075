import { Type } from 'typebox';
import { wantedLanguages } from '../domain/catalog/accept-language.ts';
import { shippedLocale } from '../domain/catalog/locales.ts';
import { claimCode } from '../domain/promo-codes/claim.ts';
import { getCode } from '../domain/promo-codes/get-code.ts';
import { listUnredeemedCodes } from '../domain/promo-codes/list-unredeemed.ts';
import { MAX_TYPED } from '../domain/promo-codes/read-typed.ts';
import { redeemCode } from '../domain/promo-codes/redeem-code.ts';
import { reissueCode } from '../domain/promo-codes/reissue.ts';
import { invalid } from '../errors.ts';
import type { AppUser } from '../domain/travelers/app-user.ts';
import { inLanguage } from './route/in-language.ts';
import { partnerOrAppRoute } from './callers/partner-or-app.ts';
import { partnerRoute } from './callers/partner.ts';
import { publicRoute } from './callers/public.ts';
import { MAY_BE_SHORT } from './route/paging.ts';
import type { Route } from './route/route.ts';
import { answer, email, text } from './reference/schemas/shapes.ts';
import { promoCodeAnswer } from './reference/schemas/booking.ts';
import {
  unredeemedCodesAnswer,
  unredeemedCodesQuery,
} from './reference/schemas/unredeemed-codes.ts';
import { redemptionAnswer } from './reference/schemas/esim.ts';

const tag = 'Promo codes';
const params = Type.Object({ code: text(MAX_TYPED) });

type Redemption = {
  external_user_id?: string | undefined;
  email?: string | undefined;
  destination?: string | undefined;
};

/** A token says who redeems; a body that says something else is a mistake somewhere. */
function asUser(user: AppUser, body: Redemption): Redemption {
  const differing = [
    ...(body.external_user_id === undefined || body.external_user_id === user.externalUserId
      ? []
      : ['external_user_id']),
    ...(body.email === undefined || body.email.toLowerCase() === user.email ? [] : ['email']),
  ];
  if (differing.length > 0)
    throw invalid(
      differing.map((field) => ({ field, issue: 'expected what the ID token says, or nothing' })),
    );
  return {
    external_user_id: user.externalUserId ?? undefined,
    email: user.email ?? undefined,
    destination: body.destination,
  };
}

export const promoCodes: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/promo-codes',
    operationId: 'listUnredeemedCodes',
    tag,
    summary: 'Promo codes that nobody redeemed, whichever ends first coming first',
    description: `Of bookings and batches, as long as they are good. ${MAY_BE_SHORT}`,
    query: unredeemedCodesQuery,
    answers: { 200: unredeemedCodesAnswer },
    errors: [400],
    handle: async ({ ctx, partner, query: { ends_within_days: days, ...query } }) => ({
      data: await listUnredeemedCodes(ctx, partner, { ...query, days }),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/promo-codes/:code',
    operationId: 'getPromoCode',
    tag,
    summary: 'Read a promo code',
    params,
    answers: { 200: promoCodeAnswer },
    errors: [404],
    async handle({ ctx, partner, params: { code } }) {
      const { locale, data } = await getCode(ctx, partner, code);
      return { message: 'Promo code fetched successfully!', data, ...inLanguage(locale) };
    },
  }),
  publicRoute({
    method: 'POST',
    url: '/api/promo-codes/claim/:uuid',
    operationId: 'claimPromoCode',
    tag,
    summary: 'Claim a promo code by its link',
    description:
      'Public: whoever has the link gets the code by e-mail, once. Over the limits of docs/limits.md a try that would fail anyway is answered with 429, `Retry-After` and `error.challenge`, a proof of work whose solution is taken as `proof`.',
    params: Type.Object({ uuid: text(MAX_TYPED) }),
    body: Type.Object(
      {
        email,
        locale: Type.Optional(
          text(35, {
            description:
              'of the mail, where the booking names none; otherwise as in accept-language',
          }),
        ),
        proof: Type.Optional(text(4000)),
      },
      { additionalProperties: true },
    ),
    dropNulls: true,
    takesSlash: true,
    answers: { 200: answer({}) },
    errors: [400, 404, 413, 415, 429],
    example: { email: 'traveler@example.com' },
    async handle({ ctx, params: { uuid }, body, ip, headers }) {
      await claimCode(ctx, {
        uuid,
        email: body.email,
        ip,
        locale: body.locale ?? wantedLanguages(headers['accept-language']).find(shippedLocale),
        proof: body.proof,
      });
      return { message: 'Promo code claimed and email sent successfully', data: {} };
    },
  }),
  partnerOrAppRoute({
    method: 'POST',
    url: '/api/promo-codes/:code/redeem',
    operationId: 'redeemPromoCode',
    tag,
    summary: "Redeem a promo code onto the traveler's eSIM",
    description:
      "It need not be claimed before. It goes onto the traveler's universal eSIM where that one's provider offers the bundle (setting `promo_code_esim`), else onto a classic one: a fitting eSIM of the traveler, or a new one. 503 `provider_unavailable` loses nothing. Ten wrong codes per user and hour, then 429. An app may call it with its user's ID token; the traveler then is that user.",
    params,
    body: Type.Object(
      {
        external_user_id: Type.Optional(text(255)),
        email: Type.Optional(email),
        destination: Type.Optional(
          text(100, { description: 'for a code that was booked without one' }),
        ),
      },
      { additionalProperties: true },
    ),
    dropNulls: true,
    answers: { 200: redemptionAnswer },
    errors: [400, 404, 409, 422, 429, 503],
    example: { external_user_id: 'ada' },
    handle: async ({ ctx, partner, user, params: { code }, body }) => ({
      message: 'Promo code redeemed successfully',
      data: await redeemCode(ctx, partner, code, user === null ? body : asUser(user, body)),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/promo-codes/:code/reissue',
    operationId: 'reissuePromoCode',
    tag,
    summary: 'Issue a promo code anew',
    description:
      'For a code that was claimed with a mistyped address: it gets a new code and link, and the old ones are dead. With `email` it is claimed for that address at once. Every re-issue is kept with the key that asked for it and the reason.',
    params,
    body: Type.Object(
      { reason: Type.Optional(text(500)), email: Type.Optional(email) },
      { additionalProperties: true },
    ),
    dropNulls: true,
    answers: { 200: promoCodeAnswer },
    errors: [400, 404, 409, 422],
    example: { reason: 'mistyped address', email: 'traveler@example.com' },
    async handle({ ctx, partner, actor, params: { code }, body }) {
      const { locale, data } = await reissueCode(ctx, partner, code, body, actor);
      return { message: 'Promo code issued anew', data, ...inLanguage(locale) };
    },
  }),
];
