/** What a browser says of the languages its user reads. */
const MAX_RANGES = 40;
const WEIGHT = /^\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i;

/**
 * Language ranges of an Accept-Language header, the most wanted first; those with q=0 and what
 * cannot be read left out.
 */
export function wantedLanguages(header: string | undefined): string[] {
  return (header ?? '')
    .split(',', MAX_RANGES)
    .map((part) => {
      const [range = '', ...parameters] = part.split(';');
      const weight = parameters.length === 0 ? '1' : WEIGHT.exec(parameters[0]!)?.[1];
      return { range: range.trim(), q: weight === undefined ? 0 : Number(weight) };
    })
    .filter(({ range, q }) => q > 0 && range !== '' && range !== '*')
    .sort((a, b) => b.q - a.q)
    .map(({ range }) => range);
}
