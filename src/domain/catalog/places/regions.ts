import { regionNames } from './countries.ts';
import { ON_SALE, tierOf } from './country-facts.ts';
import translations from '../data/region-names.json' with { type: 'json' };
import regions from '../data/regions.json' with { type: 'json' };

export type Region = {
  /**
   * upper case, never an ISO alpha-2 or alpha-3 code in use: `NA` is Namibia, `EU` is only reserved
   */
  id: string;
  name: string;
  /** alpha-3, sorted; only countries on sale */
  members: string[];
};

/** Names by language, or by full tag where the regions of a language differ (pt-BR). */
const ownNames = new Map(
  Object.entries(translations).map(
    ([id, names]) => [id, new Map<string, string>(Object.entries(names))] as const,
  ),
);
/** M49 codes (or `EU`) of the regions Intl can name. */
const intlCodes = new Map(
  Object.entries(regions).flatMap(([id, region]) =>
    'intl' in region ? [[id, region.intl] as const] : [],
  ),
);

/**
 * A shipped region's name in a locale, English where there is none; null for the id of another
 * region.
 */
export function regionName(id: string, locale: string): string | null {
  const own = ownNames.get(id);
  if (own) return own.get(locale) ?? own.get(locale.split('-')[0]!) ?? own.get('en')!;
  const code = intlCodes.get(id);
  if (!code) return null;
  // Intl's names are for running text: `jihovýchodní Asie`. In a list they stand alone.
  const name = regionNames(locale).of(code) ?? id;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The shipped regions. GLOBAL is every country on sale but the remote ones. */
export const REGIONS: readonly Region[] = Object.entries(regions).map(([id, { members }]) => ({
  id,
  name: regionName(id, 'en')!,
  members: (members === '*'
    ? ON_SALE.filter((iso3) => tierOf(iso3) < 4)
    : members.split(' ')
  ).toSorted(),
}));
