/** Kinds of variables that several parts use. A part with a kind of its own calls `variable`. */
import { variable, type Declared, type Variable } from './variable.ts';

/** Taken as it stands. */
export const anyText = <F extends string | null>(declared: Declared<F>): Variable<string | F> =>
  variable<string, F>((given) => ({ value: given }), declared);

/** A text of that form. */
export const text = <F extends string | null>(
  form: RegExp,
  expected: string,
  declared: Declared<F>,
): Variable<string | F> =>
  variable<string, F>((given) => (form.test(given) ? { value: given } : { expected }), declared);

export const choice = <const T extends string, F extends T | null>(
  allowed: readonly T[],
  declared: Declared<F>,
): Variable<T | F> =>
  variable<T, F>((given) => {
    const value = allowed.find((one) => one === given);
    return value === undefined ? { expected: `one of ${allowed.join(', ')}` } : { value };
  }, declared);

/** `0` or `1`. */
export const flag = (declared: Declared<boolean>): Variable<boolean> =>
  variable<boolean, boolean>(
    (given) =>
      given === '0' || given === '1' ? { value: given === '1' } : { expected: 'one of 0, 1' },
    declared,
  );

/** Digits only, both ends included. */
export const wholeNumber = <F extends number | null>(
  { from, to, expected }: { from: number; to: number; expected: string },
  declared: Declared<F>,
): Variable<number | F> =>
  variable<number, F>((given) => {
    const value = Number(given);
    return /^\d{1,15}$/.test(given) && value >= from && value <= to ? { value } : { expected };
  }, declared);
