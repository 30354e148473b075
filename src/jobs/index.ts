/** All jobs. A job is a payload-free nudge to look for due rows; the rows say what is to be done. */
import type { Context, WakeKind } from '../context.ts';
import { runDueOrders } from '../domain/esims/run-due-orders.ts';
import { reconcile } from '../domain/esims/reconcile.ts';
import { forgetOldAnswers } from '../domain/partners/idempotency.ts';

/** Woken after a commit and swept every second. */
export const DUE: Record<WakeKind, (ctx: Context, isStopping: () => boolean) => Promise<unknown>> = {
  orders: runDueOrders,
};

export type ScheduledJob = { /** cron, UTC */ at: string; run(ctx: Context): Promise<unknown> };
export const SCHEDULED: Record<string, ScheduledJob> = {
  housekeeping: { at: '17 * * * *', run: forgetOldAnswers },
  reconcile: {
    at: '41 3 * * *',
    async run(ctx) {
      for (const name of ctx.providers.keys()) await reconcile(ctx, name, new Date(Date.now() - 48 * 3_600_000));
    },
  },
};
