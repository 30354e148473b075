/** The knowledge base's languages, by shipped locale. */
import { byLocale } from '../../catalog/locales.ts';
import { ar } from './ar.ts';
import { bg } from './bg.ts';
import { cs } from './cs.ts';
import { da } from './da.ts';
import { de } from './de.ts';
import { el } from './el.ts';
import { en, type Language } from './en.ts';
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

/** Switzerland writes no ß. */
const swiss = <T extends Record<string, string | null>>(texts: T): T =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, text?.replaceAll('ß', 'ss') ?? null]),
  ) as T;
const REGIONAL: Record<string, Language> = {
  'fr-CA': frCA,
  'pt-BR': ptBR,
  'zh-TW': zhTW,
  'de-CH': { menus: swiss(de.menus), steps: swiss(de.steps), words: swiss(de.words) },
};

export const languageOf = byLocale<Language>(
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
