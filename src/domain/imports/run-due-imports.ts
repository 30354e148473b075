/**
 * The job: imports that are to be checked or run, batch by batch. One of a partner at a time and few
 * in all, since requests come first; whoever dies over one leaves it to the next when its lease ends.
 */
import type { Context } from '../../context.ts';
import { type Room, claimInTurns, inTurns, roomParams } from '../../db/due-work/claim-in-turns.ts';
import { pauseAfter } from '../../db/due-work/back-off.ts';
import { FREE } from '../../db/due-work/lease.ts';
import { workOff } from '../../db/due-work/work-off.ts';
import { findPartner } from '../partners/managing/partners.ts';
import { causedBy } from '../requests/caused-by.ts';
import { bookBatch } from './book-rows.ts';
import { checkBatch } from './check-rows.ts';
import { findImport, type ImportState } from './import-view.ts';
import { LEASE, Lost, rest, type Held } from './work.ts';

const AT_ONCE = 2;
const OF_ONE_PARTNER = 1;
const LOOK_AGAIN_MS = 500;
/** Seconds after a try that came to nothing; the last one again and again. */
const PAUSES_S = [1, 2, 5, 10, 30, 60];
/** A suspended partner's waits. */
const SUSPENDED_S = 300;

export const takeDueImports = (ctx: Context, room: Room): Promise<Held[]> =>
  ctx.db.rows<Held>(
    `${claimInTurns({
      table: 'import_work',
      which: FREE,
      take: LEASE,
    })} returning partner_id, import_id, fence, tries`,
    roomParams(room),
  );

export const runDueImports = (
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> =>
  workOff<Held>({
    ...inTurns(AT_ONCE, OF_ONE_PARTNER, (room) => takeDueImports(ctx, room)),
    async run(held) {
      try {
        await workOn(ctx, held, isStopping);
      } catch (error) {
        if (error instanceof Lost) return;
        ctx.log.error(
          {
            import: held.import_id,
            message: error instanceof Error ? error.message : String(error),
          },
          'an import could not be brought on',
        );
        await putOff(ctx, held, {
          seconds: pauseAfter(PAUSES_S, held.tries),
          tries: held.tries + 1,
        });
      }
    },
    isStopping,
    lookAgainMs: LOOK_AGAIN_MS,
  });

async function workOn(ctx: Context, held: Held, isStopping: () => boolean): Promise<void> {
  while (!isStopping()) {
    const partner = await findPartner(ctx, held.partner_id);
    if (partner.suspendedAt !== null) {
      await putOff(ctx, held, { seconds: SUSPENDED_S, tries: 0 });
      return;
    }
    const one = await ctx.db.partnerTx(partner.id, (tx) =>
      findImport(tx, partner.id, held.import_id),
    );
    const batch = BATCHES[one.state] ?? nothing;
    const isMore = await batch(causedBy(ctx, one.caused_by), partner, held, one);
    if (!isMore) return;
    held.tries = 0;
  }
  // Whoever stops leaves it to the next at once.
  await putOff(ctx, held, { seconds: 0, tries: held.tries });
}

/** What is done in a state; in the others nothing is. */
const BATCHES: Partial<Record<ImportState, typeof checkBatch>> = {
  checking: checkBatch,
  running: bookBatch,
};

const nothing: typeof checkBatch = (ctx, _partner, held) =>
  ctx.db.partnerTx(held.partner_id, async (tx) => {
    await rest(tx, held);
    return false;
  });

const putOff = (
  ctx: Context,
  { partner_id, import_id, fence }: Held,
  { seconds, tries }: { seconds: number; tries: number },
): Promise<unknown> =>
  ctx.db.rows(
    `update import_work
     set next_attempt_at = clock_timestamp() + $4 * interval '1 s', lease_until = null, tries = $5
     where partner_id = $1 and import_id = $2 and fence = $3`,
    [partner_id, import_id, fence, seconds, tries],
  );
