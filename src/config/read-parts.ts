/**
 * Collects the variables of all parts into one Config, or fails with every problem at once: names
 * that nobody declared, values that are wrong by themselves, and values that do not go together. A
 * message names the variable, what was expected and what came, and never holds a secret.
 */
import { near } from '../input/near.ts';
import { shown } from '../input/shown.ts';
import { HUBBY_ENV, type Environment } from './environment.ts';
import type { Part } from './part.ts';
import type { Reading, Variable } from './variable.ts';

export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`The configuration is not valid:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

export type Env = Readonly<Record<string, string | undefined>>;

type Given = Readonly<Record<string, string>>;

type Both<T> = (T extends unknown ? (one: T) => void : never) extends (all: infer A) => void
  ? A
  : never;
/** What all the parts make together. */
export type Merged<P extends readonly Part<object>[]> = Both<ReturnType<P[number]['make']>>;

/**
 * @param foreign names of variables that are somebody else's: passed over, and meant perhaps by
 *   whoever misspelt one
 */
export function readParts<P extends readonly Part<object>[]>(
  parts: P,
  source: Env,
  foreign: readonly string[] = [],
): Merged<P> {
  // An empty variable is none: that is how compose files and shells leave one out.
  const given = Object.fromEntries(
    Object.entries(source).filter(([, text]) => text !== undefined && text !== ''),
  ) as Given;
  const known = [...parts.flatMap((one) => Object.keys(one.variables)), ...foreign];
  const problems = unknownNames(given, known);
  const env = environmentOf(given);
  const read = parts.map((one) => readPart(one, given, env, problems));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.assign({}, ...read) as Merged<P>;
}

const PREFIX = 'HUBBY_';
const plain = (name: string): string => name.replace(PREFIX, '');

/** Compared without the prefix that all have: `HUBBY_PORT` is near to `PORT`. */
function unknownNames(given: Given, known: readonly string[]): string[] {
  const byPlain = new Map(known.map((name) => [plain(name), name]));
  return Object.keys(given)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name))
    .map((name) => {
      const meant = byPlain.get(near(plain(name), [...byPlain.keys()]) ?? '');
      return `${name}: unknown variable${meant === undefined ? '' : `; did you mean ${meant}?`}`;
    });
}

function environmentOf(given: Given): Environment {
  const text = given['HUBBY_ENV'];
  const reading = text === undefined ? null : HUBBY_ENV.read(text);
  return reading !== null && 'value' in reading ? reading.value : HUBBY_ENV.fallback;
}

function readPart<R extends object>(
  { variables, make }: Part<R>,
  given: Given,
  env: Environment,
  problems: string[],
): R | null {
  const values: Record<string, unknown> = {};
  let isWhole = true;
  for (const [name, one] of Object.entries(variables)) {
    const text = given[name];
    const reading = text === undefined ? { value: one.fallback } : one.read(text);
    const problem = 'value' in reading ? misplaced(one, reading.value, given, env) : null;
    if ('value' in reading) values[name] = reading.value;
    else isWhole = false;
    if (problem !== null) problems.push(`${name}: ${problem}`);
    if (!('value' in reading)) problems.push(`${name}: ${sentence(one, reading, text!)}`);
  }
  if (!isWhole) return null;
  return make(values, { env, refuse: (name, why) => problems.push(`${name}: ${why}`) });
}

/** What is wrong with a right value beside the others, or null. */
function misplaced(
  { fallback, isStagingOnly, needs }: Variable<unknown>,
  value: unknown,
  given: Given,
  env: Environment,
): string | null {
  if (value === fallback) return null;
  if (isStagingOnly && env === 'production') return 'not allowed in production';
  if (needs === null || given[needs.name] !== undefined) return null;
  return `needs ${needs.name}${needs.why === undefined ? '' : `, ${needs.why}`}`;
}

/** Where a URL has a password or a key in it. */
const MAY_HIDE_A_SECRET = /[@?]/;

function sentence(
  { isSecret }: Variable<unknown>,
  reading: Exclude<Reading<unknown>, { value: unknown }>,
  text: string,
): string {
  if ('wrong' in reading) return reading.wrong;
  const { expected, came = text } = reading;
  const isHidden = isSecret || MAY_HIDE_A_SECRET.test(text);
  return `expected ${expected}${isHidden ? '' : `, got ${shown(came)}`}`;
}
