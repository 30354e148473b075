/** Reports of a partner on the screens. */
import { partnerTwin, pickRoutes } from '../api/callers/twins.ts';
import type { PrivateRoute } from '../api/callers/member.ts';
import { reports as publicReports } from '../api/reports.ts';
import { service } from '../api/service.ts';

const SHOWN = ['getFunnelSteps', 'listFunnelPackages', 'getDeliveryReport'];

export const reports: PrivateRoute[] = [...pickRoutes(publicReports, SHOWN), ...service].map(
  (route) => partnerTwin(route, { permission: 'bookings.read' }),
);
