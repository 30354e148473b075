/** Which parameters a call takes, and what is wrong with those that it was given, in Stripe's words. */
import { invalid } from './errors.ts';
import type { Given } from './form.ts';

type Value = Given | string;
/** Reads one parameter; `at`: its name as Stripe writes it. Throws what is wrong with it. */
export type Reader<T> = { isRequired: boolean; read(value: Value, at: string): T };
export type Fields = Readonly<Record<string, Reader<unknown>>>;
/** What reading gives; a parameter that was not sent is not there. */
export type ReadOf<F extends Fields> = {
  [K in keyof F]: F[K] extends Reader<infer T> ? T | undefined : never;
};

const optional = <T>(read: Reader<T>['read']): Reader<T> => ({ isRequired: false, read });
export const required = <T>({ read }: Reader<T>): Reader<T> => ({ isRequired: true, read });

const plain = (value: Value, at: string): string => {
  if (typeof value !== 'string') throw invalid('Invalid string: {...}', at);
  if (value !== '') return value;
  throw invalid(
    `You passed an empty string for '${at}'. We assume empty values are an attempt to unset a parameter; however '${at}' cannot be unset. You should remove '${at}' from your request or supply a non-empty value.`,
    at,
    'parameter_invalid_empty',
  );
};

export const text = (max = 5_000): Reader<string> =>
  optional((value, at) => {
    const given = plain(value, at);
    if (given.length <= max) return given;
    throw invalid(
      `Invalid string: ${given.slice(0, 20)}...${given.slice(-5)}; must be at most ${max} characters`,
      at,
    );
  });

export const integer = (): Reader<number> =>
  optional((value, at) => {
    const given = plain(value, at);
    const number = Number(given);
    if (/^-?\d+$/.test(given) && Number.isSafeInteger(number)) return number;
    throw invalid(`Invalid integer: ${given}`, at, 'parameter_invalid_integer');
  });

export const oneOf = <const T extends string>(...allowed: readonly T[]): Reader<T> =>
  optional((value, at) => {
    const given = plain(value, at);
    const found = allowed.find((one) => one === given);
    if (found !== undefined) return found;
    throw invalid(`Invalid ${at}: must be one of ${listed(allowed)}`, at);
  });

const listed = (all: readonly string[]): string =>
  all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;

export const url = (): Reader<string> =>
  optional((value, at) => {
    const given = plain(value, at);
    if (/^https?:\/\//.test(given) && URL.canParse(given)) return given;
    throw invalid('Not a valid URL', at, 'url_invalid');
  });

const MAX_METADATA = 50;

export const metadata = (): Reader<Record<string, string>> =>
  optional((value, at) => {
    if (value === '') return {};
    if (typeof value === 'string') throw invalid('Invalid object', at);
    const pairs = Object.entries(value).map(([name, one]): [string, string] => {
      const where = `${at}[${name}]`;
      if (typeof one !== 'string') throw invalid('Invalid string: {...}', where);
      if (name.length > 40 || one.length > 500)
        throw invalid('Metadata keys have at most 40 characters, values 500.', where);
      return [name, one];
    });
    if (pairs.length > MAX_METADATA) throw invalid('Metadata has at most 50 keys.', at);
    return Object.fromEntries(pairs.filter(([, one]) => one !== ''));
  });

export const object = <F extends Fields>(fields: F): Reader<ReadOf<F>> =>
  optional((value, at) => {
    if (typeof value === 'string') throw invalid('Invalid object', at);
    return readFields(fields, value, at);
  });

export const list = <T>(of: Reader<T>, max: number): Reader<T[]> =>
  optional((value, at) => {
    if (typeof value === 'string') throw invalid('Invalid array', at);
    const names = Object.keys(value);
    if (!names.every((name) => /^\d{1,4}$/.test(name))) throw invalid('Invalid array', at);
    if (names.length > max) throw invalid(`${at} has at most ${max} entries.`, at);
    return names
      .sort((a, b) => Number(a) - Number(b))
      .map((name, i) => of.read(value[name]!, `${at}[${i}]`));
  });

/** Of what changes nothing here: taken as it is. */
export const ignored = (): Reader<unknown> => optional((value) => value);

/** Throws for a name that the call does not take, and for the first required one that is missing. */
export function readFields<F extends Fields>(fields: F, given: Given, under = ''): ReadOf<F> {
  const nameOf = (name: string): string => (under === '' ? name : `${under}[${name}]`);
  const strange = Object.keys(given).find((name) => !Object.hasOwn(fields, name));
  if (strange !== undefined)
    throw invalid(
      `Received unknown parameter: ${nameOf(strange)}`,
      nameOf(strange),
      'parameter_unknown',
    );
  const read: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(fields)) {
    const value = given[name];
    if (value !== undefined) read[name] = one.read(value, nameOf(name));
    else if (one.isRequired)
      throw invalid(`Missing required param: ${nameOf(name)}.`, nameOf(name), 'parameter_missing');
  }
  return read as ReadOf<F>;
}
