/**
 * Spellings of a place's English name as keys: two spellings of one name share a key. By rule, so
 * that a published list need not be copied in all its editions:
 * - case, diacritics, punctuation, spaces, `&`, "the", "of" and "and" make no difference;
 * - initials are one word (`U.K.`), common short forms are written out (`St.`, `Rep.`, `Is.`);
 * - what stands behind a comma or in brackets may stand in front (`Korea, Republic of`, `Virgin
 * Islands (U.S.)`);
 * - the form of government may be left out where the rest is a name (`Kingdom of Spain`,
 * `Netherlands (Kingdom of the)`).
 */

/** No name is longer; megabytes of input are not worth normalising. */
export const MAX_NAME = 200;

const LITTLE_WORDS = new Set(['the', 'of', 'and']);
const WRITTEN_OUT: Record<string, string> = {
  st: 'saint',
  ste: 'sainte',
  rep: 'republic',
  dem: 'democratic',
  fed: 'federated',
  sts: 'states',
  is: 'islands',
  isl: 'islands',
  n: 'north',
  s: 'south',
};
const INITIALS = /\b(?:\p{L}\.\s?){2,}/gu;
/** `head, tail` and `head (tail)`; linear, since head holds none of what may follow it. */
const QUALIFIED = /^([^,([]+)[,([](.+)$/u;
const GOVERNMENT =
  /\b(?:republic|rep\.?|kingdom|commonwealth|federation|principality|sultanate|emirate|union|duchy|\S{1,60} states? of) (?:of )?(?:the )?/u;

/** Case, diacritics, typography and invisible characters taken away. */
function plain(name: string): string {
  return name
    .slice(0, MAX_NAME)
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(INITIALS, (initials) => `${initials.replace(/[.\s]/g, '')} `)
    .replace(/['’‘ʼ`´]/g, '')
    .trim();
}

function squeeze(text: string): string {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .map((word) => (Object.hasOwn(WRITTEN_OUT, word) ? WRITTEN_OUT[word]! : word))
    .filter((word) => !LITTLE_WORDS.has(word))
    .join('');
}

const turned = (text: string): string | null => {
  const m = QUALIFIED.exec(text);
  return m === null ? null : `${m[2]!} ${m[1]!}`;
};

/** The key of a name as it stands. */
export const nameKey = (name: string): string => squeeze(plain(name));

/** The keys under which a known name is filed: as it stands and turned round. */
export function keysOf(name: string): string[] {
  const text = plain(name);
  return [text, turned(text)].flatMap((t) => (t === null ? [] : squeeze(t) || []));
}

/** The keys to look an input up by, the plainest first. */
export function lookupKeys(name: string): string[] {
  if (name.length > MAX_NAME) return [];
  const text = plain(name);
  const forms = [text, turned(text)].filter((t) => t !== null);
  const ungoverned = forms.flatMap((form) => {
    const m = GOVERNMENT.exec(form);
    return m === null ? [] : [form.slice(m.index + m[0].length)];
  });
  return [...new Set([...forms, ...ungoverned].map(squeeze))].filter((key) => key !== '');
}
