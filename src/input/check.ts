/**
 * Checks a value against a JSON schema: every problem at once, one per field, in work that the
 * schema bounds.
 */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { MAX_DETAILS, type Problem } from '../errors.ts';
import { clip } from './clip.ts';
import { isEmail } from './email.ts';
import { sentenceOf } from './sentences.ts';

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
  return ajv.addFormat('email', isEmail);
};
const asIs = makeAjv(false);
/**
 * For what is text by nature: query strings and path parameters. Turns "7" into 7 where a number is
 * meant.
 */
const fromText = makeAjv(true);

export type Validate = {
  (value: unknown): boolean;
  /** of the last call that answered false */
  errors?: ErrorObject[] | null;
};

/**
 * Bodies are cut to the schema's limits first, so that no check walks what is refused for its
 * length anyway.
 */
export function bodyValidator(schema: object): Validate {
  const check = asIs.compile(schema);
  const validate: Validate = (value) => {
    const isValid = check(clip(value, schema));
    validate.errors = check.errors ?? null;
    return isValid;
  };
  return validate;
}

export const textValidator = (schema: object): ValidateFunction => fromText.compile(schema);

const compiled = new WeakMap<object, Validate>();

/** `field`: where the value stands. Empty: it fits. */
export function problemsOf(schema: object, value: unknown, field: string): Problem[] {
  let validate = compiled.get(schema);
  if (validate === undefined) compiled.set(schema, (validate = bodyValidator(schema)));
  if (validate(value)) return [];
  return problemsFrom(validate.errors ?? [], value).map((problem) => ({
    ...problem,
    field: [field, problem.field].filter((part) => part !== '').join('.'),
  }));
}

/**
 * Ajv's errors as problems: fields in dot notation, one problem per field, at most MAX_DETAILS.
 * `value`: what was checked, whole.
 */
export function problemsFrom(errors: readonly ErrorObject[], value: unknown): Problem[] {
  const byField = new Map<string, Problem>();
  let last = '';
  for (const error of errors) {
    if (byField.size >= MAX_DETAILS) break;
    const path = pathOf(error);
    // What is wrong with a name is told by `propertyNames`, at the name itself.
    if (error.propertyName !== undefined && error.keyword !== 'propertyNames') continue;
    const field = [...path, ...memberOf(error)].join('.');
    const isKnown = byField.has(field);
    if (CHOICES.has(error.keyword) ? isTold(error, isKnown, field, last) : isKnown) continue;
    byField.set(field, { field, issue: sentenceOf(error, at(value, path)) });
    last = field;
  }
  return [...byField.values()];
}

const CHOICES = new Set(['anyOf', 'oneOf']);

const pathOf = ({ instancePath }: ErrorObject): string[] =>
  instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The member that an object's error is about. */
const memberOf = ({ params }: ErrorObject): string[] =>
  [
    params['missingProperty'] ?? params['additionalProperty'] ?? params['propertyName'] ?? [],
  ].flat();

function at(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) found = (found as Record<string, unknown> | null | undefined)?.[name];
  return found;
}

/**
 * Of a choice the alternative of the value's own type says best what is wrong; where there is none,
 * all are named.
 */
function isTold(error: ErrorObject, isKnown: boolean, field: string, last: string): boolean {
  if (last.startsWith(`${field}.`)) return true;
  return isKnown && (error.schema as object[]).some((one) => isOfType(error.data, one));
}

const isOfType = (value: unknown, { type }: { type?: string | string[] }): boolean =>
  [type ?? []].flat().some((name) => {
    if (name === 'null') return value === null;
    if (name === 'array') return Array.isArray(value);
    if (name === 'integer') return Number.isInteger(value);
    return typeof value === name && value !== null && !Array.isArray(value);
  });
