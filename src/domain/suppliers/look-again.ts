/** Accounts that were refused as a whole are tried now and then, and come back by themselves. */
import type { Context } from '../../context.ts';
import { claim } from '../../db/due-work/lease.ts';
import { endIncident } from '../incidents/incident.ts';
import { raiseVersion } from './account.ts';
import { reasonOf } from './failure-text.ts';

const AT_ONCE = 100;
/** One more in vain: 2 to 15 minutes. */
const LATER = `(array[2, 4, 8, 15])[least(looks, 3) + 1] * interval '1 minute'`;

type Due = { account: string; out_because: string };

/** Looks at those that are due; answers how many came back. */
export async function lookAgain(ctx: Context): Promise<number> {
  const due = await ctx.db.rows<Due>(
    `${claim({
      table: 'supplier_states',
      key: 'account',
      due: 'look_at',
      which: 'out_because is not null',
      take: `looks = looks + 1, look_at = now() + ${LATER}`,
      limit: AT_ONCE,
    })} returning account, out_because`,
  );
  const back = await Promise.all(due.map((one) => look(ctx, one)));
  return back.filter(Boolean).length;
}

async function look(ctx: Context, { account, out_because: because }: Due): Promise<boolean> {
  const provider = ctx.suppliers.registry.running(account)?.provider;
  if (provider === undefined) return false;
  try {
    await provider.signIn();
    const balance = await provider.balance();
    if (because === 'no_funds' && balance !== null && balance.minor <= 0) return false;
  } catch (error) {
    ctx.log.info({ account, why: reasonOf(error) }, 'a supplier account is still refused');
    return false;
  }
  await comeBack(ctx, account);
  return true;
}

async function comeBack(ctx: Context, account: string): Promise<void> {
  await ctx.db.tx(async (tx) => {
    await tx.rows(
      `update supplier_states
       set out_because = null, look_at = null
       where account = $1`,
      [account],
    );
    await endIncident(tx, 'account_out', account);
    await raiseVersion(tx);
  });
  ctx.log.info({ account }, 'a supplier account is back in routing');
  await ctx.suppliers.lookNow();
}
