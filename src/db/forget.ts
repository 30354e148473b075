/**
 * Housekeeping: what nobody needs any more goes in batches, each found by an index and committed by
 * itself, so that no lock and no transaction grows with what has gathered.
 */
import type { Queryable } from './pool.ts';

export const FORGET_BATCH = 2_000;

/** `last`: to go on behind; undefined = there are no more. */
export type Looked = { count: number; last: string | undefined };

/** Batch after batch by ascending id, each row looked at once; answers the sum of the counts. */
export async function behindEach(look: (after: string) => Promise<Looked>): Promise<number> {
  let sum = 0;
  for (let after: string | undefined = ''; after !== undefined;) {
    const { count, last } = await look(after);
    sum += count;
    after = last;
  }
  return sum;
}

/**
 * Deletes a batch of those that are over, the oldest first; `by`: the indexed instant. `which` is
 * asked again of the row as it is by then, since somebody may renew it meanwhile: servers of before
 * November 2025 do not look at its place again. It must not call clock_timestamp(), which no index
 * can answer: now() is as good, a transaction being one batch.
 */
export const forget = (table: string, which: string, by: string): string =>
  `with gone as (delete from ${table}
     where ctid = any(array(select ctid
         from ${table}
         where ${which}
         order by ${by}
         limit ${FORGET_BATCH}))
       and ${which}
     returning 1)
   select count(*) as count
   from gone`;

/** Runs it until a batch is not full; answers how many are gone. */
export const forgetAll = (
  db: Queryable,
  text: string,
  params: readonly unknown[] = [],
): Promise<number> => inBatches(async () => (await db.one<{ count: number }>(text, params))!.count);

/** `forgetSome`: answers how many are gone; commits by itself. */
export async function inBatches(forgetSome: () => Promise<number>): Promise<number> {
  let count = 0;
  for (let gone = FORGET_BATCH; gone === FORGET_BATCH; count += gone) gone = await forgetSome();
  return count;
}
