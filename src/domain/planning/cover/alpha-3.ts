/** How many numbers `numberOf` gives. */
export const ALPHA_3_CODES = 26 ** 3;

const A = 65;

/**
 * A number for an alpha-3 code, by its letters: thousands of codes are looked at for one cover, and
 * this takes a fraction of what looking a string up takes. Throws RangeError for anything else.
 */
export function numberOf(code: string): number {
  // unsigned, so that what lies before A is large as well
  const first = (code.charCodeAt(0) - A) >>> 0;
  const second = (code.charCodeAt(1) - A) >>> 0;
  const third = (code.charCodeAt(2) - A) >>> 0;
  if (code.length !== 3 || first > 25 || second > 25 || third > 25)
    throw new RangeError(`expected an alpha-3 code such as FRA, got "${code.slice(0, 20)}"`);
  return (first * 26 + second) * 26 + third;
}
