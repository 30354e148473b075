/** A visitor's eSIM that is lost, deleted or broken. */
import { Type } from 'typebox';
import { REPLACE_REASONS } from '../../domain/esims/replacing/begin-replacement.ts';
import { previewReplacement } from '../../domain/esims/replacing/preview-replacement.ts';
import { replaceEsim } from '../../domain/esims/replacing/replace-esim.ts';
import { visitorRoute } from '../callers/visitor.ts';
import { previewAnswer, replacedAnswer } from '../reference/schemas/replacing.ts';
import { oneOf, text } from '../reference/schemas/shapes.ts';
import type { Route } from '../route/route.ts';

const tag = 'WebView';

export const webappReplacing: Route[] = [
  visitorRoute({
    method: 'GET',
    url: '/api/webapp/me/esims/:iccid/replacement',
    operationId: 'previewOwnReplacement',
    tag,
    summary: 'What replacing an eSIM would bring over, and what would be left',
    description:
      'Changes nothing. By what is known before its provider is asked to cancel anything: a package that it refuses to cancel is left as well. For an eSIM that was replaced: what became of it.',
    params: Type.Object({ iccid: text(100) }),
    answers: { 200: previewAnswer },
    errors: [404, 409],
    handle: async ({ ctx, partner, visitor, params: { iccid } }) => ({
      data: await previewReplacement(ctx, partner, visitor.travelerId, iccid),
    }),
  }),
  visitorRoute({
    method: 'POST',
    url: '/api/webapp/me/replace-esim',
    operationId: 'replaceOwnEsim',
    tag,
    summary: "A new eSIM in place of one of the visitor's",
    description: 'As `POST /api/native/replace-esim`.',
    body: Type.Object(
      { iccid: text(100), reason: Type.Optional(oneOf(REPLACE_REASONS)) },
      { additionalProperties: true },
    ),
    dropNulls: true,
    answers: { 200: replacedAnswer },
    errors: [400, 404, 409, 422, 503],
    example: { iccid: '8999901000000000016' },
    handle: async ({ ctx, actor, partner, visitor, body: { iccid, reason = 'new_device' } }) => ({
      message: 'eSIM replaced successfully',
      data: await replaceEsim(ctx, actor, partner, { iccid, reason, owner: visitor.travelerId }),
    }),
  }),
];
