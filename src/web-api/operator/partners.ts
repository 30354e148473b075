/** Partners on the operator's screens: the list, one of them, and looking at its screens. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../../api/callers/member.ts';
import { operatorTwin, pickRoutes } from '../../api/callers/twins.ts';
import { operatorLimits } from '../../api/operator/limits.ts';
import { operatorPartners } from '../../api/operator/partners.ts';
import { answer, nullable, oneOf, text } from '../../api/reference/schemas/shapes.ts';
import { pageAnswer, paging } from '../../api/route/paging.ts';
import { beginView } from '../../domain/members/viewing/begin-view.ts';
import { endOwnView } from '../../domain/members/viewing/end-view.ts';
import { findPartner } from '../../domain/partners/managing/partners.ts';
import { findPartners, PARTNERS_PAGE } from '../../domain/partners/managing/find-partners.ts';
import { instant } from '../shapes.ts';

const tag = 'Operator';
const manage = { permission: 'operator.manage' } as const;

const partnerRow = answer({
  id: Type.String(),
  name: Type.String(),
  slug: Type.String(),
  is_demo: Type.Boolean(),
  created_at: instant,
  suspended_at: nullable(instant),
});

const viewing: PrivateRoute[] = [
  memberRoute({
    method: 'POST',
    url: '/web-api/operator/partners/:id/view',
    operationId: 'beginPartnerView',
    tag,
    summary: "Look at a partner's screens",
    description:
      "Read only, in this browser, for an hour at most; people's data is masked. It begins and ends in the partner's audit log, with the reason. In place of a look that is open.",
    permission: 'operator.view_as',
    params: Type.Object({ id: text(128) }),
    body: Type.Object({
      reason: Type.String({
        minLength: 3,
        maxLength: 300,
        pattern: '\\S\\s*\\S\\s*\\S',
        description: '3 to 300 characters; the partner reads it',
      }),
    }),
    example: { reason: 'They ask why a delivery failed.' },
    answers: { 201: answer({ partner_id: Type.String(), slug: Type.String(), ends_at: instant }) },
    errors: [400, 404],
    async handle({ ctx, actor, session, params, body }) {
      const partner = await findPartner(ctx, params.id);
      const asked = { partnerId: partner.id, reason: body.reason.trim() };
      const { endsAt } = await beginView(ctx, actor, session, asked);
      const data = { partner_id: partner.id, slug: partner.slug, ends_at: endsAt.toISOString() };
      return { status: 201, data };
    },
  }),
  memberRoute({
    method: 'DELETE',
    url: '/web-api/operator/view',
    operationId: 'endPartnerView',
    tag,
    summary: 'End the look at a partner',
    description: 'Again changes nothing.',
    permission: 'operator.view_as',
    answers: { 200: answer({}) },
    async handle({ ctx, actor, session }) {
      await endOwnView(ctx, actor, session);
      return { data: {} };
    },
  }),
];

export const partnersOfOperator: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/operator/partners',
    operationId: 'findPartners',
    tag,
    summary: 'Partners, newest first, or find them by name, slug or id',
    permission: 'operator.view_as',
    query: Type.Object({
      q: Type.Optional(text(100)),
      state: Type.Optional(oneOf(['active', 'suspended'] as const)),
      ...paging(PARTNERS_PAGE, 200),
    }),
    answers: { 200: pageAnswer({ partners: Type.Array(partnerRow) }) },
    errors: [400],
    handle: async ({ ctx, query }) => ({ data: await findPartners(ctx, query) }),
  }),
  ...pickRoutes(operatorPartners, ['createPartner']).map((route) =>
    // It hands out a secret, as making a key does.
    operatorTwin(route, { ...manage, isFresh: true }),
  ),
  ...pickRoutes(operatorPartners, [
    'showPartner',
    'renamePartner',
    'suspendPartner',
    'resumePartner',
  ]).map((route) => operatorTwin(route, manage)),
  ...operatorLimits.map((route) => operatorTwin(route, manage)),
  ...viewing,
];
