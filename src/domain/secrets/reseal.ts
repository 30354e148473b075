/**
 * Seals anew, under the key in force, what lies under the key before. Begun anew after an
 * interruption it finds what is left; beside running processes a value that changes meanwhile is
 * left to them.
 */
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.ts';

const BATCH = 200;

type Resealing = Pick<Context, 'db' | 'secrets'>;
type Found = { key: string[]; sealed: Buffer };

/** Answers how many values were sealed anew. Throws when one opens under neither key. */
export async function reseal(ctx: Resealing): Promise<number> {
  let count = 0;
  const partners = await ctx.db.rows<{ id: string }>('select id from partners order by id');
  for (const column of SEALED_COLUMNS) {
    if (column.key[0] !== 'partner_id') count += await resealColumn(ctx, column, ctx.db.tx);
    else
      for (const { id } of partners)
        count += await resealColumn(ctx, column, (work) => ctx.db.partnerTx(id, work));
  }
  return count;
}

async function resealColumn(
  ctx: Resealing,
  column: SealedColumn,
  inTransaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
): Promise<number> {
  let count = 0;
  for (let after: string[] | null = null; ;) {
    const batch: Found[] = await inTransaction((tx) => page(tx, column, after));
    const stale = batch.filter((v) => ctx.secrets.isStale(v.sealed, column.row(...v.key)));
    if (stale.length > 0) count += await inTransaction((tx) => replace(ctx, tx, column, stale));
    if (batch.length < BATCH) return count;
    after = batch.at(-1)!.key;
  }
}

/** Row-level security leaves the rows of the transaction's partner. */
function page(tx: Tx, { table, column, key }: SealedColumn, after: string[] | null) {
  const place = key.map((_, i) => `$${i + 1}`).join(', ');
  const beyond = after === null ? '' : `and (${key.join(', ')}) > (${place})`;
  return tx.rows<Found>(
    `select array[${key.join(', ')}]::text[] as key, ${column} as sealed from ${table}
     where ${column} is not null ${beyond} order by ${key.join(', ')} limit ${BATCH}`,
    after ?? [],
  );
}

async function replace(
  { secrets }: Resealing,
  tx: Tx,
  { table, column, key, row }: SealedColumn,
  stale: Found[],
): Promise<number> {
  const again = stale.map((v) => {
    const name = row(...v.key);
    return secrets.seal(secrets.open(v.sealed, name), name);
  });
  const n = key.length;
  const columns = key.map((name, i) => `$${i + 1}::text[]`).join(', ');
  const same = key.map((name) => `t.${name} = v.${name}`).join(' and ');
  const changed = await tx.rows(
    `update ${table} t set ${column} = v.again
     from unnest(${columns}, $${n + 1}::bytea[], $${n + 2}::bytea[]) as v(${key.join(', ')}, before, again)
     where ${same} and t.${column} = v.before returning 1`,
    [...key.map((_, i) => stale.map((v) => v.key[i])), stale.map((v) => v.sealed), again],
  );
  return changed.length;
}
