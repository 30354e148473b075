/**
 * How soon after a commit an event's first attempt reaches the receiver, at a modest rate, with an
 * API and a worker process.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { bookOnce } from './book-once.ts';
import type { Children } from './children.ts';
import { median, percentile, rounded, type Goal } from './figures.ts';
import type { Received } from './receiver.ts';
import type { Stage } from './stage.ts';

const P50_MS = 20;
const P99_MS = 1_000;
const ARRIVAL_LIMIT_MS = 15_000;

/**
 * milliseconds from the booking's 201 (its commit is a little earlier) to the attempt's body at the
 * receiver; both in this machine's clock
 */
export type Latency = {
  events: number;
  per_second: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
  answer_p50: number;
  goals: Goal[];
};

export async function measureLatency(
  stage: Stage,
  children: Children,
  product: string,
  take: () => Promise<Received>,
  size: { latencySeconds: number; perSecond: number },
  say: (text: string) => void,
): Promise<Latency> {
  const worker = await children.work(stage.env, join(stage.dir, 'worker.log'));
  const pool = new Pool(product, { connections: 32, pipelining: 1 });
  try {
    await pace(stage, pool, 'warm', 1, size.perSecond);
    await arrived(take, size.perSecond);
    const count = size.latencySeconds * size.perSecond;
    const answers = await pace(stage, pool, 'pace', size.latencySeconds, size.perSecond);
    const arrivals = await arrived(take, count);
    const events = await stage.sql<{ id: string; ref: string }>(
      `select id, data->>'external_booking_id' as ref from events where type = 'booking.created' and data->>'external_booking_id' like 'pace-%'`,
    );
    const latencies = events.map(({ id, ref }) => {
      const [at, answer] = [arrivals.get(id), answers.get(ref)];
      if (at === undefined || answer === undefined)
        throw new Error(`the event of ${ref} did not arrive within ${ARRIVAL_LIMIT_MS} ms`);
      return at - answer.at;
    });
    if (latencies.length !== count)
      throw new Error(`${count} bookings made ${latencies.length} events`);
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(latencies, share)) as [
      number,
      number,
      number,
    ];
    say(`latency: p50 ${p50}, p95 ${p95}, p99 ${p99} ms over ${count} events`);
    return {
      events: count,
      per_second: size.perSecond,
      p50,
      p95,
      p99,
      max: Math.max(...latencies),
      answer_p50: rounded(median([...answers.values()].map((a) => a.ms)), 2),
      goals: [
        { goal: `p50 at most ${P50_MS} ms`, is_met: p50 <= P50_MS },
        { goal: `p99 at most ${P99_MS} ms`, is_met: p99 <= P99_MS },
      ],
    };
  } finally {
    await pool.destroy();
    await children.stop(worker);
  }
}

type Answers = Map<string, { at: number; ms: number }>;

/** Bookings at an even rate, whether or not the ones before are answered. */
async function pace(
  stage: Stage,
  pool: Pool,
  name: string,
  seconds: number,
  perSecond: number,
): Promise<Answers> {
  const answers: Answers = new Map();
  const book = async (i: number): Promise<void> => {
    const ref = `${name}-${i}`;
    answers.set(ref, await bookOnce(stage, pool, ref, stage.bookers[i % stage.bookers.length]!));
  };
  const underWay: Promise<void>[] = [];
  const begun = performance.now();
  for (let i = 0; i < seconds * perSecond; i++) {
    const ahead = begun + (i * 1000) / perSecond - performance.now();
    if (ahead > 0) await sleep(ahead);
    underWay.push(book(i));
  }
  await Promise.all(underWay);
  return answers;
}

/** Event id → when it came first, once `count` have come. */
async function arrived(take: () => Promise<Received>, count: number): Promise<Map<string, number>> {
  const all = new Map<string, number>();
  for (
    const begun = performance.now();
    all.size < count && performance.now() - begun < ARRIVAL_LIMIT_MS;
    await sleep(50)
  ) {
    for (const [id, , firstAt] of (await take()).arrivals) if (!all.has(id)) all.set(id, firstAt);
  }
  return all;
}
