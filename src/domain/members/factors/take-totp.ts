import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { totpRow } from '../sealed-rows.ts';
import { stepOfCode } from './totp-code.ts';

type Holder = { id: string; totp_sealed: Buffer | null };

/**
 * Whether a code is of the member's app; each counts once, and none that is older than the last one
 * taken. In the caller's transaction, which holds the member.
 */
export async function takeTotpOf(
  ctx: Pick<Context, 'clock' | 'secrets'>,
  tx: Tx,
  { id, totp_sealed: sealed }: Holder,
  code: string,
): Promise<boolean> {
  if (sealed === null) return false;
  const step = stepOfCode(ctx.secrets.open(sealed, totpRow(id)), code, ctx.clock.now());
  if (step === null) return false;
  const taken = await tx.rows(
    `update members
     set totp_step = $2
     where id = $1 and (totp_step is null or totp_step < $2)
     returning 1`,
    [id, step],
  );
  return taken.length === 1;
}
