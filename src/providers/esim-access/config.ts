/** An account at eSIM Access: its form, and how it comes alive. */
import { Type, type Static } from 'typebox';
import type { SupplierKind } from '../kind.ts';
import { esimAccessProvider, LIMITS } from './adapter.ts';

const CREDENTIALS = Type.Object(
  {
    access_code: Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: '^[!-~]+$',
      description: 'The access code of the account, from the console of eSIM Access.',
    }),
    secret_key: Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: '^[!-~]+$',
      description: 'The secret key beside it. Every call is signed with it; it is never sent.',
    }),
  },
  { additionalProperties: false },
);

const DAY_PASS_DAYS = [1, 3, 5, 7, 10, 15, 30];

const SETTINGS = Type.Object(
  {
    day_pass_days: Type.Array(Type.Integer({ minimum: 1, maximum: 365 }), {
      maxItems: 50,
      uniqueItems: true,
      default: DAY_PASS_DAYS,
      description:
        'The lengths, in days, in which its day passes are offered. Each is an article of its own, called `<code>@<days>`. Empty: none.',
    }),
  },
  { additionalProperties: false },
);

export const esimAccessKind: SupplierKind = {
  kind: 'esim-access',
  title: 'eSIM Access',
  baseUrl: 'https://api.esimaccess.com/api/v1/open',
  credentials: CREDENTIALS,
  settings: SETTINGS,
  make({ name, baseUrl, credentials, settings, limits }) {
    const { access_code, secret_key } = credentials as Static<typeof CREDENTIALS>;
    const { day_pass_days = DAY_PASS_DAYS } = settings as Partial<Static<typeof SETTINGS>>;
    return esimAccessProvider({
      name,
      url: baseUrl,
      keys: { accessCode: access_code, secretKey: secret_key },
      dayPassDays: day_pass_days,
      perSecond: Math.min(LIMITS.perSecond!, limits.perSecond ?? Infinity),
    });
  },
};
