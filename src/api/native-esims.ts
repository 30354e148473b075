import { Type } from 'typebox';
import { createInstallLink } from '../domain/esims/install-links.ts';
import { lpaOf, PNG_SIZE, qrPng, qrSvg } from '../domain/esims/qr.ts';
import { partnerRoute, type Route } from './route.ts';
import { answer, text } from './schemas.ts';

const params = Type.Object({ iccid: text(100) });
/** Its name says nothing of the eSIM: it goes into folders of downloads. */
const inline = (file: string): Record<string, string> => ({
  'content-disposition': `inline; filename="${file}"`,
});

export const nativeEsims: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/native/esims/:iccid/qr.svg',
    operationId: 'getEsimQrSvg',
    tag: 'Native',
    summary: "An eSIM's QR code as SVG",
    description:
      'Holds the activation code: fetch it from your backend and show it to nobody but its traveler. Scales to any size.',
    params,
    answers: {},
    errors: [401, 404, 503],
    produces: 'image/svg+xml',
    handle: async ({ ctx, partner, params: { iccid } }) => ({
      raw: qrSvg(await lpaOf(ctx, partner, iccid)),
      headers: inline('esim.svg'),
    }),
  }),
  partnerRoute({
    method: 'GET',
    url: '/api/native/esims/:iccid/qr.png',
    operationId: 'getEsimQrPng',
    tag: 'Native',
    summary: "An eSIM's QR code as PNG",
    description:
      'Exactly `size` pixels wide and high, black on white, with the quiet zone that scanners need.',
    params,
    query: Type.Object({
      size: Type.Optional(
        Type.Integer({
          minimum: PNG_SIZE.min,
          maximum: PNG_SIZE.max,
          default: PNG_SIZE.default,
          description: 'pixels',
        }),
      ),
    }),
    answers: {},
    errors: [400, 401, 404, 503],
    produces: 'image/png',
    handle: async ({ ctx, partner, params: { iccid }, query: { size } }) => ({
      raw: qrPng(await lpaOf(ctx, partner, iccid), size),
      headers: inline('esim.png'),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/native/install-links',
    operationId: 'createInstallLink',
    tag: 'Native',
    summary: 'A link to the hosted page on which a traveler installs the eSIM',
    description:
      "For the user's universal eSIM, or the eSIM of an `iccid`. The link is good for seven days; whoever has it can install the eSIM. Each call makes another, and the earlier ones stay good.",
    body: Type.Object(
      { external_user_id: Type.Optional(text(255)), iccid: Type.Optional(text(100)) },
      { additionalProperties: true },
    ),
    answers: {
      201: answer({ url: Type.String(), expires_at: Type.String({ format: 'date-time' }) }),
    },
    errors: [400, 401, 404, 409, 422, 503],
    dropNulls: true,
    example: { external_user_id: 'partner_user_456' },
    handle: async ({ ctx, partner, body }) => ({
      status: 201,
      data: await createInstallLink(ctx, partner, body),
    }),
  }),
];
