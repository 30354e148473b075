/** What a visitor sees of themselves, and where they are signed in. */
import { Type } from 'typebox';
import { endOwnSessions, endSession } from '../../domain/webview/end-sessions.ts';
import { listSessions } from '../../domain/webview/list-sessions.ts';
import { travelerDashboard } from '../../domain/webview/traveler-dashboard.ts';
import { anyVisitorRoute, visitorRoute } from '../callers/visitor.ts';
import { sessionsAnswer, travelerDashboardAnswer } from '../reference/schemas/webview.ts';
import { answer, text } from '../reference/schemas/shapes.ts';
import { inLanguage } from '../route/in-language.ts';
import type { Route } from '../route/route.ts';

const tag = 'WebView';

export const webappSessions: Route[] = [
  anyVisitorRoute({
    method: 'GET',
    url: '/api/webapp/me/dashboard',
    operationId: 'getTravelerDashboard',
    tag,
    summary: 'Everything that the managed screens show of their traveler',
    answers: { 200: travelerDashboardAnswer },
    async handle({ ctx, partner, visitor }) {
      const data = await travelerDashboard(ctx, partner, visitor);
      return { data, ...inLanguage(data.locale) };
    },
  }),
  visitorRoute({
    method: 'GET',
    url: '/api/webapp/me/sessions',
    operationId: 'listSessions',
    tag,
    summary: 'Where the traveler is signed in, newest first',
    answers: { 200: sessionsAnswer },
    handle: async ({ ctx, partner, visitor }) => ({
      data: await listSessions(ctx, partner, visitor),
    }),
  }),
  visitorRoute({
    method: 'DELETE',
    url: '/api/webapp/me/sessions',
    operationId: 'endOwnSessions',
    tag,
    summary: 'Sign out everywhere',
    answers: { 200: answer({ ended: Type.Integer() }) },
    errors: [422],
    handle: async ({ ctx, partner, visitor }) => ({
      data: { ended: await endOwnSessions(ctx, partner, visitor) },
    }),
  }),
  anyVisitorRoute({
    method: 'DELETE',
    url: '/api/webapp/me/sessions/:id',
    operationId: 'endSession',
    tag,
    summary: 'Sign out of one session',
    description: 'Who came for one booking has but their own.',
    params: Type.Object({ id: text(100) }),
    answers: { 200: answer({}) },
    errors: [404, 422],
    async handle({ ctx, partner, visitor, params: { id } }) {
      await endSession(ctx, partner, visitor, id);
      return { data: {} };
    },
  }),
];
