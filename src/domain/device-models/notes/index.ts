/**
 * The notes of devices by language. Inside they are the English sentences, as devices.csv has them:
 * an operator's own note is a sentence like them, in the language it was written in.
 */
import { byLocale } from '../../catalog/locales.ts';
import { ar } from './ar.ts';
import { bg } from './bg.ts';
import { cs } from './cs.ts';
import { da } from './da.ts';
import { de } from './de.ts';
import { el } from './el.ts';
import { en, type NoteTexts } from './en.ts';
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

const noteTextsOf = byLocale<NoteTexts>(
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
  { 'pt-BR': { ...pt, ...ptBR }, 'zh-TW': zhTW },
);

const KEYS = new Map(Object.entries(en).map(([key, text]) => [text, key as keyof NoteTexts]));

/** Ours in a shipped locale's words, an operator's as it is. */
export function noteIn(note: string, locale: string): string {
  const key = KEYS.get(note);
  const texts = noteTextsOf(locale);
  return key === undefined ? note : forRegion(texts[key], locale);
}

/**
 * In French a sign like ; has a space before it that does not break; Quebec leaves it out.
 * Switzerland writes no ß.
 */
function forRegion(text: string, locale: string): string {
  if (locale === 'fr-CA') return text.replace(/ ([;!?])/g, '$1').replace(/ :/g, '\u00a0:');
  if (locale.startsWith('fr')) return text.replace(/ ([:;!?])/g, '\u00a0$1');
  return locale === 'de-CH' ? text.replaceAll('ß', 'ss') : text;
}
