/** What a member sees of people: all, or their names, addresses and numbers masked. */
import { mask } from '../domain/audit/mask.ts';
import type { Permission } from '../domain/members/permissions.ts';

export const seenBy = <T>(permissions: ReadonlySet<Permission>, view: T): T =>
  permissions.has('people.read') ? view : (mask(view) as T);
