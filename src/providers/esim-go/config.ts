/** What an operator enters for an account at eSIM Go. */
import { Type } from 'typebox';
import type { SupplierKind } from '../kind.ts';
import { esimGoProvider } from './adapter.ts';

export const esimGoKind: SupplierKind = {
  kind: 'esim-go',
  title: 'eSIM Go',
  baseUrl: 'https://api.esim-go.com/v2.5',
  credentials: Type.Object({
    api_key: Type.String({
      minLength: 1,
      maxLength: 500,
      description:
        'API key from the portal, Account Settings, API Details. eSIM Go also signs its callbacks with it.',
    }),
  }),
  settings: Type.Object({
    group: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description:
          'Bundle group whose articles are read, written exactly as in the portal (Standard Fixed). Left out: all groups of the account.',
      }),
    ),
    profile_id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: 'Branding profile that new eSIMs get. Left out: the usual one.',
      }),
    ),
  }),
  make: (account) => esimGoProvider(account),
};
