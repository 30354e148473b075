/** Prices on the screens: what they are by key, for members. */
import { partnerTwin } from '../api/callers/twins.ts';
import type { PrivateRoute } from '../api/callers/member.ts';
import { prices as ofPartners } from '../api/prices.ts';

export const prices: PrivateRoute[] = ofPartners.map((route) =>
  partnerTwin(route, { permission: route.method === 'GET' ? 'prices.read' : 'settings.write' }),
);
