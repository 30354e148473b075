/** Catalogs are read once a day, each account by one process at a time. */
import type { Context } from '../../../context.ts';
import { pauseAfter } from '../../../db/due-work/back-off.ts';
import { claim, FREE, lease } from '../../../db/due-work/lease.ts';
import { workOff } from '../../../db/due-work/work-off.ts';
import { raiseCatalogVersion } from '../../catalog/raise-version.ts';
import { Interrupted, readCatalog, type Reading } from './read-catalog.ts';

/** A page may be of tens of megabytes. */
const AT_ONCE = 2;
/** Longer than a page takes, with what it waits for its turn. */
const LEASE_MS = 5 * 60_000;
const LOOK_AGAIN_MS = 1_000;
/** Minutes after so many failures in a row; the last one is a day. */
const PAUSES = [15, 60, 240, 1_440];

type Claim = { account: string; fence: number };

/** Answers how many were read. With `isStopping` it gives back what it is at. */
export const runDueSyncs = (
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> =>
  workOff<Claim>({
    places: AT_ONCE,
    async *take(free) {
      yield await ctx.db.rows<Claim>(
        `${claim({
          table: 'catalog_syncs',
          key: 'account',
          which: FREE,
          take: lease(LEASE_MS),
          limit: '$1',
        })} returning account, fence`,
        [free],
      );
    },
    run: (claimed) => sync(ctx, claimed, isStopping),
    onFailure({ account }, error) {
      // Its lease runs out, and it is read again.
      const message = error instanceof Error ? error.message : String(error);
      ctx.log.error({ account, message }, 'reading a catalog failed');
    },
    isStopping,
    lookAgainMs: LOOK_AGAIN_MS,
  });

async function sync(ctx: Context, claimed: Claim, isStopping: () => boolean): Promise<void> {
  const started = new Date();
  const goOn = async (): Promise<void> => {
    if (isStopping()) {
      await giveBack(ctx, claimed);
      throw new Interrupted();
    }
    if (!(await renew(ctx, claimed))) throw new Interrupted();
  };
  try {
    // Another process may have added the account a moment ago.
    await ctx.suppliers.lookNow();
    const reading = await readCatalog(ctx, claimed.account, goOn);
    await finish(ctx, claimed, started, reading);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  }
}

const giveBack = ({ db }: Context, { account, fence }: Claim): Promise<unknown> =>
  db.rows(
    `update catalog_syncs
     set lease_until = null
     where account = $1 and fence = $2`,
    [account, fence],
  );

/** False where another process has taken over, or the account is gone. */
const renew = async ({ db }: Context, { account, fence }: Claim): Promise<boolean> =>
  (await db.one(
    `update catalog_syncs
     set lease_until = clock_timestamp() + ${LEASE_MS} * interval '1 ms'
     where account = $1 and fence = $2
     returning 1`,
    [account, fence],
  )) !== undefined;

/** What is sold is read anew by every process, once per reading and only if there is something new. */
async function finish(
  ctx: Context,
  { account, fence }: Claim,
  started: Date,
  reading: Reading,
): Promise<void> {
  const isTold = await ctx.db.tx(async (tx) => {
    const row = await tx.one<{ is_unannounced: boolean; tries: number }>(
      `select is_unannounced, tries
       from catalog_syncs
       where account = $1 and fence = $2
       for update`,
      [account, fence],
    );
    if (row === undefined) return false;
    const { failure: why } = reading;
    const minutes = why === null ? null : pauseAfter(PAUSES, row.tries);
    // A day and up to an hour, so that accounts do not meet day after day.
    await tx.rows(
      `update catalog_syncs
       set lease_until = null,
         next_attempt_at = now()
           + coalesce($3::integer * interval '1 minute',
             interval '1 day' + random() * interval '1 hour'),
         tries = case when $4::text is null then 0 else tries + 1 end,
         accepts_fewer = accepts_fewer and $4::text is not null, is_unannounced = false,
         started_at = $5, ended_at = now(),
         completed_at = case when $4::text is null then now() else completed_at end,
         articles = $6, added = $7, changed = $8, vanished = $9, left_out = $10, waiting = $11,
         failure = $4
       where account = $1 and fence = $2`,
      [
        account,
        fence,
        minutes,
        why,
        started,
        reading.articles,
        reading.added,
        reading.changed,
        reading.vanished,
        reading.left_out,
        reading.waiting,
      ],
    );
    if (row.is_unannounced) await raiseCatalogVersion(tx);
    return row.is_unannounced;
  });
  if (isTold) await ctx.catalog.refresh();
  const { failure: _, ...figures } = reading;
  ctx.log.info({ account, ...figures }, 'a catalog was read');
}
