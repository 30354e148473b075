/** The texts of a locale: those of its language, with what its region says otherwise. */
import { byLocale } from '../../../catalog/locales.ts';
import { speakerOf, type Say as SayOf } from '../speaker.ts';
import { cs } from './cs.ts';
import { da } from './da.ts';
import { de, deCH } from './de.ts';
import { en, enUS, type Texts } from './en.ts';
import { es } from './es.ts';
import { fr, frCA } from './fr.ts';
import { hu } from './hu.ts';
import { it } from './it.ts';
import { ko } from './ko.ts';
import { mk } from './mk.ts';
import { nl } from './nl.ts';
import { no } from './no.ts';
import { pl } from './pl.ts';
import { pt, ptBR } from './pt.ts';
import { sk } from './sk.ts';
import { sv } from './sv.ts';
import { zh } from './zh.ts';
import { zhTW } from './zh-TW.ts';

const ofLanguage = byLocale<Texts>(
  { en, nl, de, fr, it, es, cs, pl, pt, sv, sk, da, ko, hu, no, zh, mk },
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
/** Says a text of a mail in a locale; values are put in as they are. */
export const speaker = speakerOf<TextKey>(textsOf);
