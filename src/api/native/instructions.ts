import { Type } from 'typebox';
import { instructions } from '../../domain/instructions/instructions.ts';
import { inLanguage } from '../route/in-language.ts';
import { partnerRoute } from '../callers/partner.ts';
import type { Route } from '../route/route.ts';
import { instructionFields, instructionsAnswer } from '../reference/schemas/instructions.ts';
import { text } from '../reference/schemas/shapes.ts';

export const nativeInstructions: Route[] = [
  partnerRoute({
    method: 'POST',
    url: '/api/native/instructions',
    operationId: 'getInstructions',
    tag: 'Native',
    summary: 'What a traveler does next, for this device and language',
    description:
      "Steps by device, version, state of the eSIM and language, in the partner's colours. Device, version and language are taken as they come; what had to be guessed is in `assumed`. `install` is given while the eSIM can be installed.",
    body: Type.Object(
      {
        external_user_id: text(255),
        ...instructionFields,
      },
      { additionalProperties: true },
    ),
    dropNulls: true,
    example: {
      format: 'html',
      external_user_id: 'user_abc123',
      device_name: 'Google Pixel 10',
      device_type: 'phone',
      phone_os: 'android',
      os_version: '15',
      locale: 'mk-MK',
    },
    answers: {
      200: instructionsAnswer,
    },
    errors: [400, 404, 422],
    async handle({ ctx, partner, body }) {
      const data = await instructions(ctx, partner, body as Parameters<typeof instructions>[2]);
      return { data, ...inLanguage(data.locale) };
    },
  }),
];
