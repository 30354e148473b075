import type { Context } from '../../../context.ts';
import { inTurns } from '../../../db/due-work/claim-in-turns.ts';
import { workOff } from '../../../db/due-work/work-off.ts';
import { takeDueWork, type Work } from './replacement-work.ts';
import { runReplacement } from './run-replacement.ts';

const AT_ONCE = 28;
/** So that what hangs of one partner leaves places to the others. */
const OF_ONE_PARTNER = 20;
const LOOK_AGAIN_MS = 200;

/** Carries on with the replacements that are due until none is; returns how many were. */
export const runDueReplacements = (
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> =>
  workOff<Work>({
    ...inTurns(AT_ONCE, OF_ONE_PARTNER, (room) => takeDueWork(ctx.db, room)),
    async run(work) {
      await runReplacement(ctx, work);
    },
    onFailure(work, error) {
      ctx.log.error(
        {
          replacement: work.replacement_id,
          message: error instanceof Error ? error.message : String(error),
        },
        'replacing an eSIM failed for now',
      );
    },
    isStopping,
    lookAgainMs: LOOK_AGAIN_MS,
  });
