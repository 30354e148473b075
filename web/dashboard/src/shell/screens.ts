/** Every screen of the shell: where it is, what it is called, and who may open it. */
import {
  AppWindow,
  ArrowLeftRight,
  Building2,
  CalendarClock,
  ChartColumn,
  ChartNoAxesColumn,
  ClipboardCheck,
  FileUp,
  Filter,
  FlaskConical,
  Gauge,
  House,
  KeyRound,
  LifeBuoy,
  LogIn,
  Luggage,
  Mail,
  MailX,
  Palette,
  QrCode,
  RadioTower,
  Scale,
  ScrollText,
  Send,
  Split,
  Tags,
  Ticket,
  TriangleAlert,
  Users,
  Webhook,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import type { ListPath } from '../data/lists.ts';
import type { Membership, Session } from '../data/types.ts';
import type { Key } from '../words.tsx';

export type ScreenPath =
  | ListPath
  | '/p/$partner/home'
  | '/p/$partner/funnel'
  | '/p/$partner/service'
  | '/p/$partner/strategy'
  | '/p/$partner/keys'
  | '/p/$partner/webhooks'
  | '/p/$partner/sandbox'
  | '/p/$partner/sso'
  | '/p/$partner/suppressions'
  | '/p/$partner/brand'
  | '/p/$partner/schedules'
  | '/p/$partner/origins'
  | '/p/$partner/members'
  | '/p/$partner/audit'
  | '/operator/routing'
  | '/operator/publishing'
  | '/operator/findings'
  | '/operator/figures'
  | '/operator/limits'
  | '/operator/members'
  | '/operator/audit';

/** What screens of a partner stand under, in this order. */
export const GROUPS = ['customers', 'sell', 'messages', 'developers', 'settings'] as const;
export type Group = (typeof GROUPS)[number];
export const GROUP_TEXTS: Record<Group, Key> = {
  customers: 'groupCustomers',
  sell: 'groupSell',
  messages: 'groupMessages',
  developers: 'groupDevelopers',
  settings: 'groupSettings',
};

export type Screen = {
  path: ScreenPath;
  text: Key;
  icon: LucideIcon;
  permission: string;
  /** those of the installation stand under none */
  group?: Group;
  /** not there in production */
  isOfStaging?: true;
};

/** In the order of the groups; a place begins with the first that one may open. */
export const PARTNER_SCREENS: readonly Screen[] = [
  {
    path: '/p/$partner/home',
    text: 'home',
    icon: House,
    permission: 'bookings.read',
  },
  {
    path: '/p/$partner/funnel',
    text: 'funnel',
    icon: Filter,
    permission: 'bookings.read',
  },
  {
    path: '/p/$partner/service',
    text: 'service',
    icon: ChartNoAxesColumn,
    permission: 'bookings.read',
  },
  {
    path: '/p/$partner/bookings',
    text: 'bookings',
    icon: Ticket,
    permission: 'bookings.read',
    group: 'customers',
  },
  {
    path: '/p/$partner/travelers',
    text: 'travelers',
    icon: Luggage,
    permission: 'bookings.read',
    group: 'customers',
  },
  {
    path: '/p/$partner/imports',
    text: 'imports',
    icon: FileUp,
    permission: 'bookings.act',
    group: 'customers',
  },
  {
    path: '/p/$partner/prices',
    text: 'prices',
    icon: Tags,
    permission: 'prices.read',
    group: 'sell',
  },
  {
    path: '/p/$partner/strategy',
    text: 'strategy',
    icon: Split,
    permission: 'settings.read',
    group: 'sell',
  },
  {
    path: '/p/$partner/codes',
    text: 'codes',
    icon: QrCode,
    permission: 'bookings.read',
    group: 'sell',
  },
  {
    path: '/p/$partner/messages',
    text: 'messages',
    icon: Mail,
    permission: 'bookings.read',
    group: 'messages',
  },
  {
    path: '/p/$partner/suppressions',
    text: 'suppressions',
    icon: MailX,
    permission: 'people.read',
    group: 'messages',
  },
  {
    path: '/p/$partner/schedules',
    text: 'schedules',
    icon: CalendarClock,
    permission: 'settings.read',
    group: 'messages',
  },
  {
    path: '/p/$partner/brand',
    text: 'brand',
    icon: Palette,
    permission: 'settings.read',
    group: 'messages',
  },
  {
    path: '/p/$partner/keys',
    text: 'apiKeys',
    icon: KeyRound,
    permission: 'logs.read',
    group: 'developers',
  },
  {
    path: '/p/$partner/webhooks',
    text: 'webhooks',
    icon: Webhook,
    permission: 'logs.read',
    group: 'developers',
  },
  {
    path: '/p/$partner/requests',
    text: 'requests',
    icon: ArrowLeftRight,
    permission: 'logs.read',
    group: 'developers',
  },
  {
    path: '/p/$partner/errors',
    text: 'errors',
    icon: TriangleAlert,
    permission: 'logs.read',
    group: 'developers',
  },
  {
    path: '/p/$partner/events',
    text: 'events',
    icon: Zap,
    permission: 'logs.read',
    group: 'developers',
  },
  {
    path: '/p/$partner/deliveries',
    text: 'deliveries',
    icon: Send,
    permission: 'logs.read',
    group: 'developers',
  },
  {
    path: '/p/$partner/sandbox',
    text: 'sandbox',
    icon: FlaskConical,
    permission: 'bookings.act',
    group: 'developers',
    isOfStaging: true,
  },
  {
    path: '/p/$partner/members',
    text: 'members',
    icon: Users,
    permission: 'members.manage',
    group: 'settings',
  },
  {
    path: '/p/$partner/sso',
    text: 'sso',
    icon: LogIn,
    permission: 'sso.write',
    group: 'settings',
  },
  {
    path: '/p/$partner/origins',
    text: 'origins',
    icon: AppWindow,
    permission: 'origins.write',
    group: 'settings',
  },
  {
    path: '/p/$partner/audit',
    text: 'auditLog',
    icon: ScrollText,
    permission: 'audit.read',
    group: 'settings',
  },
];
export const OPERATOR_SCREENS: readonly Screen[] = [
  {
    path: '/operator/partners',
    text: 'partners',
    icon: Building2,
    permission: 'operator.view_as',
  },
  {
    path: '/operator/review',
    text: 'reviewList',
    icon: ClipboardCheck,
    permission: 'operator.orders.read',
  },
  {
    path: '/operator/support',
    text: 'supportQueue',
    icon: LifeBuoy,
    permission: 'operator.support',
  },
  {
    path: '/operator/suppliers',
    text: 'suppliers',
    icon: RadioTower,
    permission: 'operator.manage',
  },
  {
    path: '/operator/routing',
    text: 'routing',
    icon: Split,
    permission: 'operator.manage',
  },
  {
    path: '/operator/publishing',
    text: 'publishing',
    icon: Tags,
    permission: 'operator.manage',
  },
  {
    path: '/operator/findings',
    text: 'findings',
    icon: Scale,
    permission: 'operator.orders.read',
  },
  {
    path: '/operator/figures',
    text: 'operatorFigures',
    icon: ChartColumn,
    permission: 'operator.orders.read',
  },
  {
    path: '/operator/limits',
    text: 'publicLimits',
    icon: Gauge,
    permission: 'operator.manage',
  },
  {
    path: '/operator/members',
    text: 'members',
    icon: Users,
    permission: 'operator.members.manage',
  },
  {
    path: '/operator/audit',
    text: 'auditLog',
    icon: ScrollText,
    permission: 'operator.audit.read',
  },
];

/** `slug`: as the address names the partner. */
export function membershipOf(session: Session, slug: string | undefined): Membership | undefined {
  // A look goes before a membership: it is what the server lets one do.
  const { viewing } = session;
  if (viewing !== null && viewing.slug === slug) return { ...viewing, role: 'viewing' };
  return session.memberships.find((one) => one.slug === slug);
}

/** Of whose one is looking at: a partner by its slug, or the installation where there is none. */
export function screensFor(session: Session, slug: string | undefined): readonly Screen[] {
  const [all, permissions] =
    slug === undefined
      ? [OPERATOR_SCREENS, session.operator?.permissions]
      : [PARTNER_SCREENS, membershipOf(session, slug)?.permissions];
  return all.filter(
    ({ permission, isOfStaging }) =>
      permissions?.includes(permission) === true &&
      (isOfStaging !== true || session.environment === 'staging'),
  );
}

/** Lists that others lead to, and no navigation: open to who may open what leads there. */
const BEHIND: Partial<Record<ScreenPath, ScreenPath>> = {
  '/p/$partner/packages': '/p/$partner/funnel',
};

export const mayOpen = (session: Session, path: ScreenPath, slug: string | undefined): boolean =>
  screensFor(session, slug).some((screen) => screen.path === (BEHIND[path] ?? path));

/** Places that a member can be at: partners by name, then the installation. */
export type Place = { slug: string | undefined; name: string | null };

export const placesOf = ({ memberships, viewing, operator }: Session): Place[] => [
  ...memberships.map(({ slug, name }) => ({ slug, name })),
  ...(viewing === null || memberships.some(({ slug }) => slug === viewing.slug)
    ? []
    : [{ slug: viewing.slug, name: viewing.name }]),
  ...(operator === null ? [] : [{ slug: undefined, name: null }]),
];

export type Target = { to: ScreenPath | '/account'; params?: { partner: string } };

export const targetOf = (path: ScreenPath, slug: string | undefined): Target =>
  slug === undefined ? { to: path } : { to: path, params: { partner: slug } };

/** Where a place begins; of who may open nothing there, their own account. */
export function firstOf(session: Session, slug: string | undefined): Target {
  const path = screensFor(session, slug)[0]?.path;
  return path === undefined ? { to: '/account' } : targetOf(path, slug);
}

export function firstScreen(session: Session): Target {
  const place = placesOf(session).find(({ slug }) => screensFor(session, slug).length > 0);
  return place === undefined ? { to: '/account' } : firstOf(session, place.slug);
}
