/**
 * What providers say is stored first, answered, and applied by a job. A report that came before is
 * not stored again.
 */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { forget, forgetAll } from '../../../db/forget.ts';
import {
  ForgedCallback,
  ProviderUnclear,
  type Provider,
  type ProviderReport,
} from '../../../providers/provider.ts';
import type { Callback, RawCallback } from '../../../providers/callback.ts';
import { readByPrevious } from '../../suppliers/previous-credentials.ts';
import { followHints } from './follow-hints.ts';
import { toStored } from './stored-report.ts';

/** Longer ones are no ids; the primary key's index takes so much. */
const MAX_REPORT_ID = 200;

/**
 * A callback as it came in. Throws 404 for an unknown provider, 401 for a forged one, 400 for what
 * makes no sense.
 */
export async function receiveCallback(
  ctx: Context,
  providerName: string,
  raw: RawCallback,
): Promise<{ received: number; stored: number }> {
  const provider = ctx.providers.get(providerName);
  if (provider === undefined) throw new AppError('not_found', 'There is nothing here.');
  const callback = await read(ctx, providerName, provider, raw);
  const stored = await storeReports(ctx, providerName, callback.reports);
  await followHints(ctx, providerName, callback);
  return { received: callback.reports.length + callback.hints.length, stored };
}

async function read(
  ctx: Context,
  name: string,
  provider: Provider,
  raw: RawCallback,
): Promise<Callback> {
  try {
    return provider.parseCallback(raw);
  } catch (error) {
    if (!(error instanceof ForgedCallback)) throw toldOf(error);
    return readByPrevious(ctx, name, raw).catch((again: unknown) => {
      throw toldOf(again);
    });
  }
}

function toldOf(error: unknown): unknown {
  if (error instanceof ForgedCallback)
    return new AppError('callback_forged', 'The callback is not signed as this provider signs.', {
      cause: error,
    });
  return error instanceof ProviderUnclear
    ? new AppError('invalid_request', error.message, { cause: error })
    : error;
}

/** Answers how many were new. */
export async function storeReports(
  ctx: Context,
  provider: string,
  reports: readonly ProviderReport[],
): Promise<number> {
  const fit = reports.filter((r) => r.report_id.length <= MAX_REPORT_ID);
  if (fit.length === 0) return 0;
  // In one order, so that two callbacks with the same reports wait for one another instead of
  // dead-locking.
  const stored = await ctx.db.one<{ count: number }>(
    `with new as (insert into provider_reports (provider, report_id, iccid, reported_at, report,
         due_at)
       select $1, r.report_id, r.iccid, r.reported_at, r.report, null
       from unnest($2::text[], $3::text[], $4::timestamptz[], $5::jsonb[])
         as r(report_id, iccid, reported_at, report)
       order by r.report_id
       on conflict do nothing
       returning provider, report_id),
     due as (insert into due_reports (provider, report_id)
       select provider, report_id
       from new
       returning 1)
     select count(*) as count
     from due`,
    [
      provider,
      fit.map((r) => r.report_id),
      fit.map((r) => r.iccid),
      fit.map((r) => r.reported_at),
      fit.map((r) => JSON.stringify(toStored(r.esim))),
    ],
    'store-reports',
  );
  if (stored!.count > 0) ctx.wake('reports');
  return stored!.count;
}

/** How the ids of our own questions begin: nobody will tell the same again. */
export const POLLED = 'poll:';

const APPLIED = `due_at is null
  and (select 1
    from due_reports d
    where d.provider = provider_reports.provider
      and d.report_id = provider_reports.report_id) is null`;
export const REPORT_DAYS = 30;
const OLD = `received_at < now() - interval '${REPORT_DAYS} days' and ${APPLIED}`;
const OLD_ANSWER = `report_id like '${POLLED}%' and received_at < now() - interval '1 day'
  and ${APPLIED}`;

/**
 * Applied reports are kept for a month; one that is told again later changes nothing, since
 * counters never fall. Answers to our questions, of which each live eSIM has some every day, are
 * kept for one.
 */
export async function forgetOldReports({ db }: Context): Promise<number> {
  const answers = await forgetAll(db, forget('provider_reports', OLD_ANSWER, 'received_at'));
  return answers + (await forgetAll(db, forget('provider_reports', OLD, 'received_at')));
}
