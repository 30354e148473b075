/**
 * What shapes of the wire are made of. Request schemas check types and lengths; rules that need the
 * catalog or a zone are the domain's.
 */
import { Type, type TSchema } from 'typebox';

export const nullable = <T extends TSchema>(schema: T) =>
  Type.Unsafe<import('typebox').Static<T> | null>({ anyOf: [schema, { type: 'null' }] });
export const oneOf = <const T extends readonly string[]>(values: T, options: object = {}) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: values, ...options });
export const text = (max: number, options: object = {}) =>
  Type.String({ minLength: 1, maxLength: max, ...options });

/** Objects of answers are open: fields are only ever added. */
export const answer = <T extends Record<string, TSchema>>(properties: T, options: object = {}) =>
  Type.Object(properties, { additionalProperties: true, ...options });

export const email = Type.String({
  format: 'email',
  maxLength: 254,
  examples: ['traveler@example.com'],
});
export const externalUserId = text(255, {
  description: "the partner's own stable id of the traveler",
});

export const covers = Type.Optional(
  Type.Array(Type.String(), {
    description: 'the requested countries (alpha-3) that it serves; only for array destinations',
  }),
);
