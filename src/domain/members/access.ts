/** What a session opens: each check throws what is answered. */
import { AppError } from '../../errors.ts';
import { freshUntil, revealedUntil, type Held, type MemberSession, type Stage } from './member.ts';
import {
  operatorPermissionsOf,
  permissionsOf,
  type OperatorPermission,
  type PartnerPermission,
  type Permission,
} from './permissions.ts';
import { isViewed, VIEW_PERMISSIONS } from './viewing/view.ts';

/** Not yours looks like not there. */
const nothing = (): AppError => new AppError('not_found', 'There is nothing here.');

export function checkStage({ stage }: MemberSession, stages: readonly Stage[]): void {
  if (stages.includes(stage)) return;
  throw new AppError(
    'sign_in_incomplete',
    stage === 'second_factor'
      ? 'The sign-in is not whole yet: a code of the second factor is missing.'
      : stage === 'enrol'
        ? 'The role needs a second factor: add a passkey or an authenticator app first.'
        : 'The sign-in is whole already.',
    { extra: { stage } },
  );
}

/** Throws 404 for a partner one is no member of, and does not look at as the operator. */
export function heldOfPartner(
  held: Held,
  partnerId: string,
  isStaging: boolean,
): ReadonlySet<PartnerPermission> {
  if (isViewed(held, partnerId)) return VIEW_PERMISSIONS;
  const membership = held.memberships.find((one) => one.partnerId === partnerId);
  if (membership === undefined) throw nothing();
  return permissionsOf(membership.role, isStaging);
}

/** Throws 404 for whoever is nobody of the installation. */
export function heldOfInstallation({ operatorRole }: Held): ReadonlySet<OperatorPermission> {
  if (operatorRole === null) throw nothing();
  return operatorPermissionsOf(operatorRole);
}

export function checkPermission(held: ReadonlySet<Permission>, permission: Permission): void {
  if (!held.has(permission))
    throw new AppError('permission_denied', `Your role does not allow this: ${permission}.`, {
      extra: { permission },
    });
}

/** What is shown unmasked: of what the role may read of people only what the session asked to see. */
export function shownOf(
  permissions: ReadonlySet<Permission>,
  session: Pick<MemberSession, 'revealed'>,
  partnerId: string,
  now: Date,
): ReadonlySet<Permission> {
  if (revealedUntil(session, partnerId, now) !== null) return permissions;
  return new Set([...permissions].filter((one) => one !== 'people.read'));
}

export function checkFresh(session: MemberSession, now: Date): void {
  if (freshUntil(session, now) === null)
    throw new AppError(
      'fresh_sign_in_required',
      'Show once more who you are; that was more than ten minutes ago.',
    );
}

/** What is there may be seen; nothing new is taken, as of the partner's keys. */
export function checkSuspended({ suspendedAt }: { suspendedAt: Date | null }): void {
  if (suspendedAt !== null)
    throw new AppError(
      'permission_denied',
      'The operator of this installation has suspended the partner: nothing can be changed.',
    );
}

/** What is the person's own is not for a partner's directory to vouch for. */
export function checkOwn({ ssoPartnerId }: MemberSession, takesSso: boolean): void {
  if (ssoPartnerId !== null && !takesSso)
    throw new AppError(
      'permission_denied',
      'You came in through the directory of a partner, which holds what you are of that partner alone.',
    );
}
