/**
 * What a member sees of people: names, addresses and numbers are masked, unless `shown` has
 * `people.read`.
 */
import { mask } from '../domain/audit/mask.ts';
import type { Permission } from '../domain/members/permissions.ts';

export const seenBy = <T>(shown: ReadonlySet<Permission>, view: T): T =>
  shown.has('people.read') ? view : (mask(view) as T);
