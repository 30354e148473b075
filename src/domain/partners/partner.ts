/**
 * A partner as everything else sees it: the settings in force, defaults included, and its prices.
 */
import type { PriceBook, PriceBooks } from './price-book.ts';
import { withDefaults, type EffectiveSettings, type Settings } from '../settings/settings.ts';

export type Partner = {
  id: string;
  name: string;
  slug: string;
  settings: EffectiveSettings;
  prices: PriceBook;
  /** since when the operator lets it do nothing new; null = it may */
  suspendedAt: Date | null;
};

export type PartnerRow = {
  partner_id: string;
  name: string;
  slug: string;
  settings: Settings;
  price_list_id: string | null;
  b2b_modification: number;
  b2c_modification: number;
  prices_version: number;
  suspended_at: Date | null;
};

export const PARTNER_COLUMNS =
  'p.id as partner_id, p.name, p.slug, p.settings, p.price_list_id, p.b2b_modification, p.b2c_modification, p.prices_version, p.suspended_at';

/** The partner of a row of `partners`, with its prices. */
export async function partnerOf(books: PriceBooks, row: PartnerRow): Promise<Partner> {
  return {
    id: row.partner_id,
    name: row.name,
    slug: row.slug,
    settings: withDefaults(row.settings),
    prices: await books.of(row),
    suspendedAt: row.suspended_at,
  };
}
