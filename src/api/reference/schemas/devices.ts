/** Whether phones take an eSIM. */
import { Type } from 'typebox';
import { answer, nullable, oneOf, text } from './shapes.ts';

export const knownDevice = {
  phone_brand: Type.String(),
  phone_model: Type.String(),
  is_compatible: Type.Boolean(),
};

export const compatibilityFields = {
  phone_brand: Type.String({
    maxLength: 500,
    description: 'may be empty where the model names it',
  }),
  phone_model: text(500, { description: 'as the phone reports it, or as people call it' }),
  locale: Type.Optional(
    Type.String({ maxLength: 500, description: "of the notes; default: the partner's" }),
  ),
};

export const compatibilityAnswer = answer({
  ...knownDevice,
  confidence: oneOf(['listed', 'inferred', 'unknown'] as const, {
    description: 'inferred: a later model of a family that has it',
  }),
  device: nullable(
    Type.String({ description: 'what it was recognised as', examples: ['Google Pixel 10'] }),
  ),
  notes: Type.Array(
    Type.String({
      description:
        'exceptions, mostly by where it was sold; one that the operator imported as it is there',
    }),
  ),
});
