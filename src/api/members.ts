/** Who of the partner may open the dashboard. */
import { Type } from 'typebox';
import { listMembers } from '../domain/members/managing/list-members.ts';
import { PARTNER_ROLES } from '../domain/members/permissions.ts';
import { partnerRoute } from './callers/partner.ts';
import { answer, nullable, oneOf } from './reference/schemas/shapes.ts';
import type { Route } from './route/route.ts';

export const members: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/members',
    operationId: 'listMembers',
    tag: 'Account',
    summary: 'Members of the dashboard, oldest first',
    description: 'They are invited, changed and removed in the dashboard, by an owner or admin.',
    answers: {
      200: answer({
        members: Type.Array(
          answer({
            id: Type.String(),
            email: Type.String(),
            name: nullable(Type.String()),
            role: oneOf(PARTNER_ROLES),
            created_at: Type.String({ format: 'date-time' }),
            last_seen_at: nullable(Type.String({ format: 'date-time' })),
          }),
        ),
      }),
    },
    async handle({ ctx, partner }) {
      const { members: all } = await listMembers(ctx, {
        partnerId: partner.id,
        name: partner.name,
      });
      return {
        data: {
          members: all.map(({ id, email, name, role, created_at, last_seen_at }) => ({
            id,
            email,
            name,
            role,
            created_at,
            last_seen_at,
          })),
        },
      };
    },
  }),
];
