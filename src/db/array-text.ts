/**
 * A list as PostgreSQL writes arrays, for statements that take a list per partner: an array of
 * arrays has to be rectangular, an array of these does not.
 */
export type Element = string | number | Date | null;

/** Needs no quotes. An unquoted null would be one. */
const PLAIN = /^(?!null$)[\w.:+-]+$/i;

export const arrayText = (elements: readonly Element[]): string =>
  `{${elements.map(elementText).join(',')}}`;

/** The same for a list of which many stand beside one like it: each of a run is written once. */
export function arrayTextOfRuns(elements: readonly Element[]): string {
  let last: Element | undefined;
  let text = '';
  return `{${elements
    .map((element) => (element === last ? text : (text = elementText((last = element)))))
    .join(',')}}`;
}

function elementText(element: Element): string {
  if (element === null) return 'null';
  if (typeof element === 'number') return String(element);
  if (typeof element !== 'string') return element.toISOString();
  return PLAIN.test(element) ? element : `"${element.replace(/["\\]/g, '\\$&')}"`;
}
