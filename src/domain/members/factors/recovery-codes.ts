/** A member's recovery codes: made, made anew, used. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { MemberSession } from '../member.ts';
import { factorsOf, lockOwn } from './factor-holder.ts';
import { newRecoveryCode, RECOVERY_CODES, recoveryCodeHash } from './recovery-code.ts';
import { tellMember } from './tell-member.ts';

/** With the first factor. Null: there are some, used or not. The caller holds the member. */
export async function ensureRecoveryCodes(tx: Tx, memberId: string): Promise<string[] | null> {
  const known = await tx.one('select 1 from recovery_codes where member_id = $1 limit 1', [
    memberId,
  ]);
  return known === undefined ? make(tx, memberId) : null;
}

/** In place of those of before. Throws `conflict` without a factor that they could stand in for. */
export async function renewRecoveryCodes(
  ctx: Context,
  actor: Actor,
  session: MemberSession,
): Promise<string[]> {
  const { memberId } = session;
  const codes = await ctx.db.tx(async (tx) => {
    const holder = await lockOwn(ctx, tx, session);
    if (factorsOf(holder) === 0)
      throw new AppError('conflict', 'Add a passkey or an authenticator app before.');
    await tx.rows('delete from recovery_codes where member_id = $1', [memberId]);
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'recovery_codes.made',
      subject: memberId,
    });
    await tellMember(ctx, tx, holder.email, 'recovery_codes_made');
    return make(tx, memberId);
  });
  ctx.wake('member_mails');
  return codes;
}

/** Whether the code was one of theirs, and had not been used. */
export async function takeRecoveryCode(
  tx: Tx,
  memberId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const hash = recoveryCodeHash(memberId, code);
  if (hash === null) return false;
  const taken = await tx.rows(
    `update recovery_codes
     set used_at = $3
     where member_id = $1 and code_hash = $2 and used_at is null
     returning 1`,
    [memberId, hash, now],
  );
  return taken.length === 1;
}

async function make(tx: Tx, memberId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  await tx.rows(
    `insert into recovery_codes (member_id, code_hash)
     select $1, unnest($2::bytea[])`,
    [memberId, codes.map((code) => recoveryCodeHash(memberId, code)!)],
  );
  return codes;
}
