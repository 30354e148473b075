/**
 * Webhooks: deliveries per second of a backlog beside a bare loop of POSTs, and how soon after a
 * commit the first attempt comes.
 */
import { makeSigningSecret } from '../src/domain/webhooks/endpoint/make-signing-secret.ts';
import { ruleOf } from '../src/domain/webhooks/event-rule.ts';
import { EVENTS } from '../src/domain/webhooks/events.ts';
import { newId } from '../src/ids.ts';
import type { PostOrder } from './bare-post.ts';
import { call } from './call.ts';
import { ask, order, type Children } from './children.ts';
import { inTurns, speedOf, type Compared } from './figures.ts';
import { measureLatency, type Latency } from './latency.ts';
import { measure, measureApart } from './processor-time.ts';
import type { Received } from './receiver.ts';
import type { Stage } from './stage.ts';

/** Of one endpoint in one process (src/channels/webhook/sender.ts). */
const CONNECTIONS = 8;
const GOAL = 0.55;
const API_KEY = 'bench-endpoint-key';
/** As src/domain/webhooks/delivering/attempt.ts sends them. */
const HEADERS = {
  'content-type': 'application/json',
  'user-agent': 'Hubby-Webhooks/1',
  'accept-encoding': 'identity',
  'x-api-key': API_KEY,
};
export const DELIVERIES_NOTE = `a backlog for one endpoint, ${CONNECTIONS} connections, signed, each attempt recorded; limit: bare loop of undici's Pool.request with the same bodies, headers and signatures to the same receiver, as many connections, not recorded`;

export type DeliveriesSize = {
  rounds: number;
  events: number;
  latencySeconds: number;
  perSecond: number;
};
export type DeliveriesResult = { deliveries: Compared; latency: Latency };

const data = { ...EVENTS['booking.created'].example, sequence: 1 };

export async function benchDeliveries(
  stage: Stage,
  children: Children,
  product: string,
  size: DeliveriesSize,
  profileDir: string | null,
  say: (text: string) => void,
): Promise<DeliveriesResult> {
  const receiver = children.fork('./receiver.ts');
  const take = (): Promise<Received> => ask<Received>(receiver, 'take', 5_000);
  const { url } = await ask<{ url: string }>(receiver, 'listen', 5_000);
  const settings = { url: `${url}/hook`, api_key: API_KEY, events: {} };
  await call(product, stage.key, 'PUT', '/api/webhooks/settings', { ...settings, enabled: true });
  await call(product, stage.key, 'POST', '/api/webhooks/rotate-secret', {});
  const engine = await children.engine({ env: stage.env, database: stage.database }, profileDir);
  const bare = children.fork('./bare-post.ts');
  const eventOf = (id: string) => ({
    id,
    body: JSON.stringify({
      event: 'booking.created',
      event_id: id,
      timestamp: new Date().toISOString(),
      data: { ...data, partner_id: stage.partnerId },
    }),
  });
  const bytes = { product: 0, limit: 0 };
  const deliveries = await inTurns({
    work: 'deliveries',
    rounds: size.rounds,
    goal: GOAL,
    say,
    async play(side, round) {
      if (side === 'limit') {
        const events = Array.from({ length: size.events }, () => eventOf(newId('evt')));
        const cpu = measure([bare.pid!], 'none');
        const { ms } = await order<{ ms: number }>(bare, {
          origin: url,
          events,
          headers: HEADERS,
          secret: makeSigningSecret(),
          connections: CONNECTIONS,
        } satisfies PostOrder);
        bytes.limit = (await take()).bytes;
        return speedOf(size.events, ms, { cpu_us: cpu(size.events) });
      }
      await stage.sql(
        `select count(record_event($1, id, $2::jsonb, $3 || id, 1, now(), $4))
         from unnest($5::text[]) as id`,
        [
          stage.partnerId,
          ruleOf('booking.created'),
          'bench-',
          JSON.stringify(data),
          Array.from({ length: size.events }, () => newId('evt')),
        ],
      );
      const cpu = measureApart(engine.child.pid!, stage.postmaster);
      const [ms] = await engine.run('deliveries');
      const time = cpu(size.events);
      const received = await take();
      bytes.product = received.bytes;
      await checkDelivered(stage, size.events, received, round);
      return speedOf(size.events, ms!, time);
    },
  });
  if (Math.abs(bytes.product / bytes.limit - 1) > 0.05)
    throw new Error(
      `the bodies differ: ${bytes.product} bytes of the product, ${bytes.limit} of the limit`,
    );
  await children.stop(engine.child, bare);
  const latency = await measureLatency(stage, children, product, take, size, say);
  await call(product, stage.key, 'PUT', '/api/webhooks/settings', { ...settings, enabled: false });
  await children.stop(receiver);
  return { deliveries, latency };
}

/** Every event once or more, none failed, nothing left. */
async function checkDelivered(
  stage: Stage,
  events: number,
  { arrivals, requests }: Received,
  round: number,
): Promise<void> {
  const [row] = await stage.sql<{ open: number; failed: number; attempts: number }>(
    `select (select count(*)::int from deliveries where state <> 'delivered') as open,
       (select count(*)::int from attempts where error is not null or status_code is distinct from 200) as failed,
       (select count(*)::int from attempts where event_id in (select id from events where entity_id like 'bench-evt%')) as attempts`,
  );
  const expected = events * (round + 1);
  if (arrivals.length !== events || row!.open > 0 || row!.failed > 0 || row!.attempts < expected) {
    throw new Error(
      `of ${events} events ${arrivals.length} arrived in ${requests} requests; ${JSON.stringify(row)}, ${expected} attempts expected`,
    );
  }
}
