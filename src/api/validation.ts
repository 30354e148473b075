/** Schema checks that report every problem at once, one per field, with what was expected and what came. */
import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { MAX_DETAILS, type Problem } from '../errors.ts';

const options = {
  allErrors: true,
  strict: false,
  removeAdditional: false,
  useDefaults: false,
  verbose: true,
  multipleOfPrecision: 6,
} as const;
const makeAjv = (coerceTypes: boolean): Ajv => {
  const ajv = new Ajv({ ...options, coerceTypes });
  (addFormats as unknown as (a: Ajv) => void)(ajv);
  return ajv;
};
const body = makeAjv(false);
/** Query strings and path parameters are text by nature. */
const text = makeAjv(true);

export const compile = ({ schema, httpPart }: { schema: object; httpPart?: string }) =>
  (httpPart === 'body' ? body : text).compile(schema);

const shown = (value: unknown): string => {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
};

function issueOf(error: ErrorObject): string {
  const { keyword, params } = error;
  if (keyword === 'required') return 'required';
  const texts: Record<string, () => string> = {
    type: () => `a value of type ${[params['type']].flat().join(' or ')}`,
    enum: () => `one of ${(params['allowedValues'] as unknown[]).join(', ')}`,
    format: () =>
      `${params['format'] === 'email' ? 'an e-mail address' : `the format ${params['format']}`}`,
    pattern: () =>
      (error.parentSchema?.['description'] as string | undefined) ??
      `text that matches ${params['pattern']}`,
  };
  const expected =
    texts[keyword]?.() ?? error.message?.replace(/^must /, 'a value that must ') ?? 'another value';
  return `expected ${expected}, got ${shown(error.data)}`;
}

/** Ajv's errors as problems: fields in dot notation, one problem per field, at most MAX_DETAILS. */
export function problemsFrom(errors: readonly ErrorObject[]): Problem[] {
  const byField = new Map<string, Problem>();
  for (const error of errors) {
    if (byField.size >= MAX_DETAILS) break;
    if (['anyOf', 'oneOf', 'if', 'allOf'].includes(error.keyword)) continue;
    const path = error.instancePath
      .split('/')
      .slice(1)
      .map((p) => p.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (error.keyword === 'required') path.push(error.params['missingProperty'] as string);
    const field = path.join('.');
    if (!byField.has(field)) byField.set(field, { field, issue: issueOf(error) });
  }
  return [...byField.values()];
}

const SUSPICIOUS = /\\u(0000|[dD][89a-fA-F])/;

/** Text that PostgreSQL cannot store: NUL and lone surrogates. Looked for only where the raw body can hold them. */
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

const MAX_DEPTH = 100;

/** Deeper nesting than anyone means: it would exhaust the stack of whatever walks or prints it, here and in PostgreSQL. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((node) =>
      typeof node === 'object' && node !== null
        ? Object.values(node).filter((child) => typeof child === 'object' && child !== null)
        : [],
    );
  }
  return false;
}

/** For clients that send null where they mean nothing: top-level members and those of the entries. */
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
