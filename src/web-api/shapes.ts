/** Shapes that several private routes answer with. */
import { Type } from 'typebox';
import { answer, nullable, oneOf, text } from '../api/reference/schemas/shapes.ts';
import { STAGES, WAYS_IN } from '../domain/members/member.ts';
import { OPERATOR_ROLES, PARTNER_ROLES } from '../domain/members/permissions.ts';

export const instant = Type.String({ format: 'date-time' });
export const stage = oneOf(STAGES, {
  description: 'what is missing: nothing, a code of the second factor, or the factor itself',
});
export const stageAnswer = answer({ stage });

export const sessionAnswer = answer({
  member: answer({
    id: Type.String(),
    email: Type.String(),
    name: nullable(Type.String()),
    locale: nullable(Type.String()),
    time_zone: nullable(Type.String()),
    passkeys: Type.Integer(),
    has_totp: Type.Boolean(),
    recovery_codes_left: Type.Integer(),
  }),
  stage,
  signed_in_by: oneOf(WAYS_IN),
  fresh_until: nullable(instant),
  memberships: Type.Array(
    answer({
      partner_id: Type.String(),
      name: Type.String(),
      slug: Type.String(),
      role: oneOf(PARTNER_ROLES),
      permissions: Type.Array(Type.String()),
    }),
  ),
  operator: nullable(
    answer({ role: oneOf(OPERATOR_ROLES), permissions: Type.Array(Type.String()) }),
  ),
  viewing: nullable(
    answer(
      {
        partner_id: Type.String(),
        name: Type.String(),
        slug: Type.String(),
        reason: Type.String(),
        ends_at: instant,
        permissions: Type.Array(Type.String()),
      },
      { description: 'the partner that the operator looks at in this browser, read only' },
    ),
  ),
  environment: oneOf(['staging', 'production']),
  reset: nullable(answer({ id: Type.String(), due_at: instant, asked_by: Type.String() })),
});

/** Of a partner's routes. */
export const byPartner = Type.Object({ partner: text(128) });

export const momentFilter = (description: string) => Type.Optional(text(40, { description }));
export const eventTypeFilter = Type.Optional(
  text(1000, { description: 'an event, or several with commas' }),
);
