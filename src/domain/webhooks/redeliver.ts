/** Sends events again: one by its id, or those of a range of time. Each starts the retry schedule anew. */
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { EVENT_TYPES, flagOf } from './events.ts';
import { eventTypesOf } from './event-types.ts';
import { KEPT_DAYS } from './list-events.ts';
import { effectiveFlags } from './settings.ts';

/** An attempt that is under way keeps its row in the log, and changes nothing any more: the fence has moved on. */
const AGAIN = `on conflict (partner_id, event_id) do update set state = 'pending', tries = 0, next_attempt_at = excluded.next_attempt_at,
  lease_until = null, fence = deliveries.fence + 1, updated_at = excluded.updated_at`;

/** The flags of the enabled endpoint. Its row is locked: one that is switched off at the same time puts aside what is started here. */
async function enabledEndpoint(tx: Tx, partnerId: string): Promise<Record<string, boolean>> {
  const row = await tx.one<{ events: Record<string, boolean> }>(
    'select events from webhook_endpoints where partner_id = $1 and is_enabled and url is not null for share',
    [partnerId],
  );
  if (row === undefined)
    throw new AppError(
      'webhook_not_enabled',
      'There is no enabled webhook endpoint to send to. Set one with PUT /api/webhooks/settings.',
    );
  return row.events;
}

/** `now`: the partner's time. Whether it is subscribed does not matter. */
export async function redeliver(
  ctx: Context,
  partnerId: string,
  eventId: string,
  now: Date,
): Promise<{ event_id: string; state: 'pending' }> {
  await ctx.db.partnerTx(partnerId, async (tx) => {
    // Locked against the housekeeping.
    const event = await tx.one(
      'select 1 from events where partner_id = $1 and id = $2 for key share',
      [partnerId, eventId],
    );
    if (event === undefined) throw new AppError('event_not_found', 'There is no such event.');
    await enabledEndpoint(tx, partnerId);
    await tx.rows(
      `insert into deliveries (partner_id, event_id, state, next_attempt_at, created_at, updated_at) values ($1, $2, 'pending', $3, $3, $3) ${AGAIN}`,
      [partnerId, eventId, now],
    );
  });
  ctx.wake('deliveries');
  return { event_id: eventId, state: 'pending' };
}

export type ReplayInput = { from: string; to: string; types?: string[] | undefined };

/** Events whose timestamp is in [from, to], test events excepted; of the subscribed types unless `types` says otherwise. Answers how many. */
export async function replay(
  ctx: Context,
  partnerId: string,
  input: ReplayInput,
  now: Date,
): Promise<{ events: number }> {
  const from = new Date(input.from);
  const to = new Date(input.to);
  const broken = (['from', 'to'] as const).filter((field) =>
    Number.isNaN(new Date(input[field]).getTime()),
  );
  if (broken.length > 0)
    throw invalid(
      broken.map((field) => ({
        field,
        issue: `expected an instant that exists, got "${input[field].slice(0, 60)}"`,
      })),
    );
  if (to < from) throw invalid([{ field: 'to', issue: 'expected an instant not before `from`' }]);
  const wanted = input.types === undefined ? null : eventTypesOf('types', input.types);
  const count = await ctx.db.partnerTx(partnerId, async (tx) => {
    const flags = effectiveFlags(await enabledEndpoint(tx, partnerId));
    const types = wanted ?? EVENT_TYPES.filter((type) => flags[flagOf(type)]);
    return (await tx.one<{ count: number }>(
      `with again as (
         insert into deliveries (partner_id, event_id, state, next_attempt_at, created_at, updated_at)
         select $1, e.id, 'pending', $5, $5, $5 from (
           select id from events where partner_id = $1 and occurred_at >= $2 and occurred_at <= $3 and type = any($4) and not is_test
             and recorded_at > now() - interval '${KEPT_DAYS} days' order by id for key share) e
         ${AGAIN} returning 1)
       select count(*) as count from again`,
      [partnerId, from, to, types, now],
    ))!.count;
  });
  if (count > 0) ctx.wake('deliveries');
  return { events: count };
}
