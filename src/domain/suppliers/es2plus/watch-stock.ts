/**
 * How many profiles an account at an SM-DP+ has left to order: looked at by a job and after every
 * import, and told to the operator when there are fewer than its threshold.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { beginIncident, endIncident } from '../../incidents/incident.ts';
import { lockAccount, raiseVersion, type StoredAccount } from '../account.ts';

export type Looked = { isLow: boolean; wasLow: boolean; free: number; threshold: number | null };

/** Looks at all that have a threshold, or had one; answers how many are low. */
export async function watchStocks(ctx: Context): Promise<number> {
  const watched = ctx.suppliers
    .all()
    .filter((one) => one.kind === 'es2plus' && (thresholdOf(one) !== null || one.is_stock_low));
  let low = 0;
  for (const { name } of watched) {
    const looked = await ctx.db.tx(async (tx) => {
      const account = await lockAccount(tx, name);
      return account === undefined ? null : lookAtStock(tx, account);
    });
    if (looked === null) continue;
    logLow(ctx, name, looked);
    if (looked.isLow) low++;
  }
  return low;
}

/** Of an account that is locked. */
export async function lookAtStock(tx: Tx, account: StoredAccount): Promise<Looked> {
  const { name } = account;
  const threshold = thresholdOf(account);
  const before = await tx.one<{ is_stock_low: boolean }>(
    'select is_stock_low from supplier_states where account = $1 for update',
    [name],
  );
  const wasLow = before?.is_stock_low ?? false;
  const free = threshold === null ? 0 : await countFree(tx, name, threshold);
  const isLow = threshold !== null && free < threshold;
  if (isLow !== wasLow) {
    await tx.rows(
      `insert into supplier_states (account, is_stock_low)
       values ($1, $2)
       on conflict (account) do update set is_stock_low = excluded.is_stock_low`,
      [name, isLow],
    );
    if (isLow)
      await beginIncident(tx, {
        kind: 'stock_low',
        subject: name,
        facts: { free, threshold },
        tellAfter: 0,
      });
    else await endIncident(tx, 'stock_low', name);
    await raiseVersion(tx);
  }
  return { isLow, wasLow, free, threshold };
}

/** After the commit. The operator hears of it once, until there are enough again. */
export function logLow({ log }: Pick<Context, 'log'>, account: string, looked: Looked): void {
  const { isLow, wasLow, free, threshold } = looked;
  if (isLow && !wasLow)
    log.warn(
      { account, free, threshold },
      'the stock of a supplier account is below its threshold',
    );
}

const thresholdOf = ({ settings }: StoredAccount): number | null =>
  (settings['stock_threshold'] as number | undefined) ?? null;

/** No further than the threshold: more than enough need not be counted. */
async function countFree(tx: Tx, account: string, threshold: number): Promise<number> {
  const row = await tx.one<{ free: number }>(
    `select count(*)::int as free
     from (select 1
       from es2plus_profiles
       where account = $1 and status = 'free'
       limit $2) few`,
    [account, threshold],
  );
  return row!.free;
}
