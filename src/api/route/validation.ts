/** What is looked at in a request before and beside its schema. */
import type { Problem } from '../../errors.ts';
import { bodyValidator, textValidator } from '../../input/check.ts';

export const compile = ({ schema, httpPart }: { schema: object; httpPart?: string }) =>
  httpPart === 'body' ? bodyValidator(schema) : textValidator(schema);

const SUSPICIOUS = /\\u(0000|[dD][89a-fA-F])/;

/**
 * Text that PostgreSQL cannot store: NUL and lone surrogates. Looked for only where the raw body
 * can hold them.
 */
export function unstorable(raw: string, value: unknown): Problem[] {
  return SUSPICIOUS.test(raw) || !raw.isWellFormed() ? unstorableIn(value) : [];
}

export function unstorableIn(value: unknown): Problem[] {
  const problems: Problem[] = [];
  const bad = (text: string): boolean => text.includes('\0') || !text.isWellFormed();
  const walk = (node: unknown, path: string): void => {
    if (problems.length >= 100) return;
    if (typeof node === 'string' && bad(node))
      problems.push({ field: path, issue: 'expected Unicode text without NUL' });
    else if (typeof node === 'object' && node !== null) {
      for (const [key, child] of Object.entries(node)) {
        if (bad(key))
          problems.push({
            field: path,
            issue: 'expected member names of Unicode text without NUL',
          });
        else walk(child, path === '' ? key : `${path}.${key}`);
      }
    }
  };
  walk(value, '');
  return problems;
}

/**
 * For clients that send null where they mean nothing: top-level members and those of the entries.
 */
export function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const clean = (node: object): object =>
    Object.fromEntries(Object.entries(node).filter(([, v]) => v !== null));
  const result = clean(value) as Record<string, unknown>;
  const entries = result['package_specifications'];
  if (Array.isArray(entries))
    result['package_specifications'] = entries.map((e) =>
      typeof e === 'object' && e !== null && !Array.isArray(e) ? clean(e) : e,
    );
  return result;
}
