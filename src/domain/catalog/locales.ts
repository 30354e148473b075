/** Locales of the texts Hubby ships (CONTRACT section 1). Of several regions of one language the first stands for the bare language. */
export const SUPPORTED_LOCALES = [
  'en-US',
  'en-EU',
  'en-GB',
  'en-CA',
  'en-AU',
  'en-NZ',
  'nl-NL',
  'nl-BE',
  'de-DE',
  'de-AT',
  'de-CH',
  'de-BE',
  'fr-FR',
  'fr-CA',
  'fr-BE',
  'fr-CH',
  'it-IT',
  'it-CH',
  'es-ES',
  'cs-CZ',
  'pl-PL',
  'pt-PT',
  'pt-BR',
  'sv-SE',
  'sk-SK',
  'da-DK',
  'ko-KR',
  'hu-HU',
  'no-NO',
  'zh-CN',
  'mk-MK',
] as const;

const byTag = new Map<string, string>(SUPPORTED_LOCALES.map((tag) => [tag, tag]));
for (const tag of SUPPORTED_LOCALES) {
  const language = tag.slice(0, tag.indexOf('-'));
  if (!byTag.has(language)) byTag.set(language, language === 'en' ? 'en' : tag);
}
// Devices say nb or nn, never the macrolanguage no.
byTag.set('nb', 'no-NO').set('nn', 'no-NO');

function canonical(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/** Whether `tag` is well-formed BCP 47, in any case; `en-EU` is, `en_US` and the empty string are not. */
export function isValidLocale(tag: string): boolean {
  return canonical(tag) !== null;
}

/** Look-up of RFC 4647 section 3.4: subtags are taken off the end until a supported tag remains. */
function lookUp(tag: string | null | undefined): string | null {
  const subtags = tag ? canonical(tag)?.split('-') : null;
  for (; subtags && subtags.length > 0; subtags.pop()) {
    const found = byTag.get(subtags.join('-'));
    if (found) return found;
  }
  return null;
}

/** The shipped locale that stands for a tag, null where there is none: `nl` → `nl-NL`. */
export const shippedLocale = (tag: string): string | null => lookUp(tag);

/**
 * The locale of an answer: the requested one, else the partner's, else `en`.
 * `locale` is a supported full tag or `en`; `requestedValid` is false only where something was requested that is no BCP 47 tag.
 */
export function resolveLocale(
  requested: string | null | undefined,
  partnerDefault: string | null,
): { locale: string; requestedValid: boolean } {
  const requestedValid = requested == null || isValidLocale(requested);
  return { locale: lookUp(requested) ?? lookUp(partnerDefault) ?? 'en', requestedValid };
}
