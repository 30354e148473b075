/** What names a traveler, taken out of texts and JSON; what stands around it stays. Pure. */

/** Stands where an id of theirs stood. */
export const ERASED = 'erased';
/** Stands where an address stood, so that what reads addresses goes on reading one. */
export const ERASED_ADDRESS = 'erased@erased.invalid';

/** Addresses in lower case; ids as the partner calls the traveler. */
export type Words = { addresses: string[]; ids: string[] };

export const hasWords = ({ addresses, ids }: Words): boolean => addresses.length + ids.length > 0;

/**
 * A text that is one of them, or that one of them stands in as a word of its own. The same object
 * where none does.
 */
export function redact(value: unknown, words: Words): unknown {
  if (typeof value === 'string') return redactText(value, words);
  if (Array.isArray(value)) {
    const members = value.map((one) => redact(one, words));
    return members.every((one, i) => one === value[i]) ? value : members;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const members = entries.map(([name, member]) => [
    redactText(name, words),
    redact(member, words),
  ]) as [string, unknown][];
  return members.every(([name, one], i) => name === entries[i]![0] && one === entries[i]![1])
    ? value
    : Object.fromEntries(members);
}

function redactText(text: string, { addresses, ids }: Words): string {
  if (ids.includes(text)) return ERASED;
  const lower = text.toLowerCase();
  const within = [
    ...addresses.map((word) => ({ word, by: ERASED_ADDRESS, around: '' })),
    ...ids
      .filter((id) => id.length >= SHORTEST)
      .map((word) => ({ word, by: ERASED, around: String.raw`[\w@-]` })),
  ];
  return within.reduce((rest, { word, by, around }) => {
    if (!lower.includes(word.toLowerCase())) return rest;
    const edge = (look: string): string => (around === '' ? '' : `(?${look}${around})`);
    const pattern = `${edge('<!')}${word.replace(SPECIAL, String.raw`\$&`)}${edge('!')}`;
    return rest.replace(new RegExp(pattern, 'gi'), by);
  }, text);
}

/** An id that is shorter may be any word or number. */
const SHORTEST = 4;
/** What is more than itself in a regular expression. */
const SPECIAL = /[.*+?^${}()|[\]\\]/g;
const forLike = (text: string): string => `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`;

/**
 * How they stand in texts, all in lower case: in JSON as it is stored and sent, and in targets of
 * requests. An id counts where it is whole.
 */
export function formsOf({ addresses, ids }: Words): string[] {
  const forms = [
    ...addresses.flatMap((address) => [address, encodeURIComponent(address)]),
    ...ids.flatMap((id) => [
      JSON.stringify(id),
      JSON.stringify(JSON.stringify(id)).slice(1, -1),
      ...['=', '/'].map((before) => `${before}${encodeURIComponent(id)}`),
    ]),
  ];
  return [...new Set(forms.map((form) => form.toLowerCase()))];
}

/** The same as patterns of `like`. */
export const patternsOf = (words: Words): string[] => formsOf(words).map(forLike);
