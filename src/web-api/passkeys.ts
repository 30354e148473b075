/** Passkeys: signing in with one, and one's own. */
import { Type } from 'typebox';
import { ownRoute, signInRoute, stageRoute, type PrivateRoute } from '../api/callers/member.ts';
import { answer, nullable, text } from '../api/reference/schemas/shapes.ts';
import { enrolPasskey } from '../domain/members/factors/enrol-passkey.ts';
import {
  listPasskeys,
  removePasskey,
  renamePasskey,
} from '../domain/members/factors/own-passkeys.ts';
import { enrolOptions } from '../domain/members/factors/passkey-options.ts';
import {
  beginPasskeySignIn,
  signInWithPasskey,
} from '../domain/members/factors/passkey-sign-in.ts';
import { sessionCookie } from './cookies.ts';
import { EXAMPLE_ASSERTION, EXAMPLE_ATTESTATION } from './examples.ts';
import { assertion, attestation, publicKeyOptions, recoveryCodes } from './factor-shapes.ts';
import { instant, stageAnswer } from './shapes.ts';

const tag = 'Factors';
const label = text(100, { description: 'what its owner calls it' });
const id = Type.Object({ id: text(1_400) });
const passkey = answer({
  id: Type.String(),
  label: nullable(Type.String()),
  created_at: instant,
  last_used_at: nullable(instant),
  is_backed_up: Type.Boolean({ description: 'kept by its maker as well, so on several devices' }),
});

const signingIn: PrivateRoute[] = [
  signInRoute({
    method: 'POST',
    url: '/web-api/sign-in/passkey/options',
    operationId: 'beginPasskeySignIn',
    tag,
    summary: 'What the browser has to ask its authenticators for, to sign in',
    description: 'Good once, for five minutes, in this browser.',
    answers: { 200: publicKeyOptions },
    errors: [429],
    handle: async ({ ctx, browser, ip }) => ({ data: await beginPasskeySignIn(ctx, ip, browser) }),
  }),
  signInRoute({
    method: 'POST',
    url: '/web-api/sign-in/passkey',
    operationId: 'signInWithPasskey',
    tag,
    summary: 'Open a session with a passkey',
    description: 'Whatever is wrong is answered alike: 401 `passkey_invalid`.',
    body: Type.Object({ response: assertion }, { additionalProperties: true }),
    answers: { 200: stageAnswer },
    errors: [400, 413, 415, 429],
    example: { response: EXAMPLE_ASSERTION },
    async handle({ ctx, browser, userAgent, replaces, ip, body: { response } }) {
      const from = { userAgent, replaces, ip };
      const { token, session } = await signInWithPasskey(ctx, from, browser, response);
      return {
        data: { stage: session.stage },
        headers: { 'set-cookie': sessionCookie(ctx, token) },
      };
    },
  }),
];

const adding: PrivateRoute[] = [
  stageRoute({
    method: 'POST',
    url: '/web-api/passkeys/options',
    operationId: 'beginPasskey',
    tag,
    summary: 'What the browser has to ask its authenticators for, to add a passkey',
    description:
      'Good once, for five minutes, in this browser. Asks for a sign-in of the last ten minutes, but of who has no factor yet.',
    stages: ['full', 'enrol'],
    answers: { 200: publicKeyOptions },
    handle: async ({ ctx, session, browser }) => ({
      data: await enrolOptions(ctx, session, browser),
    }),
  }),
  stageRoute({
    method: 'POST',
    url: '/web-api/passkeys',
    operationId: 'addPasskey',
    tag,
    summary: 'Add a passkey',
    description:
      'With the first factor come recovery codes, shown this once, and the session is whole. Whatever is wrong is answered alike: 401 `passkey_invalid`; 409 `conflict` with 20 of them.',
    stages: ['full', 'enrol'],
    body: Type.Object(
      { response: attestation, label: Type.Optional(label) },
      { additionalProperties: true },
    ),
    dropNulls: true,
    answers: { 201: answer({ id: Type.String(), recovery_codes: Type.Optional(recoveryCodes) }) },
    errors: [400, 409, 413, 415],
    example: { response: EXAMPLE_ATTESTATION, label: 'Work laptop' },
    async handle({ ctx, actor, session, browser, body }) {
      const { id: added, ...enrolled } = await enrolPasskey(
        ctx,
        actor,
        { session, browser },
        { response: body.response, label: body.label ?? null },
      );
      const { token, recoveryCodes: codes } = enrolled;
      return {
        status: 201,
        data: { id: added, ...(codes === null ? {} : { recovery_codes: codes }) },
        ...(token === null ? {} : { headers: { 'set-cookie': sessionCookie(ctx, token) } }),
      };
    },
  }),
];

const own: PrivateRoute[] = [
  ownRoute({
    method: 'GET',
    url: '/web-api/passkeys',
    operationId: 'listPasskeys',
    tag,
    summary: "One's own passkeys, the oldest first",
    answers: { 200: Type.Array(passkey) },
    handle: async ({ ctx, session }) => ({ data: await listPasskeys(ctx, session) }),
  }),
  ownRoute({
    method: 'PATCH',
    url: '/web-api/passkeys/:id',
    operationId: 'renamePasskey',
    tag,
    summary: 'Call a passkey something else',
    isFresh: true,
    params: id,
    body: Type.Object({ label }, { additionalProperties: true }),
    answers: { 200: answer({}) },
    errors: [400, 404, 413, 415],
    example: { label: 'Work laptop' },
    async handle({ ctx, actor, session, params, body }) {
      await renamePasskey(ctx, actor, session, { id: params.id, label: body.label });
      return { data: {} };
    },
  }),
  ownRoute({
    method: 'DELETE',
    url: '/web-api/passkeys/:id',
    operationId: 'removePasskey',
    tag,
    summary: 'Remove a passkey',
    description: '409 `conflict`: it is the last factor, and a role needs one.',
    isFresh: true,
    params: id,
    answers: { 200: answer({}) },
    errors: [404, 409],
    async handle({ ctx, actor, session, params }) {
      await removePasskey(ctx, actor, session, params.id);
      return { data: {} };
    },
  }),
];

export const passkeys: PrivateRoute[] = [...signingIn, ...adding, ...own];
