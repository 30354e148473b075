/** Countries as suppliers write them → alpha-3, as Hubby does. */
import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };

/** ISO 3166-1 has no code for Kosovo; the alpha-3 that travel systems use is not the list's. */
const ALPHA3 = new Map([
  ...codes.map(([alpha2, alpha3]) => [alpha2!, alpha3!] as const),
  ['XK', 'XKX'],
]);

/** alpha-3 of a country's alpha-2 code in any case, null = no country's. */
export const alpha3Of = (alpha2: string): string | null =>
  ALPHA3.get(/^[a-z]{2}$/i.test(alpha2) ? alpha2.toUpperCase() : '') ?? null;

/** Sorted alpha-3 codes without doubles; what is no country's alpha-2 code is left out. */
export const coverageOf = (alpha2: readonly unknown[]): string[] =>
  [
    ...new Set(
      alpha2.flatMap((code) => (typeof code === 'string' ? (alpha3Of(code.trim()) ?? []) : [])),
    ),
  ].sort();
