/** Every screen of the shell: where it is, what it is called, and who may open it. */
import {
  AppWindow,
  ArrowLeftRight,
  CalendarClock,
  FileUp,
  KeyRound,
  LogIn,
  Luggage,
  Mail,
  MailX,
  Palette,
  ScrollText,
  Send,
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
  | '/p/$partner/keys'
  | '/p/$partner/webhooks'
  | '/p/$partner/sso'
  | '/p/$partner/suppressions'
  | '/p/$partner/brand'
  | '/p/$partner/schedules'
  | '/p/$partner/origins'
  | '/p/$partner/members'
  | '/p/$partner/audit'
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
};

/** In the order of the groups; a place begins with the first that one may open. */
export const PARTNER_SCREENS: readonly Screen[] = [
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
export const membershipOf = (session: Session, slug: string | undefined): Membership | undefined =>
  session.memberships.find((one) => one.slug === slug);

/** Of whose one is looking at: a partner by its slug, or the installation where there is none. */
export function screensFor(session: Session, slug: string | undefined): readonly Screen[] {
  const [all, permissions] =
    slug === undefined
      ? [OPERATOR_SCREENS, session.operator?.permissions]
      : [PARTNER_SCREENS, membershipOf(session, slug)?.permissions];
  return all.filter(({ permission }) => permissions?.includes(permission) === true);
}

export const mayOpen = (session: Session, path: ScreenPath, slug: string | undefined): boolean =>
  screensFor(session, slug).some((screen) => screen.path === path);

/** Places that a member can be at: partners by name, then the installation. */
export type Place = { slug: string | undefined; name: string | null };

export const placesOf = (session: Session): Place[] => [
  ...session.memberships.map(({ slug, name }) => ({ slug, name })),
  ...(session.operator === null ? [] : [{ slug: undefined, name: null }]),
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
