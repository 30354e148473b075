/** What a cell of the file may hold: each reads a text, undefined where it holds no such value. */
import {
  decimalsText,
  isCurrency,
  MAX_MINOR,
  readAmount,
  toMajor,
  writeAmount,
} from '../../money.ts';

/** A cell's value, undefined where the text is none. */
export type Parse<T> = (text: string) => T | undefined;

export const pattern =
  (shape: RegExp): Parse<string> =>
  (text) =>
    shape.test(text) ? text : undefined;
export const optional =
  <T>(parse: Parse<T>): Parse<T | null> =>
  (text) =>
    text === '' ? null : parse(text);
export const shortText: Parse<string> = (text) =>
  text.length >= 1 && text.length <= 200 ? text : undefined;
export const handle = pattern(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/);
/** A supplier's name of an article; `~` is ours. */
export const articleId = pattern(/^[A-Za-z0-9][A-Za-z0-9_.:@+/-]{0,199}$/);

export function oneOf<const T extends string>(values: readonly T[]): Parse<T> {
  return (text) => values.find((value) => value === text);
}

/** Values with a space between them, none twice. */
export function list<T>(parse: Parse<T>): Parse<T[]> {
  return (text) => {
    const values = text.split(/ +/).map(parse);
    return values.includes(undefined) || new Set(values).size < values.length
      ? undefined
      : (values as T[]);
  };
}

export function whole(min: number, max: number): Parse<number> {
  return (text) =>
    /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined;
}

/** Of any size that is exact. */
export const wholeFrom =
  (min: number): Parse<number> =>
  (text) =>
    /^\d{1,16}$/.test(text) && Number(text) >= min && Number.isSafeInteger(Number(text))
      ? Number(text)
      : undefined;

export const currencyCode: Parse<string> = (text) => (isCurrency(text) ? text : undefined);

/** Prices are below it, whatever the currency; major units. */
export const TOO_MUCH = 10_000_000;

function expectedAmount(currency: string): string {
  const example = writeAmount({ minor: 450, currency });
  const most = toMajor({ minor: MAX_MINOR, currency });
  const limit = most < TOO_MUCH ? `at most ${most}` : `below ${TOO_MUCH}`;
  return `an amount such as ${example}: at least 0, ${limit}, ${decimalsText(currency)}`;
}

type AmountCell = { expected: string; parse: Parse<number> };
/** By currency: a file has three of them on each of up to 100 000 lines. */
const amountCells = new Map<string, AmountCell>();

export function amountCell(currency: string): AmountCell {
  let cell = amountCells.get(currency);
  if (cell === undefined) {
    const parse = (text: string): number | undefined => {
      const minor = readAmount(text, currency);
      return minor === null || toMajor({ minor, currency }) >= TOO_MUCH ? undefined : minor;
    };
    cell = { expected: expectedAmount(currency), parse };
    amountCells.set(currency, cell);
  }
  return cell;
}
