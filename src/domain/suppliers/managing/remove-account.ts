/** Removes an account that was never used; one that was is drained, and stays for its eSIMs. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { forgetIncidentsOf } from '../../incidents/incident.ts';
import { lockAccount, raiseVersion } from '../account.ts';
import { accountAsSet } from './account-as-set.ts';
import { noSuchAccount } from './view-account.ts';

/** Throws 404, and 409 `conflict` with what is in the way. */
export async function removeAccount(
  ctx: Context,
  actor: Actor,
  name: string,
): Promise<{ name: string }> {
  await ctx.db.tx(async (tx) => {
    const account = await lockAccount(tx, name);
    if (account === undefined) throw noSuchAccount();
    if (account.kind === 'sandbox')
      throw inTheWay('The accounts of the sandbox telco stay; one can be paused.');
    if (account.status === 'active')
      throw inTheWay('The account takes orders: drain or pause it first.');
    const { orders, sold } = (await tx.one<{ orders: boolean; sold: boolean }>(
      `select exists (select 1 from provider_orders where provider = $1) as orders,
         exists (select 1
           from sources s
           join bundle_sources b on b.source_id = s.id
           where s.account = $1) as sold`,
      [name],
    ))!;
    if (orders)
      throw inTheWay('Something was ordered of this account: its eSIMs need it. Drain it instead.');
    if (sold)
      throw inTheWay('Bundles have sources at this account: import a catalog without them first.');
    const before = await accountAsSet(ctx, tx, name);
    const act = { partnerId: null, action: 'supplier.removed', subject: name };
    await recordAct(tx, actor, { ...act, before });
    // Else another account of this name would sell them.
    await tx.rows('delete from sources where account = $1', [name]);
    await tx.rows('delete from es2plus_profiles where account = $1', [name]);
    await forgetIncidentsOf(tx, name);
    await tx.rows('delete from supplier_accounts where name = $1', [name]);
    await raiseVersion(tx);
  });
  noteChange(ctx, actor, 'a supplier account was removed', { account: name });
  await ctx.suppliers.lookNow();
  return { name };
}

const inTheWay = (message: string): AppError => new AppError('conflict', message);
