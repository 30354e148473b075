/** What one is a member of: a partner, or the installation. */
import { AppError } from '../../errors.ts';
import type { Tx } from '../../db/pool.ts';
import {
  needsSecondFactor,
  type OperatorRole,
  type PartnerRole,
  type Permission,
} from './permissions.ts';

export type Place = {
  /** null = the installation */
  partnerId: string | null;
  /** as people call it */
  name: string;
};
export type Role = PartnerRole | OperatorRole;

export const INSTALLATION: Place = { partnerId: null, name: 'this Hubby installation' };

/** `role` is owner or was: admins make and remove everybody else. */
export function checkOwnersTouched(
  permissions: ReadonlySet<Permission>,
  ...roles: readonly string[]
): void {
  if (roles.includes('owner') && !permissions.has('owners.manage'))
    throw new AppError('permission_denied', 'Only an owner decides who is one: owners.manage.', {
      extra: { permission: 'owners.manage' },
    });
}

/** One that has to stay somebody's. */
export const isTop = (role: string): boolean => role === 'owner' || role === 'operator';

/**
 * Locks all owners (operators) and counts them, so that two who go at once see one another. First
 * in a transaction that takes one away.
 */
export async function lockTop(tx: Tx, { partnerId }: Place): Promise<number> {
  const rows =
    partnerId === null
      ? await tx.rows(
          `select 1 from members where operator_role = 'operator' order by id for update`,
        )
      : await tx.rows(
          `select 1
           from memberships
           where partner_id = $1 and role = 'owner'
           order by member_id
           for update`,
          [partnerId],
        );
  return rows.length;
}

/** Throws `last_owner` where one of so many goes. */
export function checkNotLast(count: number, { partnerId }: Place): void {
  if (count <= 1)
    throw new AppError(
      'last_owner',
      partnerId === null
        ? 'This is the last operator. Make somebody else one first.'
        : 'This is the last owner. Make somebody else one first.',
    );
}

/**
 * Whether what this member is, without single sign-on, asks for a second factor. Holds the member, as
 * whoever opens a session by a link does: that one sees the role, or is seen.
 */
export async function isTwoFactored(tx: Tx, memberId: string): Promise<boolean> {
  const { operator_role, roles } = (await tx.one<{
    operator_role: OperatorRole | null;
    roles: PartnerRole[];
  }>(
    `select m.operator_role,
       array(select w.role from memberships w where w.member_id = m.id and not w.by_sso) as roles
     from members m
     where m.id = $1
     for no key update of m`,
    [memberId],
  ))!;
  return needsSecondFactor(roles, operator_role);
}
