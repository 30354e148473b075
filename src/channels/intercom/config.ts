/** Where the workspaces of partners' support teams are reached. */
import { part } from '../../config/part.ts';
import { baseUrl } from '../../config/urls.ts';

/** `url` without a trailing slash */
export type IntercomConfig = { intercom: { url: string } };

export const intercomConfig = part(
  {
    HUBBY_INTERCOM_URL: baseUrl({
      fallback: 'https://api.intercom.io',
      meaning:
        'where support contexts go; `https://api.eu.intercom.io` or `https://api.au.intercom.io` for workspaces there',
    }),
  },
  (values): IntercomConfig => ({ intercom: { url: values.HUBBY_INTERCOM_URL } }),
);
