/** The visitor's language and its words. */
import { wantedLanguages } from '../../domain/catalog/accept-language.ts';
import { byLocale, shippedLocale } from '../../domain/catalog/locales.ts';
import { isolatedIn } from '../../domain/messages/mail/clean.ts';
import { speakerOf, type Say, type Values } from '../../domain/speaker.ts';
import { ar } from '../texts/ar.ts';
import { bg } from '../texts/bg.ts';
import { cs } from '../texts/cs.ts';
import { da } from '../texts/da.ts';
import { de } from '../texts/de.ts';
import { el } from '../texts/el.ts';
import { en, type Texts } from '../texts/en.ts';
import { es } from '../texts/es.ts';
import { fi } from '../texts/fi.ts';
import { fr, frCA } from '../texts/fr.ts';
import { he } from '../texts/he.ts';
import { hr } from '../texts/hr.ts';
import { hu } from '../texts/hu.ts';
import { id } from '../texts/id.ts';
import { it } from '../texts/it.ts';
import { ja } from '../texts/ja.ts';
import { ko } from '../texts/ko.ts';
import { mk } from '../texts/mk.ts';
import { nl } from '../texts/nl.ts';
import { no } from '../texts/no.ts';
import { pl } from '../texts/pl.ts';
import { pt, ptBR } from '../texts/pt.ts';
import { ro } from '../texts/ro.ts';
import { sk } from '../texts/sk.ts';
import { sv } from '../texts/sv.ts';
import { th } from '../texts/th.ts';
import { tr } from '../texts/tr.ts';
import { uk } from '../texts/uk.ts';
import { vi } from '../texts/vi.ts';
import { zh } from '../texts/zh.ts';
import { zhTW } from '../texts/zh-TW.ts';

export type { Texts };

/** What differs within a language. Switzerland writes no ß. */
const REGIONAL: Record<string, Texts> = {
  'fr-CA': { ...fr, ...frCA },
  'pt-BR': { ...pt, ...ptBR },
  'zh-TW': zhTW,
  'de-CH': Object.fromEntries(
    Object.entries(de).map(([key, text]) => [key, text.replaceAll('ß', 'ss')]),
  ) as Texts,
};

/** What a visitor may choose: each in its own words. */
export const LANGUAGES: readonly { tag: string; name: string }[] = [
  { tag: 'id', name: 'Bahasa Indonesia' },
  { tag: 'cs', name: 'Čeština' },
  { tag: 'da', name: 'Dansk' },
  { tag: 'de', name: 'Deutsch' },
  { tag: 'en', name: 'English' },
  { tag: 'es', name: 'Español' },
  { tag: 'fr', name: 'Français' },
  { tag: 'hr', name: 'Hrvatski' },
  { tag: 'it', name: 'Italiano' },
  { tag: 'hu', name: 'Magyar' },
  { tag: 'nl', name: 'Nederlands' },
  { tag: 'no', name: 'Norsk' },
  { tag: 'pl', name: 'Polski' },
  { tag: 'pt', name: 'Português' },
  { tag: 'pt-BR', name: 'Português (Brasil)' },
  { tag: 'ro', name: 'Română' },
  { tag: 'sk', name: 'Slovenčina' },
  { tag: 'fi', name: 'Suomi' },
  { tag: 'sv', name: 'Svenska' },
  { tag: 'vi', name: 'Tiếng Việt' },
  { tag: 'tr', name: 'Türkçe' },
  { tag: 'el', name: 'Ελληνικά' },
  { tag: 'bg', name: 'Български' },
  { tag: 'mk', name: 'Македонски' },
  { tag: 'uk', name: 'Українська' },
  { tag: 'he', name: 'עברית' },
  { tag: 'ar', name: 'العربية' },
  { tag: 'th', name: 'ไทย' },
  { tag: 'ko', name: '한국어' },
  { tag: 'ja', name: '日本語' },
  { tag: 'zh', name: '简体中文' },
  { tag: 'zh-TW', name: '繁體中文' },
];

/** The entry of LANGUAGES that a shipped locale belongs to. */
export const languageOf = (locale: string): string =>
  LANGUAGES.some(({ tag }) => tag === locale) ? locale : locale.split('-')[0]!;

/**
 * The shipped locale of a page: what the visitor chose, else what the browser wants, else the
 * partner's, else English.
 */
export function negotiate(
  chosen: unknown,
  header: string | undefined,
  partnerLocale: string | null,
): string {
  for (const tag of [
    ...(typeof chosen === 'string' ? [chosen] : []),
    ...wantedLanguages(header),
    ...(partnerLocale === null ? [] : [partnerLocale]),
  ]) {
    const locale = tag.length <= 35 ? shippedLocale(tag) : null;
    if (locale !== null) return locale;
  }
  return 'en';
}

export const textsOf = byLocale<Texts>(
  {
    en,
    nl,
    de,
    fr,
    it,
    es,
    cs,
    pl,
    pt,
    sv,
    sk,
    da,
    ko,
    hu,
    no,
    zh,
    mk,
    ar,
    he,
    tr,
    el,
    ja,
    th,
    vi,
    id,
    ro,
    bg,
    hr,
    uk,
    fi,
  },
  REGIONAL,
);

export type Words<K extends string> = Say<K>;
export type Translate = Words<keyof Texts>;

/** Names keep their own direction, and the sentence keeps that of its language. */
const isolatedValues = (values: Values, locale: string): Values =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === 'string' ? isolatedIn(value, locale) : value,
    ]),
  );

/** Says the messages of one set of texts. */
export const translatorOf = <K extends string>(
  texts: (locale: string) => Record<K, string>,
): ((locale: string) => Words<K>) => speakerOf(texts, isolatedValues);

export const translator = translatorOf<keyof Texts>(textsOf);
