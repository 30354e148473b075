/**
 * Files hold names and addresses: thirty days after they came they go, with all their rows and what
 * became of them; the bookings stay. Retention runs on real time.
 */
import type { Context } from '../../context.ts';
import { FORGET_BATCH, inBatches } from '../../db/forget.ts';

export const IMPORT_DAYS = 30;
const SOME = 100;

type Old = { partner_id: string; import_id: string };

/** Answers how many imports are gone. */
export async function forgetOldImports(ctx: Context): Promise<number> {
  const old = await dropAll(ctx, OLD);
  return old + (await dropAll(ctx, NEVER_WHOLE));
}

const OLD = `select partner_id, import_id
  from import_work
  where created_at < now() - interval '${IMPORT_DAYS} days'
  order by created_at
  limit ${SOME}`;
/** Files whose last row never came: whoever sent one is gone by then. */
const NEVER_WHOLE = `select partner_id, import_id
  from import_work
  where received_at is null and created_at < now() - interval '1 hour'
  order by created_at
  limit ${SOME}`;

async function dropAll(ctx: Context, which: string): Promise<number> {
  let count = 0;
  for (;;) {
    const some = await ctx.db.rows<Old>(which);
    for (const { partner_id, import_id } of some) await dropRows(ctx, partner_id, import_id);
    count += some.length;
    if (some.length < SOME) return count;
  }
}

/** The rows in batches, then the import itself. */
export async function dropRows(ctx: Context, partnerId: string, id: string): Promise<void> {
  // From where the last batch ended: what is deleted stays in the index for a while.
  let after = 0;
  await inBatches(async () => {
    const gone = await ctx.db.partnerTx(partnerId, (tx) =>
      tx.one<{ count: number; last: number | null }>(
        `with gone as (delete from import_rows
           where partner_id = $1
             and import_id = $2
             and row = any(array(select row
               from import_rows
               where partner_id = $1 and import_id = $2 and row > $3
               order by row
               limit ${FORGET_BATCH}))
           returning row)
         select count(*) as count, max(row) as last
         from gone`,
        [partnerId, id, after],
      ),
    );
    after = gone!.last ?? after;
    return gone!.count;
  });
  await ctx.db.partnerTx(partnerId, async (tx) => {
    await tx.rows('delete from imports where partner_id = $1 and id = $2', [partnerId, id]);
    await tx.rows('delete from import_work where partner_id = $1 and import_id = $2', [
      partnerId,
      id,
    ]);
  });
}
