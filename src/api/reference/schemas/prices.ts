/** Prices of what a partner sells. */
import { Type } from 'typebox';
import { PACKAGE_TYPES } from '../../../domain/catalog/types.ts';
import { PRICES_PAGE } from '../../../domain/partners/own-prices/list-prices.ts';
import { pageAnswer, paging } from '../../route/paging.ts';
import { answer, nullable, oneOf, text } from './shapes.ts';

const PRICE_FILTERS = {
  destination: Type.Optional(text(64, { description: 'ISO 3166 alpha-2, alpha-3 or region id' })),
  package_type: Type.Optional(oneOf(PACKAGE_TYPES)),
  own: Type.Optional(
    oneOf(['set', 'none'] as const, { description: 'whether you set a price of your own' }),
  ),
  q: Type.Optional(
    text(100, { description: 'in the name of the destination, the id or the label of the bundle' }),
  ),
};
export const priceFilters = Type.Object(PRICE_FILTERS);
export const pricesQuery = Type.Object({ ...PRICE_FILTERS, ...paging(PRICES_PAGE, 500) });

export const pricesAnswer = pageAnswer({
  prices: Type.Array(
    answer(
      {
        bundle_id: Type.String({ examples: ['pkg_grc_1gb_365d'] }),
        destination: Type.String({ examples: ['GR'] }),
        destination_name: Type.String({ description: "in the partner's language" }),
        package_type: oneOf(PACKAGE_TYPES),
        label: Type.String(),
        size: nullable(Type.String()),
        size_in_bytes: nullable(Type.Integer()),
        duration_in_days: Type.Integer(),
        b2b_price: Type.Number({ description: 'net: what you pay, major units' }),
        recommended_price: Type.Number(),
        own_price: nullable(Type.Number({ description: 'what you set; null: nothing' })),
        b2c_price: Type.Number({ description: 'what counts: your own, else the recommended one' }),
        currency: Type.String(),
      },
      { title: 'Price' },
    ),
  ),
});

const ownPrice = nullable(
  Type.Number({ description: 'major units; null: the recommended price counts again' }),
);
export const pricesBody = Type.Object({
  prices: Type.Array(Type.Object({ bundle_id: text(128), own_price: ownPrice }), {
    minItems: 1,
    maxItems: 10_000,
  }),
});
export const pricesChanged = answer({
  changed: Type.Integer({ description: 'of the named bundles: how many have another price now' }),
});

export const priceFileQuery = Type.Object({
  dry_run: Type.Optional(
    Type.Boolean({ default: false, description: 'says what would change, and changes nothing' }),
  ),
});
export const priceFileAnswer = answer({
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  changes: Type.Array(
    answer({
      bundle_id: Type.String(),
      before: nullable(Type.Number()),
      after: nullable(Type.Number()),
    }),
    { description: 'the first 500' },
  ),
});
