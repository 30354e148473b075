/** Where webhooks may go. */
import { flag } from '../../config/kinds.ts';
import { part } from '../../config/part.ts';

export type WebhookConfig = { allowPrivateWebhooks: boolean };

export const webhookConfig = part(
  {
    HUBBY_ALLOW_PRIVATE_WEBHOOKS: flag({
      fallback: false,
      isStagingOnly: true,
      meaning: '`1` lets webhooks and single sign-on reach private addresses too, staging only',
    }),
  },
  (values): WebhookConfig => ({ allowPrivateWebhooks: values.HUBBY_ALLOW_PRIVATE_WEBHOOKS }),
);
