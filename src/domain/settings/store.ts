/**
 * Setting `store`: whether travelers of this partner can buy packages, at which prices, and what
 * they read before they pay. Its shape, and what is checked when it is set.
 */
import { Type, type Static } from 'typebox';
import type { Problem } from '../../errors.ts';
import type { Catalog } from '../catalog/store.ts';
import { decimalsText, isCurrency, toMinor } from '../money.ts';

export const PLATFORMS = ['ios', 'android', 'web'] as const;
export type Platform = (typeof PLATFORMS)[number];

const MAX_PRICES = 5_000;
const isShown = Type.Optional(Type.Boolean());

export const storeSchema = Type.Object(
  {
    enabled: Type.Boolean(),
    seller: Type.Optional(
      Type.Unsafe<'operator'>({
        type: 'string',
        enum: ['operator'],
        description: 'who sells: the operator of this installation',
      }),
    ),
    markup_percent: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1_000,
        description:
          "price = the partner's net price and this much more, tax included; without it and `prices` the recommended price holds",
      }),
    ),
    prices: Type.Optional(
      Type.Record(Type.String(), Type.Number(), {
        minProperties: 1,
        maxProperties: MAX_PRICES,
        description:
          "by bundle id, major units of the catalog's currency, tax included; others have their recommended price",
      }),
    ),
    currencies: Type.Optional(
      Type.Array(Type.String({ pattern: '^[A-Z]{3}$', description: 'a currency code' }), {
        minItems: 1,
        maxItems: 40,
        uniqueItems: true,
        description: "in which travelers may pay; default: the catalog's",
      }),
    ),
    platforms: Type.Optional(
      Type.Object(
        { ios: isShown, android: isShown, web: isShown },
        {
          additionalProperties: false,
          description:
            'where the store shows; default: in browsers only, since app stores have rules of their own',
        },
      ),
    ),
    consent: Type.Optional(
      Type.Boolean({
        description:
          'whether travelers agree to immediate performance before they pay, as the EU asks for; default true',
      }),
    ),
    tax_note: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 300,
        pattern: '^[^\\u0000-\\u001f\\u007f]+$',
        description: 'text on one line beneath the price',
      }),
    ),
    terms: Type.Optional(
      Type.String({
        maxLength: 2_048,
        pattern: '^https://[^\\s]+$',
        description: 'an https URL: the terms of sale; default: `legal.terms`',
      }),
    ),
  },
  { additionalProperties: false },
);
export type StoreSettings = Static<typeof storeSchema>;

export const DEFAULT_STORE: StoreSettings = { enabled: false };

/** Where the store shows when `platforms` does not say it. */
export const SHOWN_BY_DEFAULT: Readonly<Record<Platform, boolean>> = {
  ios: false,
  android: false,
  web: true,
};

/** Their amounts are not counted alike everywhere: by ISO 4217 or by the pay desk. */
const COUNTED_OTHERWISE = new Set(
  'BHD CLF IQD ISK JOD KWD LYD MGA MRU OMR TND UGX UYI UYW'.split(' '),
);

/** Beyond the schema. */
export function storeProblems(
  store: StoreSettings,
  catalog: Pick<Catalog, 'currency' | 'bundle'>,
): Problem[] {
  const problems: Problem[] = [];
  const add = (field: string, issue: string): void => {
    problems.push({ field: `store.${field}`, issue });
  };
  if (store.markup_percent !== undefined && store.prices !== undefined)
    add('prices', 'expected either markup_percent or prices, got both');
  if (store.terms !== undefined && !URL.canParse(store.terms))
    add('terms', 'expected an https URL');
  store.currencies?.forEach((code, i) => {
    if (!isCurrency(code)) add(`currencies.${i}`, `expected a currency in use, got "${code}"`);
    else if (COUNTED_OTHERWISE.has(code))
      add(`currencies.${i}`, `nobody can pay in ${code} here; leave it out`);
  });
  for (const [id, price] of Object.entries(store.prices ?? {})) {
    const field = `prices.${id.slice(0, 100)}`;
    if (catalog.bundle(id) === null) add(field, 'expected the id of a bundle of the catalog');
    const minor = toMinor(price, catalog.currency);
    if (minor === null || minor === 0)
      add(
        field,
        `expected an amount above 0 in ${catalog.currency}, with ${decimalsText(catalog.currency)}, got ${price}`,
      );
  }
  return problems;
}
