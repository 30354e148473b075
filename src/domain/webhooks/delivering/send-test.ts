/**
 * A test event: recorded like any other, so that the feed shows it, and attempted once, at once,
 * subscribed or not.
 */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { isSuccess, send } from './attempt.ts';
import type { Endpoint } from './claim.ts';
import { EVENTS, type EventType } from '../events.ts';

export type TestResult = {
  event_id: string;
  delivery: null | {
    state: 'delivered' | 'exhausted';
    status_code: number | null;
    error: string | null;
    duration_ms: number;
    response_body: string;
  };
};

/**
 * `now`: the partner's time. `delivery` is null without an enabled endpoint. It counts neither for
 * nor against the endpoint's health.
 */
export async function sendTest(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  type: EventType,
  now: Date,
): Promise<TestResult> {
  const event_id = newId('evt');
  const event = { event_id, type, occurred_at: now };
  const { data, endpoint } = await ctx.db.partnerTx(partnerId, async (tx) => {
    const data = await record(tx, partnerId, event);
    await recordAct(tx, actor, {
      partnerId,
      action: 'webhook_endpoint.tested',
      subject: event_id,
      after: { event: type },
    });
    return { data, endpoint: await endpointOf(tx, partnerId) };
  });
  if (endpoint === undefined) return { event_id, delivery: null };
  const reply = await send(ctx, partnerId, endpoint, { ...event, data });
  const state = isSuccess(reply.status) ? 'delivered' : 'exhausted';
  await ctx.db.partnerTx(partnerId, (tx) =>
    keepAttempt(tx, partnerId, event, { state, url: endpoint.url, reply }),
  );
  return {
    event_id,
    delivery: {
      state,
      status_code: reply.status,
      error: reply.error,
      duration_ms: reply.durationMs,
      response_body: reply.body,
    },
  };
}

type Reply = Awaited<ReturnType<typeof send>>;
type TestEvent = { event_id: string; type: EventType; occurred_at: Date };

/** Its own entity: what is counted or happens once per booking or package is left alone. */
async function record(
  tx: Tx,
  partnerId: string,
  { event_id, type, occurred_at }: TestEvent,
): Promise<string> {
  const data = { ...EVENTS[type].example, partner_id: partnerId, sequence: 1, is_test: true };
  const row = await tx.one<{ data: string }>(
    `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data, is_test)
     values ($1, $2, $3, $2, 1, $4, $5, true)
     returning data::text as data`,
    [partnerId, event_id, type, occurred_at, JSON.stringify(data)],
  );
  return row!.data;
}

const endpointOf = (tx: Tx, partnerId: string): Promise<Endpoint | undefined> =>
  tx.one<Endpoint>(
    `select url, key_header, key_prefix, key_sealed, secret_sealed,
       case when previous_secret_until > now() then previous_secret_sealed end
         as previous_secret_sealed
     from webhook_endpoints
     where partner_id = $1 and is_enabled and url is not null`,
    [partnerId],
  );

/** As an attempt like any other; a test that fails is no failure of the endpoint. */
async function keepAttempt(
  tx: Tx,
  partnerId: string,
  { event_id, occurred_at }: TestEvent,
  { state, url, reply }: { state: 'delivered' | 'exhausted'; url: string; reply: Reply },
): Promise<void> {
  if (state === 'delivered')
    await tx.rows(
      `update webhook_endpoints
       set is_untried = false
       where partner_id = $1 and is_untried and url = $2`,
      [partnerId, url],
    );
  // Unless it was redelivered meanwhile.
  await tx.rows(
    `insert into deliveries (partner_id, event_id, state, tries, attempts, created_at, updated_at)
     select $1, id, $3, 1, 1, $4, $4
     from events
     where partner_id = $1 and id = $2
     on conflict (partner_id, event_id) do update set attempts = deliveries.attempts + 1`,
    [partnerId, event_id, state, occurred_at],
  );
  const { durationMs, status, error, body } = reply;
  await tx.rows(
    `insert into attempts (partner_id, event_id, number, attempted_at, url, duration_ms,
       status_code, error, response_body)
     select $1, $2, d.attempts, $3, $4, $5, $6, $7, $8
     from deliveries d
     where d.partner_id = $1 and d.event_id = $2`,
    [partnerId, event_id, occurred_at, url, durationMs, status, error, body],
  );
}
