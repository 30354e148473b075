/** Roles as they are said, and which of them one may give. */
import type { Scope } from '../../shell/use-scope.ts';
import type { Key } from '../../words.tsx';

const PARTNER_ROLES = ['owner', 'admin', 'developer', 'support', 'finance', 'viewer'] as const;
const OPERATOR_ROLES = ['operator', 'support', 'finance'] as const;
type Role = (typeof PARTNER_ROLES)[number] | (typeof OPERATOR_ROLES)[number];

const NAMES: Record<Role, Key> = {
  owner: 'roleOwner',
  admin: 'roleAdmin',
  developer: 'roleDeveloper',
  support: 'roleSupport',
  finance: 'roleFinance',
  viewer: 'roleViewer',
  operator: 'roleOperator',
};
const MAY: Record<(typeof PARTNER_ROLES)[number], Key> = {
  owner: 'roleOwnerMay',
  admin: 'roleAdminMay',
  developer: 'roleDeveloperMay',
  support: 'roleSupportMay',
  finance: 'roleFinanceMay',
  viewer: 'roleViewerMay',
};
const OPERATOR_MAY: Record<(typeof OPERATOR_ROLES)[number], Key> = {
  operator: 'roleOperatorMay',
  support: 'roleOperatorSupportMay',
  finance: 'roleOperatorFinanceMay',
};

export const roleText = (role: string): Key => NAMES[role as Role] ?? 'roleOther';

/** What somebody of this role may do. */
export const roleMay = ({ partner }: Scope, role: string): Key =>
  (partner === null ? OPERATOR_MAY : MAY)[role as never] ?? 'roleOther';

export const rolesToGive = ({ partner, may }: Scope): readonly string[] =>
  partner === null
    ? OPERATOR_ROLES
    : PARTNER_ROLES.filter((role) => role !== 'owner' || may('owners.manage'));

/** Owners are managed by owners only. */
export const mayManage = ({ partner, may }: Scope, role: string): boolean =>
  partner === null || role !== 'owner' || may('owners.manage');
