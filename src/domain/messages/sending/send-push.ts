/**
 * The second half of sending a push: to each device once, and what became of it in one transaction.
 */
import type { DeviceOutcome } from '../../../channels/push.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { dropDevices } from '../../push-devices/devices-of.ts';
import type { Claimed } from '../message-row.ts';
import { deviceHash, type PreparedPush } from './prepare-push.ts';
import { writeDown } from './results.ts';
import { nextDelay } from './retry-schedule.ts';

type Outcomes = ReadonlyMap<string, DeviceOutcome>;
const tokensOf = (outcomes: Outcomes, kind: DeviceOutcome['kind']): string[] =>
  [...outcomes].filter(([, outcome]) => outcome.kind === kind).map(([token]) => token);

export async function sendPush(
  ctx: Context,
  claimed: Claimed,
  { push }: PreparedPush,
): Promise<void> {
  const sender = ctx.push;
  const outcomes: Outcomes = await sender.send(push).catch((error: unknown) => {
    ctx.log.error(
      { sender: sender.name, message_id: push.id, error: (error as Error).name },
      'a sender of pushes threw',
    );
    return new Map(
      push.tokens.map((token) => [
        token,
        { kind: 'postponed', reason: 'sender_failed', retryAfterS: null },
      ]),
    );
  });
  const reasons = new Set(
    [...outcomes.values()].flatMap((outcome) => ('reason' in outcome ? outcome.reason : [])),
  );
  if (reasons.size > 0)
    ctx.log.warn(
      { sender: sender.name, message_id: push.id, reasons: [...reasons] },
      'a push did not reach all devices',
    );
  await writeDown(ctx, claimed, (tx) => record(tx, claimed, sender, outcomes));
}

async function record(
  tx: Tx,
  claimed: Claimed,
  sender: Context['push'],
  outcomes: Outcomes,
): Promise<void> {
  const { partner_id, message_id, fence, tries } = claimed;
  const gone = tokensOf(outcomes, 'gone');
  if (gone.length > 0) await dropDevices(tx, partner_id, gone);
  const rest = [...outcomes.values()].flatMap((outcome) =>
    outcome.kind === 'postponed' ? [outcome.retryAfterS ?? 0] : [],
  );
  const delay = rest.length === 0 ? null : nextDelay(tries + 1, Math.random(), Math.max(...rest));
  const held = await tx.one<{ as_of: Date; served: number }>(
    `with d as (update dispatches
       set tries = tries + 1, next_attempt_at = clock_timestamp() + $4 * interval '1 ms',
         lease_until = null, sender = $5, served = served || $6::text[]
       where partner_id = $1 and message_id = $2 and fence = $3
       returning created_at, cardinality(served) as served)
     select m.created_at + (clock_timestamp() - d.created_at) as as_of, d.served
     from d, messages m
     where m.partner_id = $1 and m.id = $2`,
    [
      partner_id,
      message_id,
      fence,
      delay,
      sender.name,
      tokensOf(outcomes, 'taken').map(deviceHash),
    ],
  );
  if (held === undefined) return;
  const reason =
    [...outcomes.values()]
      .map((outcome) => ('reason' in outcome ? outcome.reason : null))
      .find((r) => r !== null) ?? null;
  const isReached = held.served > 0;
  const status =
    delay !== null ? 'pending' : !isReached ? 'failed' : sender.delivers ? 'delivered' : 'sent';
  await tx.rows(
    `update messages
     set status = $3, reason = $4,
       sent_at = coalesce(sent_at, case when $5 then $6::timestamptz end),
       settled_at = case when $3 <> 'pending' then $6::timestamptz end
     where partner_id = $1 and id = $2 and status = 'pending'`,
    [
      partner_id,
      message_id,
      status,
      status === 'failed' ? (reason ?? 'no_device') : status === 'pending' ? reason : null,
      isReached,
      held.as_of,
    ],
  );
}
