import { COUNTRIES } from './countries.ts';
import facts from '../data/country-facts.json' with { type: 'json' };

const words = (text: string): string[] => text.split(' ');
const invert = (groups: Record<string, string>): Map<string, string> =>
  new Map(
    Object.entries(groups).flatMap(([key, text]) =>
      words(text).map((iso3) => [iso3, key] as const),
    ),
  );

const notOnSale = new Set(words(facts.notOnSale));
const tiers = invert(facts.tiers);
const continents = invert(facts.continents);

/**
 * alpha-3 of the countries the shipped catalog sells; the rest has no roaming worth selling
 * (Antarctica, Bouvet Island, North Korea).
 */
export const ON_SALE: readonly string[] = COUNTRIES.map((country) => country.iso3).filter(
  (iso3) => !notOnSale.has(iso3),
);

/** 1 (cheap, large) … 4 (remote) by alpha-3. */
export function tierOf(iso3: string): number {
  return notOnSale.has(iso3) ? 4 : Number(tiers.get(iso3) ?? 3);
}

/** `europe`, `africa`, `asia`, `americas`, `oceania`; null for a country that is not on sale. */
export function continentOf(iso3: string): string | null {
  return continents.get(iso3) ?? null;
}
