/**
 * Readers of untrusted JSON. What does not fit is an unclear answer; messages name the field, never
 * its value.
 */
import { ProviderUnclear } from './provider.ts';

export type Fields = Record<string, unknown>;

export const unfit = (field: string): ProviderUnclear =>
  new ProviderUnclear(`The telco's answer has no valid ${field}.`);

export function object(value: unknown, field: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unfit(field);
  return value as Fields;
}

export function list(value: unknown, field: string): unknown[] {
  if (!Array.isArray(value)) throw unfit(field);
  return value;
}

/** Printable ASCII without blanks, 1 to 200 characters: ids, references. */
export function id(from: Fields, field: string): string {
  const value = from[field];
  if (typeof value !== 'string' || !/^[!-~]{1,200}$/.test(value)) throw unfit(field);
  return value;
}

/** Whole bytes ≥ 0. */
export function bytes(from: Fields, field: string): number {
  const value = from[field];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw unfit(field);
  return value;
}

/** An ISO 8601 instant with its offset, returned in UTC. */
export function instant(from: Fields, field: string): string {
  const value = from[field];
  if (
    typeof value !== 'string' ||
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value)
  )
    throw unfit(field);
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) throw unfit(field);
  return date.toISOString();
}

/** A finite number, also where it is written as a text. */
export function number(from: Fields, field: string): number {
  const value = from[field];
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof read !== 'number' || !Number.isFinite(read)) throw unfit(field);
  return read;
}

/** Control characters, halves of characters (no database keeps them), signs that turn the direction. */
const NOT_TEXT = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

/** 1 to 2 000 characters that can be shown and kept: names, texts. */
export function text(from: Fields, field: string): string {
  const value = from[field];
  if (typeof value !== 'string' || value === '' || value.length > 2_000 || NOT_TEXT.test(value))
    throw unfit(field);
  return value;
}

export const orNull =
  <T>(read: (from: Fields, field: string) => T) =>
  (from: Fields, field: string): T | null =>
    from[field] === null || from[field] === undefined ? null : read(from, field);

/** The value if we know it, else `fallback`. */
export function oneOf<T extends string, F extends string>(
  value: unknown,
  known: readonly T[],
  fallback: F,
): T | F {
  return known.find((one) => one === value) ?? fallback;
}
