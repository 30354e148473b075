/** Single sign-on: a partner's own directory, and signing in through it. */
import { Type } from 'typebox';
import { memberRoute, signInRoute, type PrivateRoute } from '../api/callers/member.ts';
import { answer, nullable, text } from '../api/reference/schemas/shapes.ts';
import type { Answer } from '../api/route/route.ts';
import type { Context } from '../context.ts';
import { dashboardAddress } from '../domain/members/dashboard-address.ts';
import { beginSsoSignIn } from '../domain/members/sso/begin-sign-in.ts';
import {
  removeConnection,
  setConnection,
  showConnection,
} from '../domain/members/sso/connection.ts';
import { finishSsoSignIn } from '../domain/members/sso/finish-sign-in.ts';
import { SsoRefused } from '../domain/members/sso/refused.ts';
import { sessionCookie } from './cookies.ts';

const settings: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/sso',
    operationId: 'getSso',
    tag: 'Single sign-on',
    summary: "The partner's own directory, without its secret",
    permission: 'sso.write',
    params: Type.Object({ partner: text(100) }),
    answers: {
      200: answer({
        issuer: nullable(Type.String({ description: 'null = there is none' })),
        client_id: nullable(Type.String()),
        callback_url: Type.String({ description: 'where the directory sends browsers back to' }),
        sign_in_url: Type.String({ description: 'where members begin' }),
      }),
    },
    handle: async ({ ctx, partner }) => ({ data: await showConnection(ctx, partner) }),
  }),
  memberRoute({
    method: 'PUT',
    url: '/web-api/partners/:partner/sso',
    operationId: 'setSso',
    tag: 'Single sign-on',
    summary: "Set the partner's own directory (OpenID Connect)",
    description:
      'The issuer is asked for its configuration first. Another issuer signs out who came by the one of before.',
    permission: 'sso.write',
    params: Type.Object({ partner: text(100) }),
    body: Type.Object(
      { issuer: text(500), client_id: text(500), client_secret: text(2_000) },
      { additionalProperties: true },
    ),
    answers: { 200: answer({}) },
    errors: [400, 413, 415],
    example: {
      issuer: 'https://login.travel.example',
      client_id: 'hubby',
      client_secret: 'as the directory shows it',
    },
    async handle({ ctx, actor, partner, body }) {
      await setConnection(ctx, actor, partner.id, {
        issuer: body.issuer,
        clientId: body.client_id,
        clientSecret: body.client_secret,
      });
      return { data: {} };
    },
  }),
  memberRoute({
    method: 'DELETE',
    url: '/web-api/partners/:partner/sso',
    operationId: 'removeSso',
    tag: 'Single sign-on',
    summary: 'Take the directory away; who came by it is signed out',
    permission: 'sso.write',
    params: Type.Object({ partner: text(100) }),
    answers: { 200: answer({}) },
    async handle({ ctx, actor, partner }) {
      await removeConnection(ctx, actor, partner.id);
      return { data: {} };
    },
  }),
];

/** Browsers come here by links: what is wrong is said on the page of signing in. */
async function leadingOn(ctx: Context, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SsoRefused)) throw error;
    return to(`${dashboardAddress(ctx)}/d/sign-in?sso=${error.reason}`);
  }
}
const to = (location: string, cookies: object = {}): Answer => ({
  status: 302,
  data: {},
  headers: { location, ...cookies },
});

const parameter = Type.Optional(Type.String({ maxLength: 4_000 }));

const signingIn: PrivateRoute[] = [
  signInRoute({
    method: 'GET',
    url: '/web-api/sign-in/sso/:slug',
    operationId: 'beginSsoSignIn',
    tag: 'Single sign-on',
    summary: "To the partner's own directory",
    description:
      'What is wrong is said at `/d/sign-in?sso=`: `failed`, `unavailable`, `not_linked`, `too_many`.',
    params: Type.Object({ slug: text(100) }),
    query: Type.Object({
      invitation: Type.Optional(text(200, { description: 'token of one that is being accepted' })),
    }),
    answers: { 302: answer({}) },
    errors: [400],
    handle: ({ ctx, browser, ip, params: { slug }, query: { invitation = null } }) =>
      leadingOn(ctx, async () => to(await beginSsoSignIn(ctx, { slug, invitation, browser, ip }))),
  }),
  signInRoute({
    method: 'GET',
    url: '/web-api/sign-in/sso/callback',
    operationId: 'finishSsoSignIn',
    tag: 'Single sign-on',
    summary: "Back from the partner's own directory",
    query: Type.Object(
      { state: parameter, code: parameter, iss: parameter, error: parameter },
      { additionalProperties: true },
    ),
    answers: { 302: answer({}) },
    errors: [400],
    handle: ({ ctx, browser, userAgent, replaces, ip, query: { state, code, iss, error } }) =>
      leadingOn(ctx, async () => {
        const given = Object.entries({ state, code, iss, error });
        const { token } = await finishSsoSignIn(ctx, {
          parameters: Object.fromEntries(
            given.filter((pair): pair is [string, string] => pair[1] !== undefined),
          ),
          browser,
          from: { userAgent, replaces, ip },
        });
        return to(`${dashboardAddress(ctx)}/d/`, { 'set-cookie': sessionCookie(ctx, token) });
      }),
  }),
];

export const sso: PrivateRoute[] = [...settings, ...signingIn];
