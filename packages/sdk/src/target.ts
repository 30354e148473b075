/** Path and query of a call, in the one spelling that signs and arrives alike. */
import { problemOfTarget } from './request-target.ts';

/** encodeURIComponent leaves these, and URL parsers treat them differently. */
const encode = (value: unknown): string =>
  encodeURIComponent(String(value)).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * `params`: those that `path` names in braces go there, the others into the query; what is
 * undefined is left out. Throws a TypeError where the path lacks one, or is none then.
 */
export function buildTarget(path: string, params: Readonly<Record<string, unknown>>): string {
  const rest = new Map(Object.entries(params).filter(([, value]) => value !== undefined));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest.get(name);
    rest.delete(name);
    if (value === undefined || value === null || value === '')
      throw new TypeError(`${path}: expected a value of ${name}, got ${JSON.stringify(value)}.`);
    return encode(value);
  });
  const query = [...rest].map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  const target = query === '' ? filled : `${filled}?${query}`;
  const problem = problemOfTarget(target);
  if (problem !== null) throw new TypeError(`${path}: ${problem}`);
  return target;
}
