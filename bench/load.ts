/**
 * The load generator, a process of its own: a closed loop over a fixed number of connections to
 * 127.0.0.1. Bodies are ready before a round begins; every request is signed when it leaves.
 */
import { signRequest } from '@hubby/sdk/signing';
import { Pool, type Dispatcher } from 'undici';
import type { Figures, Reply, Round } from './round.ts';

const ANSWER_LIMIT_MS = 15_000;

function bodiesOf(round: Round): string[] | null {
  const { bodies, paths } = round;
  if (bodies === null) return null;
  const all = Math.max(bodies.length, paths.length);
  const count = round.once === true ? Math.min(round.limit, all - round.from) : round.limit;
  return Array.from({ length: count }, (_, i) =>
    bodies[(round.from + i) % bodies.length]!.replaceAll('{unique}', `${round.name}-${i}`),
  );
}

function headersOf(round: Round, path: string, n: number): Record<string, string> {
  const type: Record<string, string> =
    round.bodies === null ? {} : { 'content-type': 'application/json' };
  const more = {
    ...type,
    ...(round.fromEach === true ? { 'x-forwarded-for': addressOf(round.from + n) } : {}),
  };
  if (round.auth === null) return more;
  if ('bearer' in round.auth) return { authorization: `Bearer ${round.auth.bearer}`, ...more };
  const { api_key, api_secret } = round.auth.key;
  const timestamp = String(Date.now());
  return {
    'x-api-key': api_key,
    'x-timestamp': timestamp,
    'x-signature': signRequest(api_secret, timestamp, round.method, path),
    ...(round.withKey === true ? { 'idempotency-key': `${round.name}-${n}` } : {}),
    ...more,
  };
}

/** Of a network that is nobody's (RFC 2544 and beyond): one for each of a few hundred thousand. */
const addressOf = (n: number): string =>
  `${20 + ((n >> 16) & 63)}.${(n >> 8) & 255}.${n & 255}.${1 + (n % 250)}`;

/**
 * Resolves to what is wrong with the answer, or null. Leaner than `request`: what the generator
 * uses, the servers lack.
 */
function call(
  pool: Pool,
  round: Round,
  path: string,
  body: string | null,
  n: number,
): Promise<string | null> {
  return new Promise((resolve) => {
    let status = 0;
    let wrong = '';
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart(_controller, statusCode) {
        status = statusCode;
      },
      onResponseData(_controller, chunk) {
        if (status !== round.status && wrong.length < 500) wrong += chunk.toString();
      },
      onResponseEnd() {
        resolve(
          status === round.status
            ? null
            : `${round.method} ${path} answered ${status} instead of ${round.status}: ${wrong.slice(0, 500)}`,
        );
      },
      onResponseError(_controller, error) {
        resolve(`${round.method} ${path} failed: ${error.message}`);
      },
    };
    pool.dispatch(
      {
        method: round.method,
        path,
        headers: headersOf(round, path, n),
        body,
        headersTimeout: ANSWER_LIMIT_MS,
        bodyTimeout: ANSWER_LIMIT_MS,
      },
      handler,
    );
  });
}

async function play(round: Round): Promise<Figures> {
  const { hostname } = new URL(round.origin);
  if (hostname !== '127.0.0.1')
    throw new Error(`the load generator calls 127.0.0.1 only, not ${hostname}`);
  const bodies = bodiesOf(round);
  const limit = bodies?.length ?? round.limit;
  const times = new Float64Array(limit);
  const pool = new Pool(round.origin, { connections: round.connections, pipelining: 1 });
  let next = 0;
  let done = 0;
  let problem: string | null = null;
  const begun = performance.now();
  const end = begun + round.seconds * 1000;
  const loop = async (): Promise<void> => {
    while (problem === null && next < limit) {
      const i = next++;
      const sentAt = performance.now();
      if (sentAt >= end) return;
      const wrong = await call(
        pool,
        round,
        round.paths[(round.from + i) % round.paths.length]!,
        bodies === null ? null : bodies[i]!,
        i,
      );
      if (wrong === null) times[done++] = performance.now() - sentAt;
      else problem ??= wrong;
    }
  };
  await Promise.all(Array.from({ length: round.connections }, loop));
  const elapsed = performance.now() - begun;
  await pool.destroy();
  // One wrong answer spoils the round: refusals are fast, and would look like speed.
  if (problem !== null) throw new Error(problem);
  if (done === 0) throw new Error('no request was sent');
  const inOrder = round.tellsTimes === true ? { times: [...times.subarray(0, done)] } : {};
  const sorted = times.subarray(0, done).sort();
  const at = (share: number): number => Number(sorted[Math.ceil(share * done) - 1]!.toFixed(2));
  return {
    requests: done,
    throughput: Math.round((done / elapsed) * 1000),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    ...inOrder,
  };
}

process.on('message', (round: Round) => {
  play(round)
    .then(
      (figures): Reply => ({ figures }),
      (error: unknown): Reply => ({
        error: error instanceof Error ? error.message : String(error),
      }),
    )
    .then((reply) => process.send!(reply));
});
process.on('disconnect', () => process.exit());
