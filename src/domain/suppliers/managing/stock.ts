/** The operator's stock list of an account at an SM-DP+: brought in as a file, and counted. */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { lockAccount, type StoredAccount } from '../account.ts';
import { readStock, writeStock, type Imported } from '../es2plus/stock.ts';
import { logLow, lookAtStock } from '../es2plus/watch-stock.ts';
import { noSuchAccount } from './view-account.ts';

/**
 * Whole or not at all; the same file may come again. Throws 400 with every bad line, 404, and 409
 * `conflict` for an account of another kind.
 */
export async function addStock(
  ctx: Context,
  actor: Actor,
  name: string,
  csv: string,
): Promise<Imported> {
  demandStock(ctx.suppliers.find(name) ?? (await ctx.db.tx((tx) => lockAccount(tx, name))));
  const rows = readStock(csv);
  const { imported, looked } = await ctx.db.tx(async (tx) => {
    const account = demandStock(await lockAccount(tx, name));
    const done = await writeStock(tx, name, rows);
    if (done.added + done.changed > 0)
      await recordAct(tx, actor, {
        partnerId: null,
        action: 'supplier.stock_imported',
        subject: name,
        after: done,
      });
    return { imported: done, looked: await lookAtStock(tx, account) };
  });
  logLow(ctx, name, looked);
  noteChange(ctx, actor, 'a stock list was imported', { account: name, ...imported });
  return imported;
}

const STATES = ['free', 'taken', 'lost'] as const;
type Counts = Record<(typeof STATES)[number], number>;
type Group = Counts & { profile_type: string | null; plan: string | null };
export type StockView = Counts & { threshold: number | null; is_low: boolean; groups: Group[] };

/** Of one moment. Groups by profile type, then plan; null last. Throws 404 and 409. */
export const showStock = (ctx: Context, name: string): Promise<StockView> =>
  ctx.db.operatorRead(async (db) => {
    const account = demandStock(await readAccount(db, name));
    const groups = await db.rows<Group>(
      `select profile_type, imsi as plan, count(*) filter (where status = 'free')::int as free,
         count(*) filter (where status = 'taken')::int as taken,
         count(*) filter (where status = 'lost')::int as lost
       from es2plus_profiles
       where account = $1
       group by profile_type, imsi
       order by profile_type, imsi`,
      [name],
    );
    const sum = (state: keyof Counts): number =>
      groups.reduce((total, group) => total + group[state], 0);
    const free = sum('free');
    const threshold = (account.settings['stock_threshold'] as number | undefined) ?? null;
    return {
      free,
      taken: sum('taken'),
      lost: sum('lost'),
      threshold,
      is_low: threshold !== null && free < threshold,
      groups,
    };
  });

const readAccount = (db: Queryable, name: string) =>
  db.one<Pick<StoredAccount, 'kind' | 'settings'>>(
    'select kind, settings from supplier_accounts where name = $1',
    [name],
  );

function demandStock<A extends Pick<StoredAccount, 'kind'>>(account: A | undefined): A {
  if (account === undefined) throw noSuchAccount();
  if (account.kind !== 'es2plus')
    throw new AppError(
      'conflict',
      `Only accounts of kind es2plus have a stock list; this one is of kind ${account.kind}.`,
    );
  return account;
}
