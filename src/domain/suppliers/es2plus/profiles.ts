/** Profiles of an account at an SM-DP+: who has one, and what was told of it. */
import type { Tx } from '../../../db/pool.ts';
import type { Ledger, LedgerOrder, ToldState } from '../../../providers/es2plus/ledger.ts';
import type { Keeper } from './keeper.ts';
import { findOrder, lockOrder } from './orders.ts';

/** Null: the stock has none that the order's template could go onto. */
export async function reserve(keeper: Keeper, reference: string): Promise<LedgerOrder | null> {
  const { db, account } = keeper;
  await db.tx(async (tx) => {
    const order = await tx.one<{ imsi: string | null }>(
      `select template ->> 'imsi' as imsi from es2plus_orders
       where account = $1 and reference = $2
       for update`,
      [account, reference],
    );
    const has = await tx.one<{ iccid: string }>(
      'select iccid from es2plus_profiles where account = $1 and reference = $2',
      [account, reference],
    );
    if (order !== undefined && has === undefined)
      await tx.rows(
        `update es2plus_profiles set status = 'taken', reference = $2, taken_at = clock_timestamp()
         where account = $1 and iccid = (
           select iccid from es2plus_profiles
           where account = $1 and status = 'free' and ($3::text is null or imsi = $3)
           order by iccid
           limit 1
           for update skip locked)`,
        [account, reference, order.imsi],
      );
  });
  const order = await findOrder(keeper, reference);
  return order === null || order.profile === null ? null : order;
}

/** False: another order has the profile. */
export async function take(
  { db, account }: Keeper,
  reference: string,
  iccid: string,
): Promise<boolean> {
  const taken = await db.rows<{ iccid: string }>(
    `insert into es2plus_profiles as p (account, iccid, is_listed, status, reference, taken_at)
     values ($1, $2, false, 'taken', $3, clock_timestamp())
     on conflict (account, iccid) do update
       set status = 'taken', reference = excluded.reference, taken_at = excluded.taken_at
       where p.status = 'free' or p.reference = excluded.reference
     returning p.iccid`,
    [account, iccid, reference],
  );
  return taken.length > 0;
}

export const discard = (keeper: Keeper, reference: string, iccid: string): Promise<void> =>
  keeper.db.tx(async (tx) => {
    const { account } = keeper;
    // Nobody begins a call about it meanwhile.
    await lockOrder(tx, keeper, reference);
    const lost = await tx.rows<{ iccid: string }>(
      `update es2plus_profiles set status = 'lost', reference = null, taken_at = null
       where account = $1 and reference = $2 and iccid = $3
       returning iccid`,
      [account, reference, iccid],
    );
    // The next profile begins with its own count.
    if (lost.length > 0)
      await tx.rows(
        `delete from es2plus_steps where account = $1 and reference = $2 and step = 'download'`,
        [account, reference],
      );
  });

export async function restore({ db, account }: Keeper, iccids: readonly string[]): Promise<void> {
  if (iccids.length > 0)
    await db.rows(
      `update es2plus_profiles set status = 'free'
       where account = $1 and iccid = any($2) and status = 'lost'`,
      [account, iccids],
    );
}

/** One that stands in no list belongs to the SM-DP+ again. */
export async function letGo(
  tx: Tx,
  { account }: Keeper,
  reference: string,
  status: 'free' | 'lost',
): Promise<void> {
  await tx.rows(
    `delete from es2plus_profiles
     where account = $1 and reference = $2 and not is_listed and $3::text = 'free'`,
    [account, reference, status],
  );
  await tx.rows(
    `update es2plus_profiles
     set status = $3, reference = null, taken_at = null, state = null, state_at = null
     where account = $1 and reference = $2`,
    [account, reference, status],
  );
}

export async function profileOf(
  { db, account }: Keeper,
  iccid: string,
): ReturnType<Ledger['profile']> {
  const row = await db.one<{
    taken_at: Date;
    state: ToldState['state'] | null;
    state_at: Date | null;
  }>(
    `select taken_at, state, state_at from es2plus_profiles
     where account = $1 and iccid = $2 and status = 'taken'`,
    [account, iccid],
  );
  if (row === undefined) return null;
  const { state, state_at: at } = row;
  return {
    takenAt: row.taken_at.toISOString(),
    told: state === null || at === null ? null : { state, at: at.toISOString() },
  };
}

/** In the order of a profile's life: of two words of one second the later state holds. */
const LIFE = ['RELEASED', 'INSTALLED', 'DISABLED', 'ENABLED', 'DELETED'];

export async function tell(
  { db, account }: Keeper,
  iccid: string,
  { state, at }: ToldState,
): Promise<boolean> {
  const known = await db.rows<{ iccid: string }>(
    `update es2plus_profiles
     set state = case when is_newer then $3 else state end,
       state_at = case when is_newer then $4::timestamptz else state_at end
     from (
       select p.account as of_account, p.iccid as of_iccid,
         coalesce((p.state_at, array_position($5::text[], p.state))
           < ($4::timestamptz, array_position($5::text[], $3)), true) as is_newer
       from es2plus_profiles p
       where p.account = $1 and p.iccid = $2 and p.status = 'taken'
       for update) as told
     where account = of_account and iccid = of_iccid
     returning iccid`,
    [account, iccid, state, at, LIFE],
  );
  return known.length > 0;
}
