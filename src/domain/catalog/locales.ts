import { LRUCache } from 'lru-cache';

/**
 * Locales of the texts Hubby ships. Of several regions of one language the first stands for the
 * bare language.
 */
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
  'zh-TW',
  'mk-MK',
  // Of no region: Saudi Arabia's and Egypt's have calendars or digits that others do not read.
  'ar',
  'he-IL',
  'tr-TR',
  'el-GR',
  'ja-JP',
  'th-TH',
  'vi-VN',
  'id-ID',
  'ro-RO',
  'bg-BG',
  'hr-HR',
  'uk-UA',
  'fi-FI',
] as const;

type LanguageOf<Tag> = Tag extends `${infer Language}-${string}` ? Language : Tag;
type ShippedLanguage = LanguageOf<(typeof SUPPORTED_LOCALES)[number]>;

/**
 * Texts by locale: those of its region where they differ, else of its language, else English. A
 * language that is missing does not compile.
 */
export const byLocale =
  <Texts>(
    languages: Readonly<Record<ShippedLanguage, Texts>>,
    regional: Readonly<Record<string, Texts>>,
  ) =>
  (locale: string): Texts =>
    regional[locale] ?? languages[locale.split('-')[0] as ShippedLanguage] ?? languages.en;

const byTag = new Map<string, string>(SUPPORTED_LOCALES.map((tag) => [tag, tag]));
for (const tag of SUPPORTED_LOCALES) {
  const language = tag.split('-')[0]!;
  if (!byTag.has(language)) byTag.set(language, language === 'en' ? 'en' : tag);
}
// Devices say nb or nn, never the macrolanguage no.
byTag.set('nb', 'no-NO').set('nn', 'no-NO');

const scriptOf = (tag: string): string | undefined => new Intl.Locale(tag).maximize().script;
/** `zh-HK` → `zh-Hant` */
const readingKey = (tag: string): string => `${new Intl.Locale(tag).language}-${scriptOf(tag)}`;

/** Of several in one language and script the first: `zh-Hant` → `zh-TW`. */
const byReading = new Map<string, string>();
for (const tag of SUPPORTED_LOCALES) {
  const key = readingKey(tag);
  if (!byReading.has(key)) byReading.set(key, tag);
}

/** What systems that are no browsers add: `de_DE.UTF-8`, `de_DE@euro`. */
const POSIX_SUFFIX = /[.@].*$/;

/**
 * A tag in its canonical form, also where it is written as POSIX does; null for what is no language
 * tag.
 */
function canonical(tag: string): string | null {
  const known = canonicals.get(tag);
  if (known !== undefined) return known === '' ? null : known;
  const found = readTag(tag);
  if (tag.length <= USUAL_LENGTH) canonicals.set(tag, found ?? '');
  return found;
}

/** Browsers and apps send the same ones over and over. '' = what is none. */
const canonicals = new LRUCache<string, string>({ max: 1_000 });
const USUAL_LENGTH = 35;

function readTag(tag: string): string | null {
  try {
    const plain = tag.trim().replace(POSIX_SUFFIX, '').replaceAll('_', '-');
    return Intl.getCanonicalLocales(plain)[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether `tag` is a language tag, in any case: `en-EU` and `en_US.UTF-8` are, `*` and the empty
 * string are not.
 */
export function isValidLocale(tag: string): boolean {
  return canonical(tag) !== null;
}

/** The canonical form of a valid tag: `de_de.UTF-8` → `de-DE`. */
export const canonicalLocale = (tag: string): string | null => canonical(tag);

/**
 * Look-up of RFC 4647 section 3.4: subtags are taken off the end until a supported tag remains.
 * Never across scripts: who reads `zh-Hant` has no parent in `zh`.
 */
function lookUp(tag: string | null | undefined): string | null {
  const wanted = tag ? canonical(tag) : null;
  if (wanted === null) return null;
  const exact = byTag.get(wanted);
  if (exact !== undefined) return exact;
  const script = scriptOf(wanted);
  for (const subtags = wanted.split('-'); subtags.length > 0; subtags.pop()) {
    const found = byTag.get(subtags.join('-'));
    if (found !== undefined && scriptOf(found) === script) return found;
  }
  return byReading.get(readingKey(wanted)) ?? null;
}

/** The shipped locale that stands for a tag, null where there is none: `nl` → `nl-NL`. */
export const shippedLocale = (tag: string): string | null => lookUp(tag);

/**
 * Whether a shipped locale speaks of another region than was asked for: menus may be called
 * otherwise there. Phones speak one Arabic.
 */
export function isOtherRegion(asked: string, shipped: string): boolean {
  if (shipped === 'ar') return false;
  const tag = canonical(asked);
  const region = tag === null ? undefined : new Intl.Locale(tag).region;
  return region !== undefined && region !== new Intl.Locale(shipped).region;
}

/** What is shown, and the shipped locale that its names are in. */
export type Localized<T> = { locale: string; data: T };

/**
 * The locale of an answer: the requested one, else the partner's, else `en`. `locale` is a
 * supported full tag or `en`; `requestedValid` is false only where something was requested that is
 * no language tag.
 */
export function resolveLocale(
  requested: string | null | undefined,
  partnerDefault: string | null,
): { locale: string; requestedValid: boolean } {
  const requestedValid = requested == null || isValidLocale(requested);
  return { locale: lookUp(requested) ?? lookUp(partnerDefault) ?? 'en', requestedValid };
}

const RIGHT_TO_LEFT = /^(ar|dv|fa|he|ps|sd|ug|ur|yi)(-|$)/;

export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.test(locale) ? 'rtl' : 'ltr';
