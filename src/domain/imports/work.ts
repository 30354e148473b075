/** An import that a worker holds: by its lease and fence, with every batch anew. */
import { isNotNow } from '../../db/not-now.ts';
import { lease } from '../../db/due-work/lease.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { AppError } from '../../errors.ts';
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import type { ImportState } from './import-view.ts';

/** Real time; far above what a batch takes. */
export const LEASE_MS = 10_000;

export type Held = { partner_id: string; import_id: string; fence: number; tries: number };

/** Another worker has taken over, or what was to be done is another thing by now. */
export class Lost extends Error {}

/**
 * In the transaction that writes what came of a batch: the import stays as it is until then. Answers
 * its state. Throws `Lost`, so that nothing is written under an old fence.
 */
export async function holdOn(tx: Tx, { partner_id, import_id, fence }: Held): Promise<ImportState> {
  const row = await tx.one<{ state: ImportState }>(
    `select state
     from imports
     where partner_id = $1 and id = $2
     for update`,
    [partner_id, import_id],
  );
  const held = await tx.one(
    `update import_work
     set lease_until = clock_timestamp() + ${LEASE_MS} * interval '1 ms', tries = 0
     where partner_id = $1 and import_id = $2 and fence = $3
     returning 1`,
    [partner_id, import_id, fence],
  );
  if (row === undefined || held === undefined) throw new Lost('the import is not held any more');
  return row.state;
}

/** Nothing more is to be done, unless somebody says so later. */
export const rest = (tx: Tx, { partner_id, import_id, fence }: Held): Promise<unknown> =>
  tx.rows(
    `update import_work
     set next_attempt_at = null, lease_until = null
     where partner_id = $1 and import_id = $2 and fence = $3`,
    [partner_id, import_id, fence],
  );

/** Nothing is left to do in a state: on to the next one, unless somebody has taken it elsewhere. */
export const conclude = (
  ctx: Context,
  held: Held,
  { from, to }: { from: ImportState; to: ImportState },
): Promise<void> =>
  ctx.db.partnerTx(held.partner_id, async (tx) => {
    if ((await holdOn(tx, held)) === from)
      await tx.rows(
        `update imports
         set state = $3, updated_at = now()
         where partner_id = $1 and id = $2`,
        [held.partner_id, held.import_id, to],
      );
    await rest(tx, held);
  });

export const LEASE = lease(LEASE_MS);

/** Tries that came to nothing, after which what fails without a reason is given up. */
const MAX_TRIES = 5;
export const isLastTry = ({ tries }: Held): boolean => tries >= MAX_TRIES;

/** What a row is told; null: it says nothing of the row, and the batch is tried again. */
export function refusalOf(error: unknown, held: Held): AppError | null {
  if (error instanceof AppError && error.status < 500) return error;
  if (!isLastTry(held) || isNotNow(error) || (error instanceof AppError && error.status === 503))
    return null;
  return new AppError('internal_error', 'It failed on our side several times; import it again.');
}

const BUSY_MS = 50;
const PAUSE_MS = 20;
const MOST_PAUSES = 2;
/** So many rows pass before it is asked again how far this process is behind. */
const LOOK_EVERY = 16;

/**
 * To be called between two rows, by their numbers: requests come first, above all where this process
 * is behind with them. It comes on even where that is always so.
 */
export async function giveWay(ctx: Context, count: number): Promise<void> {
  await immediate();
  if (count % LOOK_EVERY !== 0) return;
  for (let i = 0; i < MOST_PAUSES && ctx.loopLag.ms() > BUSY_MS; i++) await sleep(PAUSE_MS);
}
