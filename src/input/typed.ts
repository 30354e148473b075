/** What people type, paste or scan, without what sticks to it on the way. */

/** Zero-width characters, direction marks, soft hyphens, fillers, variation selectors. */
const INVISIBLE = /\p{Cf}|[\u034f\u115f\u1160\u17b4\u17b5\u3164]|[\ufe00-\ufe0f]/gu;
const DASHES = /[\p{Pd}\u2212\u02d7]/gu;
/** Sentence ends, quotes and brackets of any script; marks of text such as Markdown's. */
const STUCK = /[\s.,;:!?'"`´<>*_~|…。、，·\p{Pi}\p{Pf}\p{Ps}\p{Pe}]/u;

/** Full-width letters and the like as the plain ones, any dash as a hyphen, nothing invisible. */
export const plainText = (text: string): string =>
  text.replace(INVISIBLE, '').normalize('NFKC').replace(DASHES, '-').trim();

/**
 * Plain, and without punctuation, quotes and brackets at either end; `kept` is a mark that may
 * belong to it.
 */
export function withoutStuck(text: string, kept?: string): string {
  const isStuck = (character: string): boolean => character !== kept && STUCK.test(character);
  const characters = [...plainText(text)];
  let [start, end] = [0, characters.length];
  while (start < end && isStuck(characters[start]!)) start++;
  while (end > start && isStuck(characters[end - 1]!)) end--;
  return characters.slice(start, end).join('');
}

const TOKEN = /^[\w-]{43}$/;

/**
 * The token of a link, 32 random bytes in base64url; null where there is none. It may itself have a
 * `_` at its end, so that goes last.
 */
export function linkToken(typed: string): string | null {
  if (typed.length > 200) return null;
  const plain = plainText(typed);
  const readings = [plain, withoutStuck(plain, '_'), withoutStuck(plain)];
  return readings.find((one) => TOKEN.test(one)) ?? null;
}
