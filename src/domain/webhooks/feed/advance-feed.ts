/**
 * After a restore: moves the server's transaction numbers past all that were ever handed out with
 * the feed.
 */
import type { Db } from '../../../db/pool.ts';
import { readCeiling, setCeiling, STEP } from './feed-ceiling.ts';
import { readCursor } from '../../../input/paging.ts';
import { readPlace } from './feed-cursor.ts';

/** So many numbers are used up by one statement, in well under a second. */
const AT_ONCE = 20_000n;
/** A number further ahead than this is a mistake, and would take hours. */
const TOO_FAR = 500_000_000n;

export type Advanced = { from: bigint; to: bigint };

/**
 * `past`: a number or a cursor known from elsewhere, where more was lost than the database can know
 * of. Throws a sentence when it is neither or too far ahead.
 */
export async function advanceFeed(
  db: Db,
  past: string | null,
  onProgress: (at: bigint, goal: bigint) => void = () => {},
): Promise<Advanced> {
  const from = await nextTransaction(db);
  const named = past === null ? 0n : numberOf(past);
  const highest = [await readCeiling(db), await newestEvent(db), named].reduce((a, b) =>
    b > a ? b : a,
  );
  const goal = highest + STEP;
  if (goal - from > TOO_FAR)
    throw new Error(
      `Transaction ${highest} is more than ${TOO_FAR} ahead of the server, which is at ${from}. Nothing was moved.`,
    );
  let at = from;
  while (at <= goal) {
    const count = goal - at + 1n < AT_ONCE ? goal - at + 1n : AT_ONCE;
    await db.rows(
      `do $$ begin for i in 1..${count} loop perform pg_current_xact_id(); commit; end loop; end $$`,
    );
    at = await nextTransaction(db);
    onProgress(at, goal);
  }
  // Also flushes the numbers that were used up: a crash must not give them back.
  await setCeiling(db, at);
  return { from, to: at };
}

async function nextTransaction(db: Db): Promise<bigint> {
  const row = await db.one<{ tx: string }>(
    'select pg_snapshot_xmax(pg_current_snapshot())::text as tx',
  );
  return BigInt(row!.tx);
}

/**
 * Events that nobody has read count too: in a server restored from a dump they would stay hidden.
 */
async function newestEvent(db: Db): Promise<bigint> {
  let newest = 0n;
  for (const { id } of await db.rows<{ id: string }>('select id from partners')) {
    const row = await db.partnerTx(id, (tx) =>
      tx.one<{ tx: string }>(
        'select tx::text from events where partner_id = $1 order by events.tx desc, id desc limit 1',
        [id],
      ),
    );
    if (row !== undefined && BigInt(row.tx) > newest) newest = BigInt(row.tx);
  }
  return newest;
}

function numberOf(past: string): bigint {
  const tx = /^\d{1,19}$/.test(past) ? past : readPlace(readCursor(past))?.tx;
  if (tx === undefined)
    throw new Error(`--past: expected a transaction number or a cursor of the feed, got "${past}"`);
  return BigInt(tx);
}
