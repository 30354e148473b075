/**
 * What a callable's `data` has to hold. As everywhere, members that nobody asked for are passed
 * over.
 */
import { invalid, type Problem } from '../errors.ts';
import { mismatch, missing, phraseOf } from '../input/sentences.ts';

/** Null and nothing at all are an object without members: some functions need none. */
export function objectOf(data: unknown): Record<string, unknown> {
  const value = data ?? {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw invalid([{ field: 'data', issue: mismatch('an object', data) }]);
  return value as Record<string, unknown>;
}

/** The named members as texts of at most so many characters; all problems at once. */
export function textsOf<K extends string>(
  data: unknown,
  fields: Record<K, number>,
): Record<K, string> {
  const object = objectOf(data);
  const problems = (Object.entries(fields) as [K, number][]).flatMap(([field, max]): Problem[] => {
    const value = object[field];
    const expected = phraseOf({ type: 'string', minLength: 1, maxLength: max });
    if (value === undefined || value === null) return [{ field, issue: missing(expected) }];
    return isText(value, max) ? [] : [{ field, issue: mismatch(expected, value) }];
  });
  if (problems.length > 0) throw invalid(problems);
  return Object.fromEntries(
    Object.keys(fields).map((field) => [field, object[field as K]]),
  ) as Record<K, string>;
}

export function localeOf(data: unknown): string | undefined {
  const { locale = null } = objectOf(data);
  if (locale !== null && !isText(locale, 35))
    throw invalid([{ field: 'locale', issue: mismatch('a language tag such as "es"', locale) }]);
  return locale ?? undefined;
}

const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' &&
  value !== '' &&
  value.length <= max &&
  value.isWellFormed() &&
  !value.includes('\0');
