/**
 * A session for a member who has shown who they are, or one factor of it. In the caller's
 * transaction, which uses up what was shown.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import { tokenHash } from '../../../secrets.ts';
import type { MemberSession, SignedInBy, Stage } from '../member.ts';
import { needsSecondFactor, type OperatorRole, type PartnerRole } from '../permissions.ts';
import { newToken } from '../tokens.ts';

const LIFE_MS = 14 * 24 * 3_600_000;
const LONGEST_NAME = 300;

export type Opening = {
  memberId: string;
  by: SignedInBy;
  /** of single sign-on: whose memberships alone it holds */
  partnerId: string | null;
  userAgent: string | null;
  ip: string;
  /** the token that this browser has: its session ends, whoever's it is */
  replaces?: string | null;
};

export type Opened = { token: string; session: MemberSession };

export async function openMemberSession(
  ctx: Pick<Context, 'clock'>,
  tx: Tx,
  { memberId, by, partnerId, userAgent, ip, replaces = null }: Opening,
): Promise<Opened> {
  const now = ctx.clock.now();
  const stage = by === 'passkey' || by === 'sso' ? 'full' : await stageOf(tx, memberId);
  const token = newToken();
  const session: MemberSession = {
    id: newId('mss'),
    memberId,
    stage,
    signedInBy: by,
    ssoPartnerId: partnerId,
    freshAt: stage === 'full' ? now : null,
    endsAt: new Date(now.getTime() + LIFE_MS),
    revealed: {},
  };
  if (replaces !== null)
    await tx.rows(
      `update member_sessions
       set ended_at = $2
       where token_hash = $1 and ended_at is null`,
      [tokenHash(replaces), now],
    );
  await tx.rows(
    `insert into member_sessions (id, token_hash, member_id, signed_in_by, stage, partner_id,
       user_agent, ip, created_at, last_seen_at, fresh_at, ends_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11)`,
    [
      session.id,
      tokenHash(token),
      memberId,
      by,
      stage,
      partnerId,
      userAgent?.slice(0, LONGEST_NAME) ?? null,
      ip,
      now,
      session.freshAt,
      session.endsAt,
    ],
  );
  return { token, session };
}

type Factors = {
  has_totp: boolean;
  has_passkey: boolean;
  operator_role: OperatorRole | null;
  roles: PartnerRole[];
};

/**
 * Of whoever has shown a mailbox only. A mailbox alone never adds a factor beside one that is there:
 * that would be a way round it.
 */
async function stageOf(tx: Tx, memberId: string): Promise<Stage> {
  const { has_totp, has_passkey, operator_role, roles } = (await tx.one<Factors>(
    `select m.totp_since is not null as has_totp,
       exists (select 1 from passkeys p where p.member_id = m.id) as has_passkey,
       m.operator_role,
       array(select w.role from memberships w where w.member_id = m.id and not w.by_sso) as roles
     from members m
     where m.id = $1`,
    [memberId],
  ))!;
  if (has_totp) return 'second_factor';
  if (!needsSecondFactor(roles, operator_role)) return 'full';
  return has_passkey ? 'second_factor' : 'enrol';
}
