/**
 * Whether what a language model answered may be shown: each step kept, with all its placeholders,
 * and nothing foreign in it.
 */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { MARK, type Asked } from './hide-codes.ts';

export const MAX_STEPS = 40;

export const ANSWER = Type.Object(
  {
    steps: Type.Array(
      Type.Object({ id: Type.String(), text: Type.String() }, { additionalProperties: false }),
      { minItems: 1, maxItems: MAX_STEPS },
    ),
  },
  { additionalProperties: false },
);

const marksOf = (text: string): string =>
  [...text.matchAll(MARK)]
    .map((m) => m[1]!)
    .toSorted()
    .join();
/**
 * What no shipped step says, and no answer may: control and direction characters, markup, schemes,
 * hosts in any script, addresses, long numbers.
 */
const FOREIGN = [
  /[^\P{C}\u200c\u200d]/u,
  /[\u2028\u2029<>`\\@]|\]\(|\[\[|\]\]/u,
  /\b(?:https?|www|javascript|data|mailto|tel|sms|intent|file|lpa|market)\s*[:.]\S/iu,
  /\/\//u,
  /[\p{L}\p{N}][.．｡]\p{L}{2,}/u,
  /[a-z0-9]。[a-z]{2,}/iu,
  /\bdot\s+(?:com|net|org|io|app)\b/iu,
  /\p{N}(?:[ ().-]?\p{N}){4,}/u,
];

/** The answer's texts in order, null unless it is wholly in order. */
export function textsOf(answer: unknown, asked: Asked): string[] | null {
  if (!Value.Check(ANSWER, answer) || answer.steps.length !== asked.length) return null;
  const texts = answer.steps.map(({ text }) => text.normalize('NFC').trim());
  const isGood = asked.every(({ id, text: source }, i) => {
    const text = texts[i]!;
    const rest = text.replaceAll(MARK, ' ');
    return (
      answer.steps[i]!.id === id &&
      text.length >= 2 &&
      text.length <= Math.min(1_000, source.length * 3 + 120) &&
      marksOf(text) === marksOf(source) &&
      !FOREIGN.some((pattern) => pattern.test(rest))
    );
  });
  return isGood ? texts : null;
}
