/** The words of the way to an eSIM by language. */
import { byLocale } from '../../../domain/catalog/locales.ts';
import { ar } from './ar.ts';
import { bg } from './bg.ts';
import { cs } from './cs.ts';
import { da } from './da.ts';
import { de } from './de.ts';
import { el } from './el.ts';
import { en, type TripTexts } from './en.ts';
import { es } from './es.ts';
import { fi } from './fi.ts';
import { fr } from './fr.ts';
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

export type { TripTexts };

const changed = (texts: TripTexts, change: (text: string) => string): TripTexts =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, change(text)])) as TripTexts;

/**
 * What differs within a language. Switzerland writes no ß, Quebec no e-mail and no space before a
 * question mark.
 */
const REGIONAL: Record<string, TripTexts> = {
  'fr-CA': changed(fr, (text) =>
    text.replaceAll('e-mail', 'courriel').replace(/\u00a0([;!?])/g, '$1'),
  ),
  'pt-BR': { ...pt, ...ptBR },
  'zh-TW': zhTW,
  'de-CH': changed(de, (text) => text.replaceAll('ß', 'ss')),
};

export const tripTextsOf = byLocale<TripTexts>(
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
