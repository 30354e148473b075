import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };

export type Country = {
  /** ISO 3166-1 alpha-2 */
  iso2: string;
  /** ISO 3166-1 alpha-3 */
  iso3: string;
  /** English, as Intl has it: `Türkiye`, `Czechia` */
  name: string;
};

const displayNames = new Map<string, Intl.DisplayNames>();

/**
 * Intl's names of countries and regions in a locale, cached; a tag Intl cannot read gets English.
 */
export function regionNames(locale: string): Intl.DisplayNames {
  let names = displayNames.get(locale);
  if (!names) {
    // Locales may come from requests: what is kept must not grow with them.
    if (displayNames.size >= 200) displayNames.clear();
    try {
      names = new Intl.DisplayNames([locale, 'en'], { type: 'region' });
    } catch {
      names = new Intl.DisplayNames('en', { type: 'region' });
    }
    displayNames.set(locale, names);
  }
  return names;
}

/** A country's name in a locale; the code itself where Intl has none. */
export function displayName(iso2: string, locale: string): string {
  return regionNames(locale).of(iso2) ?? iso2;
}

/**
 * The package says XKK for Kosovo; travel systems and the World Bank say XKX. Both are
 * user-assigned.
 */
const ISO3_OVERRIDES: Record<string, string> = { XK: 'XKX' };

/** Every country and territory of ISO 3166-1, and Kosovo, by English name. */
export const COUNTRIES: readonly Country[] = codes
  .map(([iso2, iso3]) => ({
    iso2: iso2!,
    iso3: ISO3_OVERRIDES[iso2!] ?? iso3!,
    name: displayName(iso2!, 'en'),
  }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'));

const byCode = new Map(
  COUNTRIES.flatMap((country) => [
    [country.iso2, country],
    [country.iso3, country],
  ]),
);
byCode.set('XKK', byCode.get('XK')!);

/**
 * A code in upper case; empty for what cannot be one. Unicode's `toUpperCase` alone would make `ß`
 * South Sudan.
 */
export function upperCode(text: string): string {
  return /^[A-Za-z0-9-]{1,64}$/.test(text) ? text.toUpperCase() : '';
}

/** The country of an alpha-2 or alpha-3 code in any case, else null. */
export function countryByCode(code: string): Country | null {
  return byCode.get(upperCode(code)) ?? null;
}

/** alpha-2 of an alpha-3 code, else null. */
export function iso2Of(iso3: string): string | null {
  return countryByCode(iso3)?.iso2 ?? null;
}
