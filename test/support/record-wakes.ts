/**
 * Which work a call wakes. Without this a missing wake-up cannot be seen: a second later the sweep
 * does the work all the same.
 */
import type { Context, WakeKind } from '../../src/context.ts';

/** Kinds woken while `work` ran, each once, in alphabetical order. */
export type RecordWakes = (work: () => Promise<unknown>) => Promise<WakeKind[]>;

/**
 * Puts itself before `ctx.wake`, which still wakes. Calls one after another only: kinds carry no
 * sender.
 */
export function recordWakes(ctx: Context): RecordWakes {
  const wake = ctx.wake;
  let heard = new Set<WakeKind>();
  ctx.wake = (kind) => {
    heard.add(kind);
    wake(kind);
  };
  return async (work) => {
    const own = (heard = new Set());
    await work();
    return [...own].toSorted();
  };
}
