/**
 * How deep a JSON text is nested, found before it is parsed: what is built of a deep one exhausts
 * whatever walks it.
 */

/** Deeper than anyone means. */
const MAX_DEPTH = 100;
const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [...'"\\[]{}'].map(
  (c) => c.charCodeAt(0),
);

/** One pass over the text; what is no JSON is judged by its brackets as well. */
export function isTooDeep(json: string): boolean {
  // So many brackets at least, and most bodies have fewer characters than that.
  if (json.length <= MAX_DEPTH) return false;
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i);
    if (c === QUOTE) i = endOfString(json, i);
    else if (c === OPEN_LIST || c === OPEN_OBJECT) {
      if (++depth > MAX_DEPTH) return true;
    } else if (c === CLOSE_LIST || c === CLOSE_OBJECT) depth--;
  }
  return false;
}

/** Where the string that begins at `start` ends. */
function endOfString(json: string, start: number): number {
  let i = start + 1;
  for (; i < json.length; i++) {
    const c = json.charCodeAt(i);
    if (c === BACKSLASH) i++;
    else if (c === QUOTE) break;
  }
  return i;
}
