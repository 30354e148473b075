/**
 * One partner's load, a process of its own: bookings and dashboards by turns, in closed loops over so
 * many connections or at an even rate. Answers of 503 are counted; nobody heeds their Retry-After.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { signRequest } from '@hubby/sdk/signing';
import { Pool, type Dispatcher } from 'undici';
import type { Key } from './round.ts';
import { DEPARTURE, ENTRY } from './stage.ts';

const ANSWER_LIMIT_MS = 60_000;

export type FairRound = {
  origin: string;
  key: Key;
  users: string[];
  /** makes its bookings differ from those of others */
  name: string;
  seconds: number;
  /** what is sent in the first seconds is not counted */
  warmUp: number;
} & ({ connections: number } | { perSecond: number });

export type FairFigures = {
  answered: number;
  /** answered per second */
  throughput: number;
  refused: number;
  /** milliseconds, as the client saw them */
  client_ms: number[];
  /** … as the server measured them, and its event loop's lag then; empty where it says nothing */
  server_ms: number[];
  lag_ms: number[];
};
export type FairReply = { figures: FairFigures } | { error: string };

type Sent = { status: number; timing: string; text: string };

function send(pool: Pool, round: FairRound, n: number): Promise<Sent> {
  const user = round.users[(n >> 1) % round.users.length]!;
  const isBooking = n % 2 === 0;
  const method = isBooking ? 'POST' : 'GET';
  const path = isBooking ? '/api/bookings' : `/api/native/user-dashboard?external_user_id=${user}`;
  const timestamp = String(Date.now());
  const options: Dispatcher.DispatchOptions = {
    method,
    path,
    headers: {
      'x-api-key': round.key.api_key,
      'x-timestamp': timestamp,
      'x-signature': signRequest(round.key.api_secret, timestamp, method, path),
      ...(isBooking ? { 'content-type': 'application/json' } : {}),
    },
    body: isBooking
      ? JSON.stringify({
          booking_id: `${round.name}-${n}`,
          departure_date: DEPARTURE,
          package_specifications: [{ external_user_id: user, ...ENTRY }],
        })
      : null,
    headersTimeout: ANSWER_LIMIT_MS,
    bodyTimeout: ANSWER_LIMIT_MS,
  };
  return new Promise((resolve, reject) => {
    const sent: Sent = { status: 0, timing: '', text: '' };
    pool.dispatch(options, {
      onRequestStart() {},
      onResponseStart(_controller, status, headers) {
        sent.status = status;
        sent.timing = String(headers['server-timing'] ?? '');
      },
      onResponseData(_controller, chunk) {
        if (sent.status >= 400 && sent.text.length < 500) sent.text += chunk.toString();
      },
      onResponseEnd() {
        resolve(sent);
      },
      onResponseError(_controller, error) {
        reject(error);
      },
    });
  });
}

async function play(round: FairRound): Promise<FairFigures> {
  const pool = new Pool(round.origin, {
    connections: 'connections' in round ? round.connections : 64,
    pipelining: 1,
  });
  const figures: FairFigures = {
    answered: 0,
    throughput: 0,
    refused: 0,
    client_ms: [],
    server_ms: [],
    lag_ms: [],
  };
  const countsFrom = performance.now() + round.warmUp * 1000;
  const end = countsFrom + round.seconds * 1000;
  let n = 0;
  const one = async (): Promise<void> => {
    const sentAt = performance.now();
    const { status, timing, text } = await send(pool, round, n++);
    const now = performance.now();
    const isWarmUp = sentAt < countsFrom;
    // A dashboard may come before the traveler's first booking.
    if (![200, 201, 404, 503].includes(status)) throw new Error(`${status}: ${text}`);
    if (isWarmUp || now > end + ('perSecond' in round ? ANSWER_LIMIT_MS : 0)) return;
    if (status === 503) return void figures.refused++;
    figures.answered++;
    if (!('perSecond' in round)) return;
    figures.client_ms.push(now - sentAt);
    for (const [name, list] of [
      ['total', figures.server_ms],
      ['lag', figures.lag_ms],
    ] as const) {
      const ms = new RegExp(`${name};dur=([\\d.]+)`).exec(timing)?.[1];
      if (ms !== undefined) list.push(Number(ms));
    }
  };
  try {
    if ('connections' in round)
      await Promise.all(
        Array.from({ length: round.connections }, async () => {
          while (performance.now() < end) await one();
        }),
      );
    else {
      const all: Promise<void>[] = [];
      for (let at = performance.now(); at < end; at += 1000 / round.perSecond) {
        const ahead = at - performance.now();
        if (ahead > 0) await sleep(ahead);
        all.push(one());
      }
      await Promise.all(all);
    }
  } finally {
    await pool.destroy();
  }
  figures.throughput = Math.round(figures.answered / round.seconds);
  return figures;
}

process.on('message', (round: FairRound) => {
  play(round)
    .then(
      (figures): FairReply => ({ figures }),
      (error: unknown): FairReply => ({
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    )
    .then((reply) => process.send!(reply));
});
process.on('disconnect', () => process.exit());
