/**
 * What members may do: a role is a list of permissions, and this is where all of them stand. Every
 * private route names one (test/flows/members-matrix.test.ts calls each with every role).
 */

/** Of a partner's members. */
export type PartnerPermission =
  /** lists and details of bookings, travelers, codes and claims */
  | 'bookings.read'
  /** names, addresses and numbers of people in them; without it they are masked */
  | 'people.read'
  /** cancel, resend, reissue, replace, import */
  | 'bookings.act'
  | 'prices.read'
  /** strategy, brand, texts, schedules */
  | 'settings.read'
  /** prices as well */
  | 'settings.write'
  | 'keys.make'
  /** rotate and revoke; endpoints, replay */
  | 'keys.manage'
  /** requests, events, deliveries */
  | 'logs.read'
  /** bodies in them with personal data; without it they are masked */
  | 'bodies.read'
  /** invoices, balance, billing details */
  | 'billing.read'
  | 'billing.write'
  /** members of every role but owner */
  | 'members.manage'
  | 'owners.manage'
  | 'travelers.erase'
  | 'origins.write'
  | 'sso.write'
  | 'audit.read';

/** Of whoever runs the installation, across partners. */
export type OperatorPermission =
  /** partners, suppliers, routing, catalog, publishing, settings of the installation */
  | 'operator.manage'
  /** orders, review list, stranded bundles */
  | 'operator.orders.read'
  /** decides what lies on the review list */
  | 'operator.review'
  | 'operator.support'
  /** reads a partner's screens as it does; reason asked, audited */
  | 'operator.view_as'
  /** money, margin, price lists */
  | 'operator.money.read'
  | 'operator.members.manage'
  | 'operator.audit.read';

export type Permission = PartnerPermission | OperatorPermission;

export const PARTNER_ROLES = [
  'owner',
  'admin',
  'developer',
  'support',
  'finance',
  'viewer',
] as const;
export type PartnerRole = (typeof PARTNER_ROLES)[number];

export const OPERATOR_ROLES = ['operator', 'support', 'finance'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

const ADMIN: readonly PartnerPermission[] = [
  'bookings.read',
  'people.read',
  'bookings.act',
  'prices.read',
  'settings.read',
  'settings.write',
  'keys.make',
  'keys.manage',
  'logs.read',
  'bodies.read',
  'billing.read',
  'members.manage',
  'audit.read',
];

type Granted = {
  always: readonly PartnerPermission[];
  /** on a staging installation besides */
  onStaging?: readonly PartnerPermission[];
};

const OF_PARTNER: Record<PartnerRole, Granted> = {
  owner: {
    always: [
      ...ADMIN,
      'billing.write',
      'owners.manage',
      'travelers.erase',
      'origins.write',
      'sso.write',
    ],
  },
  admin: { always: ADMIN },
  developer: {
    always: [
      'bookings.read',
      'people.read',
      'prices.read',
      'settings.read',
      'keys.manage',
      'logs.read',
    ],
    onStaging: ['bookings.act', 'settings.write', 'keys.make', 'bodies.read'],
  },
  support: {
    always: ['bookings.read', 'people.read', 'bookings.act', 'logs.read', 'bodies.read'],
  },
  finance: {
    always: ['bookings.read', 'prices.read', 'billing.read', 'billing.write'],
  },
  viewer: { always: ['bookings.read', 'prices.read', 'settings.read'] },
};

const OF_OPERATOR: Record<OperatorRole, readonly OperatorPermission[]> = {
  operator: [
    'operator.manage',
    'operator.orders.read',
    'operator.review',
    'operator.support',
    'operator.view_as',
    'operator.money.read',
    'operator.members.manage',
    'operator.audit.read',
  ],
  support: ['operator.orders.read', 'operator.review', 'operator.support', 'operator.view_as'],
  finance: ['operator.orders.read', 'operator.money.read'],
};

/** `isStaging`: of the installation, which is one environment. */
export const permissionsOf = (
  role: PartnerRole,
  isStaging: boolean,
): ReadonlySet<PartnerPermission> => {
  const { always, onStaging = [] } = OF_PARTNER[role];
  return new Set(isStaging ? [...always, ...onStaging] : always);
};

export const operatorPermissionsOf = (role: OperatorRole): ReadonlySet<OperatorPermission> =>
  new Set(OF_OPERATOR[role]);

/** Whoever may do harm needs two factors: a passkey, or TOTP beside the link of a mail. */
export const needsSecondFactor = (
  roles: readonly PartnerRole[],
  operatorRole: OperatorRole | null,
): boolean =>
  operatorRole !== null || roles.some((role) => ['owner', 'admin', 'finance'].includes(role));

/** What a sign-in of the last ten minutes is asked for. */
export const NEEDS_FRESH: ReadonlySet<Permission> = new Set<Permission>([
  'keys.make',
  'travelers.erase',
  'billing.write',
  'origins.write',
  'sso.write',
]);
