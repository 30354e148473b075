/**
 * Waits until what the telco told is applied, as it would be by callback and worker, with or
 * without a worker here.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { ProviderReport } from '../../providers/provider.ts';
import { applyReport } from '../esims/usage/apply-reports.ts';
import { isApplied } from '../esims/usage/due-reports.ts';
import { storeReports } from '../esims/usage/receive-reports.ts';

/**
 * The telco's callback is given so long; then the report of its answer stands in for it. They have
 * the same id.
 */
const CALLBACK_MS = 1_000;
const WAIT_MS = 15_000;
const LOOK_AGAIN_MS = 10;

export async function awaitReport(
  ctx: Context,
  provider: string,
  report: ProviderReport,
): Promise<void> {
  const key = { provider, reportId: report.report_id };
  const started = Date.now();
  let isStored = false;
  let cause: unknown;
  while (Date.now() - started < WAIT_MS) {
    const applied = await isApplied(ctx, key);
    if (applied === true) return;
    if (applied === undefined && !isStored && Date.now() - started > CALLBACK_MS) {
      await storeReports(ctx, provider, [report]);
      isStored = true;
    } else if (applied === false) {
      // A worker may have it already, or fail at it as this may: look again.
      await applyReport(ctx, key).catch((error: unknown) => {
        cause = error;
      });
    }
    await sleep(LOOK_AGAIN_MS);
  }
  throw new AppError(
    'overloaded',
    'The telco has done it, but its report is not applied yet; it will be.',
    { retryAfter: 2, cause },
  );
}
