/** The account at Brevo that mails are sent from. */
import { anyText } from '../../config/kinds.ts';
import { part } from '../../config/part.ts';
import { baseUrl } from '../../config/urls.ts';

/** `brevo` is null where no such sender of mail is configured; `url` without a trailing slash. */
export type BrevoConfig = { brevo: { url: string; apiKey: string } | null };

export const brevoConfig = part(
  {
    HUBBY_BREVO_API_KEY: anyText({
      fallback: null,
      isSecret: true,
      meaning: 'sends mail through Brevo',
    }),
    HUBBY_BREVO_URL: baseUrl({
      fallback: 'https://api.brevo.com/v3',
      meaning: "where Brevo's API is",
    }),
  },
  ({ HUBBY_BREVO_API_KEY: apiKey, HUBBY_BREVO_URL: url }): BrevoConfig => ({
    brevo: apiKey === null ? null : { url, apiKey },
  }),
);
