/**
 * What a second `serve` process on the same PostgreSQL adds: the same connections, from two load
 * generators, to one process or to one each.
 */
import { join } from 'node:path';
import { playRound, type Children } from './children.ts';
import { inTurns, type Compared, type Side } from './figures.ts';
import { bookingTarget, dashboardTarget, type HttpSize, type Server } from './http.ts';
import { measure } from './processor-time.ts';
import type { Target } from './round.ts';
import type { Stage } from './stage.ts';

export const SECOND_NOTE =
  'two serve processes share the connections; limit: one of them has all; the load generators, PostgreSQL and both processes share the cores, so see the processor time as well';
const PER_SECOND_AT_MOST = 20_000;

const WORKS = {
  'second-booking': (stage, origin) => bookingTarget(origin, stage.key, stage.bookers),
  'second-dashboard': (stage, origin) => dashboardTarget(origin, stage.key, stage.shown),
} satisfies Record<string, (stage: Stage, origin: string) => Target>;
export type SecondWork = keyof typeof WORKS;
export const SECOND_WORKS = Object.keys(WORKS) as SecondWork[];

export async function benchSecond(
  stage: Stage,
  children: Children,
  first: Server,
  size: HttpSize,
  say: (text: string) => void,
): Promise<Record<SecondWork, Compared>> {
  const second = await children.serve(stage.env, join(stage.dir, 'second.log'), null);
  const loads = [children.fork('./load.ts'), children.fork('./load.ts')];
  const serversOf: Record<Side, Server[]> = { product: [first, second], limit: [first, first] };
  const compared = {} as Record<SecondWork, Compared>;
  for (const work of SECOND_WORKS)
    compared[work] = await inTurns({
      work,
      rounds: size.rounds,
      goal: null,
      say,
      async play(side, round) {
        const servers = serversOf[side];
        const seconds = round === 0 ? size.warmUp : size.seconds;
        const pids = new Set(servers.map(({ child }) => child.pid!));
        const cpu = measure([...pids], stage.postmaster);
        const figures = await Promise.all(
          loads.map((load, i) =>
            playRound(load, {
              ...WORKS[work](stage, servers[i]!.url),
              connections: Math.ceil(size.connections / 2),
              seconds,
              limit: Math.ceil(seconds * PER_SECOND_AT_MOST),
              name: `${work}-${round}-${side}-${i}`,
              from: 0,
            }),
          ),
        );
        const requests = figures.reduce((sum, f) => sum + f.requests, 0);
        const worst = (of: 'p50' | 'p95' | 'p99'): number => Math.max(...figures.map((f) => f[of]));
        return {
          requests,
          throughput: figures.reduce((sum, f) => sum + f.throughput, 0),
          p50: worst('p50'),
          p95: worst('p95'),
          p99: worst('p99'),
          cpu_us: cpu(requests),
          postgres_us: null,
        };
      },
    });
  await children.stop(second.child, ...loads);
  return compared;
}
