/** The account at Stripe that travelers pay into. */
import { text } from '../../config/kinds.ts';
import { part } from '../../config/part.ts';
import { baseUrl } from '../../config/urls.ts';

/** `stripe` is null where none is configured; `url` without a trailing slash. */
export type PaymentsConfig = {
  stripe: StripeAccount | null;
  /** who sells, in words; null = the host of the server's address stands for it */
  sellerName: string | null;
};
export type StripeAccount = { url: string; secretKey: string; webhookSecret: string };

export const STRIPE_URL = 'https://api.stripe.com';
const TEST_KEY = /^(?:sk|rk)_test_/;

export const paymentsConfig = part(
  {
    HUBBY_SELLER_NAME: text(/^[^\p{Cc}]{1,200}$/u, '1 to 200 characters on one line', {
      fallback: null,
      byDefault: 'the host of `HUBBY_PUBLIC_URL`',
      meaning:
        'who sells in the stores, such as `Example Mobile B.V., Amsterdam`: shown before travelers pay and on receipts',
    }),
    HUBBY_STRIPE_SECRET_KEY: text(/^(?:sk|rk)_(?:live|test)_[\x21-\x7e]{1,500}$/, 'a secret key', {
      fallback: null,
      isSecret: true,
      byDefault: 'staging: its own pay desk; production: no store',
      needs: { name: 'HUBBY_STRIPE_WEBHOOK_SECRET' },
      meaning: 'key of the account at Stripe that travelers pay into ([store.md](store.md))',
    }),
    HUBBY_STRIPE_WEBHOOK_SECRET: text(/^whsec_[\x21-\x7e]{1,500}$/, 'a signing secret', {
      fallback: null,
      isSecret: true,
      needs: { name: 'HUBBY_STRIPE_SECRET_KEY' },
      meaning: 'what Stripe signs its events to `/api/payments/stripe/webhook` with',
    }),
    HUBBY_STRIPE_URL: baseUrl({
      fallback: null,
      isStagingOnly: true,
      byDefault: `\`${STRIPE_URL}\``,
      needs: { name: 'HUBBY_STRIPE_SECRET_KEY' },
      meaning: 'another server that speaks the API of Stripe, staging only',
    }),
  },
  (values, { env, refuse }): PaymentsConfig => {
    const {
      HUBBY_STRIPE_SECRET_KEY: secretKey,
      HUBBY_STRIPE_WEBHOOK_SECRET: webhookSecret,
      HUBBY_STRIPE_URL: url,
      HUBBY_SELLER_NAME: sellerName,
    } = values;
    if (secretKey === null || webhookSecret === null) return { stripe: null, sellerName };
    const isTest = TEST_KEY.test(secretKey);
    if (env === 'production' && isTest)
      refuse('HUBBY_STRIPE_SECRET_KEY', 'a test key is not allowed in production');
    if (env === 'staging' && !isTest)
      refuse('HUBBY_STRIPE_SECRET_KEY', 'staging takes test keys only');
    return { stripe: { url: url ?? STRIPE_URL, secretKey, webhookSecret }, sellerName };
  },
);
