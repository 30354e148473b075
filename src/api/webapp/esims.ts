/** How a visitor gets their eSIM onto a device. */
import { Type } from 'typebox';
import { resolveLocale } from '../../domain/catalog/locales.ts';
import { checkDevice } from '../../domain/device-models/check-device.ts';
import { lpaOf } from '../../domain/esims/read-lpa.ts';
import { instructions } from '../../domain/instructions/instructions.ts';
import { checkOwnEsim } from '../../domain/webview/own-things.ts';
import { anyVisitorRoute } from '../callers/visitor.ts';
import { compatibilityAnswer, compatibilityFields } from '../reference/schemas/devices.ts';
import { instructionFields, instructionsAnswer } from '../reference/schemas/instructions.ts';
import { text } from '../reference/schemas/shapes.ts';
import { inLanguage } from '../route/in-language.ts';
import type { Route } from '../route/route.ts';

const tag = 'WebView';

export const webappEsims: Route[] = [
  anyVisitorRoute({
    method: 'POST',
    url: '/api/webapp/me/instructions',
    operationId: 'getOwnInstructions',
    tag,
    summary: 'What the visitor does next, on this device',
    description:
      "As `POST /api/native/instructions`. What is not given of device and locale is the session's.",
    body: Type.Object(instructionFields, { additionalProperties: true }),
    dropNulls: true,
    answers: { 200: instructionsAnswer },
    errors: [400, 404, 422],
    example: { format: 'json', device_name: 'Google Pixel 10', os_version: '15' },
    async handle({ ctx, partner, visitor, body }) {
      if (body.iccid !== undefined) await checkOwnEsim(ctx, partner, visitor, body.iccid);
      const data = await instructions(ctx, partner, {
        locale: visitor.locale,
        ...visitor.device,
        ...body,
        external_user_id: visitor.externalUserId,
      } as Parameters<typeof instructions>[2]);
      return { data, ...inLanguage(data.locale) };
    },
  }),
  anyVisitorRoute({
    method: 'POST',
    url: '/api/webapp/me/device-compatibility',
    operationId: 'checkOwnDevice',
    tag,
    summary: 'Ask whether a phone takes an eSIM',
    description: 'As `POST /api/native/device-compatibility`.',
    body: Type.Object(compatibilityFields, { additionalProperties: true }),
    dropNulls: true,
    answers: { 200: compatibilityAnswer },
    errors: [400, 422],
    example: { phone_brand: 'Google', phone_model: 'Pixel 10' },
    async handle({ ctx, visitor, body }) {
      const { locale } = resolveLocale(body.locale, visitor.locale);
      const data = await checkDevice(ctx, body, locale);
      return { data, ...(data.notes.length === 0 ? {} : inLanguage(locale)) };
    },
  }),
  anyVisitorRoute({
    method: 'GET',
    url: '/api/webapp/me/esims/:iccid/qr.svg',
    operationId: 'getOwnEsimQrSvg',
    tag,
    summary: "The QR code of an eSIM of the visitor's, as SVG",
    params: Type.Object({ iccid: text(100) }),
    answers: {},
    errors: [404, 503],
    produces: 'image/svg+xml',
    async handle({ ctx, partner, visitor, params: { iccid } }) {
      await checkOwnEsim(ctx, partner, visitor, iccid);
      return {
        raw: ctx.qrCodes.svg(await lpaOf(ctx, partner, iccid)),
        headers: { 'content-disposition': 'inline; filename="esim.svg"' },
      };
    },
  }),
];
