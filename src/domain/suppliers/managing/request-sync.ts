/** A reading of an account's catalog that does not wait for its day. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { planSync } from '../catalog-sync/plan-sync.ts';
import { syncOf, type SyncView } from '../catalog-sync/view-sync.ts';
import { noSuchAccount } from './view-account.ts';

/**
 * Begins within a second, wherever a worker runs. `acceptsFewer`: also what lists far fewer articles
 * than there were is believed, once. Throws 404, and 409 where there is nothing to be read.
 */
export async function requestSync(
  ctx: Context,
  actor: Actor,
  name: string,
  acceptsFewer: boolean,
): Promise<SyncView> {
  await ctx.suppliers.lookNow();
  const account = ctx.suppliers.find(name);
  if (account === undefined) throw noSuchAccount();
  if (account.kind === 'sandbox')
    throw new AppError('conflict', 'The sandbox telco has no catalog of its own.');
  if (account.awaits_test)
    throw new AppError(
      'conflict',
      'The account waits for its first good test, which has its catalog read.',
    );
  await ctx.db.tx(async (tx) => {
    await planSync(tx, name, acceptsFewer);
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'supplier.sync_requested',
      subject: name,
      after: { accept_fewer: acceptsFewer },
    });
  });
  ctx.wake('syncs');
  noteChange(ctx, actor, 'a catalog is to be read', { account: name, acceptsFewer });
  return (await syncOf(ctx.db, name))!;
}
