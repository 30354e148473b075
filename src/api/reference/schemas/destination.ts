/** Destinations and bundles as they are shown. */
import { Type } from 'typebox';
import { ESIM_TYPES, PACKAGE_TYPES } from '../../../domain/catalog/types.ts';
import { answer, nullable, oneOf } from './shapes.ts';

const destinationFields = {
  id: Type.String({ description: 'ISO 3166 alpha-2 or region id', examples: ['GR'] }),
  name: Type.String({ description: 'English' }),
  i18n_name: Type.String({ description: 'in the asked locale' }),
  type: oneOf(['country', 'region'] as const),
  iso2: nullable(Type.String()),
  iso3: Type.String(),
  iso3s: Type.Array(Type.String()),
  tier: Type.Integer(),
  is_active: Type.Boolean({ description: 'whether anything is on sale here' }),
  from_price: nullable(Type.Number({ description: 'lowest net price, major units' })),
  currency: Type.String(),
};
export const destinationAnswer = answer(destinationFields, { title: 'Destination' });
export const bundleAnswer = answer(
  {
    id: Type.String({ examples: ['pkg_grc_1gb_365d'] }),
    type: oneOf(PACKAGE_TYPES),
    label: Type.String(),
    size: nullable(Type.String()),
    size_in_bytes: nullable(Type.Integer()),
    duration_in_days: Type.Integer(),
    coverage: Type.Array(Type.String()),
    esim_types: Type.Array(oneOf(ESIM_TYPES)),
    unlimited: Type.Boolean(),
    traffic_policy: nullable(Type.String()),
    throttling: nullable(Type.String()),
    b2b_price: Type.Number({ description: 'net, major units' }),
    b2c_price: Type.Number({ description: 'recommended, major units' }),
    currency: Type.String(),
  },
  { title: 'Bundle' },
);
export const destinationDetail = answer(
  { ...destinationFields, bundles: Type.Array(bundleAnswer) },
  { title: 'DestinationWithBundles' },
);
