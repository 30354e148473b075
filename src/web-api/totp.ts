/** Codes: of an authenticator app, and those for when the device is gone. */
import { Type } from 'typebox';
import { ownRoute, stageRoute, type OwnWho, type PrivateRoute } from '../api/callers/member.ts';
import { answer } from '../api/reference/schemas/shapes.ts';
import type { Context } from '../context.ts';
import { qrSvg } from '../domain/esims/qr.ts';
import { renewRecoveryCodes } from '../domain/members/factors/recovery-codes.ts';
import { showRecoveryCode, showTotp } from '../domain/members/factors/show-code.ts';
import { beginTotp, confirmTotp, removeTotp } from '../domain/members/factors/totp.ts';
import { sessionCookie } from './cookies.ts';
import { code, recoveryCodes } from './factor-shapes.ts';
import { stageAnswer } from './shapes.ts';

const tag = 'Factors';
const codeBody = Type.Object({ code }, { additionalProperties: true });
const FIVE = 'Wrong or used: 401 `code_invalid`; the fifth wrong one ends the session.';

const cookieOf = (ctx: Context, token: string | null) =>
  token === null ? {} : { headers: { 'set-cookie': sessionCookie(ctx, token) } };

const signingIn: PrivateRoute[] = [
  stageRoute({
    method: 'POST',
    url: '/web-api/sign-in/totp',
    operationId: 'signInWithTotp',
    tag,
    summary: 'The code of the authenticator app that a sign-in by mail still lacks',
    description: FIVE,
    stages: ['second_factor'],
    body: codeBody,
    answers: { 200: stageAnswer },
    errors: [400, 413, 415, 429],
    example: { code: '287082' },
    async handle({ ctx, session, body }: Called) {
      const { token } = await showTotp(ctx, session, body.code);
      return { data: { stage: 'full' }, ...cookieOf(ctx, token) };
    },
  }),
  stageRoute({
    method: 'POST',
    url: '/web-api/sign-in/recovery',
    operationId: 'signInWithRecoveryCode',
    tag,
    summary: 'A recovery code in place of the second factor',
    description: FIVE,
    stages: ['second_factor'],
    body: codeBody,
    answers: { 200: stageAnswer },
    errors: [400, 413, 415, 429],
    example: { code: '7k3f-0m2q-x8vd-1zr5' },
    async handle({ ctx, actor, session, body }: Called) {
      const { token } = await showRecoveryCode(ctx, actor, session, body.code);
      return { data: { stage: 'full' }, ...cookieOf(ctx, token) };
    },
  }),
];
type Called = OwnWho & { ctx: Context; body: { code: string } };

const adding: PrivateRoute[] = [
  stageRoute({
    method: 'POST',
    url: '/web-api/totp',
    operationId: 'beginTotp',
    tag,
    summary: 'A secret for an authenticator app',
    description:
      'Counts once a code of it was confirmed; asked for again there is another. 409 `conflict` where one is on.',
    stages: ['full', 'enrol'],
    answers: {
      200: answer({ secret: Type.String(), uri: Type.String(), qr_svg: Type.String() }),
    },
    errors: [409],
    async handle({ ctx, session }) {
      const begun = await beginTotp(ctx, session);
      return { data: { ...begun, qr_svg: qrSvg(begun.uri) } };
    },
  }),
  stageRoute({
    method: 'POST',
    url: '/web-api/totp/confirm',
    operationId: 'confirmTotp',
    tag,
    summary: 'The first code of the authenticator app: it is on',
    description: `With the first factor come recovery codes, shown this once (else none), and the session is whole. ${FIVE}`,
    stages: ['full', 'enrol'],
    body: codeBody,
    answers: { 200: answer({ recovery_codes: recoveryCodes }) },
    errors: [400, 409, 413, 415, 429],
    example: { code: '287082' },
    async handle({ ctx, actor, session, body }) {
      const { recoveryCodes: codes, token } = await confirmTotp(ctx, actor, session, body.code);
      return { data: { recovery_codes: codes ?? [] }, ...cookieOf(ctx, token) };
    },
  }),
];

const own: PrivateRoute[] = [
  ownRoute({
    method: 'DELETE',
    url: '/web-api/totp',
    operationId: 'removeTotp',
    tag,
    summary: 'Remove the authenticator app',
    description: '409 `conflict`: it is the last factor, and a role needs one.',
    isFresh: true,
    answers: { 200: answer({}) },
    errors: [409],
    async handle({ ctx, actor, session }) {
      await removeTotp(ctx, actor, session);
      return { data: {} };
    },
  }),
  ownRoute({
    method: 'POST',
    url: '/web-api/recovery-codes',
    operationId: 'renewRecoveryCodes',
    tag,
    summary: 'Recovery codes in place of those of before',
    description: '409 `conflict`: there is no factor that they could stand in for.',
    isFresh: true,
    answers: { 200: answer({ recovery_codes: recoveryCodes }) },
    errors: [409],
    handle: async ({ ctx, actor, session }) => ({
      data: { recovery_codes: await renewRecoveryCodes(ctx, actor, session) },
    }),
  }),
];

export const totp: PrivateRoute[] = [...signingIn, ...adding, ...own];
