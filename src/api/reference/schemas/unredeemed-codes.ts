/** Promo codes that nobody redeemed, by when they end. */
import { Type } from 'typebox';
import { MOST_DAYS, UNREDEEMED_PAGE } from '../../../domain/promo-codes/list-unredeemed.ts';
import { pageAnswer, paging } from '../../route/paging.ts';
import { promoCodeAnswer } from './booking.ts';
import { answer, nullable, oneOf } from './shapes.ts';

export const unredeemedCodesFilter = {
  ends_within_days: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MOST_DAYS,
      description: 'only those that end within so many days; left out: all that are still good',
    }),
  ),
};
export const unredeemedCodesQuery = Type.Object({
  ...unredeemedCodesFilter,
  ...paging(UNREDEEMED_PAGE, 200),
});

const { promo_code, uuid, claim_url, deep_link_url, ...about } = promoCodeAnswer.properties;
const standing = {
  id: Type.String({ format: 'uuid', description: "the entitlement's, which stays its own" }),
  ...about,
  state: oneOf(['open', 'claimed'] as const, {
    description: '`open`: nobody asked for it; `claimed`: somebody did',
  }),
  booking: nullable(answer({ id: Type.String(), reference: nullable(Type.String()) })),
  batch: nullable(answer({ id: Type.String(), name: Type.String() })),
};
export const unredeemedCodesAnswer = pageAnswer({
  codes: Type.Array(
    answer(
      { promo_code, uuid, claim_url, deep_link_url, ...standing },
      { title: 'UnredeemedCode' },
    ),
  ),
});
/** On the screens, where a code is shown only to who may act for travelers. */
export const shownCodesAnswer = pageAnswer({
  codes: Type.Array(answer({ promo_code: nullable(Type.String()), ...standing })),
});
