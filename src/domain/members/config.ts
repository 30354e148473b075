/** Where members find the dashboard. */
import { part } from '../../config/part.ts';
import { origin } from '../../config/urls.ts';

export type DashboardConfig = {
  /** without a trailing slash; null = at HUBBY_PUBLIC_URL */
  dashboardUrl: string | null;
};

export const dashboardConfig = part(
  {
    HUBBY_DASHBOARD_URL: origin({
      fallback: null,
      byDefault: '`HUBBY_PUBLIC_URL`',
      meaning:
        'where members open the dashboard, when it has an origin of its own; passkeys are made for its host, so changing it makes all of them useless',
    }),
  },
  (values): DashboardConfig => ({ dashboardUrl: values.HUBBY_DASHBOARD_URL }),
);
