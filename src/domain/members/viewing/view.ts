/**
 * A look of the operator at a partner's screens: what its members see of their trade, nothing of
 * who people are, and nothing that can be changed.
 */
import { AppError } from '../../../errors.ts';
import type { Held } from '../member.ts';
import type { PartnerPermission } from '../permissions.ts';

export const VIEW_MS = 60 * 60_000;

/** Without names and bodies, and without what names the partner's own members. */
export const VIEW_PERMISSIONS: ReadonlySet<PartnerPermission> = new Set<PartnerPermission>([
  'bookings.read',
  'prices.read',
  'settings.read',
  'logs.read',
  'billing.read',
]);

/** Whether it is by a look that the partner's screens are open; it goes before a membership. */
export const isViewed = ({ view }: Pick<Held, 'view'>, partnerId: string | undefined): boolean =>
  view !== null && view.partnerId === partnerId;

/** Whatever the permission of the route: a look changes nothing and shows who one is to nobody. */
export function checkReadOnly(asked: {
  isSafe: boolean;
  isFresh: boolean;
  /** a file, which would be kept when the look is over */
  isFile: boolean;
}): void {
  if (asked.isSafe && !asked.isFresh && !asked.isFile) return;
  throw new AppError(
    'permission_denied',
    'You look at this partner as the operator: you can read, and change or take away nothing.',
  );
}
