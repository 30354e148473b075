/**
 * What the language model does not see of the steps: codes, addresses, links, menu names and given
 * words become placeholders.
 */
import type { Step } from './steps.ts';

/** The steps as the model is shown them. */
export type Asked = { id: string; text: string }[];

/**
 * None of these tries a long run from each of its characters anew: their time would grow with its
 * square.
 */
const LINK = /\b[a-z][a-z0-9+.-]{0,30}:\/\/\S+/giu;
const CODES = [
  /LPA:\S+/giu,
  LINK,
  /(?<![^\s@])[^\s@]+@[^\s@]+/gu,
  /(?<![\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w-])/giu,
  /\b(?=[A-Z0-9])(?=[A-Z0-9-]{0,500}\d)[A-Z0-9][A-Z0-9-]{6,500}[A-Z0-9]\b/gu,
];
/** Names of buttons, lines and menus. */
const QUOTED = /[“„«"「״”][^“”„«»"「」״]{1,60}[”“»"」״]/gu;
/** With its signs, which no answer may bring. */
const ISOLATED = /\u2068[^\u2068\u2069]*\u2069/gu;
export const MARK = /\[\[(\d+)\]\]/g;

/**
 * Null: a step holds what looks like a placeholder already. Equal values get one number, so that
 * equal steps ask the same whatever the codes are.
 */
export function hideIn(
  steps: readonly Step[],
  words: readonly string[],
): { asked: Asked; show(text: string): string } | null {
  if (steps.some(({ text }) => text.includes('[[') || text.includes(']]'))) return null;
  const values: string[] = [];
  const mark = (value: string): string => {
    const at = values.indexOf(value);
    return `[[${at === -1 ? values.push(value) : at + 1}]]`;
  };
  /** Never inside a placeholder. */
  const replace = (text: string, find: string | RegExp): string =>
    text
      .split(/(\[\[\d+\]\])/)
      .map((part, i) => (i % 2 === 1 ? part : part.replaceAll(find as string, mark)))
      .join('');
  const longest = (all: readonly string[]): string[] =>
    all.filter((word) => word.trim() !== '').toSorted((a, b) => b.length - a.length);
  // A menu name is looked for in quotes too: it stands so where it could not be confirmed.
  const asked = steps.map(({ id, text, menu = [] }) => ({
    id,
    text: [
      ISOLATED,
      ...longest(words),
      ...CODES,
      QUOTED,
      ...longest(menu.map(({ name }) => name)),
    ].reduce<string>(replace, text),
  }));
  return {
    asked,
    show: (text) => text.replaceAll(MARK, (_all, n: string) => values[Number(n) - 1]!),
  };
}
