/**
 * The steps of an order at an SM-DP+. Whoever refuses, finishes or forgets an order locks its row
 * first and looks then, so that of two such only one comes true.
 */
import type { Tx } from '../../../db/pool.ts';
import type { Facts, Refusal, Step } from '../../../providers/es2plus/ledger.ts';
import { noteFacts } from './facts.ts';
import type { Keeper } from './keeper.ts';
import { lockOrder } from './orders.ts';
import { letGo } from './profiles.ts';

type Try = { reference: string; step: Step; tries: number };

/**
 * False: another call has left since the count was read, the order is gone or refused, or it has not
 * this profile any more. Whoever takes its profile locks the order too, so it keeps it meanwhile.
 */
export const beginStep = (
  { db, account }: Keeper,
  { reference, step, tries }: Try,
  iccid: string | null,
): Promise<boolean> =>
  db.tx(async (tx) => {
    const order = await tx.one<{ kind: string }>(
      `select o.kind from es2plus_orders o
       where o.account = $1 and o.reference = $2 and o.refusal is null
       for share`,
      [account, reference],
    );
    if (order === undefined) return false;
    const begun = await tx.rows<{ tries: number }>(
      `insert into es2plus_steps as s (account, reference, step, tries, sent_at)
       select $1, $2, $3::text, $4::integer + 1, clock_timestamp()
       where $5::text is null or exists (
         select from es2plus_profiles where account = $1 and reference = $2 and iccid = $5)
       on conflict (account, reference, step) do update
         set tries = excluded.tries, sent_at = excluded.sent_at
         where s.tries = $4::integer
       returning s.tries`,
      [account, reference, step, tries, iccid],
    );
    return begun.length > 0;
  });

export async function unsent({ db, account }: Keeper, { reference, step, tries }: Try) {
  await db.rows(
    `update es2plus_steps set tries = tries - 1
     where account = $1 and reference = $2 and step = $3 and tries = $4 and done_at is null`,
    [account, reference, step, tries],
  );
}

export const finishStep = (
  keeper: Keeper,
  reference: string,
  step: Step,
  facts: Facts,
): Promise<void> =>
  keeper.db.tx(async (tx) => {
    if (!(await lockOrder(tx, keeper, reference))) return;
    await tx.rows(
      `update es2plus_steps set done_at = coalesce(done_at, clock_timestamp())
       where account = $1 and reference = $2 and step = $3`,
      [keeper.account, reference, step],
    );
    await noteFacts(tx, keeper, reference, facts);
  });

/** What ends an order of that kind. */
const LAST = { create_esim: 'release', add_package: 'plan' } as const;

export const refuseOrder = (
  keeper: Keeper,
  reference: string,
  refusal: Refusal,
): Promise<boolean> =>
  keeper.db.tx(async (tx) => {
    const order = await lockOrder(tx, keeper, reference);
    if (order === undefined) return false;
    const done = await tx.one<{ step: string }>(
      `select step from es2plus_steps
       where account = $1 and reference = $2 and step = $3 and done_at is not null`,
      [keeper.account, reference, LAST[order.kind]],
    );
    if (done !== undefined) return false;
    await tx.rows(
      `update es2plus_orders set refusal = coalesce(refusal, $3)
       where account = $1 and reference = $2`,
      [keeper.account, reference, refusal],
    );
    return true;
  });

export const undoOrder = (
  keeper: Keeper,
  reference: string,
  profile: 'free' | 'lost',
): Promise<void> =>
  keeper.db.tx(async (tx) => {
    if (await lockOrder(tx, keeper, reference)) await remove(tx, keeper, reference, profile);
  });

export const forgetOrder = (keeper: Keeper, reference: string): Promise<boolean> =>
  keeper.db.tx(async (tx) => {
    if (!(await lockOrder(tx, keeper, reference))) return false;
    const sent = await tx.one<{ step: string }>(
      `select step from es2plus_steps
       where account = $1 and reference = $2 and tries > 0
       limit 1`,
      [keeper.account, reference],
    );
    if (sent !== undefined) return false;
    await remove(tx, keeper, reference, 'free');
    return true;
  });

async function remove(
  tx: Tx,
  keeper: Keeper,
  reference: string,
  profile: 'free' | 'lost',
): Promise<void> {
  const which = [keeper.account, reference];
  await letGo(tx, keeper, reference, profile);
  await tx.rows('delete from es2plus_steps where account = $1 and reference = $2', which);
  await tx.rows('delete from es2plus_orders where account = $1 and reference = $2', which);
}
