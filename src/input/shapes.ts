/** What schemas of requests are made of, wherever they stand. */
import { Type } from 'typebox';

export const oneOf = <const T extends readonly string[]>(values: T, options: object = {}) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: values, ...options });
export const text = (max: number, options: object = {}) =>
  Type.String({ minLength: 1, maxLength: max, ...options });

export const email = Type.String({
  format: 'email',
  maxLength: 254,
  examples: ['traveler@example.com'],
});
export const externalUserId = text(255, {
  description: "the partner's own stable id of the traveler",
});
