/**
 * Sends events again: one by its id, or those of a range of time. Each starts the retry schedule
 * anew.
 */
import { AppError, invalid, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { momentEnd, momentInstant, readMoment } from '../../time.ts';
import { EVENT_TYPES, flagOf } from '../events.ts';
import { eventTypesOf } from '../event-types.ts';
import { KEPT_DAYS } from '../feed/list-events.ts';
import { effectiveFlags } from '../endpoint/show-endpoint.ts';

/**
 * An attempt that is under way keeps its row in the log, and changes nothing any more: the fence
 * has moved on.
 */
const AGAIN = `on conflict (partner_id, event_id) do update set state = 'pending', tries = 0, next_attempt_at = excluded.next_attempt_at,
  lease_until = null, fence = deliveries.fence + 1, updated_at = excluded.updated_at`;

type Flags = Record<string, boolean>;

/**
 * The flags of the enabled endpoint. Its row is locked, before any event: one that is switched off
 * at the same time puts aside what is started here.
 */
const enabledEndpoint = async (tx: Tx, partnerId: string): Promise<Flags | null> =>
  (
    await tx.one<{ events: Flags }>(
      `select events
       from webhook_endpoints
       where partner_id = $1 and is_enabled and url is not null
       for share`,
      [partnerId],
    )
  )?.events ?? null;

const notEnabled = (): AppError =>
  new AppError(
    'webhook_not_enabled',
    'There is no enabled webhook endpoint to send to. Set one with PUT /api/webhooks/settings.',
  );

/** `now`: the partner's time. Whether it is subscribed does not matter. */
export async function redeliver(
  ctx: Context,
  partnerId: string,
  eventId: string,
  now: Date,
): Promise<{ event_id: string; state: 'pending' }> {
  await ctx.db.partnerTx(partnerId, async (tx) => {
    const flags = await enabledEndpoint(tx, partnerId);
    // Locked against the housekeeping.
    const event = await tx.one(
      'select 1 from events where partner_id = $1 and id = $2 for key share',
      [partnerId, eventId],
    );
    if (event === undefined) throw new AppError('event_not_found', 'There is no such event.');
    if (flags === null) throw notEnabled();
    await tx.rows(
      `insert into deliveries (partner_id, event_id, state, next_attempt_at, created_at, updated_at)
       values ($1, $2, 'pending', $3, $3, $3) ${AGAIN}`,
      [partnerId, eventId, now],
    );
  });
  ctx.wake('deliveries');
  return { event_id: eventId, state: 'pending' };
}

export type ReplayInput = { from: string; to: string; types?: string[] | undefined };

/**
 * Events whose timestamp is in [from, to], test events excepted; of the subscribed types unless
 * `types` says otherwise. Dates and times without offset are of `zone`. Answers how many.
 */
export async function replay(
  ctx: Context,
  partnerId: string,
  input: ReplayInput,
  { now, zone }: { now: Date; zone: string },
): Promise<{ events: number }> {
  const problems: Problem[] = [];
  const read = (field: 'from' | 'to') => readMoment(input[field], field, problems);
  const [first, last] = [read('from'), read('to')];
  if (first === null || last === null) throw invalid(problems);
  const from = momentInstant(first, zone, '00:00');
  const to = momentEnd(last, zone);
  if (to < from) throw invalid([{ field: 'to', issue: 'expected an instant not before `from`' }]);
  const wanted = input.types === undefined ? null : eventTypesOf('types', input.types);
  const count = await ctx.db.partnerTx(partnerId, async (tx) => {
    const own = await enabledEndpoint(tx, partnerId);
    if (own === null) throw notEnabled();
    const flags = effectiveFlags(own);
    const types = wanted ?? EVENT_TYPES.filter((type) => flags[flagOf(type)]);
    return (await tx.one<{ count: number }>(
      `with again as (insert into deliveries (partner_id, event_id, state, next_attempt_at,
         created_at, updated_at)
         select $1, e.id, 'pending', $5, $5, $5
         from (select id
           from events
           where partner_id = $1
             and occurred_at >= $2
             and occurred_at <= $3
             and type = any($4)
             and not is_test
             and recorded_at > now() - interval '${KEPT_DAYS} days'
           order by id
           for key share) e ${AGAIN}
         returning 1)
       select count(*) as count
       from again`,
      [partnerId, from, to, types, now],
    ))!.count;
  });
  if (count > 0) ctx.wake('deliveries');
  return { events: count };
}
