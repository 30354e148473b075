/** Members of a partner, and of the installation: the same routes twice. */
import { Type } from 'typebox';
import { memberRoute, type MemberWho, type PrivateRoute } from '../api/callers/member.ts';
import { answer, email, nullable, oneOf, text } from '../api/reference/schemas/shapes.ts';
import { countInvitation } from '../domain/abuse/limits.ts';
import { invite, inviteAgain, revokeInvitation } from '../domain/members/invitations/invite.ts';
import { changeRole } from '../domain/members/managing/change-role.ts';
import { listMembers } from '../domain/members/managing/list-members.ts';
import { removeMember } from '../domain/members/managing/remove-member.ts';
import { OPERATOR_ROLES, PARTNER_ROLES, type Permission } from '../domain/members/permissions.ts';
import {
  checkOwnersTouched,
  INSTALLATION,
  type Place,
  type Role,
} from '../domain/members/place.ts';
import type { Partner } from '../domain/partners/partner.ts';
import { instant } from './shapes.ts';

const tag = 'Members';

type At = {
  base: string;
  /** ends the names of operations */
  name: 'Partner' | 'Operator';
  permission: 'members.manage' | 'operator.members.manage';
  params: Record<string, ReturnType<typeof text>>;
  roles: readonly Role[];
};
const PLACES: readonly At[] = [
  {
    base: '/web-api/partners/:partner',
    name: 'Partner',
    permission: 'members.manage',
    params: { partner: text(100) },
    roles: PARTNER_ROLES,
  },
  {
    base: '/web-api/operator',
    name: 'Operator',
    permission: 'operator.members.manage',
    params: {},
    roles: OPERATOR_ROLES,
  },
];

const placeOf = (who: MemberWho & { partner?: Partner }): Place =>
  who.partner === undefined ? INSTALLATION : { partnerId: who.partner.id, name: who.partner.name };

const idOf = (params: unknown): string => (params as { id: string }).id;

const mayTouch =
  ({ permissions }: { permissions: ReadonlySet<Permission> }) =>
  (...roles: string[]): void =>
    checkOwnersTouched(permissions, ...roles);

const listed = answer({
  members: Type.Array(
    answer({
      id: Type.String(),
      email: Type.String(),
      name: nullable(Type.String()),
      role: Type.String(),
      created_at: instant,
      last_seen_at: nullable(instant),
      passkeys: Type.Integer(),
      has_totp: Type.Boolean(),
    }),
  ),
  invitations: Type.Array(
    answer({
      id: Type.String(),
      email: Type.String(),
      role: Type.String(),
      invited_by: Type.String(),
      created_at: instant,
      expires_at: instant,
      by_sso: Type.Boolean(),
    }),
  ),
  has_sso: Type.Boolean({
    description: 'whether there is a directory that an invitation may lead through',
  }),
});

const membersAt = ({ base, name, permission, params, roles }: At): PrivateRoute[] => {
  const of = Type.Object(params);
  const one = Type.Object({ ...params, id: text(100) });
  return [
    memberRoute({
      method: 'GET',
      url: `${base}/members`,
      operationId: `list${name}Members`,
      tag,
      summary: 'Who is a member, and who was asked to be one',
      permission,
      params: of,
      answers: { 200: listed },
      handle: async (call) => ({ data: await listMembers(call.ctx, placeOf(call)) }),
    }),
    memberRoute({
      method: 'PATCH',
      url: `${base}/members/:id`,
      operationId: `change${name}Role`,
      tag,
      summary: 'Give a member another role',
      description: 'In force with their next request. 409 `last_owner`: somebody has to be one.',
      permission,
      params: one,
      body: Type.Object({ role: oneOf(roles) }, { additionalProperties: true }),
      answers: { 200: answer({}) },
      errors: [400, 404, 409, 413, 415],
      example: { role: roles.at(-1) },
      async handle(call) {
        const change = { memberId: idOf(call.params), role: call.body.role };
        await changeRole(call.ctx, call.actor, placeOf(call), change, mayTouch(call));
        return { data: {} };
      },
    }),
    memberRoute({
      method: 'DELETE',
      url: `${base}/members/:id`,
      operationId: `remove${name}Member`,
      tag,
      summary: 'Take a member away',
      description: 'In force with their next request. 409 `last_owner`: somebody has to be one.',
      permission,
      params: one,
      answers: { 200: answer({}) },
      errors: [404, 409],
      async handle(call) {
        await removeMember(call.ctx, call.actor, placeOf(call), idOf(call.params), mayTouch(call));
        return { data: {} };
      },
    }),
  ];
};

const inviteAt = ({ base, name, permission, params, roles }: At): PrivateRoute =>
  memberRoute({
    method: 'POST',
    url: `${base}/invitations`,
    operationId: `invite${name}Member`,
    tag,
    summary: 'Invite somebody, by a mail with a link that works once, for seven days',
    permission,
    params: Type.Object(params),
    body: Type.Object(
      { email, role: oneOf(roles), by_sso: Type.Optional(Type.Boolean()) },
      { additionalProperties: true },
    ),
    answers: { 201: answer({ id: Type.String() }) },
    errors: [400, 409, 413, 415, 429],
    example: { email: 'ada@example.com', role: roles.at(-1) },
    async handle(call) {
      const { email: to, role, by_sso = false } = call.body;
      checkOwnersTouched(call.permissions, role);
      await countInvitation(call.ctx, call.member.id);
      const { id } = await invite(call.ctx, call.actor, placeOf(call), {
        email: to,
        role,
        bySso: by_sso,
        invitedBy: call.member.name ?? call.member.email,
      });
      return { status: 201, data: { id } };
    },
  });

const invitationsAt = ({ base, name, permission, params }: At): PrivateRoute[] => {
  const one = Type.Object({ ...params, id: text(100) });
  return [
    memberRoute({
      method: 'POST',
      url: `${base}/invitations/:id/resend`,
      operationId: `resend${name}Invitation`,
      tag,
      summary: 'Send an invitation again, with a new link in place of the one before',
      permission,
      params: one,
      answers: { 200: answer({}) },
      errors: [404, 429],
      async handle(call) {
        await countInvitation(call.ctx, call.member.id);
        await inviteAgain(call.ctx, call.actor, placeOf(call), idOf(call.params), mayTouch(call));
        return { data: {} };
      },
    }),
    memberRoute({
      method: 'DELETE',
      url: `${base}/invitations/:id`,
      operationId: `revoke${name}Invitation`,
      tag,
      summary: 'Take an invitation back',
      permission,
      params: one,
      answers: { 200: answer({}) },
      errors: [404],
      async handle(call) {
        await revokeInvitation(
          call.ctx,
          call.actor,
          placeOf(call),
          idOf(call.params),
          mayTouch(call),
        );
        return { data: {} };
      },
    }),
  ];
};

export const members: PrivateRoute[] = PLACES.flatMap((at) => [
  ...membersAt(at),
  inviteAt(at),
  ...invitationsAt(at),
]);
