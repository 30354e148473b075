/** Which screens there are for whom, and where a place begins. */
import type { Search } from '../data/lists.ts';
import type { Membership, Session } from '../data/types.ts';
import { OPERATOR_SCREENS } from './operator-screens.ts';
import { PARTNER_SCREENS } from './partner-screens.ts';
import type { Screen, ScreenPath } from './screen.ts';

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
  '/p/$partner/unredeemed-codes': '/p/$partner/codes',
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

export type Target = {
  to: ScreenPath | '/account';
  params?: { partner: string };
  search?: Search;
};

export const targetOf = (
  { path, search }: Pick<Screen, 'path' | 'search'>,
  slug: string | undefined,
): Target => ({
  to: path,
  ...(slug === undefined ? {} : { params: { partner: slug } }),
  ...(search === undefined ? {} : { search }),
});

/** Where a place begins; of who may open nothing there, their own account. */
export function firstOf(session: Session, slug: string | undefined): Target {
  const first = screensFor(session, slug)[0];
  return first === undefined ? { to: '/account' } : targetOf(first, slug);
}

export function firstScreen(session: Session): Target {
  const place = placesOf(session).find(({ slug }) => screensFor(session, slug).length > 0);
  return place === undefined ? { to: '/account' } : firstOf(session, place.slug);
}
