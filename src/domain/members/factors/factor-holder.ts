/** The person whose factors change, held to the end of the transaction: one change after another. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { needsSecondFactor, type OperatorRole, type PartnerRole } from '../permissions.ts';
import { checkFresh, checkOwn } from '../access.ts';
import type { MemberSession } from '../member.ts';
import { sessionEnded } from '../sessions/find-member.ts';

export type FactorHolder = {
  id: string;
  email: string;
  name: string | null;
  totp_sealed: Buffer | null;
  totp_since: Date | null;
  passkeys: number;
  /** one of their roles cannot do without */
  needsOne: boolean;
};

type Row = Omit<FactorHolder, 'passkeys' | 'needsOne'> & { operator_role: OperatorRole | null };

/** Null where there is nobody of this id. */
export async function lockHolder(tx: Tx, memberId: string): Promise<FactorHolder | null> {
  const row = await tx.one<Row>(
    `select id, email, name, operator_role, totp_sealed, totp_since
     from members
     where id = $1
     for update`,
    [memberId],
  );
  if (row === undefined) return null;
  const [passkeys, memberships] = [
    await tx.one<{ count: number }>('select count(*) as count from passkeys where member_id = $1', [
      memberId,
    ]),
    // Through a directory alone they come without ours.
    await tx.rows<{ role: PartnerRole }>(
      'select role from memberships where member_id = $1 and not by_sso',
      [memberId],
    ),
  ];
  const { operator_role: operatorRole, ...rest } = row;
  const roles = memberships.map(({ role }) => role);
  return {
    ...rest,
    passkeys: passkeys!.count,
    needsOne: needsSecondFactor(roles, operatorRole),
  };
}

export const factorsOf = ({ passkeys, totp_since: since }: FactorHolder): number =>
  passkeys + (since === null ? 0 : 1);

/**
 * For whoever changes their own factors. Throws 403: by single sign-on, for the directory vouches for
 * one partner's membership and a factor opens all of them; not fresh. Throws `session_ended` for a
 * session that was to enrol the first factor, where there is one by now: it never showed that one.
 */
export async function lockOwn(ctx: Context, tx: Tx, session: MemberSession): Promise<FactorHolder> {
  checkOwn(session, false);
  const holder = await lockHolder(tx, session.memberId);
  if (holder === null) throw sessionEnded();
  if (session.stage !== 'full' && factorsOf(holder) > 0) throw sessionEnded();
  if (session.stage === 'full') checkFresh(session, ctx.clock.now());
  return holder;
}

/** Throws 409 where it is the last one, and a role of theirs needs one. */
export function refuseLast(holder: FactorHolder): void {
  if (holder.needsOne && factorsOf(holder) === 1)
    throw new AppError(
      'conflict',
      'It is the last factor, and a role of yours needs one. Add another before.',
    );
}
