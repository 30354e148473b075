/** Another path for a supplier's callbacks; the one before is taken for a week more. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { lockAccount, raiseVersion } from '../account.ts';
import { newCallbackToken, OVERLAP } from '../callback-token.ts';
import { noSuchAccount, showAccount, type AccountView } from './view-account.ts';

/** Throws 404, and 409 `conflict` where its kind has no such path. */
export async function rotateCallbackToken(
  ctx: Context,
  actor: Actor,
  name: string,
): Promise<AccountView> {
  await ctx.db.tx(async (tx) => {
    const account = await lockAccount(tx, name);
    if (account === undefined) throw noSuchAccount();
    if (account.callback_token_hash === null)
      throw new AppError(
        'conflict',
        'The sandbox telco is not called back by a path with a token.',
      );
    const { hash, sealed } = newCallbackToken(ctx.secrets, name);
    await tx.rows(
      `update supplier_accounts
       set previous_callback_token_hash = callback_token_hash,
         previous_callback_until = now() + ${OVERLAP}, callback_token_hash = $2,
         callback_token_sealed = $3, version = version + 1, updated_at = now()
       where name = $1`,
      [name, hash, sealed],
    );
    await raiseVersion(tx);
    const action = 'supplier.callback_token_rotated';
    await recordAct(tx, actor, { partnerId: null, action, subject: name });
  });
  noteChange(ctx, actor, 'the callback token of a supplier account was rotated', { account: name });
  return showAccount(ctx, name);
}
