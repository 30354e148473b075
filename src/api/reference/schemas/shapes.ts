/**
 * What shapes of the wire are made of. Request schemas check types and lengths; rules that need the
 * catalog or a zone are the domain's.
 */
import { Type, type TSchema } from 'typebox';

export { email, externalUserId, oneOf, text } from '../../../input/shapes.ts';

export const nullable = <T extends TSchema>(schema: T) =>
  Type.Unsafe<import('typebox').Static<T> | null>({ anyOf: [schema, { type: 'null' }] });
/** Objects of answers are open: fields are only ever added. */
export const answer = <T extends Record<string, TSchema>>(properties: T, options: object = {}) =>
  Type.Object(properties, { additionalProperties: true, ...options });

export const covers = Type.Optional(
  Type.Array(Type.String(), {
    description: 'the requested countries (alpha-3) that it serves; only for array destinations',
  }),
);

/** Beside a `partner_id`, for the operator. */
export const partnerName = Type.String({ description: 'what it is called' });
