/** Events: recorded in the transaction of what they tell, and shown as Stripe shows them. */
import { newEventId } from './ids.ts';
import { API_VERSION, seconds } from './objects.ts';
import type { Run } from './transaction.ts';

export type EventType =
  | 'charge.dispute.closed'
  | 'charge.dispute.created'
  | 'charge.refunded'
  | 'checkout.session.async_payment_failed'
  | 'checkout.session.async_payment_succeeded'
  | 'checkout.session.completed'
  | 'checkout.session.expired'
  | 'refund.created'
  | 'refund.failed'
  | 'refund.updated';

/** How it is told: how often it arrives (0 = never), and how many seconds later than at once. */
export type Telling = { arrivals: 0 | 1 | 2; afterS: number };
export const AT_ONCE: Telling = { arrivals: 1, afterS: 0 };

export type EventRow = {
  id: string;
  session_id: string;
  type: string;
  object: object;
  created_at: Date;
  arrivals: number;
  next_attempt_at: Date | null;
};

export async function recordEvent(
  tx: Run,
  { sessionId, type, object }: { sessionId: string; type: EventType; object: object },
  { arrivals, afterS }: Telling = AT_ONCE,
): Promise<string> {
  const id = newEventId();
  await tx.query(
    `insert into pay_desk.events (id, session_id, type, object, arrivals, next_attempt_at)
     values ($1, $2, $3, $4, $5,
       case when $5 > 0 then clock_timestamp() + make_interval(secs => $6::float8) end)`,
    [id, sessionId, type, JSON.stringify(object), arrivals, afterS],
  );
  return id;
}

export const showEvent = (row: EventRow) => ({
  id: row.id,
  object: 'event',
  api_version: API_VERSION,
  created: seconds(row.created_at),
  data: { object: row.object },
  livemode: false,
  pending_webhooks: row.next_attempt_at === null ? 0 : 1,
  request: { id: null, idempotency_key: null },
  type: row.type,
});
