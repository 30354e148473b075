/** Variables that are URLs. */
import { text } from './kinds.ts';
import { variable, type Declared, type Variable } from './variable.ts';

export const isUrl = (given: string, protocols: RegExp): boolean =>
  URL.canParse(given) && protocols.test(new URL(given).protocol);

/** Used as it stands. */
export const url = <F extends string | null>(
  { protocols, expected }: { protocols: RegExp; expected: string },
  declared: Declared<F>,
): Variable<string | F> =>
  variable<string, F>(
    (given) => (isUrl(given, protocols) ? { value: given } : { expected }),
    declared,
  );

export const httpUrl = <F extends string | null>(declared: Declared<F>): Variable<string | F> =>
  url({ protocols: /^https?:$/, expected: 'an http(s) URL' }, declared);

/**
 * Not a URL by the rules of `URL`: several hosts, and PostgreSQL's own form for sockets
 * (postgres://user@/db?host=/run/postgresql).
 */
export const databaseUrl = (
  declared: Omit<Declared<null>, 'fallback' | 'isSecret'>,
): Variable<string | null> =>
  text(/^postgres(ql)?:\/\/\S+$/, 'a postgres:// URL', {
    ...declared,
    fallback: null,
    isSecret: true,
  });

/** Paths are put behind it: read without a trailing slash. It may have a path of its own. */
export const baseUrl = <F extends string | null>(declared: Declared<F>): Variable<string | F> =>
  variable<string, F>(readBase, declared);

/** A base URL without a path of its own. */
export const origin = <F extends string | null>(declared: Declared<F>): Variable<string | F> =>
  variable<string, F>((given) => {
    const base = readBase(given);
    return 'value' in base && new URL(given).pathname !== '/'
      ? { expected: `an origin without a path, such as ${new URL(given).origin}` }
      : base;
  }, declared);

function readBase(given: string): { value: string } | { expected: string } {
  const expected = badBase(given);
  return expected === null ? { value: trimSlash(new URL(given).href) } : { expected };
}

function badBase(given: string): string | null {
  if (!isUrl(given, /^https?:$/) || !/^https?:\/\/[^\s/?#\\]/i.test(given)) return 'an http(s) URL';
  const { username, password } = new URL(given);
  if (username !== '' || password !== '') return 'a URL without user name and password';
  if (/[?#]/.test(given)) return 'a URL without query and fragment';
  return /\s/.test(given) ? 'a URL without blanks' : null;
}

const trimSlash = (given: string): string => given.replace(/(?<!\/)\/+$/, '');
