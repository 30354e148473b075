/**
 * What others wrote, made fit for a mail. Escaping is the template's; this is about lines, length
 * and direction.
 */
import { directionOf } from '../../catalog/locales.ts';

/**
 * Turn the direction of what follows them: none of our texts needs one, and a name could hide a
 * link behind one.
 */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
/** Around a name whose direction is its own. */
const [OPEN, CLOSE] = ['\u2068', '\u2069'];
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * At most `max` UTF-16 units, whole characters as readers see them, `…` where something is missing.
 * A name that is cut stays isolated.
 */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  let isOpen = false;
  for (const { segment } of graphemes.segment(text)) {
    const opens: boolean = segment === OPEN || (isOpen && segment !== CLOSE);
    if (kept.length + segment.length > max - (opens ? 2 : 1)) break;
    kept += segment;
    isOpen = opens;
  }
  return `${kept.trimEnd()}${isOpen ? `…${CLOSE}` : '…'}`;
}

/**
 * A name from outside, alone in its direction: right-to-left text leaves what stands around it in
 * its order.
 */
export function isolated(name: string): string {
  const plain = name.replace(DIRECTION, '');
  return RIGHT_TO_LEFT.test(plain) ? `${OPEN}${plain}${CLOSE}` : plain;
}

/**
 * The same in a text of `locale`: what is written from right to left isolates figures and Latin
 * names too, whose signs would change sides.
 */
export const isolatedIn = (text: string, locale: string): string =>
  directionOf(locale) === 'rtl' && text !== ''
    ? `${OPEN}${text.replace(DIRECTION, '')}${CLOSE}`
    : isolated(text);

/**
 * One line without control characters, at most `max` long. Right-to-left text is isolated, so that
 * what surrounds it keeps its order.
 */
export function oneLine(text: string, max: number): string {
  const flat = text
    .toWellFormed()
    .replace(DIRECTION, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return isolated(cut(flat, max));
}

/** Paragraphs (parted by empty lines) of lines. */
export function paragraphsOf(text: string): string[][] {
  const paragraphs: string[][] = [[]];
  for (const line of text.split(/\r\n|\r|\n/).map((written) => oneLine(written, 2000))) {
    if (line === '') paragraphs.push([]);
    else paragraphs.at(-1)!.push(line);
  }
  return paragraphs.filter((lines) => lines.length > 0);
}

/** Schemes that run or read something where they are opened. */
const NEVER = new Set(['javascript:', 'vbscript:', 'data:', 'file:', 'blob:', 'about:']);

/**
 * A URL that may be linked to, null where it may not: http, https, or the scheme of the partner's
 * own app (`appUrl`). Unchanged where it is plain already.
 */
export function safeUrl(url: string | null, appUrl: string | null = null): string | null {
  if (url === null) return null;
  const parsed = URL.parse(url);
  if (parsed === null || NEVER.has(parsed.protocol)) return null;
  const allowed = ['http:', 'https:', appUrl === null ? undefined : URL.parse(appUrl)?.protocol];
  if (!allowed.includes(parsed.protocol)) return null;
  return /^[\w:/?#[\]@!$&()*+,;=.~%-]+$/.test(url)
    ? url
    : parsed.href.replace(/['"<>`\s]/g, encodeURIComponent).replaceAll("'", '%27');
}
