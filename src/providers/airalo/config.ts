/** What has to be known to buy at Airalo. */
import { Type } from 'typebox';
import type { SupplierKind } from '../kind.ts';
import { airaloProvider } from './adapter.ts';

export const airaloKind: SupplierKind = {
  kind: 'airalo',
  title: 'Airalo',
  baseUrl: 'https://partners-api.airalo.com/v2',
  credentials: Type.Object(
    {
      client_id: Type.String({
        pattern: '^[A-Za-z0-9_-]{1,200}$',
        description: 'The API client id from the partner portal, under Developer.',
      }),
      client_secret: Type.String({
        pattern: '^[A-Za-z0-9_-]{1,200}$',
        description:
          'The API client secret that stands beside it; callbacks are signed with it too.',
      }),
    },
    { additionalProperties: false },
  ),
  settings: Type.Object(
    {
      currency: Type.String({
        pattern: '^[A-Z]{3}$',
        default: 'USD',
        description: 'The currency of the account, in which its catalog has its prices (ISO 4217).',
      }),
      brand_settings_name: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 200,
          description:
            'The name of a white-label setting from the partner portal, put on every order; one that Airalo does not know makes it refuse them all.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  make: (account) => airaloProvider(account),
};
