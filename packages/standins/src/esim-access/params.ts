/** Reading the parameters of a call; what does not fit is one of the interface's codes. */
import type { Body, Code } from './types.ts';

export class Refusal extends Error {
  readonly code: Code;
  constructor(code: Code) {
    super(code);
    this.code = code;
  }
}

export function demandThere(body: Body, field: string): unknown {
  if (!(field in body)) throw new Refusal('000105');
  if (body[field] === null) throw new Refusal('000106');
  return body[field];
}

export function textOf(body: Body, field: string, longest: number): string {
  const value = demandThere(body, field);
  if (typeof value !== 'string' || value.length > longest) throw new Refusal('000107');
  if (value === '') throw new Refusal('000105');
  return value;
}

export function wholeOf(body: Body, field: string, least: number, most: number): number {
  const value = demandThere(body, field);
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new Refusal('000107');
  if (value < least || value > most) throw new Refusal('000107');
  return value;
}

/** Absent, null and empty are all "not given". */
export const givenText = (body: Body, field: string): string | null => {
  const value = body[field];
  return typeof value === 'string' && value !== '' ? value : null;
};
