import type { Partner } from '../partners/partner.ts';
import { daysBefore, endOfDay } from '../time.ts';

/**
 * The last instant at which a code of a booking works: the end of a day in the partner's zone.
 * `departureDay`: as written.
 */
export const validUntil = ({ settings }: Partner, departureDay: string): Date =>
  endOfDay(daysBefore(departureDay, -settings.promo_code_validity_days), settings.time_zone);
