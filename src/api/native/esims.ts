import { Type } from 'typebox';
import { REPLACE_REASONS } from '../../domain/esims/replacing/begin-replacement.ts';
import { createInstallLink } from '../../domain/esims/install-links.ts';
import { PNG_SIZE, qrPng } from '../../domain/esims/qr.ts';
import { lpaOf } from '../../domain/esims/read-lpa.ts';
import { replaceEsim } from '../../domain/esims/replacing/replace-esim.ts';
import { partnerRoute } from '../callers/partner.ts';
import type { Route } from '../route/route.ts';
import { answer, oneOf, text } from '../reference/schemas/shapes.ts';
import { replacedAnswer } from '../reference/schemas/replacing.ts';

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
    errors: [404, 503],
    produces: 'image/svg+xml',
    handle: async ({ ctx, partner, params: { iccid } }) => ({
      raw: ctx.qrCodes.svg(await lpaOf(ctx, partner, iccid)),
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
    errors: [400, 404, 503],
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
    errors: [400, 404, 409, 422, 503],
    dropNulls: true,
    example: { external_user_id: 'ada' },
    handle: async ({ ctx, partner, body }) => ({
      status: 201,
      data: await createInstallLink(ctx, partner, body),
    }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/native/replace-esim',
    operationId: 'replaceEsim',
    tag: 'Native',
    summary: 'A new eSIM in place of one that its traveler cannot use any more',
    description:
      "For the eSIM of an `iccid`, or the user's universal eSIM (the only classic one where there is none). The old eSIM is archived; every package on it that was never used comes over: it is cancelled at the provider and ordered anew (`moved`; `pending` ones get there by themselves). Where a provider makes no eSIM without a package the first of them brings the new eSIM along; with nothing to bring over the old one is put away: 409 `nothing_to_move`, and the next redemption makes the new one. What was used or has begun, or cannot be cancelled, stays on the old eSIM (`left`). A call beside another one is answered like it. At most three a year per traveler: 409 `replace_limit`. 503 `provider_unavailable` loses nothing: it finishes by itself.",
    body: Type.Object(
      {
        external_user_id: Type.Optional(text(255)),
        iccid: Type.Optional(text(100)),
        reason: oneOf(REPLACE_REASONS),
      },
      { additionalProperties: true },
    ),
    answers: { 200: replacedAnswer },
    errors: [400, 404, 409, 422, 503],
    dropNulls: true,
    example: { external_user_id: 'ada', reason: 'new_device' },
    handle: async ({ ctx, actor, partner, body }) => ({
      message: 'eSIM replaced successfully',
      data: await replaceEsim(ctx, actor, partner, body),
    }),
  }),
];
