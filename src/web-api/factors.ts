/** Resets of factors: asked for by somebody else, cancelled by the member. */
import { Type } from 'typebox';
import { memberRoute, ownRoute, type PrivateRoute } from '../api/callers/member.ts';
import { answer, text } from '../api/reference/schemas/shapes.ts';
import { askReset } from '../domain/members/factors/ask-reset.ts';
import { cancelReset } from '../domain/members/factors/cancel-reset.ts';
import { instant } from './shapes.ts';

const tag = 'Factors';
const id = text(100);
const dueAnswer = answer({ due_at: instant });
const description =
  'A day later, so that the member, who hears of it by mail at once, can cancel it. Passkeys, authenticator app, recovery codes and sessions go.';

export const factors: PrivateRoute[] = [
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/members/:id/reset-factors',
    operationId: 'resetMemberFactors',
    tag,
    summary: 'Have the factors of a member removed',
    description: `${description} 403 \`permission_denied\` for who signs in to others as well: that is the operator's to do. 409 \`conflict\`: one is under way.`,
    permission: 'owners.manage',
    params: Type.Object({ partner: id, id }),
    answers: { 200: dueAnswer },
    errors: [409],
    handle: async ({ ctx, actor, partner, params: { id: memberId } }) => ({
      data: { due_at: await askReset(ctx, actor, { memberId, partnerId: partner.id }) },
    }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/operator/members/:id/reset-factors',
    operationId: 'resetFactors',
    tag,
    summary: 'Have the factors of anybody removed',
    description: `${description} 409 \`conflict\`: one is under way.`,
    permission: 'operator.members.manage',
    params: Type.Object({ id }),
    answers: { 200: dueAnswer },
    errors: [404, 409],
    handle: async ({ ctx, actor, params: { id: memberId } }) => ({
      data: { due_at: await askReset(ctx, actor, { memberId, partnerId: null }) },
    }),
  }),
  ownRoute({
    method: 'POST',
    url: '/web-api/factor-resets/:id/cancel',
    operationId: 'cancelFactorReset',
    tag,
    summary: "Keep one's factors",
    params: Type.Object({ id }),
    answers: { 200: answer({}) },
    errors: [404],
    async handle({ ctx, actor, session, params }) {
      await cancelReset(ctx, actor, session, params.id);
      return { data: {} };
    },
  }),
];
