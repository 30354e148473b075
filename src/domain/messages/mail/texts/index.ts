/** The texts of a locale: those of its language, with what its region says otherwise. */
import { byLocale, directionOf } from '../../../catalog/locales.ts';
import { isolatedIn } from '../clean.ts';
import { speakerOf, type Say as SayOf, type Values } from '../../../speaker.ts';
import { ar } from './ar.ts';
import { bg } from './bg.ts';
import { cs } from './cs.ts';
import { da } from './da.ts';
import { de, deCH } from './de.ts';
import { el } from './el.ts';
import { en, enUS, type Texts } from './en.ts';
import { es } from './es.ts';
import { fi } from './fi.ts';
import { fr, frCA } from './fr.ts';
import { he } from './he.ts';
import { hr } from './hr.ts';
import { hu } from './hu.ts';
import { id } from './id.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import { mk } from './mk.ts';
import { nl } from './nl.ts';
import { no } from './no.ts';
import { pl } from './pl.ts';
import { pt, ptBR } from './pt.ts';
import { ro } from './ro.ts';
import { sk } from './sk.ts';
import { sv } from './sv.ts';
import { th } from './th.ts';
import { tr } from './tr.ts';
import { uk } from './uk.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';
import { zhTW } from './zh-TW.ts';

const ofLanguage = byLocale<Texts>(
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
  {},
);
const REGIONS: Record<string, Partial<Texts>> = {
  'en-US': enUS,
  'de-CH': deCH,
  'fr-CA': frCA,
  'pt-BR': ptBR,
  'zh-TW': zhTW,
};

/** English where the language is not shipped; resolved locales never come to that. */
export const textsOf = (locale: string): Texts => ({
  ...ofLanguage(locale),
  ...REGIONS[locale],
});

export type TextKey = keyof Texts;
export type Say = SayOf<TextKey>;
/**
 * Values are one line already (oneLine); where texts run from right to left each keeps its own
 * direction.
 */
const isolatedValues = (values: Values, locale: string): Values =>
  directionOf(locale) === 'ltr'
    ? values
    : Object.fromEntries(
        Object.entries(values).map(([key, value]) => [
          key,
          typeof value === 'string' ? isolatedIn(value, locale) : value,
        ]),
      );

/** Says a text of a mail in a locale. */
export const speaker = speakerOf<TextKey>(textsOf, isolatedValues);
