/** The place of a partner's id, or the installation. */
import type { Context } from '../../context.ts';
import { findPartner } from '../partners/managing/partners.ts';
import type { Partner } from '../partners/partner.ts';
import { INSTALLATION, type Place } from './place.ts';

export const placeOf = ({ id, name, slug, settings }: Partner): Place => ({
  partnerId: id,
  name,
  slug,
  zone: settings.time_zone,
});

export const findPlace = async (ctx: Context, partnerId: string | null): Promise<Place> =>
  partnerId === null ? INSTALLATION : placeOf(await findPartner(ctx, partnerId));
