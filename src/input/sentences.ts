/**
 * What a schema expects, and what a validator found wrong, in words for people. The one home of
 * these sentences.
 */
import type { ErrorObject } from 'ajv';
import { emailIssue } from './email.ts';
import { near } from './near.ts';
import { shown } from './shown.ts';

/** The sentence of every refusal of a value, whoever checked it. */
export const mismatch = (expected: string, came: unknown): string =>
  `expected ${expected}, got ${shown(came)}`;
export const missing = (expected: string): string => `required: expected ${expected}, got nothing`;
/** Of what is in no answer, not even where it is wrong. */
export const secretMismatch = (expected: string, came: unknown): string =>
  `expected ${expected}, got ${withheld(came)}`;

type Schema = Readonly<Record<string, unknown>>;
type Say = (error: ErrorObject, value: unknown) => string;

const FORMATS: Record<string, string> = {
  email: 'an e-mail address',
  uuid: 'a UUID such as 6f1d2c3b-8a4e-4f5d-9b7c-0a1b2c3d4e5f',
  date: 'a date such as 2027-07-15',
  'date-time': 'a date and time such as 2027-07-15T12:30:00Z',
};

/** "at least 1 character", "2 to 5 items"; null where there is no bound. `unit` in the singular. */
function range(min: unknown, max: unknown, unit: string): string | null {
  const units = (n: unknown): string => `${n} ${unit}${n === 1 ? '' : 's'}`;
  if (typeof min === 'number' && min > 0)
    return typeof max !== 'number'
      ? `at least ${units(min)}`
      : min === max
        ? units(min)
        : `${min} to ${units(max)}`;
  return typeof max === 'number' ? `at most ${units(max)}` : null;
}

function numberPhrase(schema: Schema, noun: string): string {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below } = schema;
  const bounds =
    minimum !== undefined && maximum !== undefined
      ? ` from ${minimum} to ${maximum}`
      : [
          minimum === undefined ? '' : ` of at least ${minimum}`,
          above === undefined ? '' : ` above ${above}`,
          maximum === undefined ? '' : ` of at most ${maximum}`,
          below === undefined ? '' : ` below ${below}`,
        ].join('');
  const step = schema['multipleOf'] === undefined ? '' : ` in steps of ${schema['multipleOf']}`;
  return `${noun}${bounds}${step}`;
}

function textPhrase(schema: Schema): string {
  if (typeof schema['format'] === 'string') return FORMATS[schema['format']] ?? 'text';
  if (schema['pattern'] !== undefined && typeof schema['description'] === 'string')
    return schema['description'];
  const length = range(schema['minLength'], schema['maxLength'], 'character');
  return length === null ? 'text' : `text of ${length}`;
}

const TYPES: Record<string, (schema: Schema) => string> = {
  string: textPhrase,
  integer: (schema) => numberPhrase(schema, 'a whole number'),
  number: (schema) => numberPhrase(schema, 'a number'),
  boolean: () => 'true or false',
  array: (schema) => {
    const count = range(schema['minItems'], schema['maxItems'], 'item');
    return count === null ? 'a list' : `a list of ${count}`;
  },
  object: () => 'an object',
  null: () => 'null',
};

/** What a schema takes, as it goes on after "expected". */
export function phraseOf(schema: Schema): string {
  const choices = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (choices !== undefined) return [...new Set(choices.map(phraseOf))].join(' or ');
  if (Array.isArray(schema['enum'])) return oneOf(schema['enum']);
  if (schema['const'] !== undefined) return shown(schema['const']);
  const types = [schema['type'] ?? []].flat() as string[];
  return types.map((type) => TYPES[type]?.(schema) ?? type).join(' or ') || 'another value';
}

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? String(values[0]) : `one of ${values.map(String).join(', ')}`;

const whole: Say = ({ parentSchema }, value) => {
  const schema = parentSchema as Schema;
  return (isSecret(schema) ? secretMismatch : mismatch)(phraseOf(schema), value);
};

/** What is only ever written is in no answer, not even where it is wrong. */
const isSecret = (schema: Schema): boolean =>
  schema['writeOnly'] === true || ((schema['anyOf'] as Schema[]) ?? []).some(isSecret);
const withheld = (value: unknown): string =>
  typeof value === 'string' ? `text of ${count(value.length, 'character')}` : 'something else';

const count = (n: number, unit: string): string =>
  n === 0 ? 'none' : `${n} ${unit}${n === 1 ? '' : 's'}`;
const sizeOf = (value: unknown): number => Object.keys(value as object).length;

/** Keyword → sentence. `value` is what came, as it came. */
const SENTENCES: Record<string, Say> = {
  type: whole,
  enum: whole,
  const: whole,
  pattern: whole,
  minLength: whole,
  maxLength: whole,
  minimum: whole,
  maximum: whole,
  exclusiveMinimum: whole,
  exclusiveMaximum: whole,
  multipleOf: whole,
  anyOf: whole,
  oneOf: whole,
  format: (error, value) => {
    const why = error.params['format'] === 'email' ? emailIssue(String(value)) : null;
    return why === null ? whole(error, value) : mismatch(`an e-mail address ${why}`, value);
  },
  required: ({ params, parentSchema }) => {
    const { properties = {} } = parentSchema as { properties?: Record<string, Schema> };
    const member = properties[params['missingProperty'] as string];
    return member === undefined ? 'required, got nothing' : missing(phraseOf(member));
  },
  minItems: ({ params: { limit } }, value) =>
    `expected ${range(limit, undefined, 'item')}, got ${count((value as []).length, 'item')}`,
  maxItems: ({ params: { limit } }, value) =>
    `expected ${range(0, limit, 'item')}, got ${count((value as []).length, 'item')}`,
  uniqueItems: ({ params: { i, j } }, value) =>
    `expected every item once, got ${shown((value as unknown[])[j as number])} at ${j} and ${i}`,
  minProperties: ({ params: { limit } }, value) =>
    `expected ${range(limit, undefined, 'member')}, got ${count(sizeOf(value), 'member')}`,
  maxProperties: ({ params: { limit } }, value) =>
    `expected ${range(0, limit, 'member')}, got ${count(sizeOf(value), 'member')}`,
  additionalProperties: ({ params, parentSchema }) => {
    const known = Object.keys((parentSchema as Schema)['properties'] ?? {});
    const meant = near(params['additionalProperty'] as string, known);
    return `unknown here; ${meant === null ? `expected one of ${known.join(', ')}` : `did you mean \`${meant}\`?`}`;
  },
  propertyNames: ({ params, parentSchema }) => {
    const names = (parentSchema as { propertyNames: Schema }).propertyNames;
    return mismatch(`a name of ${phraseOf(names)}`, params['propertyName']);
  },
};

/** For the policy test: what there are words for. */
export const KEYWORDS: ReadonlySet<string> = new Set(Object.keys(SENTENCES));

/** `value`: what stands at the error's place. */
export const sentenceOf = (error: ErrorObject, value: unknown): string =>
  (SENTENCES[error.keyword] ?? whole)(error, value);
