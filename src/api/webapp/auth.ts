/** How a session of the managed screens begins and goes on. */
import { Type } from 'typebox';
import { exchangeToken } from '../../domain/webview/exchange-token.ts';
import { signInByMail } from '../../domain/webview/sign-in-by-mail.ts';
import { renewSession } from '../../domain/webview/renew-session.ts';
import { publicRoute } from '../callers/public.ts';
import { anyVisitorRoute } from '../callers/visitor.ts';
import {
  deviceHints,
  locale,
  mailedAnswer,
  openedAnswer,
  renewedAnswer,
  retryKey,
} from '../reference/schemas/webview.ts';
import { email, text } from '../reference/schemas/shapes.ts';
import { inLanguage } from '../route/in-language.ts';
import type { Route } from '../route/route.ts';

const tag = 'WebView';

export const webappAuth: Route[] = [
  publicRoute({
    method: 'POST',
    url: '/api/webapp/auth/exchange',
    operationId: 'exchangeRedirectToken',
    tag,
    summary: 'Open a session with a redirect token',
    description:
      'Once per token. Whatever is wrong with one is answered alike: 401 `redirect_token_invalid`. `locale` and `device` count where the token says nothing of them. An answer can be lost on its way: with a `retry_key` that the page makes and keeps, the same token opens the same session again while that goes on.',
    body: Type.Object(
      {
        redirect_token: text(200),
        retry_key: retryKey,
        locale,
        device: Type.Optional(deviceHints),
      },
      { additionalProperties: true },
    ),
    dropNulls: true,
    answers: { 200: openedAnswer },
    errors: [400, 401, 413, 415, 429],
    example: { redirect_token: 'FcJ0Yp3mVbq1d8K2xZs7Rt4WnE6uHg9aLiQoCvTyBk0' },
    async handle({ ctx, body, ip }) {
      const data = await exchangeToken(ctx, ip, body);
      return { data, ...inLanguage(data.locale) };
    },
  }),
  publicRoute({
    method: 'POST',
    url: '/api/webapp/auth/mail',
    operationId: 'signInByMail',
    tag,
    summary: 'Open a session with the link of a mail and the address it went to',
    description:
      "`mail_token`: the end of the link's path. As often as wanted. The traveler's own address opens all that is theirs; whoever booked for somebody else comes for that booking alone (`scope`). Whatever is wrong is answered alike: 401 `mail_token_invalid`; five wrong addresses end the link. 409 `conflict`: a mail about several travelers, or about codes that nobody has yet; the page of the link shows what there is.",
    body: Type.Object(
      { mail_token: text(200), email, locale, device: Type.Optional(deviceHints) },
      { additionalProperties: true },
    ),
    dropNulls: true,
    answers: { 200: mailedAnswer },
    errors: [400, 401, 409, 413, 415, 429],
    example: {
      mail_token: 'q1W8rT5yU2iO9pA6sD3fG0hJ7kL4zX1cV8bN5mQ2wE9',
      email: 'ada@example.com',
    },
    async handle({ ctx, body, ip }) {
      const data = await signInByMail(ctx, ip, body);
      return { data, ...inLanguage(data.locale) };
    },
  }),
  anyVisitorRoute({
    method: 'POST',
    url: '/api/webapp/auth/renew',
    operationId: 'renewSession',
    tag,
    summary: 'Another token of the same session',
    description:
      'While the present one is good, and until 24 hours after the session was opened. Tokens of before stay good for their time.',
    answers: { 200: renewedAnswer },
    errors: [422],
    handle: async ({ ctx, partner, visitor }) => ({
      data: await renewSession(ctx, partner, visitor),
    }),
  }),
];
