/**
 * Posts events to Hubby's webhook, signed as Stripe signs, again and again until they are answered
 * with 2xx. Each is claimed in the database first, so that one process sends it.
 */
import { createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import { Agent, request } from 'undici';
import { showEvent, type EventRow } from './events.ts';

/** What `Stripe-Signature` holds for this raw body; `at` in seconds since 1970. */
const signature = (secret: string, body: string, at: number): string =>
  `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;

/** Seconds before each further try. */
const AGAIN_S = [1, 5, 30, 120, 600, 3_600, 21_600];
const TIMEOUT_MS = 10_000;
/** Longer than a try may take: whoever claimed it for so long is dead. */
const CLAIM_S = 15;
const AT_A_TIME = 20;
/** Between the two arrivals of an event that is doubled. */
const DOUBLED_S = 1;

export type EventSender = {
  /** Sends what is due, or of that one event alone; returns when all are answered or refused. */
  sendDue(only?: string): Promise<void>;
  close(): Promise<void>;
};

export type SenderOptions = {
  pool: Pool;
  /** what they are signed with */
  secret: string;
  /** null = nobody listens: nothing is sent */
  webhookUrl(): string | null;
};

export function makeEventSender({ pool, secret, webhookUrl }: SenderOptions): EventSender {
  const agent = new Agent({ connections: 8, pipelining: 1 });
  const closing = new AbortController();

  const post = async (url: string, event: EventRow): Promise<number> => {
    const body = JSON.stringify(showEvent(event), null, 2);
    const response = await request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signature(secret, body, Math.floor(Date.now() / 1000)),
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      body,
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      dispatcher: agent,
    });
    await response.body.dump();
    return response.statusCode;
  };
  const sendOne = async (url: string, event: EventRow): Promise<void> => {
    const status = await post(url, event).catch(() => null);
    // What a process that goes down was about to hear is asked for again by another.
    if (status !== null || !closing.signal.aborted) await noteAnswer(pool, event.id, status);
  };
  return {
    async sendDue(only) {
      const url = webhookUrl();
      if (url === null || closing.signal.aborted) return;
      const { rows } = await pool.query<EventRow>({
        name: 'pay-desk-claim',
        text: CLAIM,
        values: [only ?? null],
      });
      await Promise.all(rows.map((event) => sendOne(url, event)));
    },
    async close() {
      closing.abort();
      await agent.close();
    },
  };
}

const CLAIM = `update pay_desk.events
  set next_attempt_at = clock_timestamp() + interval '${CLAIM_S} seconds'
  where id in (
    select id
    from pay_desk.events
    where next_attempt_at <= clock_timestamp() and ($1::text is null or id = $1)
    order by next_attempt_at, number
    limit ${AT_A_TIME}
    for update skip locked
  )
  returning id, session_id, type, object, created_at, arrivals, next_attempt_at`;

/** `status` null: nothing was answered. */
async function noteAnswer(pool: Pool, id: string, status: number | null): Promise<void> {
  const hasArrived = status !== null && status >= 200 && status < 300;
  await pool.query({
    name: 'pay-desk-answered',
    text: `with noted as (insert into pay_desk.deliveries (event_id, status) values ($1, $2))
      update pay_desk.events
      set arrivals = case when $3 then greatest(arrivals - 1, 0) else arrivals end,
        failures = case when $3 then 0 else failures + 1 end,
        next_attempt_at = case
          when not $3 then clock_timestamp() + make_interval(secs => ($4::int[])[failures + 1])
          when arrivals > 1 then clock_timestamp() + interval '${DOUBLED_S} seconds'
        end
      where id = $1`,
    values: [id, status, hasArrived, AGAIN_S],
  });
}
