/**
 * What a member sees of people: names, addresses and numbers are masked, unless `shown` has
 * `people.read`: the role may, and the member has asked to (reveal.ts).
 */
import { mask } from '../domain/audit/mask.ts';
import type { PartnerPermission, Permission } from '../domain/members/permissions.ts';

export const seenBy = <T>(shown: ReadonlySet<Permission>, view: T): T =>
  shown.has('people.read') ? view : (mask(view) as T);

/** Whether bodies of requests, events and deliveries are shown with the people in them. */
export const seesBodies = (shown: ReadonlySet<Permission>): boolean =>
  shown.has('bodies.read') && shown.has('people.read');

/** Whoever has a code has what it is for: codes are shown to who may act for travelers. */
export const SEES_CODES = 'bookings.act' satisfies PartnerPermission;
