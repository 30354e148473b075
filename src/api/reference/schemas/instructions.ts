/** Instructions: what is asked, and the steps that come of it. */
import { Type } from 'typebox';
import { FORMATS } from '../../../domain/instructions/instructions.ts';
import { STATES, SYMPTOMS } from '../../../domain/instructions/kb/flows.ts';
import { answer, nullable, oneOf, text } from './shapes.ts';

/**
 * Nothing that is said of a device is refused: what cannot be read is guessed, and the answer says
 * so.
 */
const said = (examples: string[]) => Type.Optional(Type.String({ maxLength: 500, examples }));

const stepAnswer = answer(
  {
    id: Type.String(),
    text: Type.String(),
    verified: Type.Boolean({
      description: 'false: a menu could not be confirmed and stands in English quotes',
    }),
    menu: Type.Optional(Type.Array(answer({ name: Type.String(), verified: Type.Boolean() }))),
  },
  { title: 'InstructionStep' },
);

export const instructionFields = {
  format: oneOf(FORMATS),
  iccid: Type.Optional(
    text(100, { description: "which of the user's eSIMs; left out = the universal one" }),
  ),
  device_name: said(['Google Pixel 10']),
  device_type: said(['phone']),
  phone_os: said(['android']),
  os_version: said(['15']),
  locale: said(['mk-MK']),
  symptom: Type.Optional(
    oneOf(SYMPTOMS, {
      description: 'what does not work; the steps are then those that help',
    }),
  ),
};

export const instructionsAnswer = answer({
  format: oneOf(FORMATS),
  locale: Type.String(),
  state: oneOf(STATES),
  symptom: nullable(oneOf(SYMPTOMS)),
  method: oneOf(['direct', 'link', 'qr', 'manual', 'none'] as const),
  content: Type.Optional(Type.String({ description: 'not for json' })),
  title: Type.Optional(Type.String({ description: 'json only' })),
  steps: Type.Optional(Type.Array(stepAnswer, { description: 'json only' })),
  install: nullable(
    answer({
      lpa: Type.String(),
      smdp_address: Type.String(),
      matching_id: Type.String(),
      confirmation_code_required: Type.Boolean(),
      confirmation_code: nullable(
        Type.String({
          description: 'what the device asks for; null = the provider does not say',
        }),
      ),
      apn: nullable(Type.String({ description: 'to be entered by hand; null = not needed' })),
      apple_url: Type.String(),
      android_url: Type.String(),
      qr_svg: Type.String(),
    }),
  ),
  assumed: Type.Array(
    answer({
      field: Type.String(),
      value: Type.String(),
      reason: oneOf(['not_given', 'not_understood', 'not_shipped', 'from_device_name'] as const),
    }),
  ),
  verified: Type.Boolean({ description: 'of all steps' }),
});
