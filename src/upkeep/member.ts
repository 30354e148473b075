/** `hubby member`: members by whoever stands at the installation's own machine. */
import { askReset } from '../domain/members/factors/ask-reset.ts';
import { invite } from '../domain/members/invitations/invite.ts';
import {
  findPlace,
  listEverybody,
  memberByEmail,
  type Somebody,
} from '../domain/members/managing/list-everybody.ts';
import { removeMember } from '../domain/members/managing/remove-member.ts';
import { OPERATOR_ROLES, PARTNER_ROLES } from '../domain/members/permissions.ts';
import type { Role } from '../domain/members/place.ts';
import { printLink } from '../domain/members/sign-in/print-link.ts';
import { onInstallation } from './on-installation.ts';

export type Where = { partner?: string; role?: string; operator?: string | boolean };

/** Answers what is printed. */
export const inviteMember = (email: string, where: Where): Promise<string> =>
  onInstallation(async (ctx, actor) => {
    const { partner, role } = readRole(where);
    const place = await findPlace(ctx.db, partner);
    const { url } = await invite(ctx, actor, place, {
      email,
      role,
      bySso: false,
      invitedBy: 'The operator',
    });
    return `${email} is invited to ${place.name} as ${role}. Good once and for 7 days, also without the mail:\n${url}`;
  });

/** A partner and a role there, or a role of the installation. */
function readRole({ partner, role, operator }: Where): { partner: string | null; role: Role } {
  const isOperator = operator !== undefined;
  if (isOperator === (partner !== undefined))
    throw new Error('Say either --partner <id or slug> with --role, or --operator <role>.');
  const given = isOperator ? operator : role;
  const known: readonly Role[] = isOperator ? OPERATOR_ROLES : PARTNER_ROLES;
  const found = known.find((one) => one === given);
  if (found === undefined)
    throw new Error(
      `${isOperator ? '--operator' : '--role'}: expected one of ${known.join(', ')}, got ${String(given ?? 'nothing')}.`,
    );
  return { partner: partner ?? null, role: found };
}

export const linkMember = (email: string): Promise<string> =>
  onInstallation(async (ctx, actor) => {
    const { url } = await printLink(ctx, actor, email);
    return `Signs ${email} in, once, within 15 minutes:\n${url}`;
  });

export const listMembers = ({ json }: { json?: boolean }): Promise<string> =>
  onInstallation(async ({ db }) => {
    const everybody = await listEverybody(db);
    if (json) return JSON.stringify(everybody);
    return everybody.length === 0 ? 'Nobody yet.' : everybody.map(line).join('\n');
  });

function line({ email, name, operator_role, partners }: Somebody): string {
  const roles = [
    ...(operator_role === null ? [] : [`operator side: ${operator_role}`]),
    ...partners.map(({ slug, role }) => `${slug}: ${role}`),
  ];
  return `${email}${name === null ? '' : ` (${name})`}  ${roles.join(', ') || 'nothing'}`;
}

export const removeFrom = (email: string, { partner, operator }: Where): Promise<string> =>
  onInstallation(async (ctx, actor) => {
    if ((partner === undefined) === (operator === undefined))
      throw new Error('Say either --partner <id or slug> or --operator.');
    const place = await findPlace(ctx.db, partner ?? null);
    const memberId = await memberByEmail(ctx.db, email);
    await removeMember(ctx, actor, place, memberId, () => {});
    return `${email} is no member of ${place.name} any more.`;
  });

export const resetMember = (email: string): Promise<string> =>
  onInstallation(async (ctx, actor) => {
    const memberId = await memberByEmail(ctx.db, email);
    const dueAt = await askReset(ctx, actor, { memberId, partnerId: null });
    return `The second factors of ${email} go at ${dueAt.toISOString()}, unless they object: they hear of it by mail.`;
  });
