import type { Context } from '../../../context.ts';
import { takeDueWork, type Work } from './replacement-work.ts';
import { runReplacement } from './run-replacement.ts';

const AT_ONCE = 20;

/** Carries on with the replacements that are due until none is; returns how many were. */
export async function runDueReplacements(
  ctx: Context,
  isStopping: () => boolean = () => false,
): Promise<number> {
  let count = 0;
  while (!isStopping()) {
    const due = await takeDueWork(ctx.db, AT_ONCE);
    if (due.length === 0) break;
    count += due.length;
    await Promise.all(due.map((work) => run(ctx, work)));
  }
  return count;
}

async function run(ctx: Context, work: Work): Promise<void> {
  try {
    await runReplacement(ctx, work);
  } catch (error) {
    // The lease runs out and another takes it up; nothing is lost.
    ctx.log.error(
      {
        replacement: work.replacement_id,
        message: error instanceof Error ? error.message : String(error),
      },
      'replacing an eSIM failed for now',
    );
  }
}
