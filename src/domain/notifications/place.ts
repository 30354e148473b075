/** Whose matter it is that somebody is told of: a partner's, or the installation's. */
import type { Context } from '../../context.ts';
import { dashboardAddress } from '../members/dashboard-address.ts';
import { rulesOf, type Subject } from './subjects.ts';

export type Place = {
  /** null = the installation */
  partnerId: string | null;
  /** null: the installation, which is called in the language of whoever reads */
  name: string | null;
  slug: string | null;
  zone: string;
};

export const INSTALLATION: Place = { partnerId: null, name: null, slug: null, zone: 'UTC' };

/** As statements compare it: `coalesce(partner_id, '')`. */
export const keyOf = ({ partnerId }: Pick<Place, 'partnerId'>): string => partnerId ?? '';

/** A screen of the place. */
export function screenAddress(
  ctx: Pick<Context, 'config' | 'baseUrl'>,
  { slug }: Pick<Place, 'slug'>,
  screen: string,
): string {
  const below = slug === null ? 'operator' : `p/${slug}`;
  return `${dashboardAddress(ctx)}/d/${below}/${screen}`;
}

/** Where it is dealt with. */
export function addressOf(
  ctx: Pick<Context, 'config' | 'baseUrl'>,
  place: Pick<Place, 'slug'>,
  { subject, about }: { subject: Subject; about: string },
): string {
  const { screen } = rulesOf(subject);
  return screenAddress(ctx, place, typeof screen === 'string' ? screen : screen(about));
}
